"""Whether the tables are those of this program. Making them is `bihuan migrate`, which asks nobody here."""

from __future__ import annotations

from importlib.resources import files

from bihuan.store.session import Session

OWN = {"store": "bihuan.store.migrations", "people": "bihuan.store.people.migrations"}


class OldTables(RuntimeError):
    """Steps are missing that this program takes for granted; its message names the first."""


def must_be_new(session: Session) -> None:
    """Raises OldTables; what the driver raises where there are no tables at all."""
    made = set(session.rows("tables_made"))
    for app, package in OWN.items():
        for step in sorted(file.name.removesuffix(".py") for file in files(package).iterdir()):
            if step[0].isdecimal() and (app, step) not in made:
                raise OldTables(f"{app} {step}")
