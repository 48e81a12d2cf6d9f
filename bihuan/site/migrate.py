"""`bihuan migrate`: makes the tables or brings them up to date. Needs no keys and no pack."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence


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
    call_command("migrate", interactive=False, verbosity=0)
    print("数据表已就绪。/ The tables are ready.")
    return 0
