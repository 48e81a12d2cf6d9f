"""The public log as use cases: keys, publishing, promises, receipts, figures, the export. No page and no format here.

A page asks `promise_of`, `receipt_of`, `status` and `figures`; the job calls `publish`; everything else is for
those who run the place.
"""

from bihuan.app.publishing.place import PublicLog, open_log
from bihuan.app.publishing.proving import Step, leaves_of, promise_of, receipt_of
from bihuan.app.publishing.running import Published, audit, publish
from bihuan.app.publishing.standing import Standing, standing

__all__ = [
    "PublicLog",
    "Published",
    "Standing",
    "Step",
    "audit",
    "leaves_of",
    "open_log",
    "promise_of",
    "publish",
    "receipt_of",
    "standing",
]
