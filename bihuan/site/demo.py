"""`bihuan demo`: a living district on this machine, from nothing to an address; the second time it starts at once.

Everything it makes lies in one folder that git ignores: keys, tables, photos. No rule and no number stands here.
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import json
import os
import shutil
import socket
import sys
import tomllib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bihuan.app.entropy import RandomBytes, real_entropy
from bihuan.app.publishing.keys import KEY_FILE as LOG_KEY
from bihuan.app.publishing.rehearsal import WITNESSES
from bihuan.site import demo_accounts
from bihuan.site.companions import companions, witnesses_of
from bihuan.site.process import settle

HOME = Path("var/demo")
PACKS = Path(__file__).resolve().parents[2] / "districts"
PARAMETERS = Path("demo") / "parameters.toml"
SECRETS, READY, LOCK = "secrets.env", "ready.json", "lock"
NUMBERS: Mapping[str, str] = {
    "port": "端口 / port",
    "requests": "收集多少件 / how many are raised",
    "solved": "其中解决多少件 / how many of them are solved",
    "seed": "随机种子 / seed of chance",
    "share": "其他机制演百分之几 / per cent of the other mechanisms",
}
TRIES = 20
"""How many ports are tried, counted from the one asked for."""

ENTRIES = Path("demo") / "entries"
"""Made-up entries of registers, one CSV file a register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to show: the pack's parameters, changed by what was said on the command line."""

    pack: Path
    script: Path
    home: Path
    fresh: bool
    port: int
    requests: int
    solved: int
    seed: int
    share: int
    part: str = ""
    """`play` only makes the data, `serve` only serves what was just made; empty is both."""

    @property
    def played(self) -> dict[str, object]:
        """What decides the data: a folder made with other numbers holds another demonstration."""
        return {"pack": self.pack.name, **{name: getattr(self, name) for name in NUMBERS if name != "port"}}


def run(argv: Sequence[str]) -> int:
    """Serve a demonstration until stopped. 0 after an orderly stop, 1 if it couldn't be made, 2 called wrongly."""
    asked = read(argv)
    if asked is None:
        return 2
    try:
        asked.home.mkdir(parents=True, exist_ok=True)
        held = (asked.home / LOCK).open("w")
    except OSError as fault:
        _say(f"数据没有地方放：{fault}", "no place for the data")
        _say("请用 --home 另指定一个文件夹。", "name another folder by --home")
        return 1
    with held as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say(f"{asked.home} 里的演示已在运行。", f"the demonstration in {asked.home} is already running")
            return 1
        use(secrets_of(asked.home / SECRETS, real_entropy), asked)
        status = 0 if asked.part == "serve" else _make(asked)
        return status if status or asked.part == "play" else _serve(asked)


def read(argv: Sequence[str]) -> Asked | None:
    """What is asked for; None, said why, if there is no such demonstration or its numbers can't be."""
    parser = argparse.ArgumentParser(prog="bihuan demo", description="起一个演示区 / a demonstration district")
    parser.add_argument("--pack", type=Path, help="配置包 / the district pack")
    parser.add_argument("--home", type=Path, default=HOME, help="数据放在哪里 / where its data lies")
    parser.add_argument("--fresh", action="store_true", help="重新演出 / make it anew")
    # `make demo` plays while it still fetches what only serving needs.
    parser.add_argument("--part", choices=("play", "serve"), default="", help=argparse.SUPPRESS)
    for name, meaning in NUMBERS.items():
        parser.add_argument(f"--{name}", type=int, help=meaning)
    given = vars(parser.parse_args(argv))
    pack = given["pack"] or next((file.parents[1] for file in sorted(PACKS.glob(f"*/{PARAMETERS}"))), None)
    if pack is None or not (pack / PARAMETERS).is_file():
        _say(f"没有可演示的配置包：{pack or PACKS}", f"no pack with a demonstration: {pack or PACKS}")
        return None
    said = tomllib.loads((pack / PARAMETERS).read_text("utf-8"))
    values = {name: said.get(name, 100) if given[name] is None else given[name] for name in NUMBERS}
    if not 0 <= values["solved"] <= values["requests"]:
        _say("解决数应在 0 和收集数之间。", "--solved must lie between 0 and --requests")
        return None
    script = pack / PARAMETERS.parent / said["script"]
    said_besides = {name: given[name] for name in ("fresh", "part")}
    return Asked(pack=pack.resolve(), script=script, home=given["home"].resolve(), **said_besides, **values)


def secrets_of(file: Path, draw: RandomBytes) -> dict[str, str]:
    """The keys of this demonstration: drawn once, in a file that only its owner reads."""
    if not file.exists():
        lines = (
            f"BIHUAN_SECRET_KEY={base64.urlsafe_b64encode(draw(48)).decode()}",
            f"BIHUAN_VAULT_KEYS=demo:{base64.b64encode(draw(32)).decode()}",
        )
        # Whole or not at all: half a file of keys would lock the data out for good.
        part = file.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write("\n".join(lines) + "\n")
            out.flush()
            os.fsync(out.fileno())
        part.rename(file)
    return dict(line.split("=", 1) for line in file.read_text("ascii").splitlines() if "=" in line)


def use(secrets: Mapping[str, str], asked: Asked) -> None:
    """Make this process, and those it starts, the demonstration's; before any settings are read."""
    for name in ("BIHUAN_DATABASE", "BIHUAN_HTTPS"):
        os.environ.pop(name, None)
    os.environ.update(secrets)
    os.environ.update(BIHUAN_HOME=str(asked.home), BIHUAN_DISTRICT=asked.pack.name, BIHUAN_DEMO="1")
    # Whoever tries the demonstration has no authenticator at hand.
    os.environ.setdefault("BIHUAN_RELAX", "second-factor")


def _make(asked: Asked) -> int:
    """The data, unless it is there. What an interrupted start left half-made is made anew."""
    found = None if asked.fresh else _found(asked.home / READY)
    if found is not None:
        if found != asked.played:
            _say(f"沿用已有的数据 {found}；--fresh 重新演出。", f"kept the data of {found}; --fresh makes it anew")
        return _commands(["migrate"], ["load", str(asked.pack)], ["due"])
    (asked.home / READY).unlink(missing_ok=True)
    # The journal goes with its database: an old one would be played into the new.
    for file in asked.home.glob("bihuan.sqlite3*"):
        file.unlink()
    for folder in ("photos", "log", "log-state", WITNESSES):
        shutil.rmtree(asked.home / folder, ignore_errors=True)
    (asked.home / LOG_KEY).unlink(missing_ok=True)
    _say("正在演出两年的演示数据，约一分钟。", "playing two years of demonstration data, about a minute")
    numbers = [f"--{name}={value}" for name, value in asked.played.items() if name != "pack"]
    numbers.append(f"--beside={asked.pack / PARAMETERS}")
    if (asked.pack / ENTRIES).is_dir():
        numbers.append(f"--entries={asked.pack / ENTRIES}")
    public_log = ["log", "init", "--origin", f"demo.invalid/{asked.pack.name}", *witnesses_of(asked.home, asked.port)]
    begin = (["migrate"], ["load", str(asked.pack)], public_log)
    status = _commands(*begin)
    # What is loaded by now stays: it is not looked through for rubbish again and again while thousands are made.
    settle()
    status = status or _commands(["simulate", str(asked.script), "--throwaway", *numbers])
    if status == 0:
        # Nothing that was played has waited for the disk; what says that all is there comes after it. Accounts do wait
        # for theirs, each for itself, and hashing passwords leaves the disk to this.
        with ThreadPoolExecutor(1) as disk:
            written = disk.submit(os.sync)
            _everyday(asked.pack, demo_accounts.open_all(asked.pack, asked.home))
            written.result()
        (asked.home / READY).write_text(json.dumps(asked.played) + "\n", "utf-8")
    return status


def _everyday(pack: Path, accounts: Mapping[str, str]) -> None:
    from bihuan.site.demo_everyday import write_down
    from bihuan.site.services import services

    with services().opened() as district:
        for refused in write_down(district, pack, accounts):
            _say(refused.message("zh"), refused.message("en"))


def _found(ready: Path) -> object:
    with suppress(OSError, ValueError):
        return json.loads(ready.read_text("utf-8"))
    return None


def _commands(*lines: Sequence[str]) -> int:
    from bihuan.site import commands

    return next((status for line in lines if (status := commands.main(line))), 0)


def _serve(asked: Asked) -> int:
    port = free_port(asked.port)
    if port is None:
        last = asked.port + TRIES - 1
        _say(f"端口 {asked.port}–{last} 都被占用。", f"ports {asked.port}–{last} are all taken")
        return 1
    if port != asked.port:
        _say(f"端口 {asked.port} 已被占用，改用 {port}。", f"port {asked.port} is taken, using {port}")
    accounts = demo_accounts.known(asked.home)
    if accounts:
        _say("演示账号（密码随机生成，只在本机）：", "accounts of the demonstration (passwords drawn on this machine):")
        for name, password, zh, en in accounts:
            print(f"  {name:<12} {password:<20} {zh} / {en}", file=sys.stderr, flush=True)
    _say("演示数据，不是真实事项；按 Ctrl-C 停止。", "demonstration data, no real matters; Ctrl-C stops it")
    with companions():
        return _commands(["run", "--stay", "--port", str(port)])


def free_port(first: int) -> int | None:
    """The first port from there that nobody listens on; None if all that are tried are taken."""
    for port in range(first, min(first + TRIES, 65_536)):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                tried.bind(("127.0.0.1", port))
                return port
    return None


def _say(zh: str, en: str) -> None:
    print(f"{zh} / {en}", file=sys.stderr, flush=True)
