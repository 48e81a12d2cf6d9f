"""A register's file sent from a page: kept while it is read, then gone. Larger files go in at the command line."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from bihuan.app.district import District
from bihuan.app.imports.running import Refusing
from bihuan.app.registers import importing
from bihuan.app.registers.faults import Kinds
from bihuan.app.registers.marked import marked
from bihuan.core.commands import Person
from bihuan.core.registers import Register
from bihuan.core.text import Language

BYTES_MOST = 5_000_000
ROWS_MOST = 5_000
"""Rows that one request carries out: some seconds. Whoever sends a page waits for its answer."""
SHOWN_MOST = 200


def upload(
    district: District, person: Person, form: Register, name: str, chunks: Iterable[bytes], language: Language,
    population: str,
) -> dict[str, object]:
    """What came of it: problems of the file as a whole, or the numbers, the faults by kind and the refused rows."""
    suffix = Path(name).suffix[:8]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{suffix}"
        size, lines = 0, 0
        with path.open("wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > BYTES_MOST:
                    return {"too_large": True, "problems": [("", "")]}
                lines += chunk.count(b"\n")
                out.write(chunk)
        planned = importing.plan(path, form)
        if not isinstance(planned, importing.Plan):
            return {"problems": [(one.message(language), one.hint(language)) for one in planned]}
        if (planned.table.facts.last_row or lines) > ROWS_MOST + 1:
            planned.table.close()
            return {"too_many": ROWS_MOST, "problems": [("", "")]}
        refused: list[Refusing] = []
        with district.door.readers.lend() as session:
            done = importing.carry(
                planned, district, person, session, refuse=refused.append, report=lambda _: None, afresh=True,
                population=population,
            )
        kinds = Kinds()
        for one in refused:
            kinds.add(one)
        return {
            "done": done, "kinds": kinds.told(), "refused": refused[:SHOWN_MOST],
            "more": max(len(refused) - SHOWN_MOST, 0), "header": planned.table.header,
            "marked": list(marked(planned, refused, language)),
        }  # fmt: skip
