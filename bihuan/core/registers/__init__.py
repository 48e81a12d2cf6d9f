"""Registers: long-lived things that cases refer to. An entry is a stream of events, dated twice: valid from a day,
recorded at a moment. Only public names here."""

from bihuan.core.registers.deciding import decide_entry, typed_value
from bihuan.core.registers.entry import EXISTS, STATE, Act, Enter, Entry, EntryEvent, evolve_entry
from bihuan.core.registers.form import (
    GoalRule,
    KeyCheck,
    KeyRule,
    Register,
    Right,
    RightScope,
    SeriesRule,
    Showing,
    State,
)
from bihuan.core.registers.rights import Held, rights_of

__all__ = [
    "EXISTS",
    "STATE",
    "Act",
    "Enter",
    "Entry",
    "EntryEvent",
    "GoalRule",
    "Held",
    "KeyCheck",
    "KeyRule",
    "Register",
    "Right",
    "RightScope",
    "SeriesRule",
    "Showing",
    "State",
    "decide_entry",
    "evolve_entry",
    "rights_of",
    "typed_value",
]
