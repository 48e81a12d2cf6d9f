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
FIRST_PORT = 8471
QUORUM = 2


def witnesses_of(home: Path) -> list[str]:
    """Arguments of `bihuan log init` for three witnesses of this machine; their keys are made if need be."""
    said: list[str] = ["--quorum", str(QUORUM)]
    first = _free_row()
    for place, name in enumerate(NAMES):
        desk = open_witness(home / WITNESSES / name, f"{name}.demo.invalid", (), real_clock, real_entropy)
        if isinstance(desk, WitnessDesk):
            said += ["--witness", f"{name} {desk.witness.key.text} http://127.0.0.1:{first + place}/"]
    return said


def _free_row() -> int:
    """The first of as many ports in a row that nobody listens on, so that two demonstrations don't share witnesses."""
    for first in range(FIRST_PORT, FIRST_PORT + 100 * len(NAMES), len(NAMES)):
        with ExitStack() as tried, suppress(OSError):
            for port in range(first, first + len(NAMES)):
                tried.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    return FIRST_PORT


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
