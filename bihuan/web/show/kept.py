"""What was typed into a form, in words, for a page that has no form for it any more. Pure; names no field.

A choice is said as its form said it. A value that no word is known for is left out: a code says nothing to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bihuan.core.arguments import ARGUMENTS, MARK, OUTCOME, REASON
from bihuan.core.commands import Area, Unit
from bihuan.core.decide.filling import REASON_WORDS
from bihuan.core.programme import Dictionary, Field, FieldType, Step
from bihuan.core.text import Language, Text
from bihuan.web.show.inputs import YES_NO
from bihuan.web.show.register_form import FIELD
from bihuan.web.show.step_words import way_text

WORDS: Mapping[str, Text] = {
    "words": Text("所填的话", "Words"),
    "why": Text("理由", "Why"),
    "note": Text("交班记录", "Note"),
    "title": Text("名称", "Name"),
    "name": Text("登录名", "Sign-in name"),
    "zh": Text("中文名称", "Name in Chinese"),
    "en": Text("英文名称", "Name in English"),
    "id": Text("代号", "Code"),
    "key": Text("编号", "Code"),
    "since": Text("开始日期", "From"),
    "until": Text("截止日期", "Until"),
    "number": Text("事项编号", "Case number"),
}
"""Inputs of the platform's own forms that hold what was typed."""
CHOICES: Mapping[str, Text] = {
    "unit": Text("单位", "Unit"),
    "parent": Text("上级", "Above it"),
    "area": Text("区域", "Area"),
    "areas": Text("区域", "Areas"),
    "duty": Text("职责", "Duty"),
    "level": Text("层级", "Level"),
    "purpose": Text("目的", "Purpose"),
}
"""Those that hold a choice among what the district knows."""
_CODED = frozenset({FieldType.CHOICE, FieldType.UNIT, FieldType.AREA, FieldType.YES_NO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the names and the codes of a form may mean."""

    fields: Mapping[str, Field]
    dictionaries: Mapping[str, Dictionary]
    units: Mapping[str, Unit]
    areas: Mapping[str, Area]
    others: Mapping[str, Text] = field(default_factory=dict)
    """Words of duties, levels, purposes, by code."""
    step: Step | None = None


def in_words(sent: Sequence[tuple[str, str]], known: Vocabulary, language: Language) -> list[tuple[str, str]]:
    """What was typed or chosen, each with what was asked, in the order it came."""
    return [
        (title.in_(language), said if isinstance(said, str) else said.in_(language))
        for name, value in sent
        if value.strip()
        for title, said in _said(name, value.strip(), known)
    ]


def _said(name: str, value: str, known: Vocabulary) -> Iterator[tuple[Text, str | Text]]:
    if name.startswith(MARK) and name.removeprefix(MARK) in ARGUMENTS:
        argument = name.removeprefix(MARK)
        word = _any(value, known)
        if word or argument not in ("unit", "assist", "units", "reason"):
            yield ARGUMENTS[argument], word or value
    elif name == REASON:
        yield REASON_WORDS, value
    elif name == OUTCOME:
        if known.step and (way := way_text(known.step, value)):
            yield known.step.title, way
    elif found := known.fields.get(name.removeprefix(FIELD)):
        if said := _of_field(found, value, known):
            yield found.title, said
    elif name in WORDS:
        yield WORDS[name], value
    elif name in CHOICES and (chosen := [word for one in value.split() if (word := _any(one, known))]):
        yield CHOICES[name], Text("、".join(one.zh for one in chosen), ", ".join(one.en for one in chosen))


def _of_field(found: Field, value: str, known: Vocabulary) -> str | Text | None:
    if found.type not in _CODED:
        return value
    dictionary = known.dictionaries.get(found.dictionary or "")
    if dictionary is not None and value in dictionary.entries:
        return dictionary.entries[value].title
    return YES_NO.get(value) if found.type is FieldType.YES_NO else _any(value, known)


def _any(value: str, known: Vocabulary) -> Text | None:
    """The word of a code, wherever the district knows it from."""
    if value in known.units:
        return known.units[value].title
    if value in known.areas:
        return known.areas[value].title
    if value in known.others:
        return known.others[value]
    entries = (one.entries[value].title for one in known.dictionaries.values() if value in one.entries)
    return next(entries, None)
