"""What a command says when the installation itself is not fit for it: one line and a way out, never a traceback.

Faults that are not listed here are faults of the program; they keep their traceback.
"""

from __future__ import annotations

from bihuan.core.text import Text

KEYS = Text(
    "请设置 BIHUAN_VAULT_KEYS（编号:32字节的Base64，逗号分隔，当前的在前）；丢了它就读不回任何私密文字。",
    "set BIHUAN_VAULT_KEYS (id:base64 of 32 bytes, by commas, the current first); without it no private word opens",
)
PACK = Text(
    "这里还没有装载配置包：bihuan load districts/…", "no pack is loaded here yet: bihuan load districts/…"
)
TABLES = Text("数据表不全或过时：bihuan migrate", "tables are missing or old: bihuan migrate")
AWAY = Text(
    "连不上数据库；请看 BIHUAN_DATABASE，并确认它在运行、可写。",
    "the database can't be reached; look at BIHUAN_DATABASE, and whether it runs and can be written",
)


def way_out(fault: Exception) -> tuple[str, Text] | None:
    """What is wrong with the installation and what to do; None for any other fault."""
    import sqlite3

    import psycopg

    from bihuan.app.installation import BadKeys, NotLoaded
    from bihuan.store.append import UnknownDistrict
    from bihuan.store.tables import OldTables, tables_missing

    if isinstance(fault, BadKeys):
        return str(fault), KEYS
    if isinstance(fault, NotLoaded | UnknownDistrict):
        return str(fault), PACK
    if isinstance(fault, OldTables) or tables_missing(fault):
        return str(fault).splitlines()[0], TABLES
    if isinstance(fault, sqlite3.OperationalError | psycopg.OperationalError):
        return str(fault).splitlines()[0], AWAY
    return None
