"""How the interpreter is set in a process that serves. Nothing here knows what is served."""

from __future__ import annotations

import gc
import sys

SWITCH_SECONDS = 0.0003
"""How long a thread that computes may keep the interpreter from one that has an answer of the database to go on with:
while a batch is written the next is worked out (app.batching), and each answer would wait so long."""

YOUNG_MOST = 10_000
"""New objects between two looks for rubbish: a request makes some thousand that nothing refers to in a circle."""


def settle() -> None:
    """After everything was loaded: it stays, so it is not looked through again, and answers are taken up soon."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_MOST, 10, 10)
