"""How the interpreter is set in a process that serves. Nothing here knows what is served."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from multiprocessing import parent_process

YOUNG_MOST = 10_000
"""New objects between two looks for rubbish: a request makes some thousand that nothing refers to in a circle."""


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


def settle() -> None:
    """After everything was loaded: it stays, so it is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_MOST, 10, 10)
