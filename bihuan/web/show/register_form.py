"""The form of an entry, made from the declaration, and what it sends made into texts by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.app.registers.reading import Seen
from bihuan.app.registers.telling import Book, written
from bihuan.core.events import Scalar
from bihuan.core.programme import Field, FieldType
from bihuan.core.registers import STATE, Act, Held, KeyCheck, Register
from bihuan.core.text import Language, Text
from bihuan.web.show.registers import choices

_KINDS: Mapping[FieldType, str] = {
    FieldType.WORDS: "words",
    FieldType.PLACE: "words",
    FieldType.CHOICE: "select",
    FieldType.UNIT: "select",
    FieldType.AREA: "select",
    FieldType.YES_NO: "select",
    FieldType.DATE: "date",
    FieldType.INSTANT: "datetime-local",
    FieldType.INTERVAL: "interval",
    FieldType.ENTRY: "entry",
    FieldType.NUMBER: "amount",
    FieldType.MONEY: "amount",
    FieldType.QUANTITY: "amount",
}
"""Type → kind of input; the others are lines of text."""
_STATE = Text("状态", "State")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input of the form."""

    name: str
    title: str
    kind: str
    value: str
    end: str = ""
    """The second moment of an interval."""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    hint: str = ""
    register: str = ""
    """Of a reference, the register that it is looked up in as one types."""


def texts_of(form: Register, seen: Seen | None, book: Book) -> dict[str, str]:
    """What the form shows of an entry, field by field: what was not changed is not sent to the door."""
    if seen is None:
        return {STATE: next(iter(form.states), "")}
    open_ = [known for known in seen.fields if not known.private]
    found = {known.id: _text(known, seen.found.values.get(known.id), book) for known in open_}
    found |= {known.id: seen.words.get(known.id, "") for known in seen.fields if known.private}
    return {**found, STATE: str(seen.found.values.get(STATE) or "")}


def _text(known: Field, value: Scalar, book: Book) -> str:
    if value is None:
        return ""
    match known.type:
        case FieldType.YES_NO:
            return "yes" if value else "no"
        case FieldType.CHOICE | FieldType.UNIT | FieldType.AREA | FieldType.ENTRY:
            return str(value)
        case _:
            return str(written(known, value, book, "zh"))


def inputs(
    form: Register, held: Held, texts: Mapping[str, str], book: Book, pickers: Mapping[str, Sequence[tuple[str, str]]],
    act: Act, language: Language,
) -> list[Input]:  # fmt: skip
    """The inputs of the fields that the person may write, in the order of the declaration."""
    if act in (Act.END, Act.RESTORE):
        return []
    found: list[Input] = []
    if act is Act.OPEN and form.key.check is not KeyCheck.OWN:
        found.append(Input(name="key", title=form.key.title.in_(language), kind="text", value=texts.get("key", ""),
                           required=True))  # fmt: skip
    if form.states:
        states = tuple((one.id, one.title.in_(language)) for one in form.states.values())
        title, value = _STATE.in_(language), texts.get(STATE, "")
        found.append(Input(name=STATE, title=title, kind="select", value=value, choices=states))
    for known in form.fields.values():
        hidden = (known.private or known.masked) and known.id not in held.sees and act is not Act.OPEN
        if known.id in held.writes and not hidden:
            found.append(_input(known, texts.get(known.id, ""), book, pickers.get(known.id, ()), language))
    return found


def _input(
    known: Field, value: str, book: Book, picker: Sequence[tuple[str, str]], language: Language
) -> Input:
    kind = _KINDS.get(known.type, "text")
    chosen: Sequence[tuple[str, str]] = picker if kind == "entry" else choices(known, book, language)
    first, end = value, ""
    if kind in ("interval", "datetime-local"):
        first, _, end = value.partition("/")
        first, end = _local(first, book), _local(end, book)
    unit = known.currency or known.measure or ""
    return Input(
        name=known.id,
        title=known.title.in_(language) + (f" ({unit})" if unit else ""),
        kind="text" if kind == "words" and known.most is not None and known.most <= 100 else kind,
        value=first,
        end=end,
        choices=(("", "—"), *chosen) if kind == "select" else tuple(chosen),
        required=known.required,
        register=known.register or "" if kind == "entry" else "",
    )


def sent_texts(form: Register, sent: Mapping[str, str], book: Book) -> dict[str, str]:
    """What was typed, by field; moments get the district's zone."""
    found = {name: sent[name] for name in (STATE, "key") if name in sent}
    for known in form.fields.values():
        if f"v-{known.id}" not in sent:
            continue
        text = sent[f"v-{known.id}"]
        if known.type is FieldType.INTERVAL:
            start, end = _aware(text, book), _aware(sent.get(f"v-{known.id}-end", ""), book)
            text = f"{start}/{end}" if start or end else ""
        elif known.type is FieldType.INSTANT:
            text = _aware(text, book)
        found[known.id] = text
    return found


def _local(text: str, book: Book) -> str:
    return datetime.fromisoformat(text).astimezone(book.zone).strftime("%Y-%m-%dT%H:%M") if text else ""


def _aware(text: str, book: Book) -> str:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=book.zone).isoformat() if text else ""
    except ValueError:
        return text
