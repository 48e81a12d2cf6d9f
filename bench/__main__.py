"""`python -m bench [--quick]`: every measurement of docs/performance.md, printed as tables."""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter

import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")

from bench import core, door, serving, size
from bench.ground import installed
from bench.importing import rows_per_second
from bihuan.app.installation import Installation
from bihuan.app.rebuilding import rebuild
from bihuan.store.session import Database
from tests.engines.postgres import PostgresServer, running


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that it runs, measures little")
    parser.add_argument("--cases", type=int, default=1_000_000, help="the largest base for lifecycles a second")
    asked = parser.parse_args()
    with running() as server:
        _facts(server)
        _core(asked.quick)
        _doors(server, asked.quick)
        _sizes(server, 2_000 if asked.quick else asked.cases, asked.quick)
        _imports(server, asked.quick)
        _serving(server, asked.quick)
    print(f"\npeak resident memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _facts(server: PostgresServer) -> None:
    with psycopg.connect(server.conninfo) as connection:
        shown = {
            name: (connection.execute(f"SHOW {name}").fetchone() or ("",))[0]
            for name in ("server_version", "fsync", "synchronous_commit", "shared_buffers")
        }
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {shown}")
    print(f"load average at the start: {os.getloadavg()[0]:.1f}")


@contextmanager
def _sqlite() -> Iterator[Installation]:
    with (
        tempfile.TemporaryDirectory() as folder,
        installed(Database("sqlite", str(Path(folder) / "b.sqlite3"))) as made,
    ):
        yield made


@contextmanager
def _postgres(server: PostgresServer, name: str) -> Iterator[tuple[Installation, str]]:
    with server.database(name) as dsn, installed(Database("postgresql", dsn)) as made:
        yield made, dsn


def _core(quick: bool) -> None:
    print("\n## One command on one core, without a database (µs)")
    with _sqlite() as made, made.opened() as district:
        for name, spent in core.measure(district, 20 if quick else 300).items():
            print(f"{name:<32} {spent:8.0f}")


def _doors(server: PostgresServer, quick: bool) -> None:
    lifecycles, rounds, seconds = (40, 1, 2) if quick else (400, 3, 8)
    print("\n## The door: commands a second, by commands waiting")
    with _sqlite() as made, made.opened() as district:
        for waiting in (1, 8, 32):
            rates = [door.commands_per_second(district, waiting, lifecycles) for _ in range(rounds)]
            print(f"SQLite      {waiting:>3} {door.mid(rates):8.0f}")
    with _postgres(server, "bench_door") as (made, dsn), made.opened() as district:
        door.commands_per_second(district, 8, 40)
        averages = door.averages(dsn, made.district) | {"state": core.mean_state(district)}
        print("one command writes on average:", {name: round(value, 2) for name, value in averages.items()})
        doors: list[float] = []
        others: list[float] = []
        for waiting in (1, 8):
            print(f"PostgreSQL  {waiting:>3} {door.commands_per_second(district, waiting, lifecycles):8.0f}")
        for _ in range(rounds):
            doors.append(door.commands_per_second(district, 32, lifecycles))
            if server.programs is not None:
                others.append(door.pgbench(server.programs, dsn, averages, 32, seconds))
        print(f"PostgreSQL   32 {door.mid(doors):8.0f}   rounds {[round(x) for x in doors]}")
        if others:
            print(f"pgbench      32 {door.mid(others):8.0f}   rounds {[round(x) for x in others]}")
            print(f"door / pgbench at 32: {door.mid(doors) / door.mid(others):.2f}")


def _sizes(server: PostgresServer, largest: int, quick: bool) -> None:
    print("\n## Whole lifecycles a second on PostgreSQL, 32 waiting, by cases already there")
    lifecycles = 40 if quick else 400
    first = 0.0
    for base in (0, largest // 10, largest):
        with _postgres(server, f"bench_size_{base}") as (made, dsn), made.opened() as district:
            if base:
                door.commands_per_second(district, 32, max(base // 1000, 20))
                made_cases = max(base // 1000, 20)
            district.door.close()
            there = size.grow(dsn, made.district, base // made_cases - 1) if base else 0
            with made.opened() as again:
                door.commands_per_second(again, 32, 40)
                rates = [door.commands_per_second(again, 32, lifecycles) / 9 for _ in range(1 if quick else 3)]
                first = first or door.mid(rates)
                print(f"{there:>9} {door.mid(rates):8.1f}   {door.mid(rates) / first:.2f} of that at 0", flush=True)
                if base == largest // 10:
                    with closing(made.session()) as session:
                        same = rebuild(again, session, write=False)
                    print(f"          rebuild: {same.cases} cases, {same.events} facts, difference: {same.difference}")


def _imports(server: PostgresServer, quick: bool) -> None:
    print("\n## Import: rows a second through the door (reading, deciding, writing; own rows with a reply each)")
    rows = 500 if quick else 20_000
    with _sqlite() as made:
        print(f"SQLite      {rows_per_second(made, rows):8.0f}")
    with _postgres(server, "bench_import") as (made, _):
        print(f"PostgreSQL  {rows_per_second(made, rows):8.0f}")


def _serving(server: PostgresServer, quick: bool) -> None:
    print("\n## The server over HTTP on PostgreSQL: reports a second, the load on the same cores")
    seconds = 2 if quick else 15
    with _postgres(server, "bench_serving") as (made, dsn), tempfile.TemporaryDirectory() as home:
        with made.opened() as district:
            programme = district.programmes()[0].id
            door.commands_per_second(district, 8, 40)
            averages = door.averages(dsn, made.district) | {"state": core.mean_state(district)}
        with serving.serving(made.database, Path(home), made.district) as (port, pid, started):
            print(f"answers {started:.1f} s after its start; resident {serving.resident_megabytes(pid):.0f} MB")
            for connections in (1, 32):
                load = serving.report(port, programme, connections, seconds)
                print(f"{connections:>4} connections {load.rate:6.0f}/s   p50 {load.p50:.0f} ms  p99 {load.p99:.0f} ms")
            usual = load
            if server.programs is not None:
                other = door.pgbench(server.programs, dsn, averages, 32, seconds)
                print(f"pgbench 32 {other:6.0f}/s   server / pgbench {usual.rate / other:.2f}")
            load = serving.report(port, programme, 10 * 64, seconds, rate=10 * usual.rate)
            told = "each with Retry-After" if load.retry_told else "some without Retry-After"
            turned = load.statuses.get(503, 0)
            print(f"ten times that: {load.rate:.0f}/s taken, p99 {load.p99:.0f} ms, {turned} times 503, {told}")
            after = serving.report(port, programme, 8, min(seconds, 10))
            turned = after.statuses.get(503, 0)
            print(f"then with 8 connections: {after.rate:.0f}/s, p99 {after.p99:.0f} ms, {turned} times 503")
            print(f"resident afterwards: {serving.resident_megabytes(pid):.0f} MB")


if __name__ == "__main__":
    begun = perf_counter()
    main()
    print(f"took {perf_counter() - begun:.0f} s")
