"""Routes of the registers: open to be asked; what is behind them is decided register by register."""

from tests.web.access.kinds import ANYBODY

TABLE = dict.fromkeys(
    ("registers", "register", "register_file", "entry", "register_act", "register_import",
     "register_view_saved", "register_view_changed",
     "register_funnel", "register_pick", "register_graph"), ANYBODY
)
