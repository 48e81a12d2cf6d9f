"""The state of a case as its row holds it: JSON in the form of `core.codec`, compressed. No statement is run here.

A state is written with every command and read with every line of a list, so the JSON is made and read in C
(msgspec) and packed (`packing`): the database moves half a kilobyte instead of five. What the fast reader does not
know, the patient one of `core.codec` may: a row of an older form stays readable.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from bihuan.core import codec
from bihuan.core.case import Case, Task
from bihuan.store import packing
from bihuan.store.packing import packed


def stored_state(case: Case) -> bytes:
    """The state for its row; equal states give equal JSON in every process."""
    form = msgspec.convert(case, _form_of(Case), from_attributes=True)
    form.worked.sort()
    form.reserved.sort()
    for task in form.tasks.values():
        task.marks.sort()
    return packed(_encode(form))


def case_from(stored: bytes | memoryview | str) -> Case:
    """The state again. Raises codec.UnreadableEvent; the events can always rebuild it."""
    text = unpacked(stored)
    try:
        return _reader().decode(text)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return codec.case_from_text(text)


def tasks_from(stored: bytes | memoryview | str) -> Mapping[str, Task]:
    """Only the parts that units have in the case; the rest, ten times as long, is passed over. Raises like
    `case_from`."""
    try:
        return _reader_of_tasks().decode(unpacked(stored)).tasks
    except (msgspec.DecodeError, ValueError, RecursionError):
        return case_from(stored).tasks


def unpacked(stored: bytes | memoryview | str) -> str:
    """The JSON again; text is an older form that was never packed. Raises codec.UnreadableEvent."""
    if isinstance(stored, str):
        return stored
    try:
        return packing.unpacked(stored).decode()
    except (packing.Unreadable, UnicodeDecodeError) as fault:
        raise codec.UnreadableEvent(f"{type(fault).__name__}: {fault}") from fault


_encode = msgspec.json.Encoder().encode


@cache
def _reader() -> msgspec.json.Decoder[Case]:
    return msgspec.json.Decoder(Case)


class _Parts(msgspec.Struct):
    """Of a state what `tasks_from` reads."""

    tasks: dict[str, Task] = {}


@cache
def _reader_of_tasks() -> msgspec.json.Decoder[_Parts]:
    return msgspec.json.Decoder(_Parts)


@cache
def _form_of(kind: Any) -> Any:
    """A twin of a frozen record that leaves out what is empty and keeps sets as lists, which can be put in order."""
    hints = get_type_hints(kind)
    parts = [(part.name, _form(hints[part.name]), *_default(part)) for part in fields(kind)]
    return msgspec.defstruct(kind.__name__, parts, omit_defaults=True, kw_only=True)


def _form(hint: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _form_of(hint)  # type: ignore[arg-type]
    if origin is frozenset or (origin is tuple and arguments[-1] is Ellipsis):
        return list[_form(arguments[0])]  # type: ignore[misc]
    if origin in (Union, types.UnionType):
        return Union[tuple(map(_form, arguments))]  # noqa: UP007
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return dict[arguments[0], _form(arguments[1])]  # type: ignore[misc,valid-type]
    return hint


def _default(part: Field[Any]) -> tuple[Any, ...]:
    """The default of a field as msgspec compares it: an empty list or mapping by its factory."""
    if part.default_factory is not MISSING:
        return (msgspec.field(default_factory=part.default_factory),)
    if part.default is MISSING:
        return ()
    return (msgspec.field(default_factory=list) if part.default in ((), frozenset()) else part.default,)
