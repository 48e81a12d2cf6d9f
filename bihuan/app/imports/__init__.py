"""The reading half of `bihuan import`: a spreadsheet and a mapping file become records or refused rows with reasons.

Everything outside uses the names below. Nothing here writes to the store or reads the clock.
"""

from bihuan.app.imports.fields import Mapping
from bihuan.app.imports.mapping import read_mapping
from bihuan.app.imports.problems import Problem
from bihuan.app.imports.raw import Limits
from bihuan.app.imports.records import Accepted, Record, Refused
from bihuan.app.imports.refused import write_refused
from bihuan.app.imports.rows import Reading, open_reading

__all__ = [
    "Accepted",
    "Limits",
    "Mapping",
    "Problem",
    "Reading",
    "Record",
    "Refused",
    "open_reading",
    "read_mapping",
    "write_refused",
]
