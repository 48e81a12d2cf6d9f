"""The pure packages import the standard library and our own code only.

`.importlinter` names what is forbidden; this is the other half, a list of what is allowed, so that a
library nobody thought of is refused too.
"""

import ast
import sys

import pytest

from tests.tidy.sources import ROOT, imported, name, tree

ALLOWED_BESIDE_STANDARD_LIBRARY = {
    "core": {"bihuan"},
    "definitions": {"bihuan"},
    "transparency": {"bihuan", "cryptography"},
}


def strangers(module: ast.Module, package: str) -> list[tuple[int, str]]:
    allowed = sys.stdlib_module_names | ALLOWED_BESIDE_STANDARD_LIBRARY[package]
    return [(line, first) for line, first in imported(module) if first not in allowed]


@pytest.mark.parametrize("package", ALLOWED_BESIDE_STANDARD_LIBRARY)
def test_a_pure_package_imports_the_standard_library_only(package: str) -> None:
    files = sorted((ROOT / "bihuan" / package).rglob("*.py"))
    assert {name(path): found for path in files if (found := strangers(tree(path), package))} == {}


def test_the_rule_bites() -> None:
    module = ast.parse("import json\nimport requests\nfrom cryptography.x509 import Name\nimport bihuan.core")
    assert strangers(module, "core") == [(2, "requests"), (3, "cryptography")]
    assert strangers(module, "transparency") == [(2, "requests")]
