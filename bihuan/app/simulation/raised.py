"""What the play remembers of a matter that was raised. A value; who raises and remembers is in `prompting`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.core.events import Scalar


@dataclass(slots=True)
class Raised:
    """A matter that came in."""

    case: str
    """Empty until the door has answered."""
    area: str
    values: Mapping[str, Scalar]
    at: datetime
    script: str
    category: str
    programme: str
