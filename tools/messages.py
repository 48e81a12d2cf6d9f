"""Compiles the catalogues of words (`django.po`) to what gettext reads (`django.mo`), without GNU gettext.

What may live here: reading the catalogue's own format and writing the binary one. Collecting the words that templates
use is in tests/web/test_words.py, which holds every catalogue against the templates.

Usage: python tools/messages.py FOLDER. Status 1 and one line for a catalogue that cannot be read.
"""

from __future__ import annotations

import ast
import struct
import sys
from pathlib import Path

MAGIC = 0x950412DE
"""First word of a .mo file (GNU gettext manual, section 10.3)."""


class BadCatalogue(ValueError):
    """A line that is no part of a catalogue; says file and line."""


def read(path: Path) -> dict[str, str]:
    """Phrase → translation. Contexts, plurals and fuzzy entries are not used here and are refused."""
    found: dict[str, str] = {}
    phrase, said, part = "", "", ""
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        line = line.strip()
        if line.startswith("#") and not line.startswith("#,"):
            continue
        keyword, _, rest = line.partition(" ")
        if not line:
            if part == "msgstr":
                found[phrase] = said
            phrase, said, part = "", "", ""
        elif keyword in ("msgid", "msgstr"):
            if keyword == "msgid" and part == "msgstr":
                # Two people's additions, merged: the empty line between entries may be lost, the entries are not.
                found[phrase], phrase, said = said, "", ""
            part = keyword
            line = rest
        elif not line.startswith('"'):
            raise BadCatalogue(f"{path}:{number}: {line}")
        if line:
            text = ast.literal_eval(line)
            phrase, said = (phrase + text, said) if part == "msgid" else (phrase, said + text)
    return found


def binary(catalogue: dict[str, str]) -> bytes:
    """The .mo file: phrases in order of their bytes, with tables of lengths and places."""
    pairs = sorted((phrase.encode(), said.encode()) for phrase, said in catalogue.items() if said)
    tables = 28 + 16 * len(pairs)
    places, texts = [], b""
    for column in (0, 1):
        for pair in pairs:
            places.append((len(pair[column]), tables + len(texts)))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, tables)
    return head + b"".join(struct.pack("<2I", *place) for place in places) + texts


def main(arguments: list[str]) -> int:
    """Compile every catalogue below a folder; 0 done, 1 a catalogue is wrong, 2 wrong usage."""
    if len(arguments) != 1:
        print("usage: python tools/messages.py FOLDER", file=sys.stderr)
        return 2
    for path in sorted(Path(arguments[0]).rglob("*.po")):
        try:
            content = binary(read(path))
        except (BadCatalogue, OSError, SyntaxError) as wrong:
            print(f"catalogue: {wrong}", file=sys.stderr)
            return 1
        path.with_suffix(".mo").write_bytes(content)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
