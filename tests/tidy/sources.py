"""What the tidy tests look at: our own source files, and nothing that was built or fetched.

What may live here: finding and parsing files. The rules are in the tests beside it.
"""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("bihuan", "tests", "bench", "tools")
BUILT = {"node_modules", "vendor", "__pycache__"}


@cache
def python_files() -> tuple[Path, ...]:
    """Every Python file of ours, committed or not, so that a rule bites before the commit."""
    found = (path for folder in CODE for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if not BUILT.intersection(path.relative_to(ROOT).parts)))


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(module: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and the first name of each absolute import; relative ones stay in the package by nature."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module.partition(".")[0]


def name(path: Path) -> str:
    """The path as people write it: from the root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def text_files() -> list[Path]:
    """Every file that is or would be committed and can be read as text; without git, the code alone."""
    if not (ROOT / ".git").exists():
        return list(python_files())
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    paths = (ROOT / line for line in listing.split("\0") if line)
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8192]]
