"""Published figures as claims, and what can be said of each by computing. Only public names here.

A claim says where a figure stands, what it means in our own words, how it was rounded and what it could be computed
from. Its verdict is never written down: `judge` computes it from the claims of a document and the figures behind them.
"""

from bihuan.core.claims.document import Claim, Document, Entries, Figure, Formula, Operand, Part, Place, Reading
from bihuan.core.claims.judging import Judged, Outcome, Tested, Verdict, judge
from bihuan.core.claims.printed import Printed, Rounding, read_printed
from bihuan.core.claims.ranges import Range
from bihuan.core.claims.reckoning import reckon, unfit

__all__ = [
    "Claim",
    "Document",
    "Entries",
    "Figure",
    "Formula",
    "Judged",
    "Operand",
    "Outcome",
    "Part",
    "Place",
    "Printed",
    "Range",
    "Reading",
    "Rounding",
    "Tested",
    "Verdict",
    "judge",
    "read_printed",
    "reckon",
    "unfit",
]
