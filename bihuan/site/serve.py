"""`bihuan run`: serves the pages from one process with threads, so that commands can share a commit.

One writing process is the design (group commit); more processes are allowed and only share less. The regular jobs
(`site.jobs`) run beside the pages; over several processes each job runs in one at a time.

The process that was started looks whether everything is there, and then becomes one that only watches over those that
serve: it holds nothing of ours, and what serves is loaded once.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from bihuan.site.shedding import WAITING, WORKING

if TYPE_CHECKING:
    from bihuan.store.vault.crypto import Masters

THREADS = WORKING + WAITING + 16
"""As many as may be inside, and some that turn the rest away."""
CONNECTIONS = 4_096
"""Connections that may be open; what is too much among them is turned away at once (site.shedding)."""
LOOKING_SECONDS = 0.2
"""Between two looks whether what serves already listens."""
STOPPING_SECONDS = 15
"""How long a process that was told to stop may finish what it does; one that hangs, or is still starting, is ended."""


def run(argv: Sequence[str]) -> int:
    """Serve until stopped. Does not come back, unless it is to stay: this process becomes the one that watches. 1 if
    somebody else listens there."""
    asked = _parser().parse_args(argv)
    if (taken := _taken(asked.host, asked.port)) is not None:
        print(TAKEN.format(asked.host, asked.port, taken), file=sys.stderr)
        return 1
    _look()
    if asked.stay:
        watch(asked)
        return 0
    os.execv(sys.executable, [sys.executable, "-m", "bihuan.site.serve", *argv])


TAKEN = "{0}:{1} {2}\n请换 --port，或先停掉占用它的那个。\nchoose another --port, or stop what holds it"


def _taken(host: str, port: int) -> OSError | None:
    """Why the address can't be had. The server itself would share it with another one, of another district even, and
    each would get some of the requests."""
    try:
        place, *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(place[0], place[1]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place[4])
    except OSError as fault:
        return fault
    return None


def _look() -> None:
    """What would stop the pages from starting is said here, in words. Raises what `site.refusing` has a way out of."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    from django.conf import settings

    from bihuan.store.vault.crypto import VaultFault, masters_from_text

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # Most is loaded by those that serve; here only to say what is wrong.
    masters = masters_from_text(settings.VAULT_KEYS)
    wrong = not isinstance(masters, VaultFault) and _wrong(settings.DATABASES["default"], settings.DISTRICT, masters)
    if settings.CHANNELS or wrong or isinstance(masters, VaultFault):
        import django

        django.setup()
        from bihuan.site.services import services

        installation = services()
        if wrong:
            installation.look_at_keys()


def _wrong(database: dict[str, object], district: str, masters: Masters) -> bool:
    """Whether these keys open nothing of what is here. Raises OldTables, and what the driver raises where there are no
    tables: a mistyped home would be served as an empty district. A database that is away has nothing to say yet."""
    from bihuan.store.keeping import wrong_masters
    from bihuan.store.session import FAULTS, Database
    from bihuan.store.tables import must_be_new, tables_missing

    try:
        with closing(Database.of_settings(database).connect()) as session:
            must_be_new(session)
            return bool(wrong_masters(session, district, masters))
    except FAULTS as fault:
        if tables_missing(fault):
            raise
        return False


def watch(asked: argparse.Namespace) -> None:
    """Start the processes that serve, and watch over them until stopped."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    threading.Thread(target=_tell, args=(asked.host, asked.port), daemon=True).start()
    Granian(
        "bihuan.site.wsgi:application" if asked.no_jobs else "bihuan.site.working:application",
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.processes,
        blocking_threads=asked.threads,
        backpressure=max(CONNECTIONS, asked.threads),
        workers_kill_timeout=STOPPING_SECONDS,
        log_access=False,
        log_level=LogLevels.error,
    ).serve()


def _tell(host: str, port: int) -> None:
    """Print the address once somebody answers there: who opens it at once is not turned away."""
    there = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    while True:
        # Before the first look, too: what serves is begun meanwhile, undisturbed.
        time.sleep(LOOKING_SECONDS)
        try:
            socket.create_connection((there, port), timeout=1).close()
        except OSError:
            continue
        print(f"http://{_shown(host)}:{port}/", flush=True)
        return


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bihuan run", description="启动服务 / serve the pages")
    parser.add_argument("--host", default="127.0.0.1", help="地址 / address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="端口 / port")
    parser.add_argument("--threads", type=int, default=THREADS, help="线程数 / threads")
    parser.add_argument("--processes", type=int, default=1, help="进程数 / processes")
    parser.add_argument("--no-jobs", action="store_true", help="不运行定时任务 / without the regular jobs")
    # A demonstration holds its lock and its companions, which end with this process as it is.
    parser.add_argument("--stay", action="store_true", help=argparse.SUPPRESS)
    return parser


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host


if __name__ == "__main__":
    watch(_parser().parse_args())
