"""Every dependency is declared, pinned and has its line of reason; the version is written down once."""

import importlib.metadata
import json
import re
import sys
import tomllib
from collections.abc import Iterator

import pytest

from tests.tidy.sources import ROOT, imported, name, python_files, tree


def project() -> dict[str, list[str]]:
    """The names in pyproject.toml by part, in the one spelling that compares (PEP 503)."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = {"run": table["dependencies"], **table["optional-dependencies"]}
    return {part: [plain(requirement) for requirement in lines] for part, lines in parts.items()}


def plain(requirement: str) -> str:
    """The name alone: without extras, versions and differences of spelling."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]).lower()


def pins(lock: str) -> dict[str, str]:
    """Name → version of a lock file."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("==") for line in lines if line and not line.startswith("#"))
    return {plain(name): version for name, _, version in pairs}


def undeclared() -> Iterator[str]:
    """Imports of a package that pyproject.toml does not name: they work until somebody starts on a fresh machine."""
    parts = project()
    owners = importlib.metadata.packages_distributions()
    for path in python_files():
        declared = {*parts["run"], *(parts["dev"] if not name(path).startswith("bihuan/") else ())}
        for line, first in imported(tree(path)):
            if first in sys.stdlib_module_names or (ROOT / first).is_dir():
                continue
            if declared.isdisjoint(map(plain, owners.get(first, ()))):
                yield f"{name(path)}:{line} {first}"


def test_every_import_is_declared() -> None:
    assert list(undeclared()) == []


def test_every_dependency_is_pinned_exactly() -> None:
    parts = project()
    assert set(parts["run"] + parts["build"]) <= pins("requirements.lock").keys()
    assert set(parts["dev"]) <= pins("requirements-dev.lock").keys()
    assert all({**pins("requirements.lock"), **pins("requirements-dev.lock")}.values())


def test_the_lock_for_tests_agrees_with_the_lock_for_running() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_what_is_installed_first_is_pinned() -> None:
    """That it is enough to play a demonstration with is seen by tests/site/test_demo.py."""
    names = (ROOT / "requirements-first.txt").read_text(encoding="utf-8").splitlines()
    assert {plain(name) for name in names if not name.startswith("#")} <= pins("requirements.lock").keys()


def test_every_dependency_has_its_line_of_reason_and_no_line_is_left_over() -> None:
    page = (ROOT / "docs/decisions/dependencies.md").read_text(encoding="utf-8")
    reasons = {plain(name) for name in re.findall(r"^\| (\S+) \|", page, re.MULTILINE)} - {"package"}
    npm = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    named = {*npm["dependencies"], *npm["devDependencies"]}.union(*project().values())
    assert reasons == {plain(name) for name in named}


def test_the_front_end_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    fetched = {path: entry for path, entry in lock["packages"].items() if path}
    assert [path for path, entry in fetched.items() if "resolved" in entry] == []
    assert [path for path, entry in fetched.items() if not entry["integrity"].startswith("sha512-")] == []


def test_the_version_is_the_newest_heading_of_the_change_log() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = re.search(r"^## (\d+\.\d+\.\d+)", log, re.MULTILINE)
    assert heading
    try:
        installed = importlib.metadata.version("bihuan")
    except importlib.metadata.PackageNotFoundError:
        pytest.fail("bihuan is not installed in this environment: run `make setup-test`")
    assert installed == heading[1]
