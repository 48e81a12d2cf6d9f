"""The public log as use cases: keys, publishing, promises, receipts, figures, the export. No page and no format here.

A page asks `promise_of`, `receipt_of`, `status` and `figures`; the job calls `publish`; everything else is for
those who run the place.
"""

from bihuan.app.publishing.anchoring import anchor
from bihuan.app.publishing.exporting import export_public
from bihuan.app.publishing.figures import PublishedFigure, definition_text, figures, publish_figures
from bihuan.app.publishing.handing import receipt_file, trust_of
from bihuan.app.publishing.pages import declare_page
from bihuan.app.publishing.place import PublicLog, open_log
from bihuan.app.publishing.proving import Step, leaves_of, promise_of, receipt_of
from bihuan.app.publishing.running import Published, audit, publish
from bihuan.app.publishing.serving import PublicFile, archive, published_file
from bihuan.app.publishing.standing import Standing, standing

__all__ = [
    "PublicFile",
    "PublicLog",
    "Published",
    "PublishedFigure",
    "Standing",
    "Step",
    "anchor",
    "archive",
    "audit",
    "declare_page",
    "definition_text",
    "export_public",
    "figures",
    "leaves_of",
    "open_log",
    "promise_of",
    "publish",
    "publish_figures",
    "published_file",
    "receipt_file",
    "receipt_of",
    "standing",
    "trust_of",
]
