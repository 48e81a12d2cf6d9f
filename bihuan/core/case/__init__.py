"""A case: what it is after its events (`state`) and how each event changes it (`evolving`). Only public names here."""

from bihuan.core.case.evolving import evolve, fold
from bihuan.core.case.state import Case, ClockState, Finding, Request, Task

__all__ = ["Case", "ClockState", "Finding", "Request", "Task", "evolve", "fold"]
