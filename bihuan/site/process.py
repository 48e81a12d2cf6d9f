"""How the interpreter is set in a process that serves. Nothing here knows what is served."""

from __future__ import annotations

import gc

YOUNG_MOST = 10_000
"""New objects between two looks for rubbish: a request makes some thousand that nothing refers to in a circle."""


def settle() -> None:
    """After everything was loaded: it stays, so it is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_MOST, 10, 10)
