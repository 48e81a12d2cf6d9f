"""Policy documents of the pack's files as entries of the register that says it holds them: the file is the source.

Entering again changes only what the file says differently now, as a correction with its reason; what officers keep
there besides is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.app.district import District
from bihuan.app.door import Asked, Failed
from bihuan.core.arguments import REASON
from bihuan.core.commands import SYSTEM
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.core.registers import EXISTS, Act, DocumentRule, Enter, Register, Showing
from bihuan.definitions.pack import Policy
from bihuan.store import entry_reading as store

_REASON = "配置包的政策文件改了 / the pack says otherwise now"


@dataclass(frozen=True, slots=True)
class Adopted:
    """What entering came to."""

    entered: int
    changed: int
    refused: tuple[tuple[str, Refusal], ...]
    """Document and why."""


def holder(district: District) -> Register | None:
    """The register that holds policy documents, if the pack has one."""
    return next((form for form in district.rules.registers.values() if form.documents is not None), None)


def code_of(policy: Policy) -> str:
    """The code of a document's entry: its number, or its name in the pack where it has none."""
    return policy.number or policy.id


def entries(district: District) -> Mapping[str, tuple[Register, str]]:
    """Document → the register and the code of its entry, of those that anybody may see there."""
    form, policies = holder(district), district.pack.policies
    if form is None or form.showing is not Showing.PUBLIC or not policies:
        return {}
    with district.door.readers.lend() as session:
        codes = [code_of(one) for one in policies.values()]
        known = set(store.streams(session, district.id, form.id, codes).values())
    return {id_: (form, code_of(one)) for id_, one in policies.items() if code_of(one) in known}


def adopt(district: District) -> Adopted | None:
    """Enter every policy document that is not there, and correct what is other than the file; None without such a
    register. Raises the error of a batch that could not be written."""
    form = holder(district)
    if form is None or form.documents is None:
        return None
    asked = list(_asked(district, form, form.documents))
    request = f"policies:{district.pack.hash[:24]}"
    jobs = [Asked(command=one, request_id=f"{request}:{id_}:{one.act}:{one.seen}") for id_, one in asked]
    entered = changed = 0
    refused: list[tuple[str, Refusal]] = []
    for (_, one), answer in zip(asked, district.door.submit_many(district.id, jobs), strict=True):
        if isinstance(answer, Failed):
            raise answer.error
        if isinstance(answer, Refusal):
            refused.append((one.key, answer))
        elif one.act is Act.OPEN:
            entered += 1
        else:
            changed += 1
    return Adopted(entered, changed, tuple(refused))


def _asked(district: District, form: Register, rule: DocumentRule) -> Iterator[tuple[str, Enter]]:
    """Document and what has to be asked for the register to say what the files say."""
    policies = district.pack.policies.values()
    with district.door.readers.lend() as session:
        found = {
            one.id: store.entry(session, district.id, form.id, code_of(one), one.valid.since) for one in policies
        }
    for policy in policies:
        here, since = found[policy.id], policy.valid.since.isoformat()
        said, key = _values(rule, policy), code_of(policy)
        other = {name: value for name, value in said.items() if here is None or here.values.get(name) != value}
        if here is None:
            given = {name: value for name, value in said.items() if value is not None}
            yield policy.id, _enter(form, key, Act.OPEN, since, given)
        elif other:
            yield policy.id, _enter(form, key, Act.CORRECT, since, other, here.n)
        until = policy.valid.until
        if until is not None and not _ended(district, form, key, until):
            yield policy.id, _enter(form, key, Act.END, until.isoformat(), {})


def _ended(district: District, form: Register, key: str, until: date) -> bool:
    """Whether the entry, if it is there, is not in force any more on the day behind its last."""
    with district.door.readers.lend() as session:
        found = store.entry(session, district.id, form.id, key, until + timedelta(days=1))
    return found is not None and found.values.get(EXISTS) is False


def _values(rule: DocumentRule, policy: Policy) -> dict[str, Scalar]:
    values: dict[str, Scalar] = {
        rule.issued: _day(policy.issued),
        rule.in_force: _day(policy.in_force),
        rule.until: _day(policy.valid.until),
    }
    for pair, text in ((rule.title, policy.title), (rule.issuer, policy.issuer)):
        values |= dict(zip(pair, (text.zh, text.en) if text is not None else (None, None), strict=False))
    return values


def _day(known: date | None) -> str | None:
    return known.isoformat() if known is not None else None


def _enter(
    form: Register, key: str, act: Act, since: str, values: Mapping[str, Scalar], seen: int | None = None
) -> Enter:
    words = {REASON: _REASON} if act is Act.CORRECT else {}
    return Enter(register=form.id, key=key, act=act, by=SYSTEM, since=since, values=values, words=words, seen=seen)
