"""`bihuan erase NUMBER`: delete the key of the one who raised a case, or of the case; the log stays provable."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bihuan.app.erasing import erase
from bihuan.app.installation import Installation
from bihuan.app.publishing import open_log
from bihuan.core.refusals import Refusal
from bihuan.transparency.faults import Fault


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 erased, 1 refused."""
    parser = argparse.ArgumentParser(prog="bihuan erase", description="删除密钥 / erase by deleting the key")
    parser.add_argument("number", help="事项编号 / number of the case")
    parser.add_argument("--everything", action="store_true", help="连同所说的一切 / all that was said, not only who")
    parser.add_argument("--actor", required=True, help="谁执行 / account of who does it")
    parser.add_argument("--reason", required=True, help="依据的文号，不写个人信息 / file number; no personal data")
    parser.add_argument("--yes", action="store_true", help="确认不可恢复 / yes, it can't be undone")
    asked = parser.parse_args(argv)
    if not asked.yes:
        print("删除后无法恢复；确认请加 --yes。/ It can't be undone; add --yes.", file=sys.stderr)
        return 1
    with installation.opened() as district:
        log = open_log(installation, district)
        if isinstance(log, Fault):
            print(f"{log.message('zh')} / {log.message('en')}", file=sys.stderr)
            return 1
        done = erase(
            district,
            asked.number,
            everything=asked.everything,
            actor=asked.actor,
            reason=asked.reason,
            origin=log.origin,
            photos=installation.photos,
        )
    if isinstance(done, Refusal):
        print(f"{done.message('zh')}{done.hint('zh')}\n{done.message('en')} {done.hint('en')}", file=sys.stderr)
        return 1
    print(f"{done.number}：删除 {done.keys} 把密钥、{done.photos} 张照片。"
          f" / {done.keys} keys and {done.photos} photos deleted.")  # fmt: skip
    for title, until in done.outlives:
        print(f"  备份“{title.zh}”里的密钥留到 {until} 为止。 / “{title.en}” still holds them until {until}.")
    if not done.outlives:
        print("  配置包没有写明密钥备份留多久（district.toml 的 [[backup]]），请查明后告知本人。"
              " / The pack does not say how long backups of the keys are kept ([[backup]] of district.toml):"
              " find out and tell the person.")  # fmt: skip
    return 0
