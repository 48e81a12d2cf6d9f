"""What a programme file means, as frozen values. Nothing here reads a file, a clock or a database.

A *programme* is one mechanism; an *edition* is that mechanism as valid from a date. Names of stages, steps, roles,
fields and clocks are the pack's own vocabulary: no code outside a pack may mention one.
"""

from bihuan.core.programme.about import AboutRule, Tell
from bihuan.core.programme.each import EachRule, Fill, Say
from bihuan.core.programme.rules import (
    CaseFunnel,
    CaseFunnelStage,
    Clock,
    Guard,
    Limit,
    Move,
    Posting,
    RegisterEffect,
    Reservation,
    Route,
    Step,
    Taking,
    Telling,
)
from bihuan.core.programme.vocabulary import (
    EXISTS,
    PRIVATE_TYPES,
    STATE,
    AskedOf,
    Dictionary,
    Entry,
    Field,
    FieldType,
    PageKind,
    Role,
    Scope,
    Stage,
    Validity,
    Visibility,
)
from bihuan.core.programme.whole import Indicator, Programme

__all__ = [
    "EXISTS",
    "PRIVATE_TYPES",
    "STATE",
    "AboutRule",
    "AskedOf",
    "CaseFunnel",
    "CaseFunnelStage",
    "Clock",
    "Dictionary",
    "EachRule",
    "Entry",
    "Field",
    "FieldType",
    "Fill",
    "Guard",
    "Indicator",
    "Limit",
    "Move",
    "PageKind",
    "Posting",
    "Programme",
    "RegisterEffect",
    "Reservation",
    "Role",
    "Route",
    "Say",
    "Scope",
    "Stage",
    "Step",
    "Taking",
    "Tell",
    "Telling",
    "Validity",
    "Visibility",
]
