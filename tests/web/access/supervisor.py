"""Routes of the supervisor pages: one line each, as in the other tables of this folder."""

from bihuan.core.verbs import Party
from tests.web.access.kinds import Access, of

TABLE: dict[str, Access] = dict.fromkeys(
    ("supervisor", "supervisor_act", "ledger_file", "ledger_back", "ledger_refused", "view_saved", "view_changed"),
    of(Party.SUPERVISOR, Party.LEADER),
)
