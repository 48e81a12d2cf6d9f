"""The door under waiting commands, beside pgbench running the same writes one transaction a command, no head lock."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from statistics import mean
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg

from bench.ground import LIFECYCLE, raised, taken
from bihuan.app.district import District
from bihuan.core.refusals import Refusal


def commands_per_second(district: District, waiting: int, lifecycles: int) -> float:
    """`waiting` threads, each with one command in flight, taking cases round the whole loop."""
    todo: SimpleQueue[int] = SimpleQueue()
    for n in range(lifecycles):
        todo.put(n)
    wrong: list[object] = []

    def work() -> None:
        while True:
            try:
                n = todo.get_nowait()
            except Empty:
                return
            first = raised()
            for step, command in (("raise", first), *((step, taken(first.case, step)) for step in LIFECYCLE)):
                answer = district.door.submit(district.id, command, f"bench:{first.case}:{n}:{step}")
                if isinstance(answer, Refusal):
                    wrong.append((step, answer.code))
                    return

    threads = [threading.Thread(target=work) for _ in range(waiting)]
    begun = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - begun
    if wrong:
        raise SystemExit(f"refused: {wrong[:3]}")
    return lifecycles * (1 + len(LIFECYCLE)) / seconds


def averages(dsn: str, district: str) -> dict[str, float]:
    """What one command wrote on average: rows by table, and the size of the long columns."""
    with psycopg.connect(dsn) as connection:

        def one(sql: str) -> float:
            row = connection.execute(sql.replace("$d", f"'{district}'")).fetchone()  # type: ignore[call-overload]
            return float(row[0] or 0) if row else 0.0

        events = one("SELECT count(*) FROM event WHERE district = $d")
        return {
            "body": one("SELECT avg(length(body)) FROM event WHERE district = $d"),
            "leaf": one("SELECT avg(length(leaf)) FROM event WHERE district = $d"),
            "state": one("SELECT avg(length(state)) FROM case_row WHERE district = $d"),
            "facts": one("SELECT avg(length(facts)) FROM case_row WHERE district = $d"),
            "answer": one("SELECT avg(length(answer)) FROM request WHERE district = $d"),
            "sealed": one("SELECT avg(length(sealed)) FROM vault_word WHERE district = $d"),
            "outbox": one("SELECT count(*) FROM outbox WHERE district = $d") / events,
            "words": one("SELECT count(*) FROM vault_word WHERE district = $d") / events,
        }


def pgbench(programs: Path, dsn: str, size: dict[str, float], clients: int, seconds: int) -> float:
    """Transactions a second of the same writes; as many connections as commands wait."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DELETE FROM case_row WHERE district = 'pgbench'")
        connection.execute(
            "INSERT INTO case_row (district, id, number, programme, edition, population, n, stage, final, opened_at,"
            " occurred_at, supervision, next_due, state, facts, leaf_hash)"
            " SELECT 'pgbench', 'c' || i, 'c' || i, 'p', 'e', 'live', 1, 's', false, now(), now(), 0, now(), 'x', 'x',"
            " decode(repeat('00', 32), 'hex') FROM generate_series(1, 10000) i"
        )
    with TemporaryDirectory() as folder:
        script = Path(folder) / "same.sql"
        script.write_text(_script(size), "utf-8")
        Path(folder).chmod(0o755)
        done = subprocess.run(
            [programs / "pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), "-f",
             script, dsn], capture_output=True, text=True, check=False,
        )  # fmt: skip
    for line in done.stdout.splitlines():
        if line.startswith("tps"):
            return float(line.split("=")[1].split()[0])
    raise SystemExit(f"pgbench: {done.stderr[-400:]}")


def _script(size: dict[str, float]) -> str:
    """The writes of one command, outbox rows and words as often as the door writes them."""
    text = {name: int(value) for name, value in size.items()}
    parts = [
        "\\set id random(1, 9000000000000000000)",
        "\\set case random(1, 10000)",
        "\\set chance random(1, 100)",
        "BEGIN;",
        "INSERT INTO event (district, position, stream, n, recorded, occurred, verb, step, programme, body, leaf,"
        " leaf_hash, request_id) VALUES ('pgbench', :id, 's' || :id, 0, now(), now(), 'sign', 'sign', 'p',"
        f" repeat('x', {text['body']}), decode(repeat('00', {text['leaf']}), 'hex'), decode(repeat('00', 32), 'hex'),"
        " 'r' || :id);",
        f"UPDATE case_row SET n = n + 1, stage = 's', state = repeat('x', {text['state']}),"
        f" facts = repeat('x', {text['facts']}), next_due = now() WHERE district = 'pgbench' AND id = 'c' || :case;",
        "INSERT INTO deadline (district, case_id, clock, name, owner, due_at, provisional, is_window, shown,"
        " suspended, lapsed) VALUES ('pgbench', 'c' || :case, 'k', 'k', 'centre', now(), false, false, true, false,"
        " false) ON CONFLICT (district, case_id, clock) DO UPDATE SET due_at = excluded.due_at;",
        "INSERT INTO request (district, request_id, command_digest, answer, recorded) VALUES ('pgbench', 'r' || :id,"
        f" 'd', repeat('x', {text['answer']}), now());",
        f"\\if :chance <= {round(100 * min(size['outbox'], 1))}",
        "INSERT INTO outbox (district, id, case_id, position, telling, audience, created_at, state)"
        " VALUES ('pgbench', 'o' || :id, 'c' || :case, :id, 't', 'raiser', now(), 'waiting');",
        "\\endif",
        _word("w", text["sealed"]),
        f"\\if :chance <= {round(100 * max(size['words'] - 1, 0))}",
        _word("x", text["sealed"]),
        "\\endif",
        "COMMIT;",
    ]
    return "\n".join(parts) + "\n"


def _word(name: str, length: int) -> str:
    return (
        f"INSERT INTO vault_word (district, case_id, n, name, sealed) VALUES ('pgbench', 'w' || :id, 0, '{name}',"
        f" decode(repeat('00', {max(length, 1)}), 'hex'));"
    )


def mid(values: list[float]) -> float:
    """The middle value of an odd number of rounds; the mean of an even number's middle two."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else mean(ordered[half - 1 : half + 1])
