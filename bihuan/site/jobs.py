"""The regular jobs of a district, as a table, and the runner of this process. What a job does stands in `app`."""

from __future__ import annotations

import atexit
import os
import socket
import threading
from datetime import timedelta
from multiprocessing.util import Finalize

from bihuan.app import aside
from bihuan.app.district import District
from bihuan.app.entropy import real_entropy
from bihuan.app.for_each import raise_each
from bihuan.app.lapsing import lapse_all
from bihuan.app.notices.sending import tell
from bihuan.app.publishing import PublicLog, Published, anchor, declare_page, publish
from bihuan.app.retaining import carry_out, propose
from bihuan.app.searching import gather_index
from bihuan.app.tallying import count_first
from bihuan.jobs.running import Job, Runner
from bihuan.site.services import house, relay, services
from bihuan.site.services import public_log as services_log
from bihuan.transparency.faults import Fault
from bihuan.web.views.checking import page


def due(district: District, _: threading.Event) -> str:
    """Clocks that have ended have their effect; what a case asks for each entry is raised."""
    lapsed, each = lapse_all(district), raise_each(district)
    return f"{lapsed} lapsed, {each.raised} raised, {each.withdrawn} taken back"


def search(district: District, _: threading.Event) -> str:
    """What was written lately becomes part of the index of words."""
    return f"{gather_index(district)} gathered"


def counts(district: District, stopped: threading.Event) -> str:
    """Cases that were never counted under the rules in force are: after an import, and when the rules change."""
    return "all counted" if count_first(district, stopped.is_set) else "stopped; goes on where it was"


def told(district: District, stopped: threading.Event) -> str:
    """Notices that wait are spread and sent."""
    sent = 0
    while not stopped.is_set():
        one = tell(district, services().gateways, district.door.clock())
        sent += one.sent
        if one.idle:
            break
    return f"{sent} sent"


def public_log(district: District, _: threading.Event) -> str:
    """Leaves that wait enter the public log, are signed, witnessed and published."""
    log = services_log(district)
    if isinstance(log, Fault) and log.code == "no-log-key":
        return "no log"
    if isinstance(log, PublicLog):
        declare_page(log, district, "receipt-check", page()[0], district.door.clock())
    done: Fault | Published = log if isinstance(log, Fault) else _published(district, log)
    if isinstance(done, Fault):
        raise RuntimeError(f"{done.message('zh')} / {done.message('en')}")
    _AUDITED.append(done.size)
    return f"{done.entered} entered, {done.cosigned} witnesses" + "; held back" * bool(done.held_back)


def _published(district: District, log: PublicLog) -> Published | Fault:
    now = district.door.clock()
    anchor(log, district.today(), now)
    return publish(log, now=now, pace=log.pace, audited=bool(_AUDITED))


def retention(district: District, _: threading.Event) -> str:
    """What has had its time is proposed to the data-protection officer; what was approved goes on its day."""
    made = propose(district, real_entropy)
    log = services_log(district)
    if isinstance(log, Fault):
        return f"{len(made)} batches proposed; none carried out: no log"
    done = carry_out(district, log.origin, services().photos)
    return f"{len(made)} batches proposed, {done.erased} erased, {done.restarted} began anew"


def calls(district: District, _: threading.Event) -> str:
    """Numbers whose codes connect no more leave the file of calls."""
    return f"{relay().forget(district.door.clock())} forgotten"


def photos(district: District, _: threading.Event) -> str:
    """Photos of forms that nobody sent have had their hour."""
    return f"{aside.sweep(district)} forms forgotten"


_AUDITED: list[int] = []
"""Not empty once the start check was made in this process."""

JOBS = (
    Job("due", timedelta(seconds=15), due),
    Job("notices", timedelta(seconds=5), told),
    Job("log", timedelta(seconds=60), public_log),
    Job("retention", timedelta(hours=6), retention),
    Job("search", timedelta(seconds=60), search),
    Job("counts", timedelta(seconds=30), counts),
    Job("calls", timedelta(minutes=1), calls),
    Job("photos", timedelta(minutes=5), photos),
)
"""Name, pause, what it does. A new job is one line here."""


def start() -> Runner:
    """Begin with the regular jobs; they end with this process."""
    runner = Runner(lambda: house().district, JOBS, f"{socket.gethostname()[:40]}:{os.getpid()}")
    runner.start()
    atexit.register(runner.stop)
    # A worker that multiprocessing started leaves without atexit.
    Finalize(None, runner.stop, exitpriority=10)
    return runner
