"""The clock engine: a deadline is a pure function of its terms and a working calendar, and explains itself.

    from bihuan.core.clocks import Budget, Terms, TimeKind, derive, explain
    deadline = derive(Terms(clock="handling", budget=Budget(15, TimeKind.WORK_DAY), started_at=…), calendar)
    deadline.due                      # a UTC moment; a case is late only after it
    explain(deadline, "zh")           # line by line, in plain words

May live here: nothing but the names others import. The parts: `kinds` (units), `terms` (what goes in and
comes out), `scales` (counting along one kind of time), `deriving`, `measuring`, `repeating`, `explaining`.
"""

from bihuan.core.clocks.deriving import derive, due_of, months_from
from bihuan.core.clocks.explaining import LINES, explain
from bihuan.core.clocks.kinds import Budget, BudgetProblem, Family, TimeKind
from bihuan.core.clocks.measuring import Spent, elapsed, remaining
from bihuan.core.clocks.repeating import occurrences
from bihuan.core.clocks.terms import ClockMisuse, Deadline, Direction, Ends, Line, Suspension, Terms, fixed_of

__all__ = [
    "LINES",
    "Budget",
    "BudgetProblem",
    "ClockMisuse",
    "Deadline",
    "Direction",
    "Ends",
    "Family",
    "Line",
    "Spent",
    "Suspension",
    "Terms",
    "TimeKind",
    "derive",
    "due_of",
    "elapsed",
    "explain",
    "fixed_of",
    "months_from",
    "occurrences",
    "remaining",
]
