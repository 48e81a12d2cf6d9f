"""The application of `bihuan run`: the pages, with the regular jobs beside them in the same process.

The same process on purpose: lapses share their commits with what people do.
"""

from __future__ import annotations

from bihuan.site.wsgi import application

__all__ = ["application"]

from bihuan.site import jobs
from bihuan.site.process import settle

settle()
jobs.start()
