"""The made-up entries of a demonstration: CSV files of a pack, through the same door, marked as demonstration."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from bihuan.app.district import District
from bihuan.app.imports.running import Refusing
from bihuan.app.registers import importing
from bihuan.core.commands import SYSTEM
from bihuan.core.registers import Register
from bihuan.store.session import Session

POPULATION = "demo"


def fill(district: District, session: Session, folder: Path, refuse: Callable[[str, Refusing], None]) -> int:
    """Enter every `<register>.csv` of a folder, registers behind those they refer to; how many entries went in."""
    entered = 0
    for form in in_order(district.rules.registers.values()):
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
