"""A public log over the district `tiny` for tests: its keys, three witnesses in memory, rounds on virtual time.

What may live here: building and driving. No assertion.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bihuan.app.district import District
from bihuan.app.door import Accepted, Asked, Door
from bihuan.app.publishing.place import PublicLog, trust_text
from bihuan.core.expressions import Expression, parse
from bihuan.core.programme import Indicator
from bihuan.definitions.pack import District as PackDistrict
from bihuan.definitions.pack import Letterhead, Pack
from bihuan.store.integrating import Pace
from bihuan.store.logfiles import LogFiles
from bihuan.store.session import Database
from bihuan.transparency.checkpoints import Witness
from bihuan.transparency.notes import Key, Signer
from bihuan.transparency.policy import Policy, read_policy
from bihuan.transparency.witnessing import Granted, Remembered, decide
from tests.store import tiny
from tests.store.loop import ids, report

ORIGIN = "demo.invalid/tiny"
PACE = Pace(timedelta(minutes=15), 8, timedelta(hours=24))


def secret(word: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word.encode()).digest())


LOG = Signer(ORIGIN, secret("log"))


@dataclass(slots=True)
class InMemory:
    """A witness that keeps its state in memory; `silent` answers nothing, `lying` signs rubbish."""

    witness: Witness
    now: int = 1_772_413_200
    silent: bool = False
    lying: bool = False
    keys: tuple[Key, ...] = (LOG.key,)
    state: dict[str, Remembered] = field(default_factory=dict)

    def answer(self, body: str) -> tuple[int, str]:
        if self.silent:
            raise OSError("nobody there")
        said = decide(body.encode(), {ORIGIN: self.keys}, self.state)
        if isinstance(said, Granted):
            self.state[ORIGIN] = Remembered(said.checkpoint.size, said.checkpoint.root)
            line = self.witness.cosign(said.checkpoint, self.now)
            return 200, (replace(line, data=bytes(72)) if self.lying else line).line
        return said.status, f"{said.size}\n" if said.size is not None else ""


@dataclass(slots=True)
class Three:
    """Three witnesses, asked by name."""

    by_name: dict[str, InMemory] = field(
        default_factory=lambda: {name: InMemory(Witness(name, secret(name))) for name in ("w1", "w2", "w3")}
    )

    def ask(self, address: str, body: str) -> tuple[int, str]:
        return self.by_name[address].answer(body)

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(f"{name} {one.witness.key.text} {name}" for name, one in self.by_name.items())


def trust_lines(three: Three | None, *signers: Signer) -> str:
    return trust_text(signers or (LOG,), three.lines if three else (), 2 if three else 0)


def trust(three: Three | None, *signers: Signer) -> Policy:
    policy = read_policy(trust_lines(three, *signers))
    assert isinstance(policy, Policy), policy
    return policy


def public_log(
    database: Database, door: Door, folder: Path, three: Three | None = None, *signers: Signer, seed: int = 1
) -> PublicLog:
    """The log of `tiny` in a folder."""
    return PublicLog(
        tiny.DISTRICT,
        database,
        door.readers,
        PACE,
        LogFiles(folder / "log", folder / "log-state"),
        signers or (LOG,),
        trust(three, *signers),
        three.ask if three else _nobody,
        random.Random(seed),
    )


def indicator(id_: str, numerator: str, *, population: str | None = None, due: str | None = None) -> Indicator:
    """An indicator of `tiny`, published."""
    texts = {"population": population, "due": due, "numerator": numerator}
    return Indicator(
        id=id_,
        title=tiny.text(id_),
        meaning=tiny.text(id_),
        population=_parsed(population),
        due=_parsed(due),
        numerator=parse(numerator),  # type: ignore[arg-type]
        window="raised_on",
        edition="1",
        basis="test",
        valid=tiny.ALWAYS,
        published=True,
        sources={part: text for part, text in texts.items() if text is not None},
    )


def _parsed(text: str | None) -> Expression | None:
    return None if text is None else parse(text)  # type: ignore[return-value]


INDICATORS = (
    indicator("solved", "solved == 'yes'"),
    indicator("satisfied", "satisfied == 'yes'", due="satisfied in ['yes', 'no']"),
    indicator("reworked", "reworks > 0", population="finished"),
    indicator("street", "lead_level == 'street'", population="dispatched"),
    indicator("quick", "minutes_to_close <= 30"),
)
"""The last is no function of leaves."""


def district_of(door: Door) -> District:
    """`tiny` as an open district, with INDICATORS."""
    programme = replace(tiny.PROGRAMME, indicators=INDICATORS)
    rules = replace(tiny.RULES, programmes={("small", "1"): programme})
    head = PackDistrict(
        id=tiny.DISTRICT, title=tiny.text("小区"), short=tiny.text("小区"), zone="Asia/Shanghai", calendar="always",
        number_prefix="", code="", phone="", levels=None, basis="", letterhead=Letterhead(issuer=tiny.text("小区")),
    )  # fmt: skip
    pack = Pack(
        district=head, calendars={}, dictionaries={}, units={}, areas={}, duties={}, registers={}, programmes={},
        files=(), hash="",
    )  # fmt: skip
    return District(tiny.DISTRICT, pack, rules, door)


def _nobody(address: str, body: str) -> tuple[int, str]:
    raise OSError(address)


def fill(door: Door, leaves: int) -> None:
    """So many new cases of one leaf each, in a few commits."""
    for outcome in door.submit_many(
        tiny.DISTRICT, [Asked(command=report(), request_id=f"fill{next(ids)}") for _ in range(leaves)]
    ):
        assert isinstance(outcome, Accepted), outcome


def later(moment: datetime, **step: int) -> datetime:
    return moment + timedelta(**step)
