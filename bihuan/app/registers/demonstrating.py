"""The made-up entries of a demonstration: CSV files of a pack, through the same door, marked as demonstration."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from bihuan.app.district import District
from bihuan.app.door import Asked, Failed
from bihuan.app.imports.running import Refusing
from bihuan.app.registers import importing
from bihuan.app.registers.documents import adopt
from bihuan.app.registers.making import Making, makings
from bihuan.core.commands import SYSTEM
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Register
from bihuan.store.session import Session

POPULATION = "demo"


def fill(district: District, session: Session, folder: Path, refuse: Callable[[str, Refusing], None]) -> int:
    """Enter every `<register>.csv` and `<register>.made.toml` of a folder, registers behind those they refer to, and
    the policy documents of the pack; how many entries went in."""
    entered = 0
    made = makings(folder, district.rules.registers, district.today(), POPULATION)
    for form in in_order(district.rules.registers.values()):
        if form.id in made:
            entered += _make(district, made[form.id], refuse)
        if form.documents is not None and (adopted := adopt(district)) is not None:
            entered += adopted.entered
            for n, (key, why) in enumerate(adopted.refused):
                refuse(form.id, Refusing(n, why.code, f"{key}: {why.message('zh')}", f"{key}: {why.message('en')}"))
        path = folder / f"{form.id}.csv"
        if not path.is_file():
            continue
        planned = importing.plan(path, form)
        if not isinstance(planned, importing.Plan):
            raise ValueError("; ".join(one.message("en") for one in planned))
        done = importing.carry(
            planned,
            district,
            SYSTEM,
            session,
            refuse=partial(refuse, form.id),
            report=lambda _: None,
            population=POPULATION,
        )
        entered += done.raised
    return entered


def _make(district: District, making: Making, refuse: Callable[[str, Refusing], None]) -> int:
    """How many entries were opened; what was refused is told with the number of its command."""
    commands = list(making.commands())
    asked = [Asked(command=one, request_id=f"made:{one.register}:{n}") for n, one in enumerate(commands)]
    opened = 0
    for n, (command, answer) in enumerate(zip(commands, district.door.submit_many(district.id, asked), strict=True)):
        if isinstance(answer, Failed):
            raise answer.error
        if isinstance(answer, Refusal):
            refuse(making.form.id, Refusing(n, answer.code, answer.message("zh"), answer.message("en")))
        else:
            opened += command.act is Act.OPEN
    return opened


def in_order(forms: Iterable[Register]) -> list[Register]:
    """Registers behind those they refer to; those that refer to each other in a circle stay as they come."""
    left, done = list(forms), list[Register]()
    while left:
        known = {form.id for form in done}
        free = [form for form in left if _refers(form) <= known | {form.id, "units", "areas"}] or left[:1]
        done += free
        left = [form for form in left if form not in free]
    return done


def _refers(form: Register) -> set[str]:
    return {field.register for field in form.fields.values() if field.register is not None}
