"""A demonstration shows rosters, a shift to take over and a promised draw; a pack without them shows none."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bihuan.app import draws, duty, shifts
from bihuan.app.people import record, signed
from bihuan.app.simulation import read_script
from bihuan.core.commands import Person, Post
from bihuan.core.text import Text
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.site.demo_everyday import write_down
from bihuan.store.registers import Account, DatedPost, Registers
from tests.simulation.stage import PACK, Stage


def test_what_offices_write_down_beside_their_cases_is_there(tmp_path: Path) -> None:
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    accounts = tomllib.loads((PACK / "demo" / "accounts.toml").read_text("utf-8"))["account"]
    stage = Stage(tmp_path, pack, read_script(PACK / "demo" / "circle.toml"))
    with stage.installation.opened() as district:
        behind = {name: f"a-{name}" for name in ("desk", "deputy", "worker", "colleague", "head")}
        opened = [Account(id=id_, title=Text(**accounts[name]["title"])) for name, id_ in behind.items()]
        held = [
            DatedPost(account=id_, post=Post(**post), since=district.today())
            for name, id_ in behind.items()
            for post in accounts[name]["posts"]
        ]
        record(district, Registers(accounts=opened, posts=held), [])

        def person(name: str) -> Person:
            found = signed(district, behind[name])
            assert found is not None
            return found.person

        assert write_down(district, tmp_path, behind) == [] == list(draws.listed(district))
        assert write_down(district, PACK, behind) == []
        (plan,) = duty.plans(district, person("worker"))
        assert {(one.kind, one.account, one.substitute) for one in plan.spans} == {
            (duty.Kind.LEAVE, "a-colleague", "a-worker"), (duty.Kind.SHIFT, "a-worker", None),
        }  # fmt: skip
        assert set(plan.now) == {"a-worker", "a-colleague", "a-head"}, "tonight is as it was"
        (shift,) = shifts.shifts(district, person("deputy"))
        assert shift.taken_by is None and not shift.own
        (draw,) = draws.listed(district)
        assert not draw.ready and draw.sample == ()
