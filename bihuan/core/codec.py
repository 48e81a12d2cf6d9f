"""Frozen values to canonical JSON and back: one form for events and for the state of a case. No file, no database.

What is empty (None, False, no elements) is left out, so that a field added later is absent in older rows. A change
that is not such an addition gets a new version and an upcaster; stored bytes are never rewritten.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from bihuan.core.case import Case
from bihuan.core.clocks import Budget
from bihuan.core.events import Event
from bihuan.core.registers.entry import EntryEvent

Json = Any
Writer = Callable[[Any], str]
Decoder = Callable[[Json], Any]

VERSION = 1
"""Of the event's JSON form; stands in every event as `v`."""

UPCASTERS: Mapping[int, Callable[[dict[str, Json]], dict[str, Json]]] = {}
"""version → the function that turns that form into the next one."""


class UnreadableEvent(ValueError):
    """Stored bytes that are no event of a version known here: written by newer software, or damaged."""


_FAULTS = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading damaged bytes can lead to; the last from brackets nested too deep."""


def event_bytes(event: Event) -> bytes:
    """The event as canonical JSON (RFC 8785 for the values used here: ASCII keys, strings, whole numbers)."""
    return _writer(Event, VERSION)(event).encode()


def event_from(stored: bytes | str) -> Event:
    """The event again. Raises UnreadableEvent."""
    try:
        form = json.loads(stored)
        version = form.pop("v")
        while version != VERSION:
            form, version = UPCASTERS[version](form), version + 1
        return _coder(Event)[1](form)  # type: ignore[no-any-return]
    except _FAULTS as fault:
        raise UnreadableEvent(f"{type(fault).__name__}: {fault}") from fault


def entry_event_bytes(event: EntryEvent) -> bytes:
    """A fact about a register entry as canonical JSON."""
    return _writer(EntryEvent, VERSION)(event).encode()


def entry_event_from(stored: bytes | str) -> EntryEvent:
    """The fact again. Raises UnreadableEvent."""
    try:
        form = json.loads(stored)
        if form.pop("v") != VERSION:
            raise KeyError("v")
        return _coder(EntryEvent)[1](form)  # type: ignore[no-any-return]
    except _FAULTS as fault:
        raise UnreadableEvent(f"{type(fault).__name__}: {fault}") from fault


def case_text(case: Case) -> str:
    """The state of a case as JSON, for the row that saves replaying its events.

    Mappings keep their order here: the newest task and the newest run of a clock are the last ones.
    """
    return _coder(Case)[0](case)


def case_from_text(stored: str) -> Case:
    """The state again. Raises UnreadableEvent; the events can always rebuild it."""
    try:
        return _coder(Case)[1](json.loads(stored))  # type: ignore[no-any-return]
    except _FAULTS as fault:
        raise UnreadableEvent(f"{type(fault).__name__}: {fault}") from fault


def moment_text(moment: datetime) -> str:
    """A moment as stored: UTC, to the microsecond, always the same length, so that text order is time order."""
    return _utc_text(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=8192)
def _utc_text(moment: datetime) -> str:
    """The same few moments stand in every state of a case. In UTC only: in other zones two moments may be equal
    that are not the same (the hour that comes twice when summer time ends)."""
    return moment.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _moment(moment: datetime) -> str:
    return _quoted_utc(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=8192)
def _quoted_utc(moment: datetime) -> str:
    return f'"{_utc_text(moment)}"'


def moment_from(text: str) -> datetime:
    """The moment again. Raises ValueError without a zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no zone: {text}")
    return moment


@cache
def _writer(kind: type, version: int) -> Writer:
    return _record_writer(kind, {"v": str(version)})


@cache
def _coder(kind: Any) -> tuple[Writer, Decoder]:
    """What writes a type as JSON text and what reads its form, put together once from its annotations."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in (str, int, bool, type(None)):
        return _quoted if kind is str else _scalar, _exactly(kind)
    if kind is datetime:
        return _moment, moment_from
    if kind is date:
        return (lambda day: f'"{day.isoformat()}"'), date.fromisoformat
    if kind is Budget:
        return (lambda budget: f'"{budget.text}"'), _budget
    if origin in (Union, types.UnionType):
        return _union(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin is frozenset:
        write, decode = _coder(arguments[0])
        return (lambda items: _listed(map(write, sorted(items)))), (lambda form: frozenset(map(decode, _items(form))))
    if origin in (Mapping, dict) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return _mapping(*arguments)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member: _scalar(member.value) for member in kind}.__getitem__, kind
    if is_dataclass(kind):
        return _record_writer(kind, {}), _record_decoder(kind)
    raise TypeError(f"no form for {kind}")


_quoted: Writer = json.encoder.encode_basestring


def _scalar(value: Any) -> str:
    """Text, a whole number, true, false or null."""
    write = _SCALARS.get(type(value))
    return write(value) if write is not None else json.dumps(value, ensure_ascii=False)


_SCALARS: Mapping[type, Writer] = {
    str: _quoted,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): lambda _: "null",
}


def _listed(parts: Iterable[str]) -> str:
    return f"[{','.join(parts)}]"


def _exactly(*kinds: type) -> Decoder:
    """The value itself, if it is of one of these types and no other: a damaged number is no text."""

    def decode(value: Json) -> Json:
        if type(value) not in kinds:
            raise TypeError(f"{value!r} is not {' or '.join(kind.__name__ for kind in kinds)}")
        return value

    return decode


def _items(form: Json) -> list[Json]:
    if not isinstance(form, list):
        raise TypeError(f"{form!r} is no list")
    return form


def _budget(text: str) -> Budget:
    budget = Budget.parse(text)
    if not isinstance(budget, Budget):
        raise ValueError(f"no budget: {text}")
    return budget


def _tuple(arguments: tuple[Any, ...]) -> tuple[Writer, Decoder]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        write, decode = _coder(arguments[0])
        return (lambda items: _listed(map(write, items))), (lambda form: tuple([decode(item) for item in _items(form)]))
    pairs = [_coder(argument) for argument in arguments]
    return (lambda items: _listed(code[0](item) for code, item in zip(pairs, items, strict=True))), (
        lambda form: tuple(code[1](item) for code, item in zip(pairs, _items(form), strict=True))
    )


def _mapping(key: Any, value: Any) -> tuple[Writer, Decoder]:
    (write_key, decode_key), (write, decode) = _coder(key), _coder(value)
    return (lambda items: "{" + ",".join(f"{write_key(k)}:{write(v)}" for k, v in items.items()) + "}"), (
        lambda items: {decode_key(k): decode(v) for k, v in items.items()}
    )


def _has_fields(kind: Any) -> bool:
    return is_dataclass(kind)


def _union(arguments: tuple[Any, ...]) -> tuple[Writer, Decoder]:
    """A value or nothing; typed scalars; or one of several records, told apart by the name in `is`."""
    kinds: list[Any] = [argument for argument in arguments if argument is not type(None)]
    if len(kinds) == 1:
        write, decode = _coder(kinds[0])
        return (lambda value: "null" if value is None else write(value)), (
            lambda value: None if value is None else decode(value)
        )
    records: dict[str, Any] = {str(kind.__name__): kind for kind in kinds if _has_fields(kind)}
    if len(records) < len(kinds):
        return _scalar, _exactly(*arguments)
    writers = {kind: _record_writer(kind, {"is": _quoted(name)}) for name, kind in records.items()}
    decoders = {name: _record_decoder(kind) for name, kind in records.items()}
    return (lambda value: writers[type(value)](value)), (lambda form: decoders[form["is"]](form))


def _record_writer(kind: Any, more: Mapping[str, str]) -> Writer:
    """Writes the fields that are not empty, and `more` that is no field, in the order of their names.

    One function is made for each kind of record, a line for each field, as `dataclasses` makes methods: events are
    written with every command, and most of the time of a loop over fields would go into the loop.
    """
    hints = get_type_hints(kind)
    parts = {part.name: _part_writer(part, hints[part.name]) for part in fields(kind)}
    names: dict[str, Any] = {}
    lines = ["def write_record(value):", "written = []"]
    for name in sorted({*parts, *more}):
        if name in more:
            said = f'"{name}":{more[name]}'
            lines.append(f"written.append({said!r})")
            continue
        names[f"write_{name}"], absent = parts[name]
        add = f"written.append('\"{name}\":' + write_{name}(value.{name}))"
        if absent is MISSING:
            lines.append(add)
        elif absent is None:
            lines.append(f"if value.{name} is not None: {add}")
        else:
            names[f"absent_{name}"], names[f"kind_{name}"] = absent, type(absent)
            same = f"value.{name} == absent_{name} and type(value.{name}) is kind_{name}"
            lines.append(f"if value.{name} is not absent_{name} and not ({same}): {add}")
    exec("\n    ".join([*lines, "return '{' + ','.join(written) + '}'"]), names)
    return names["write_record"]  # type: ignore[no-any-return]


def _part_writer(part: Field[Any], hint: Any) -> tuple[Writer, Any]:
    """What writes a field, and the value of it that is left out: where that is nothing, nothing is never written."""
    absent = _absent(part, hint)
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    optional = get_origin(hint) in (Union, types.UnionType) and len(kinds) < len(get_args(hint))
    return _coder(kinds[0] if optional and len(kinds) == 1 and absent is None else hint)[0], absent


def _record_decoder(kind: Any) -> Decoder:
    hints = get_type_hints(kind)
    parts = [(p.name, _coder(hints[p.name])[1], _absent(p, hints[p.name])) for p in fields(kind)]
    known = frozenset(name for name, _, _ in parts) | {"is"}
    needed = frozenset(name for name, _, absent in parts if absent is MISSING)

    def decode_record(form: Mapping[str, Json]) -> Any:
        if not needed <= form.keys() <= known:
            raise KeyError(*sorted(needed - form.keys() or form.keys() - known))
        return kind(**{n: decode(form[n]) if n in form else absent for n, decode, absent in parts})

    return decode_record


def _absent(part: Any, hint: Any) -> Any:
    """The value that is left out: the declared default, or the type's own nothing."""
    if part.default is not MISSING:
        return part.default
    if part.default_factory is not MISSING:
        return part.default_factory()
    origin = get_origin(hint)
    if hint is bool:
        return False
    if origin is tuple:
        return ()
    if origin in (Union, types.UnionType) and type(None) in get_args(hint):
        return None
    return MISSING
