"""A file through the door: every row answered, stopped and resumed, twice without effect, unknown not zero."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.app.district import District
from bihuan.app.figures import Tally, tally
from bihuan.app.imports import Problem
from bihuan.app.imports.records import Refused
from bihuan.app.imports.running import Plan, Progress, Refusing, carry, plan
from bihuan.app.installation import Installation
from bihuan.app.rebuilding import rebuild
from bihuan.core.counting import percent

MAPPINGS = Path(__file__).parents[3] / "districts" / "ganzhou-etdz" / "imports"
HEAD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def written(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "replies.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def row(
    n: int, asked: str = "2019/3/4 10:00:00", replied: str = "2019/3/8 09:00:00", words: str = "路灯不亮"
) -> list[str]:
    return [str(n), f"U{n}", "路灯", asked, words, "已经修好。", replied]


def planned(path: Path, district: District, mapping: str = "replies") -> Plan:
    made = plan(path, MAPPINGS / f"{mapping}.toml", district, district.door.clock())
    assert isinstance(made, Plan), made
    return made


def send(
    made: Plan, district: District, installation: Installation, *, stop_after: int | None = None, afresh: bool = False
) -> tuple[Progress, list[Refused | Refusing]]:
    refused: list[Refused | Refusing] = []
    reports: list[float] = []

    def report(progress: Progress) -> None:
        reports.append(progress.share)
        if stop_after is not None and len(reports) == stop_after:
            raise KeyboardInterrupt

    session = installation.session()
    try:
        done = carry(made, district, session, refuse=refused.append, report=report, afresh=afresh)
    finally:
        session.close()
        made.reading.close()
    assert reports == sorted(reports)
    return done, refused


def told(district: District, population: str) -> Tally:
    while True:
        found = tally(district, district.programmes()[0], population, as_of=district.door.clock())
        if isinstance(found, Tally):
            return found


def figure(district: District, population: str, indicator: str) -> tuple[str | None, int, int]:
    counted = told(district, population).figures[indicator][1]
    return percent(counted.rate), counted.denominator, counted.unknown


def test_a_reply_is_replied_never_solved(installation: Installation, district: District, tmp_path: Path) -> None:
    late = row(3, replied="2019/4/30 09:00:00")
    done, refused = send(planned(written(tmp_path, [row(1), row(2), late]), district), district, installation)
    assert (done.rows, done.raised, refused) == (3, 3, [])
    assert figure(district, "history", "within_15_days") == ("66.7%", 3, 0)
    assert figure(district, "history", "on_time_rate") == ("66.7%", 3, 0)
    assert figure(district, "history", "solve_rate") == (None, 0, 3)
    assert figure(district, "history", "satisfaction_rate") == (None, 0, 3)
    assert figure(district, "live", "solve_rate") == (None, 0, 0)


def test_bad_rows_are_refused_alone(installation: Installation, district: District, tmp_path: Path) -> None:
    rows = [row(1), row(2, words=""), row(3, asked="yesterday"), row(4, words="有\x07响声"), row(5)]
    done, refused = send(planned(written(tmp_path, rows), district), district, installation)
    assert (done.rows, done.raised, done.refused) == (5, 2, 3)
    assert [one.row for one in refused] == [3, 4, 5]


def test_the_same_file_again_changes_nothing(installation: Installation, district: District, tmp_path: Path) -> None:
    path = written(tmp_path, [row(n) for n in range(1, 6)])
    send(planned(path, district), district, installation)
    again, _ = send(planned(path, district), district, installation)
    assert (again.rows, again.raised, again.before) == (0, 0, 5), "and that they were gone through before is told"
    afresh, _ = send(planned(path, district), district, installation, afresh=True)
    assert (afresh.rows, afresh.raised, afresh.repeated) == (5, 0, 5)
    session = installation.session()
    found = rebuild(district, session, write=False)
    session.close()
    assert (found.difference, found.cases, found.events) == (None, 5, 10)


def test_a_changed_row_is_said_and_not_overwritten(
    installation: Installation, district: District, tmp_path: Path
) -> None:
    send(planned(written(tmp_path, [row(1)]), district), district, installation)
    done, refused = send(planned(written(tmp_path, [row(1, words="路灯又不亮")]), district), district, installation)
    assert done.raised == 0 and [getattr(one, "code", "") for one in refused] == ["request-reused"]


def test_stopped_in_the_middle_it_goes_on_where_it_was(
    installation: Installation, district: District, tmp_path: Path
) -> None:
    path = written(tmp_path, [row(n) for n in range(1, 501)])
    with pytest.raises(KeyboardInterrupt):
        send(planned(path, district), district, installation, stop_after=1)
    rest, _ = send(planned(path, district), district, installation)
    assert (rest.rows, rest.raised) == (300, 300)
    assert figure(district, "history", "within_15_days") == ("100.0%", 500, 0)


def test_without_time_or_place_it_stays_in_triage(
    installation: Installation, district: District, tmp_path: Path
) -> None:
    path = tmp_path / "labelled.csv"
    path.write_text(
        "row,label,msg_id,user,time,title,detail\n"
        "1,城乡建设,7,u,2020/1/4 11:17:46,路灯,路灯不亮\n"
        "2,环境保护,,,,臭味,河边有臭味\n",
        "utf-8",
    )
    send(planned(path, district, "labelled"), district, installation)
    waiting = told(district, "backlog").waiting
    assert waiting == {"area": 2, "time_unknown": 1}


def test_a_mapping_that_names_what_is_not_there_writes_nothing(district: District, tmp_path: Path) -> None:
    text = (MAPPINGS / "replies.toml").read_text("utf-8").replace('raise = "raise_history"', 'raise = "rise_history"')
    mapping = tmp_path / "wrong.toml"
    mapping.write_text(text, "utf-8")
    found = plan(written(tmp_path, [row(1)]), mapping, district, district.door.clock())
    assert isinstance(found, tuple) and all(isinstance(problem, Problem) for problem in found)
    assert "raise_history" in found[0].hint("en")


@pytest.mark.real_data
def test_all_messages_go_in_through_the_door(installation: Installation, district: District, real_data: Path) -> None:
    files = {"labelled": "messages_labelled.csv", "hot": "hot_messages.csv", "replies": "replies.csv"}
    counted = {}
    for mapping, file in files.items():
        made = planned(real_data / "messages" / file, district, mapping)
        done, refused = send(made, district, installation)
        print(f"{file}: {done.rows} rows, {done.raised} raised, {done.refused} refused {dict(done.reasons)}")
        counted[mapping] = (done.raised, len(refused))
    assert counted == {"labelled": (6_010, 0), "hot": (2_922, 0), "replies": (1_983, 0)}
    rate, of, unknown = figure(district, "history", "within_15_days")
    assert (rate, of, unknown) == ("61.8%", 1_983, 0)
    assert figure(district, "history", "solve_rate") == (None, 0, 1_983)
    waiting = told(district, "backlog").waiting
    assert waiting == {"area": 8_932, "category": 2_922, "time_unknown": 3_921}
