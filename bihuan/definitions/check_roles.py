"""Whether every step has somebody who may take it, and nobody judges their own work (design, invariant 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bihuan.core.programme import Programme, Role, Scope, Step
from bihuan.core.text import Text
from bihuan.core.verbs import ASKS, VERBS, Party, RequestKind, Verb
from bihuan.definitions.findings import Finding
from bihuan.definitions.reading import Draft

PARTIES: Mapping[Party, Text] = {
    Party.RAISER: Text("提出人", "raiser"),
    Party.CENTRE: Text("中心", "centre"),
    Party.HANDLER: Text("承办方", "handler"),
    Party.CHECKER: Text("核查方", "checker"),
    Party.SUPERVISOR: Text("督办方", "supervisor"),
    Party.LEADER: Text("领导", "leader"),
    Party.SYSTEM: Text("系统", "system"),
}

_ACTS_ALONE = (Verb.LAPSE, Verb.REPROJECT)
_APART_FROM_CENTRE = (Verb.CHECK, Verb.CALL_BACK)
"""Whoever finds a matter solved or asks whether it is, is neither the handler nor the desk."""


def check_roles(file: Draft, programme: Programme) -> Iterator[Finding]:
    """All findings about who does what."""
    for name, draft in file["role"].items():
        role = programme.roles[name]
        if role.scope in (Scope.DISTRICT, Scope.AREA, Scope.UNIT) and not role.duty:
            yield draft.finding("P319", role=name, scope=role.scope)
        yield from _identities(draft, role, programme)
    for draft in file["step"]:
        step = programme.steps[draft["id"]]
        yield from _takers(draft, step, programme)
        for index, name in enumerate(step.by):
            yield from _judges(draft, index, step, programme.roles[name], programme)
        if step.keeps and (step.verb is not Verb.RAISE or any(not programme.roles[name].duty for name in step.by)):
            yield draft.finding("P371", "keeps", step=step.id)
        if VERBS[step.verb].on_task and draft["task"] is None and _handled(step, programme):
            yield draft.finding("P318", step=step.id)
    yield from _requests(file, programme)


def _identities(draft: Draft, role: Role, programme: Programme) -> Iterator[Finding]:
    """What a role opens or has called is identity, and there is a dictionary of what it may be opened for."""
    for key in ("identifies", "relays"):
        for index, name in enumerate(draft[key]):
            if not programme.fields[name].identity:
                yield draft.finding("P390", key, index, role=role.id, field=name)
        if draft[key] and programme.purposes is None:
            yield draft.finding("P391", key, role=role.id)


def _takers(draft: Draft, step: Step, programme: Programme) -> Iterator[Finding]:
    if step.verb in _ACTS_ALONE:
        if step.by:
            yield draft.finding("P314", "by", step=step.id)
        return
    if not step.by:
        yield draft.finding("P313", step=step.id)
    rule = VERBS[step.verb]
    for index, name in enumerate(step.by):
        role = programme.roles[name]
        if role.party not in rule.parties:
            known = _listed([PARTIES[party] for party in Party if party in rule.parties])
            party = PARTIES[role.party]
            yield draft.finding("P310", "by", index, step=step.id, verb=rule.title, role=name, party=party, known=known)


def _listed(texts: list[Text]) -> Text:
    return Text("、".join(one.zh for one in texts), ", ".join(one.en for one in texts))


def _handled(step: Step, programme: Programme) -> bool:
    return any(programme.roles[name].party is Party.HANDLER for name in step.by)


def _judges(draft: Draft, index: int, step: Step, role: Role, programme: Programme) -> Iterator[Finding]:
    """One duty on both sides of a judgement: whoever holds the post would judge what they did."""
    if not VERBS[step.verb].judges or not role.duty or role.party not in VERBS[step.verb].parties:
        return
    judged = {Party.HANDLER} | ({Party.CENTRE} if step.verb in _APART_FROM_CENTRE else set())
    for other in programme.roles.values():
        if other.party in judged and other.duty == role.duty and other.id != role.id:
            yield draft.finding("P311", "by", index, role=role.id, other=other.id, duty=role.duty, step=step.id)
            return


def _requests(file: Draft, programme: Programme) -> Iterator[Finding]:
    """What is asked is decided, what is decided was asked, and by two different roles."""
    asking: dict[RequestKind, list[Step]] = {}
    deciding: dict[RequestKind, list[Step]] = {}
    for step in programme.steps.values():
        if step.verb in ASKS:
            asking.setdefault(ASKS[step.verb], []).append(step)
        elif step.verb is Verb.DECIDE and step.request is not None:
            deciding.setdefault(step.request, []).append(step)
    for draft in file["step"]:
        step = programme.steps[draft["id"]]
        if step.verb is Verb.DECIDE:
            yield from _decided(draft, step, asking)
        elif step.verb in ASKS and ASKS[step.verb] not in deciding:
            yield draft.finding("P315", step=step.id, kind=ASKS[step.verb])


def _decided(draft: Draft, step: Step, asking: Mapping[RequestKind, list[Step]]) -> Iterator[Finding]:
    if step.request is None:
        yield draft.finding("P317", step=step.id, known=", ".join(RequestKind))
        return
    if step.request not in asking:
        yield draft.finding("P316", "request", step=step.id, kind=step.request)
    for asked in asking.get(step.request, ()):
        for index, name in enumerate(step.by):
            if name in asked.by:
                yield draft.finding("P312", "by", index, role=name, ask=asked.id, step=step.id)
