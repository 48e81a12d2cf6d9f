"""Each module says what lives in it, by name and first words; no file betrays the machine it came from."""

import ast
import re

from tests.tidy.sources import name, python_files, text_files, tree

# A module with such a name has no subject, so everything ends up in it.
NO_SUBJECT = {"utils", "util", "helpers", "helper", "common", "misc"}

# Home folders and checkouts. Put together here so that this file passes its own test.
FOLDERS = [r"root\b", r"home/\w", r"Users/\w", r"work/(?:main|shared)\b", r"opt/\w"]
MACHINE = re.compile(r"(?<![\w.:/])/(?:" + "|".join(FOLDERS) + ")")


def test_every_module_says_what_lives_in_it() -> None:
    assert [name(path) for path in python_files() if not ast.get_docstring(tree(path))] == []


def test_every_module_has_a_subject() -> None:
    assert [name(path) for path in python_files() if NO_SUBJECT & {path.stem, path.parent.name}] == []


def test_no_file_names_a_path_of_a_machine() -> None:
    found = [
        f"{name(path)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert found == []


def test_the_rule_about_paths_bites() -> None:
    home, other = "/" + "root/thing", "open('/" + "home/li/thing')"
    assert MACHINE.search(home)
    assert MACHINE.search(other)
    assert not MACHINE.search("https://example.org/" + "home/li")
