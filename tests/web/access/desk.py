"""Routes of the desk pages: one line each, as in the other tables of this folder."""

from bihuan.core.verbs import Party
from tests.web.access.kinds import ANYBODY, of

TABLE = {
    **dict.fromkeys(
        ("desk", "desk_live", "desk_map", "desk_search", "desk_intake", "desk_case", "desk_tie", "desk_cluster",
         "desk_shift", "desk_draws"),
        of(Party.CENTRE),
    ),
    # The example case was raised without a name.
    "desk_code": of(Party.CENTRE),
    # A seed that is published before the draw is public.
    "draws": ANYBODY,
}  # fmt: skip
