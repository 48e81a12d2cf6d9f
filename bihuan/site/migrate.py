"""`bihuan migrate`: makes the tables or brings them up to date. Needs no keys and no pack."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


def run(argv: Sequence[str]) -> int:
    """0 done. A fault of the database ends it with the database's own words."""
    argparse.ArgumentParser(prog="bihuan migrate", description="建表或升级 / make or upgrade the tables").parse_args(
        argv
    )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with _alone():
        call_command("migrate", interactive=False, verbosity=0)
    print("数据表已就绪。/ The tables are ready.")
    return 0


@contextmanager
def _alone() -> Iterator[None]:
    """On PostgreSQL two at once would make the same table twice; the second waits. SQLite does so by itself."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


LOCK = 0x6269_6875_616E
"""Any number that nobody else takes: the letters of the name."""
