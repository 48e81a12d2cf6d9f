"""`bihuan log`: the public log's key and trust file, and how the log stands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bihuan.app.installation import Installation
from bihuan.app.publishing import audit, open_log
from bihuan.app.publishing.keys import KEY_FILE, new_signer, others_can_read, write_keys
from bihuan.app.publishing.place import KEY_AWAY, TRUST, files_of, held_keys, trust_text
from bihuan.app.publishing.standing import standing
from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import Signer


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 done, 1 refused with the reason."""
    parser = argparse.ArgumentParser(prog="bihuan log", description="公开日志 / the public log")
    acts = parser.add_subparsers(dest="act", required=True)
    init = acts.add_parser("init", help="新建密钥和信任文件 / make the key and the trust file")
    init.add_argument("--origin", required=True, help="日志的名称：不带 https:// 的网址 / its address without https://")
    init.add_argument("--witness", action="append", default=[], metavar='"NAME VKEY URL"', help="见证方 / a witness")
    init.add_argument("--quorum", type=int, default=0, help="至少几个见证方 / how many of them must agree")
    acts.add_parser("rotate", help="换新密钥，旧的暂时同签 / a new key; the old one signs beside it")
    acts.add_parser("retire", help="停用旧密钥 / stop signing with the older keys")
    acts.add_parser("check", help="数据库与已公布的日志逐条核对 / compare the database with what is published")
    acts.add_parser("status", help="现状 / how it stands")
    asked = parser.parse_args(argv)
    file = installation.home / KEY_FILE
    if asked.act == "init":
        if file.exists() or installation.log_key:
            return _no("密钥已经有了；换新请用 rotate。", "there is a key already; `rotate` makes a new one")
        if files_of(installation).text(TRUST):
            return _no(KEY_AWAY.message("zh"), KEY_AWAY.message("en"))
        signers: tuple[Signer, ...] = (new_signer(asked.origin, installation.entropy),)
        return _keep(installation, signers, trust_text(signers, tuple(asked.witness), asked.quorum))
    if asked.act in ("status", "check"):
        return _status(installation, check=asked.act == "check")
    if installation.log_key:
        return _no("密钥来自环境变量，请在那里更换。", "the key comes from the environment; change it there")
    held = held_keys(installation)
    if isinstance(held, Fault):
        return _no(held.message("zh"), held.message("en"))
    signers = (new_signer(held[0].name, installation.entropy), *held) if asked.act == "rotate" else held[:1]
    text = files_of(installation).text(TRUST) or trust_text(held)
    rest = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("log "))
    return _keep(installation, signers, "".join(f"log {one.key.text}\n" for one in signers) + rest)


def _keep(installation: Installation, signers: tuple[Signer, ...], trust: str) -> int:
    """The key first: a trust file without its key would be a promise that nobody can keep."""
    write_keys(installation.home / KEY_FILE, signers)
    files_of(installation).put(TRUST, trust)
    print(trust, end="")
    return 0


def _status(installation: Installation, *, check: bool) -> int:
    with installation.opened() as district:
        log = open_log(installation, district)
        if isinstance(log, Fault):
            return _no(log.message("zh"), log.message("en"))
        if check and (fault := audit(log)):
            return _no(fault.message("zh"), fault.message("en"))
        now = standing(log)
    print(f"{log.origin}")
    print(f"{now.published} 条已公布，{now.waiting} 条等待并入 / {now.published} published, {now.waiting} waiting")
    if others_can_read(installation.home / KEY_FILE):
        return _no("别人能读密钥文件：请 chmod 600。", "others can read the key file: chmod 600")
    return 0


def _no(zh: str, en: str) -> int:
    print(f"{zh} / {en}", file=sys.stderr)
    return 1
