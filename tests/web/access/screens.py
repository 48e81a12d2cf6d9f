"""Routes of what staff raise and of screens: whose programme it is decides the post behind the door."""

from bihuan.core.verbs import Party
from tests.web.access.kinds import STAFF, of

TABLE = {
    "enter": of(*STAFF),
    "enter_one": of(*STAFF, but=dict.fromkeys((Party.CENTRE, Party.SUPERVISOR, Party.LEADER), 404)),
    "screens": of(*STAFF),
    "screen_board": of(*STAFF, but={Party.CENTRE: 404}),
    "screen_funnel": of(*STAFF, but={Party.CENTRE: 404}),
    "screen_roster": of(*STAFF, but=dict.fromkeys((Party.CENTRE, Party.SUPERVISOR), 404)),
}
