"""Clocks whose time has passed have their effect, batch by batch. What the effect is, the programme says."""

from __future__ import annotations

from bihuan.app.district import District
from bihuan.app.door import Accepted


def lapse_all(district: District) -> int:
    """Everything that is due now; how many clocks had their effect. Ends when a batch brings nothing new."""
    total = 0
    while True:
        outcomes = district.door.lapse_due(district.id)
        done = sum(isinstance(outcome, Accepted) and not outcome.repeated for _, outcome in outcomes)
        total += done
        if done == 0:
            return total
