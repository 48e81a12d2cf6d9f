"""Routes of the leader pages: one line each, as in the other tables of this folder."""

from bihuan.core.verbs import Party
from tests.web.access.kinds import Access, of

TABLE: dict[str, Access] = {
    **dict.fromkeys(("leader", "leader_waits"), of(Party.LEADER)),
    **dict.fromkeys(("leader_cases", "month", "month_file"), of(Party.LEADER, Party.SUPERVISOR)),
}
