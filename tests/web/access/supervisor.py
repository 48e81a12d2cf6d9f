"""Routes of the supervisor pages and of the ledger: one line each, as in the other tables of this folder."""

from bihuan.core.verbs import Party
from tests.web.access.kinds import Access, of

TABLE: dict[str, Access] = {
    "supervisor": of(Party.SUPERVISOR, Party.LEADER),
    # The ledger is also that of each mechanism's own centre; what a row asks for is decided by the policy behind it.
    **dict.fromkeys(
        ("ledger", "supervisor_act", "ledger_file", "ledger_back", "ledger_confirmed", "ledger_refused", "view_saved",
         "view_changed"),
        of(Party.CENTRE, Party.SUPERVISOR, Party.LEADER),
    ),
}
