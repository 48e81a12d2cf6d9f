"""Registers: long-lived things that cases refer to. An entry is a stream of events, dated twice: valid from a day,
recorded at a moment. Only public names here."""

from bihuan.core.registers.deciding import decide_entry
from bihuan.core.registers.entry import EXISTS, STATE, Act, Enter, Entry, EntryEvent, evolve_entry
from bihuan.core.registers.form import (
    DocumentRule,
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
from bihuan.core.registers.pictures import (
    AcyclicRule,
    EntryGuard,
    FunnelRate,
    FunnelRule,
    FunnelStage,
    GraphRule,
    Leaders,
    Tiers,
    UniqueRule,
)
from bihuan.core.registers.rights import Held, rights_of
from bihuan.core.registers.values import environment, real_value, typed_value

__all__ = [
    "EXISTS",
    "STATE",
    "Act",
    "AcyclicRule",
    "DocumentRule",
    "Enter",
    "Entry",
    "EntryEvent",
    "EntryGuard",
    "FunnelRate",
    "FunnelRule",
    "FunnelStage",
    "GoalRule",
    "GraphRule",
    "Held",
    "KeyCheck",
    "KeyRule",
    "Leaders",
    "Register",
    "Right",
    "RightScope",
    "SeriesRule",
    "Showing",
    "State",
    "Tiers",
    "UniqueRule",
    "decide_entry",
    "environment",
    "evolve_entry",
    "real_value",
    "rights_of",
    "typed_value",
]
