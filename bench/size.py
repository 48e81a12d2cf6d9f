"""Growing a database to many cases in bulk: copies of real lifecycles under ids and numbers of their own."""

from __future__ import annotations

import psycopg

TABLES = {
    "event": ("position", "stream", "n", "recorded", "occurred", "verb", "step", "programme", "body", "leaf",
              "leaf_hash", "request_id"),
    "case_row": ("id", "number", "programme", "edition", "population", "n", "stage", "final", "outcome", "lead_unit",
                 "area", "category", "opened_at", "occurred_at", "ended_at", "supervision", "next_due", "state",
                 "facts", "leaf_hash"),
    "task_row": ("case_id", "task", "unit", "kind", "state", "due_at"),
    "deadline": ("case_id", "clock", "name", "task", "owner", "due_at", "provisional", "is_window", "shown", "lapse",
                 "suspended", "lapsed"),
    "outbox": ("id", "case_id", "position", "telling", "audience", "created_at", "state"),
}  # fmt: skip
"""What the rebuild compares; keys, words and answers of copies are not made."""

CASE_COLUMNS = {"event": "stream", "case_row": "id", "task_row": "case_id", "deadline": "case_id", "outbox": "case_id"}


def grow(dsn: str, district: str, times: int) -> int:
    """Add `times` copies of every case; every copy is consistent in itself. Returns how many cases there are now.

    A copy's id has the copy's number in its first eight digits, its case number a tail; both are replaced wherever
    they stand in an event or a state, so that replaying the copied facts gives the copied rows.
    """
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT position, cases FROM head WHERE district = %s", (district,)).fetchone()
        assert row is not None
        position, cases = row
        connection.execute(
            "CREATE TEMP TABLE original AS SELECT id, number FROM case_row WHERE district = %s", (district,)
        )
        for table, columns in TABLES.items():
            case = CASE_COLUMNS[table]
            picked = ", ".join(_picked(table, column, case, position) for column in columns)
            connection.execute(
                f"INSERT INTO {table} (district, {', '.join(columns)})"
                f" SELECT '{district}', {picked} FROM {table} t JOIN original o ON o.id = t.{case}"
                f" CROSS JOIN generate_series(1, {times}) k WHERE t.district = '{district}'"
            )
        connection.execute(
            "UPDATE head SET position = position + %s, cases = cases + %s WHERE district = %s",
            (position * times, cases * times, district),
        )
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return int(cases * (times + 1))


_NEW = "lpad(to_hex(k), 8, '0') || substr(o.id, 9)"


def _picked(table: str, column: str, case: str, position: int) -> str:
    if column == case:
        return _NEW
    if column == "position":
        return f"t.position + k::bigint * {position}"
    if column == "number":
        return "o.number || '-' || k"
    if column == "request_id":
        return "t.request_id || '-' || k"
    if table == "outbox" and column == "id":
        return f"(t.position + k::bigint * {position})::text || substr(t.id, strpos(t.id, '-'))"
    if column in ("body", "state", "facts"):
        return f"replace(replace(t.{column}, o.id, {_NEW}), o.number, o.number || '-' || k)"
    return f"t.{column}"
