"""Routes of those who handle and check cases. Whose case it is decides the policy behind the door."""

from bihuan.core.verbs import Party
from tests.web.access.kinds import ANYBODY, STAFF, of

UNITS_OWN = {Party.HANDLER: 404}
"""The example is the case of another unit: it does not exist for this handler."""

TABLE = {
    "tasks": of(Party.HANDLER),
    "duty": of(Party.HANDLER),
    "tonight": of(Party.HANDLER),
    # A script without a word of anybody's in it.
    "offline_script": ANYBODY,
    "checks": of(Party.CHECKER, Party.SUPERVISOR, Party.LEADER),
    "raised": of(*STAFF),
    "record": of(*STAFF, but=UNITS_OWN),
    "step": of(*STAFF),
    "case_photos": of(*STAFF, but=UNITS_OWN),
    "case_photo": of(*STAFF, then=404),
}
