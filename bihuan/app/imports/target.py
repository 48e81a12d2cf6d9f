"""Where a record goes: the programme, its steps and its fields, as the mapping file's [into] says. Reads no file.

A record becomes one command, or two when the row also tells the reply. Case and request ids derive from the
district, the source and the row's key, so that the same row imported again is the same request.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.app.imports.problems import Problem, nearest
from bihuan.app.imports.records import Record
from bihuan.core.commands import SYSTEM, Command, Raise, Take
from bihuan.core.events import Scalar
from bihuan.core.programme import Programme
from bihuan.core.verbs import Verb

_RECORD = ("words", "title", "place", "area", "channel", "nature", "category", "reporter", "phone", "reply_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """[into]: the programme, the step that raises, the step that records the reply, and record part → field."""

    programme: str
    raise_: str
    reply: str | None
    fields: Mapping[str, str]
    time_unknown: str | None
    """Yes-no field set where a row has no time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command with the id that makes importing it twice harmless."""

    id: str
    command: Command


def read_target(text: str, name: str) -> Target | tuple[Problem, ...]:
    """The [into] of a mapping file whose other sections have been read already."""
    into = tomllib.loads(text).get("into")
    if not isinstance(into, dict):
        return (Problem("mapping-missing-key", name, {"key": "into"}),)
    known = ("programme", "raise", "reply", "time_unknown", "fields")
    problems = [
        Problem(
            "mapping-unknown-key",
            name,
            {"key": f"[into] {key}", "near": nearest(key, list(known)), "known": ", ".join(known)},
        )
        for key in into
        if key not in known
    ]
    problems += [
        Problem("mapping-missing-key", name, {"key": f"[into] {key}"})
        for key in ("programme", "raise", "fields")
        if key not in into
    ]
    for part in into.get("fields", {}):
        if part not in _RECORD:
            detail = {"field": part, "near": nearest(part, list(_RECORD)), "known": ", ".join(_RECORD)}
            problems.append(Problem("mapping-unknown-field", name, {"key": "[into.fields]", **detail}))
    if problems:
        return tuple(problems)
    return Target(
        programme=into["programme"],
        raise_=into["raise"],
        reply=into.get("reply"),
        fields=into["fields"],
        time_unknown=into.get("time_unknown"),
    )


def unfit(target: Target, programme: Programme, name: str) -> tuple[Problem, ...]:
    """What the mapping names and the programme doesn't have."""
    steps = [step.id for step in programme.steps.values() if step.history and step.verb in (Verb.RAISE, Verb.FINISH)]
    wanted = [(target.raise_, steps), *([(target.reply, steps)] if target.reply else [])]
    wanted += [(field, list(programme.fields)) for field in target.fields.values()]
    wanted += [(target.time_unknown, list(programme.fields))] if target.time_unknown else []
    return tuple(
        Problem(
            "mapping-unknown-field",
            name,
            {"key": "[into]", "field": given, "near": nearest(given, known), "known": ", ".join(known)},
        )
        for given, known in wanted
        if given not in known
    )


def requests_of(record: Record, target: Target, programme: Programme, district: str) -> tuple[Request, ...]:
    """The commands that a record means, in order."""
    case = hashlib.sha256(f"{district}\0{record.source}\0{record.key}".encode()).hexdigest()[:32]
    values, words = _filled(record, target, programme, target.raise_)
    if target.time_unknown and record.occurred_at is None:
        values[target.time_unknown] = True
    raised = Raise(
        case=case,
        number="",
        programme=target.programme,
        step=target.raise_,
        by=SYSTEM,
        values=values,
        words=words,
        occurred=record.occurred_at,
        population=record.population or "history",
    )
    requests = [Request(id=f"import:{record.source}:{record.key}", command=raised)]
    if target.reply is not None and record.reply_text is not None and record.replied_at is not None:
        values, words = _filled(record, target, programme, target.reply)
        replied = Take(case=case, step=target.reply, by=SYSTEM, values=values, words=words, occurred=record.replied_at)
        requests.append(Request(id=f"import:{record.source}:{record.key}:reply", command=replied))
    return tuple(requests)


def _filled(
    record: Record, target: Target, programme: Programme, step: str
) -> tuple[dict[str, Scalar], dict[str, str]]:
    """What the record holds of the fields that the step takes: typed values apart from private words."""
    takes = {taking.field for taking in programme.steps[step].takes}
    values: dict[str, Scalar] = {}
    words: dict[str, str] = {}
    for part, field in target.fields.items():
        given = getattr(record, part)
        if given is None or field not in takes:
            continue
        if programme.fields[field].private:
            words[field] = given
        else:
            values[field] = given
    return values, words
