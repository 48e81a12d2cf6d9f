"""Renames the codes of a pack's dictionaries wherever the pack says them, so that tests can prove that no code of ours
knows one.

    texts, codes = rename_codes(texts)      # codes[old] == new
    data = said(data, codes)                # of a story or a script in parsed TOML

Left as they are: what something else of the pack or of the grammar is called too, which cannot be told apart in a text;
currencies, whose codes are those of ISO 4217; and ways of rounding, which are the claims' own. May live here: finding
and replacing whole words in quotes. What is shown to people stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bihuan.core.programme import Programme
from bihuan.core.verbs import VERBS
from bihuan.definitions import Pack, Texts, load_texts

QUOTED = re.compile(r"""(?<![\w."'])(?P<shown>(?:zh|en) = )?(?P<quote>["'])(?P<word>[A-Za-z][A-Za-z0-9_]*)(?P=quote)""")
HEADER = re.compile(r"^\[entry\.(?P<word>[A-Za-z][A-Za-z0-9_]*)\]", re.MULTILINE)


def rename_codes(texts: Texts) -> tuple[dict[str, str], dict[str, str]]:
    """The pack with every code replaced that is nothing else, and which code became which."""
    pack = load_texts(texts)
    assert isinstance(pack, Pack)
    ours = {code for one in pack.dictionaries.values() for code in one.entries} - _others(pack)
    codes = {code: f"code_{n:03}_renamed" for n, code in enumerate(sorted(ours))}

    def quoted(found: re.Match[str]) -> str:
        word = found["word"]
        return found[0] if found["shown"] else found[0].replace(word, codes.get(word, word))

    def header(found: re.Match[str]) -> str:
        return f"[entry.{codes.get(found['word'], found['word'])}]"

    changed = {path: QUOTED.sub(quoted, text) for path, text in texts.items()}
    for path in changed:
        if path.startswith("dictionaries/"):
            changed[path] = HEADER.sub(header, changed[path])
    return changed, codes


def said(data: Any, codes: Mapping[str, str]) -> Any:
    """The same with every text that is a code replaced, and lists of codes with bars between."""
    match data:
        case dict():
            return {key: said(value, codes) for key, value in data.items()}
        case list():
            return [said(one, codes) for one in data]
        case str():
            return "|".join(codes.get(part, part) for part in data.split("|"))
        case _:
            return data


def _others(pack: Pack) -> set[str]:
    """What else is called so: in the pack, in the grammar, and as its own sorts of things."""
    money = {field.currency_field for form in (*_programmes(pack), *pack.registers.values())
             for field in form.fields.values()}  # fmt: skip
    currencies = {
        code
        for form in (*_programmes(pack), *pack.registers.values())
        for field in form.fields.values()
        if field.id in money and field.dictionary
        for code in pack.dictionaries[field.dictionary].entries
    }
    named = {name for one in _programmes(pack) for name in _of(one)}
    named |= {name for form in pack.registers.values()
              for name in (form.id, *form.fields, *form.states, *form.rights)}  # fmt: skip
    named |= {*pack.units, *pack.areas, *pack.duties, *pack.dictionaries, *pack.calendars, *pack.documents}
    grammar = {word for verb in VERBS.values() for word in (*verb.outcomes, *verb.arguments)}
    own = {word for kind in StrEnum.__subclasses__() if kind.__module__.startswith("bihuan.") for word in kind}
    return currencies | named | {str(word).rstrip("?") for word in grammar | own}


def _programmes(pack: Pack) -> tuple[Programme, ...]:
    return tuple(one for editions in pack.programmes.values() for one in editions)


def _of(one: Programme) -> set[str]:
    parts = (one.stages, one.steps, one.fields, one.roles, one.clocks, one.tellings, one.lists, one.outward)
    return {one.id, one.code, *(name for part in parts for name in part), *(line.id for line in one.routes),
            *(guard.id for step in one.steps.values() for guard in step.guards),
            *(figure.id for figure in one.indicators)}  # fmt: skip
