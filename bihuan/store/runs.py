"""How far imports have come, so that a stopped one goes on where it was. The rows themselves go through the door."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.store.session import Session

DONE = "done"
"""The state of a run whose file was gone through to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One file under one mapping; `next_row` is the first that has no answer yet."""

    id: str
    source: str
    file_hash: str
    mapping_hash: str
    next_row: int
    accepted: int
    refused: int
    state: str


def open_run(session: Session, district: str, id_: str, source: str, file_hash: str, mapping_hash: str) -> ImportRun:
    """The run of this file under this mapping: the one that was begun before, or a new one."""
    session.run("open_import", (district, id_, source, file_hash, mapping_hash))
    row = session.row("import_run", (district, file_hash, mapping_hash))
    if row is None:
        raise LookupError(file_hash)
    id_, source, file_hash, mapping_hash, next_row, accepted, refused, state = row
    return ImportRun(
        id=id_, source=source, file_hash=file_hash, mapping_hash=mapping_hash, next_row=next_row,
        accepted=accepted, refused=refused, state=state,
    )  # fmt: skip


def move_run(session: Session, district: str, run: ImportRun) -> None:
    """Write down how far it is. Behind the facts on purpose: rows asked again are harmless, rows skipped are lost."""
    session.run("move_import", (run.next_row, run.accepted, run.refused, run.state, district, run.id))
