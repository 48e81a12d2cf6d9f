"""`bihuan demo`: a living district on this machine, from nothing to an address; the second time it starts at once."""

from __future__ import annotations

import argparse
import base64
import os
import secrets
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

HOME = Path("var/demo")
PACK = Path(__file__).resolve().parent.parent.parent / "districts" / "ganzhou-etdz"
SCRIPT = "demo/circle.toml"


def run(argv: Sequence[str]) -> int:
    """Make the demonstration if it isn't there, then serve it until stopped."""
    asked = _parser().parse_args(argv)
    home = asked.home.resolve()
    if asked.fresh:
        _forget(home)
    home.mkdir(parents=True, exist_ok=True)
    _environment(home)
    from bihuan.site import commands

    if not (home / "ready").exists():
        (home / "bihuan.sqlite3").unlink(missing_ok=True)
        numbers = ["--requests", str(asked.requests), "--solved", str(asked.solved), "--seed", str(asked.seed)]
        print(
            "正在演出两年的演示数据，约半分钟 / playing two years of demonstration data, about half a minute",
            flush=True,
        )
        for line in (["migrate"], ["load", str(PACK)], ["simulate", str(PACK / SCRIPT), *numbers]):
            if status := commands.main(line):
                return status
        (home / "ready").write_text("made by bihuan demo\n", "utf-8")
    port = _free_port(asked.port)
    print("演示区已就绪，按 Ctrl-C 停止 / the demonstration is ready, Ctrl-C stops it", flush=True)
    return commands.main(["run", "--port", str(port)])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bihuan demo", description="起一个演示区 / a demonstration district")
    parser.add_argument("--port", type=int, default=8000)
    # The article's numbers: they stand here and in the claims of a pack, nowhere else.
    parser.add_argument("--requests", type=int, default=2043)
    parser.add_argument("--solved", type=int, default=1933)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, default=HOME, help="数据放在哪里 / where its data lies")
    parser.add_argument("--fresh", action="store_true", help="重新演出 / make it anew")
    return parser


def _forget(home: Path) -> None:
    """Remove what an earlier demonstration made, and nothing else."""
    (home / "ready").unlink(missing_ok=True)
    for file in home.glob("bihuan.sqlite3*"):
        file.unlink()
    for file in sorted((home / "photos").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()


def _environment(home: Path) -> None:
    """Secrets of this demonstration, drawn once and readable by their owner alone; the settings read them as always."""
    path = home / "secrets.env"
    if not path.exists():
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        text = f"BIHUAN_SECRET_KEY={secrets.token_urlsafe(48)}\nBIHUAN_VAULT_KEYS=demo:{key}\n"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    for line in path.read_text("utf-8").splitlines():
        name, _, value = line.partition("=")
        os.environ[name] = value
    os.environ["BIHUAN_HOME"] = str(home)
    os.environ["BIHUAN_DEMO"] = "1"
    os.environ.pop("BIHUAN_DATABASE", None)


def _free_port(wanted: int) -> int:
    """The port, or the next free one; says so when it isn't the one that was asked for."""
    for port in range(wanted, wanted + 20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port != wanted:
            print(f"端口 {wanted} 已被占用，改用 {port} / port {wanted} is taken, using {port}", file=sys.stderr)
        return port
    raise SystemExit(f"端口 {wanted}–{wanted + 19} 都被占用 / ports {wanted}–{wanted + 19} are all taken")
