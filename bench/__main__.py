"""`python -m bench [--quick] [--only NAME] [--cases N] [--keep FOLDER]`: the measurements of docs/performance.md."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")

from bench import beside, core, door, large, memory, pages, public_log, report, rival, searching, serving, size
from bench.ground import analyse, facts, installed, postmaster, server
from bench.importing import rows_per_second
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.site.process import settle
from bihuan.store.rebuild import compare
from bihuan.store.session import Database
from tests.engines.postgres import PostgresServer

WAITING = (1, 8, 32)
SAMPLE = 2_000
"""Cases of a grown base that are replayed and compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How much of it."""

    quick: bool
    cases: int
    events: int
    """Of an export that strangers check."""
    postgres: PostgresServer
    kept: bool
    """Whether the server's folder stays, so that a base grown before is found again."""

    @property
    def rounds(self) -> int:
        """How often each thing is measured; the middle is printed."""
        return 1 if self.quick else 3

    @property
    def lifecycles(self) -> int:
        """Lifecycles in a round."""
        return 40 if self.quick else 400


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that it runs, measures little")
    parser.add_argument("--only", choices=tuple(MEASUREMENTS), help="one measurement")
    parser.add_argument("--cases", type=int, help="the largest base for lifecycles a second (default 1,000,000)")
    parser.add_argument("--keep", type=Path, help="a folder for PostgreSQL that stays: a grown base is used again")
    parser.add_argument("--events", type=int, default=1_000_000, help="of the export that strangers check")
    given = parser.parse_args()
    settle()  # As the process that serves.
    with server(given.keep) as postgres:
        cases = given.cases or (size.ORIGINALS * 4 if given.quick else 1_000_000)
        kept = given.keep is not None
        asked = Asked(quick=given.quick, cases=cases, events=given.events, postgres=postgres, kept=kept)
        facts(postgres)
        for name in (given.only,) if given.only else MEASUREMENTS:
            MEASUREMENTS[name](asked)


@contextmanager
def _sqlite() -> Iterator[Installation]:
    with (
        tempfile.TemporaryDirectory() as folder,
        installed(Database("sqlite", str(Path(folder) / "b.sqlite3"))) as made,
    ):
        yield made


@contextmanager
def _postgres(asked: Asked, name: str) -> Iterator[tuple[Installation, str]]:
    with asked.postgres.database(name) as dsn, installed(Database("postgresql", dsn)) as made:
        yield made, dsn


def _core(asked: Asked) -> None:
    print("\n## One command on one core (µs)")
    with _sqlite() as made, made.opened() as district:
        for name, spent in core.measure(district, 20 if asked.quick else 300).items():
            print(f"{name:<40} {spent:8.0f}")
        _whole("SQLite", district, asked)
    with _postgres(asked, "bench_core") as (made, _), made.opened() as district:
        _whole("PostgreSQL", district, asked)


def _whole(engine: str, district: District, asked: Asked) -> None:
    """A whole command by batch; the least of the rounds is the one that others disturbed least."""
    rounds = 2 if asked.quick else 20
    door.cost(district, 1)
    for jobs in (32, 3):
        spent = min(door.cost(district, 1, jobs) for _ in range(rounds))
        print(f"{f'whole, in batches of {jobs} on {engine}':<40} {spent:8.0f}", flush=True)


def _doors(asked: Asked) -> None:
    print("\n## The door: commands a second, by commands waiting")
    with _sqlite() as made, made.opened() as district:
        for waiting in WAITING:
            rates = [door.commands_per_second(district, waiting, asked.lifecycles) for _ in range(asked.rounds)]
            print(f"SQLite      {waiting:>3} {door.mid(rates):8.0f}", flush=True)
    with _postgres(asked, "bench_recorded") as (made, _):
        commands = rival.recorded(made)
    with _postgres(asked, "bench_door") as (made, dsn), made.opened() as district:
        door.commands_per_second(district, 8, 40)
        analyse(dsn)
        for waiting in WAITING[:-1]:
            print(f"PostgreSQL  {waiting:>3} {door.commands_per_second(district, waiting, asked.lifecycles):8.0f}")
        _side_by_side(asked, dsn, commands, lambda: door.commands_per_second(district, WAITING[-1], asked.lifecycles))


def _side_by_side(asked: Asked, dsn: str, commands: list[list[rival.Written]], ours: Callable[[], float]) -> None:
    """The door and pgbench in turns, so that both see the same machine."""
    meter = beside.Meter(asked.postgres.conninfo)
    doors, others = beside.Side("PostgreSQL", meter), beside.Side("pgbench", meter)
    programs, seconds, clients = asked.postgres.programs, 2 if asked.quick else 8, WAITING[-1]

    def theirs() -> tuple[float, float]:
        assert programs is not None
        rate = rival.commands_per_second(programs, dsn, commands, clients, seconds)
        return rate, rate * seconds

    for _ in range(asked.rounds + 2 * (not asked.quick)):
        doors.turn(lambda: (ours(), asked.lifecycles * door.STEPS))
        if programs is not None:
            others.turn(theirs)
    print(doors.line(), flush=True)
    if programs is not None:
        print(others.line(), beside.ratios(doors, others), sep="\n", flush=True)


def _sizes(asked: Asked) -> None:
    print("\n## Whole lifecycles a second on PostgreSQL, 32 waiting, by cases already there")
    meter, count = beside.Meter(asked.postgres.conninfo), asked.lifecycles
    with ExitStack() as stack:
        sides: dict[int, tuple[District, beside.Side]] = {}
        for cases in (0, asked.cases // 10, asked.cases):
            there, made = stack.enter_context(_based(asked, cases))
            sides[there] = stack.enter_context(made.opened()), beside.Side(str(there), meter, "lifecycle")
        for district, _ in sides.values():
            door.commands_per_second(district, 32, 40)
        order = list(sides.values())
        for _ in range(asked.rounds + 3 * (not asked.quick)):
            order.append(order.pop(0))  # Whoever comes first in a round comes last in the next.
            for at in order:
                at[1].turn(lambda one=at[0]: (door.commands_per_second(one, 32, count) / door.STEPS, count))  # type: ignore[misc]
    for _, side in sides.values():
        print(side.line(), beside.share(side, sides[0][1]), sep="   ")


@contextmanager
def _based(asked: Asked, cases: int) -> Iterator[tuple[int, Installation]]:
    """A database with about so many cases: grown now, or found in the kept folder."""
    name = f"bench_base_{cases}"
    if cases and asked.kept and (found := size.found(asked.postgres, name)):
        with installed(Database("postgresql", asked.postgres.dsn(name))) as made:
            print(f"{found:>9} cases found in the kept folder", flush=True)
            yield found, made
        return
    with ExitStack() as stack:
        if cases and asked.kept:
            dsn = size.created(asked.postgres, name)
        else:
            dsn = stack.enter_context(asked.postgres.database(name))
        made = stack.enter_context(installed(Database("postgresql", dsn), since=size.BEFORE if cases else size.START))
        there = _grown(made, dsn, cases, asked.quick) if cases else 0
        analyse(dsn)
        yield there, made


def _grown(made: Installation, dsn: str, cases: int, quick: bool) -> int:
    begun = perf_counter()
    with made.opened() as district:
        size.originals(district, made.clock, size.ORIGINALS // 20 if quick else size.ORIGINALS)
        originals = size.ORIGINALS // 20 if quick else size.ORIGINALS
        there = size.grow(dsn, made.district, max(cases // originals - 1, 1))
        with closing(made.session()) as session:
            same = compare(session, district.id, district.rules.of, district.zone, sample=SAMPLE)
    print(
        f"{there:>9} cases made in {perf_counter() - begun:.0f} s; of them {same.cases} cases with {same.events} facts"
        f" replayed, difference: {same.difference}",
        flush=True,
    )
    return there


def _memory(asked: Asked) -> None:
    print("\n## Resident memory of `bihuan run` under load (whole process tree, without PostgreSQL)")
    with asked.postgres.database("bench_serving") as dsn:
        for line in memory.measure(Database("postgresql", dsn), 3 if asked.quick else 60):
            print(line, flush=True)


def _http(asked: Asked) -> None:
    print("\n## The server over HTTP on PostgreSQL: reports a second, the load on the same cores")
    seconds = 2 if asked.quick else 15
    with _postgres(asked, "bench_http") as (made, dsn), tempfile.TemporaryDirectory() as home:
        commands = rival.recorded(made)
        with made.opened() as district:
            programme = district.programmes()[0].id
            door.commands_per_second(district, 8, 40)
        keeper = postmaster(dsn)
        with serving.serving(made.database, Path(home), made.district) as (port, pid, started):
            print(f"answers {started:.1f} s after its start; resident {serving.resident_megabytes(pid):.0f} MB")
            for connections in (1, 32):
                with serving.spending(server=pid, PostgreSQL=keeper) as spent:
                    usual = serving.report(port, programme, connections, seconds)
                waits = f"p50 {usual.p50:.0f} ms  p99 {usual.p99:.0f} ms"
                print(f"{connections:>4} connections {usual.rate:6.0f}/s   {waits}")
                print(f"     ms of processor time a report: {usual.apiece(spent)}", flush=True)
            if asked.postgres.programs is not None:
                other = rival.commands_per_second(asked.postgres.programs, dsn, commands[:1], 32, seconds)
                print(f"pgbench 32 {other:6.0f}/s raised   server / pgbench {usual.rate / other:.2f}")
            for line in serving.overloaded(port, programme, usual, seconds):
                print(line, flush=True)
            print(f"resident afterwards: {serving.resident_megabytes(pid):.0f} MB", flush=True)


def _imports(asked: Asked) -> None:
    print("\n## Import: rows a second through the door (reading, deciding, writing; own rows with a reply each)")
    rows = 500 if asked.quick else 10_000
    with _sqlite() as made:
        print(f"SQLite      {rows_per_second(made, rows):8.0f}", flush=True)
    with _postgres(asked, "bench_import") as (made, _):
        print(f"PostgreSQL  {rows_per_second(made, rows):8.0f}", flush=True)


def _log(asked: Asked) -> None:
    print("\n## The public log: how many a second, one core")
    for name, rate in public_log.tree(5_000 if asked.quick else 10_000_000):
        print(f"{name:<34} {rate:10,.0f}", flush=True)
    for name, rate in public_log.outside(50 if asked.quick else 25_000):
        print(f"{name:<34} {rate:10,.0f}", flush=True)
    with _sqlite() as made, made.opened() as district:
        clock, worked = public_log.waiting(made, district, 100 if asked.quick else 10_000)
        print(f"waiting leaves taken in and published: {clock:.2f} s by the clock, {worked:.2f} s of work", flush=True)
    with _sqlite() as made, made.opened() as district:
        alone, both = public_log.beside(made, district, 1 if asked.quick else 6, 50 if asked.quick else 1_000)
        print(f"door alone {alone:,.0f}, with its log {both:,.0f}: {both / alone:.2f}", flush=True)


def _strangers(asked: Asked) -> None:
    events = 800 if asked.quick else asked.events
    print(f"\n## The public log as strangers check it: {events:,} events and a figure")
    with _sqlite() as made, made.opened() as district:
        for name, rate in public_log.strangers(district, made.database, events):
            print(f"{name:<34} {rate:10,.1f}", flush=True)


def _search(asked: Asked) -> None:
    cases = min(asked.cases, 1_000) if asked.quick else asked.cases
    print(f"\n## Search: one page of hits at {cases} cases, PostgreSQL")
    with _postgres(asked, "bench_search") as (made, _), made.opened() as district:
        with closing(made.session()) as session:
            searching.fill(session, district, cases)
        searching.report(district)


def _pages(asked: Asked) -> None:
    with _based(asked, asked.cases) as (there, made), tempfile.TemporaryDirectory() as home:
        print(f"\n## Pages at {there} cases, PostgreSQL: time to the first byte")
        for line in pages.report(made, Path(home)):
            print(line, flush=True)


MEASUREMENTS: Mapping[str, Callable[[Asked], None]] = {
    "core": _core,
    "door": _doors,
    "sizes": _sizes,
    "memory": _memory,
    "import": _imports,
    "large": lambda asked: large.report(asked.postgres, quick=asked.quick),
    "http": _http,
    "report": lambda asked: report.show(asked.postgres, quick=asked.quick),
    "log": _log,
    "strangers": _strangers,
    "search": _search,
    "pages": _pages,
}


if __name__ == "__main__":
    begun = perf_counter()
    main()
    print(f"took {perf_counter() - begun:.0f} s")
