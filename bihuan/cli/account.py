"""`bihuan account NAME --duty DUTY --unit UNIT`: opens an account with its posts and prints its password, once."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from bihuan.app.administration.posts import duties
from bihuan.app.installation import Installation
from bihuan.app.people import open_account
from bihuan.core.commands import Post
from bihuan.core.text import Text


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 opened; 1 a unit or duty that the district does not know."""
    asked = _parser().parse_args(argv)
    with installation.opened() as district:
        unknown = [unit for unit in asked.unit if unit not in district.places().units]
        unknown += [duty for duty in asked.duty if duty not in duties(district)]
        if unknown or len(asked.unit) not in (1, len(asked.duty)):
            print(f"没有这个单位或职责：{'、'.join(unknown)} / no such unit or duty: {', '.join(unknown)}")
            return 1
        units = asked.unit * len(asked.duty) if len(asked.unit) == 1 else asked.unit
        opened = open_account(
            district,
            asked.name,
            Text(asked.title or asked.name, asked.title_en or asked.title or asked.name),
            [Post(duty=duty, unit=unit) for duty, unit in zip(asked.duty, units, strict=True)],
            district.today(),
            installation.entropy,
            keep=asked.keep_password,
        )
    print(f"{asked.name}\t{opened.password}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bihuan account", description="开设账号 / open an account with its posts")
    parser.add_argument("name", help="登录名 / name to sign in with")
    parser.add_argument("--duty", action="append", required=True, help="职责，可多次 / duty, may be repeated")
    parser.add_argument("--unit", action="append", required=True, help="单位 / unit, one for all or one for each duty")
    parser.add_argument("--title", help="同事看到的名字 / the name that colleagues see")
    parser.add_argument("--title-en", help="英文名字 / the same in English")
    parser.add_argument("--keep-password", action="store_true", help="不要求首次登录改密码 / do not ask for a new one")
    return parser
