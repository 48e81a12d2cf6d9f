"""`bihuan reproject --reason …`: derive the running deadlines of all open cases again, and record why."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence

from bihuan.app.door import Accepted, Asked
from bihuan.app.installation import Installation
from bihuan.app.reprojecting import open_cases
from bihuan.core.commands import Reproject


def run(argv: Sequence[str], installation: Installation) -> int:
    """0; prints how many deadlines' cases changed. Cases whose deadlines stay get no event."""
    parser = argparse.ArgumentParser(prog="bihuan reproject", description="重算时限 / derive deadlines again")
    parser.add_argument("--reason", required=True, help="写进每个事项的理由 / the reason, kept in each case")
    parser.add_argument("--rules", action="store_true", help="也采用改过的时限 / also take changed limits")
    asked = parser.parse_args(argv)
    moved = looked = 0
    with installation.opened() as district:
        stamp = hashlib.sha256(f"{district.pack.hash}{asked.reason}{asked.rules}".encode()).hexdigest()[:16]
        for cases in open_cases(district):
            outcomes = district.door.submit_many(
                district.id,
                [
                    Asked(
                        command=Reproject(case=case, reason=asked.reason, rules=asked.rules),
                        request_id=f"reproject:{case}:{stamp}:{n}",
                    )
                    for case, n in cases
                ],
            )
            looked += len(cases)
            moved += sum(
                isinstance(outcome, Accepted) and outcome.events > n
                for (_, n), outcome in zip(cases, outcomes, strict=True)
            )
    print(f"{looked} 个未结事项，{moved} 个的时限有变 / {looked} open cases, deadlines of {moved} moved")
    return 0
