"""Whether calendars can be counted with, the district's time zone exists, and editions don't overlap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo

from bihuan.core.calendar_check import validate
from bihuan.core.geo import centre_of, inside
from bihuan.core.text import Text
from bihuan.definitions.check_about import check_about
from bihuan.definitions.check_each import check_each
from bihuan.definitions.check_passing import check_passing
from bihuan.definitions.check_telling import check_telling
from bihuan.definitions.findings import Finding
from bihuan.definitions.names import Drafts
from bihuan.definitions.pack import LogPace, Pack
from bihuan.definitions.reading import Draft


def check_pack(drafts: Drafts, pack: Pack) -> Iterator[Finding]:
    """All findings about the pack as a whole."""
    try:
        ZoneInfo(pack.district.zone)
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError; odd names give the others.
        yield drafts.district.finding("P116", "district", "zone", name=pack.district.zone)
    yield from _log(drafts.district, pack.district.log)
    for index, one in enumerate(pack.district.backups):
        if one.days < 1:
            yield drafts.district.finding("P118", "backup", index, "days", key="days")
    for draft in drafts.calendars:
        yield from _calendar(draft, pack)
    for draft in drafts.dictionaries:
        yield from _by_page(draft)
    yield from _editions(drafts)
    yield from _boundaries(drafts, pack)
    yield from check_passing(drafts, pack)
    yield from check_telling(drafts, pack)
    yield from check_about(drafts, pack)
    yield from check_each(drafts, pack)


def _log(file: Draft, pace: LogPace) -> Iterator[Finding]:
    """A promise that the pace can't keep, or a pace that is none."""
    for key in ("interval", "least", "within", "smallest"):
        if getattr(pace, key) < 1:
            yield file.finding("P118", "log", key, key=key)
    if pace.within * 60 < 4 * pace.interval:
        yield file.finding("P119", "log", "within", interval=pace.interval, within=pace.within)


def _calendar(draft: Draft, pack: Pack) -> Iterator[Finding]:
    for problem in validate(pack.calendars[draft["calendar"]["id"]]):
        words = Text(problem.in_("zh"), problem.in_("en"))
        yield draft.file.finding("P117", _about(draft, dict(problem.detail)), problem=words)


def _about(draft: Draft, detail: dict[str, object]) -> tuple[str | int, ...]:
    """The row of the calendar that a problem is about, as far as it says."""
    for index, row in enumerate(draft["year"]):
        if row["year"] == detail.get("year") or detail.get("day") in row["off"] | row["work"]:
            return ("year", index)
    for index, row in enumerate(draft["hours"]):
        if row["since"] == detail.get("since"):
            return ("hours", index)
    return ("calendar",)


def _by_page(file: Draft) -> Iterator[Finding]:
    """Two answers of one page to the question how a matter came in."""
    marked = [name for name, one in file["entry"].items() if one["by_page"]]
    for other in marked[1:]:
        detail = {"dictionary": file["dictionary"]["id"], "one": marked[0], "other": other}
        yield file["entry"][other].finding("P123", "by_page", **detail)


def _editions(drafts: Drafts) -> Iterator[Finding]:
    """Two editions in force on one day leave open which rules a case has."""
    by_id: dict[str, list[Draft]] = {}
    for file in drafts.programmes:
        by_id.setdefault(file["programme"]["id"], []).append(file)
    for id, files in by_id.items():
        ordered = sorted(files, key=lambda file: file["programme"]["since"])
        for earlier, later in pairwise(ordered):
            one, other = earlier["programme"], later["programme"]
            if one["until"] is None or one["until"] >= other["since"]:
                detail = {"edition": other["edition"], "other": one["edition"], "day": other["since"]}
                yield other.finding("P340", "since", programme=id, **detail)


def _boundaries(drafts: Drafts, pack: Pack) -> Iterator[Finding]:
    """An area that is drawn outside the one it belongs to: swapped numbers, most often."""
    file = drafts.boundaries
    for index, one in enumerate(file["boundary"] if file is not None else ()):
        parent = pack.areas[one["area"]].parent
        around = pack.boundaries.get(parent or "")
        if file is not None and around is not None and not inside(centre_of(one["ring"]), around):
            yield file.finding("P122", "boundary", index, "ring", area=one["area"], parent=parent)
