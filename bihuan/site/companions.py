"""What runs beside the pages of a demonstration: three witnesses. They end with their parent."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from bihuan.app.clock import real_clock
from bihuan.app.entropy import real_entropy
from bihuan.app.publishing.rehearsal import WITNESSES, local_witnesses
from bihuan.app.witnessing import WitnessDesk, open_witness

NAMES = ("audit-office", "university", "newspaper")
FIRST_PORT, ROWS = 8471, 300
QUORUM = 2


def witnesses_of(home: Path, port: int = 0) -> list[str]:
    """Arguments of `bihuan log init` for three witnesses of this machine; their keys are made if need be.

    `port` is that of the pages, which two demonstrations never share: each looks for its witnesses elsewhere, for while
    its district is played nobody listens there yet.
    """
    said: list[str] = ["--quorum", str(QUORUM)]
    first = _free_row(FIRST_PORT + port % ROWS * len(NAMES), port)
    for place, name in enumerate(NAMES):
        desk = open_witness(home / WITNESSES / name, f"{name}.demo.invalid", (), real_clock, real_entropy)
        if isinstance(desk, WitnessDesk):
            said += ["--witness", f"{name} {desk.witness.key.text} http://127.0.0.1:{first + place}/"]
    return said


def _free_row(wanted: int, pages: int) -> int:
    """The first of as many ports in a row that nobody listens on, from the wanted one on and round."""
    end = FIRST_PORT + ROWS * len(NAMES)
    for first in (*range(wanted, end, len(NAMES)), *range(FIRST_PORT, wanted, len(NAMES))):
        if first <= pages < first + len(NAMES):
            continue
        with ExitStack() as tried, suppress(OSError):
            for port in range(first, first + len(NAMES)):
                tried.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    return wanted


@contextmanager
def companions() -> Iterator[None]:
    """A process of its own for them, as long as the block lasts; it ends by itself if this process is killed."""
    command = [sys.executable, "-m", "bihuan.site.companions"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=dict(os.environ)):
        # Leaving the block closes the pipe, at whose end the process waits.
        yield


def run(argv: Sequence[str]) -> int:
    """Serve until standard input ends."""
    del argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    import django

    django.setup()
    from bihuan.app.publishing import PublicLog, open_log
    from bihuan.cli.witness import handler
    from bihuan.site.services import services

    installation = services()
    with installation.opened() as district:
        log = open_log(installation, district)
        desks = local_witnesses(installation.home, log, real_clock, real_entropy) if isinstance(log, PublicLog) else {}
    for address, desk in desks.items():
        port = urlsplit(address).port or 0
        try:
            server = ThreadingHTTPServer(("127.0.0.1", port), handler(desk))
        except OSError as taken:
            print(f"{address}: {taken}", file=sys.stderr)
            continue
        threading.Thread(target=server.serve_forever, daemon=True).start()
    with suppress(KeyboardInterrupt):
        sys.stdin.buffer.read()
    return 0


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
