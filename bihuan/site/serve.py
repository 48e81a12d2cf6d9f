"""`bihuan run`: serves the pages from one process with threads, so that commands can share a commit.

One writing process is the design (group commit); more processes are allowed and only share less. The regular jobs
(`site.jobs`) run beside the pages; over several processes each job runs in one at a time.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from bihuan.site.shedding import WAITING, WORKING

THREADS = WORKING + WAITING + 16
"""As many as may be inside, and some that turn the rest away."""
CONNECTIONS = 4_096
"""Connections that may be open; what is too much among them is turned away at once (site.shedding)."""


def run(argv: Sequence[str]) -> int:
    """Serve until stopped. 0 after an orderly stop."""
    asked = _parser().parse_args(argv)
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    print(f"http://{_shown(asked.host)}:{asked.port}/", flush=True)
    Granian(
        "bihuan.site.wsgi:application" if asked.no_jobs else "bihuan.site.working:application",
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.processes,
        blocking_threads=asked.threads,
        backpressure=max(CONNECTIONS, asked.threads),
        log_access=False,
        log_level=LogLevels.error,
    ).serve()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bihuan run", description="启动服务 / serve the pages")
    parser.add_argument("--host", default="127.0.0.1", help="地址 / address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="端口 / port")
    parser.add_argument("--threads", type=int, default=THREADS, help="线程数 / threads")
    parser.add_argument("--processes", type=int, default=1, help="进程数 / processes")
    parser.add_argument("--no-jobs", action="store_true", help="不运行定时任务 / without the regular jobs")
    return parser


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host
