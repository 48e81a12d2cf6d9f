"""Texts to a pack, in phases like a compiler's: form, names, values, then what expressions and loops mean.

    pack = load_pack(Path("districts/ganzhou-etdz"))      # a Pack, or the findings that stand against it

A later phase begins only when the one before found no error, so that one slip isn't reported ten times. Reading a
folder is the only thing here that touches a disk; everything else works on a mapping of paths to texts, because the
editions a district has stored must load without the folder (design, invariant 11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from bihuan.core.programme import Programme
from bihuan.core.text import Text
from bihuan.definitions import (
    build_claims,
    build_programme,
    build_registers,
    notation_claims,
    notation_pack,
    notation_programme,
    notation_register,
)
from bihuan.definitions.check_basis import check_basis, fill_bases
from bihuan.definitions.check_claims import check_claims, entries_scope
from bihuan.definitions.check_pictures import check_pictures
from bihuan.definitions.check_registered import check_registered
from bihuan.definitions.checks import check_meaning, check_pack, check_register
from bihuan.definitions.expressing import check_expressions
from bihuan.definitions.findings import Finding, errors, finding
from bihuan.definitions.layout import DISTRICT, FOLDERS, SEEDS, lay_out
from bihuan.definitions.names import Drafts, check_names
from bihuan.definitions.notation import Table
from bihuan.definitions.pack import Pack, Source
from bihuan.definitions.reading import Draft, open_file, read

Texts = Mapping[str, str]
"""The files of a pack: path relative to it, with slashes → text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a pack could be read: its drafts and values, if it came so far, and all findings."""

    findings: tuple[Finding, ...]
    drafts: Drafts | None = None
    pack: Pack | None = None


def load_texts(texts: Texts) -> Pack | tuple[Finding, ...]:
    """A pack from the texts of its files, as stored ones are loaded; or the errors that make it unreadable.

    Form and names are checked, not what the loop means: a checker that has grown stricter since must not make the
    rules of an open case unreadable.
    """
    reading = read_pack(texts)
    return reading.pack if reading.pack is not None else errors(reading.findings)


def check(texts: Texts) -> tuple[Finding, ...]:
    """Everything wrong with a pack, by file and line; warnings and notes too."""
    return judge(read_pack(texts))


def judge(reading: Reading) -> tuple[Finding, ...]:
    """All findings of a reading, with those about expressions and meaning, by file and line."""
    found = list(reading.findings)
    if reading.drafts is not None and reading.pack is not None:
        for draft in reading.drafts.registers:
            form = reading.pack.registers[draft["register"]["id"]]
            found += (*check_register(draft, form), *check_pictures(draft, form, reading.pack))
            found += check_registered(draft, form, reading.pack)
        for draft in reading.drafts.programmes:
            programme = reading.pack.edition(draft["programme"]["id"], draft["programme"]["edition"])
            if programme is not None:
                found += check_expressions(draft, programme, reading.pack)
                found += check_meaning(draft, programme)
        for draft in reading.drafts.claims:
            found += check_claims(draft, reading.pack)
    return tuple(sorted(found, key=lambda one: (one.path, one.line, one.column, one.id)))


def load_pack(folder: Path) -> Pack | tuple[Finding, ...]:
    """A pack from its folder, checked whole; or the findings, if one of them is an error. OSError if unreadable."""
    texts = read_folder(folder)
    if isinstance(texts, tuple):
        return texts
    reading = read_pack(texts)
    findings = judge(reading)
    return findings if reading.pack is None or errors(findings) else reading.pack


def read_folder(folder: Path) -> dict[str, str] | tuple[Finding, ...]:
    """The texts of a folder's TOML files; findings for those that aren't UTF-8. OSError if it can't be read."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder")
    texts: dict[str, str] = {}
    wrong: list[Finding] = []
    for file in sorted(folder.rglob("*.toml")):
        path = file.relative_to(folder).as_posix()
        try:
            texts[path] = file.read_bytes().decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            wrong.append(finding("P115", path, file.read_bytes()[: error.start].count(b"\n") + 1))
    return tuple(wrong) or texts


def read_pack(texts: Texts) -> Reading:
    """As much of a pack as its form and names allow."""
    found: list[Finding] = []
    head = _read(texts, DISTRICT, notation_pack.DISTRICT, found)
    if head is None:
        return Reading(tuple(found))
    seeds = _seeds(head, texts, found)
    layout = lay_out(tuple(texts), seeds)
    known = ", ".join(FOLDERS)
    found += [finding("P112", path, 1, known=known) for path in layout.strangers]
    files = {path: _read(texts, path, table, found) for path, table in layout.tables.items()}
    if errors(found):
        return Reading(tuple(found))
    drafts = _gather(head, {path: draft for path, draft in files.items() if draft is not None}, seeds)
    found += (*check_names(drafts), *check_basis(drafts))
    if errors(found):
        return Reading(tuple(found), drafts)
    fill_bases(drafts)
    pack = _build(drafts, texts)
    found += check_pack(drafts, pack)
    return Reading(tuple(found), drafts, None if errors(found) else pack)


def _read(texts: Texts, path: str, table: Table, found: list[Finding]) -> Draft | None:
    if path not in texts:
        about = Text("配置包的根目录里要有这个文件。", "It stands at the root of the pack.")
        found.append(finding("P113", path, 1, name=path, about=about))
        return None
    file = open_file(path, texts[path])
    if isinstance(file, Finding):
        found.append(file)
        return None
    draft, findings = read(file, table)
    found += findings
    return draft


def _seeds(head: Draft, texts: Texts, found: list[Finding]) -> dict[str, str]:
    """Key of `[seeds]` → path, for the files that are there."""
    table = head.values.get("seeds")
    if not isinstance(table, Draft):
        return {}
    named = {key: table.values.get(key) for key in SEEDS}
    seeds = {key: path for key, path in named.items() if isinstance(path, str)}
    for key, path in seeds.items():
        if path not in texts:
            about = Text("请改正 [seeds] 里的路径，或加上这个文件。", "Mend the path in [seeds], or add the file.")
            found.append(table.finding("P113", key, name=path, about=about))
    return {key: path for key, path in seeds.items() if path in texts}


def _gather(head: Draft, files: Mapping[str, Draft], seeds: Mapping[str, str]) -> Drafts:
    def of(table: Table) -> tuple[Draft, ...]:
        return tuple(draft for draft in files.values() if draft.table is table)

    seeded = {key: files[path] for key, path in seeds.items()}
    return Drafts(
        district=head,
        calendars=of(notation_pack.CALENDAR),
        dictionaries=of(notation_pack.DICTIONARY),
        registers=of(notation_register.REGISTER),
        programmes=of(notation_programme.PROGRAMME),
        units=seeded["units"]["unit"] if "units" in seeded else {},
        areas=seeded["areas"]["area"] if "areas" in seeded else {},
        duties=seeded["posts"]["duty"] if "posts" in seeded else {},
        cells=seeded.get("cells"),
        seeds=tuple(seeded.values()),
        boundaries=seeded.get("boundaries"),
        claims=of(notation_claims.CLAIMS),
        policies=seeded["policies"]["policy"] if "policies" in seeded else {},
        english={one["zh"]: one["en"] for one in seeded["policies"]["english"]} if "policies" in seeded else {},
    )


def _build(drafts: Drafts, texts: Texts) -> Pack:
    calendars = [build_registers.calendar(one) for one in drafts.calendars]
    dictionaries = [build_registers.dictionary(one) for one in drafts.dictionaries]
    registers = [build_registers.register(one) for one in drafts.registers]
    files = tuple(Source(path=path, sha256=_sha256(text), text=text) for path, text in sorted(texts.items()))
    pack = Pack(
        district=build_registers.district(drafts.district),
        calendars={one.id: one for one in calendars},
        dictionaries={one.id: one for one in dictionaries},
        units=build_registers.units(drafts.units),
        areas=build_registers.areas(drafts.areas),
        boundaries=build_registers.boundaries(drafts.boundaries),
        drawn_by=drafts.boundaries["source"]["title"] if drafts.boundaries is not None else None,
        duties={name: one["title"] for name, one in drafts.duties.items()},
        heads=frozenset(name for name, one in drafts.duties.items() if one["heads"]),
        registers={one.id: one for one in registers},
        policies=build_registers.policies(drafts.policies),
        cells=build_registers.cells(drafts.cells),
        programmes={},
        documents={one["document"]["id"]: build_claims.document(one) for one in drafts.claims},
        files=files,
        hash=_sha256("".join(f"{file.path}\0{file.sha256}\n" for file in files)),
    )
    editions: dict[str, list[Programme]] = {}
    for draft in drafts.programmes:
        programme = build_programme.programme(draft, pack)
        editions.setdefault(programme.id, []).append(programme)
    ordered = {id: tuple(sorted(found, key=lambda one: one.valid.since)) for id, found in editions.items()}
    whole = replace(pack, programmes=ordered)
    scopes = {id_: entries_scope(form, whole) for id_, form in whole.registers.items()}
    return replace(whole, registers=build_claims.knowing(whole, scopes))


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()
