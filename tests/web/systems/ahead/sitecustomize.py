"""Read by every process of a site whose time a test lets pass: its clock shows the real time and so many seconds more.

The one place where the clock is read (`bihuan.app.clock`) is replaced before anything else takes it from there; what
is served is the program as it is. No other process finds this folder.
"""

import os
import site  # noqa: F401  what comes after this file relies on it
from datetime import datetime, timedelta
from pathlib import Path

from bihuan.app import clock

_real = clock.real_clock
_AHEAD = Path(os.environ["BIHUAN_TEST_AHEAD"])  # noqa: TID251  no settings stand yet


def _ahead() -> datetime:
    return _real() + timedelta(seconds=int(_AHEAD.read_text("ascii")))


clock.real_clock = _ahead
