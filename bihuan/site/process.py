"""How the interpreter is set in a process that serves. Nothing here knows what is served."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import threading
import time
from multiprocessing import parent_process

YOUNG_MOST = 10_000
"""New objects between two looks for rubbish: a request makes some thousand that nothing refers to in a circle."""

HEAPS = {-8: 2, -3: 1 << 20, -1: 1 << 20}
"""What glibc is told (mallopt(3): M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD). Threads share two heaps, for each
keeps what it once needed; and blocks of a photo go back to the machine when they are freed."""
GIVEN_BACK_SECONDS = 30
"""Between two times that the holes in the heaps go back, too; it takes some milliseconds, without the interpreter."""
ORPHAN_SECONDS = 15
"""How long a process that nobody watches over any more may finish what it does."""


def end_with_parent() -> None:
    """Stop when whoever started this process and watches over it is gone, however that ended. Alone it would hold the
    address and go on serving what it has loaded, beside the one that is started next."""
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(ORPHAN_SECONDS)
        os._exit(1)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def share_heaps() -> None:
    """Hold little memory for long: glibc would keep for good what large photos once needed, some hundred megabytes.
    Elsewhere (musl, macOS) the machine's own way stays. Asked for before there are threads."""
    system = ctypes.CDLL(None)
    if not hasattr(system, "mallopt") or not hasattr(system, "malloc_trim"):
        return
    for name, value in HEAPS.items():
        system.mallopt(name, value)

    def wait() -> None:
        while True:
            time.sleep(GIVEN_BACK_SECONDS)
            system.malloc_trim(0)

    threading.Thread(target=wait, name="memory", daemon=True).start()


def settle() -> None:
    """After everything was loaded: it stays, so it is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_MOST, 10, 10)
