"""What the offices of a demonstration wrote down beside their cases: rosters, a shift handed over, a promised draw.

Entered through the use cases that the pages have, by accounts of the demonstration. No name and no number stands here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from bihuan.app import draws, duty, shifts
from bihuan.app.district import District
from bihuan.app.people import signed
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal

SCRIPT = Path("demo") / "everyday.toml"


def write_down(district: District, pack: Path, accounts: Mapping[str, str]) -> list[Refusal]:
    """Everything that the pack's demonstration has of it, once; what was refused, which is nothing in a sound pack.
    `accounts`: the account behind each name that the demonstration signs in with."""
    file = pack / SCRIPT
    if not file.is_file():
        return []
    said: Mapping[str, Any] = tomllib.loads(file.read_text("utf-8"))
    return [one for one in _entered(district, said, accounts) if isinstance(one, Refusal)]


def _entered(district: District, said: Mapping[str, Any], accounts: Mapping[str, str]) -> Iterator[object]:
    def person(one: Mapping[str, Any]) -> Person:
        found = signed(district, accounts[one["by"]])
        assert found is not None, f"no account of the demonstration: {one['by']}"
        return found.person

    today = district.today()
    begin = datetime.combine(today, time(0), district.zone)
    for one in said.get("plan", ()):
        asked = duty.Planned(
            kind=duty.Kind(one["kind"]), unit=one["unit"], account=accounts[one["account"]],
            begins=begin + timedelta(hours=one["from"]), ends=begin + timedelta(hours=one["to"]),
            substitute=accounts.get(one.get("substitute", "")),
        )  # fmt: skip
        yield duty.plan(district, person(one), asked)
    for one in said.get("shift", ()):
        yield shifts.hand_over(district, person(one), one["note"])
    for one in said.get("draw", ()):
        first, last = today + timedelta(days=1), today + timedelta(days=one["days"])
        yield draws.promise(district, person(one), one["programme"], first, last, one["size"])
