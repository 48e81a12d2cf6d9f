"""Routes of the way in, of one's own account, of the offices, of identities and notices."""

from bihuan.core.offices import Office
from bihuan.core.verbs import Party
from tests.web.access.kinds import ANYBODY, OFFICES, STAFF, of

TABLE = {
    "sign_in": ANYBODY,
    "second": ANYBODY,
    "enrol": ANYBODY,
    "codes_kept": ANYBODY,
    "change": ANYBODY,
    "openid_connect_login": ANYBODY,
    "openid_connect_callback": ANYBODY,
    "sign_out": ANYBODY,
    "work": of(*STAFF, *OFFICES),
    "own_account": of(*STAFF, *OFFICES),
    "admin_accounts": of(Office.SYSTEM),
    "admin_account": of(Office.SYSTEM, then=404),
    "admin_import": of(Office.SYSTEM),
    "admin_template": of(Office.SYSTEM),
    "admin_sheet": of(Office.SYSTEM),
    "admin_sheet_file": of(Office.SYSTEM),
    "admin_units": of(Office.SYSTEM),
    "admin_unit": of(Office.SYSTEM),
    "admin_areas": of(Office.SYSTEM),
    "security_people": of(Office.SECURITY),
    "security_person": of(Office.SECURITY, then=404),
    "security_import": of(Office.SECURITY),
    "security_posts_file": of(Office.SECURITY),
    "security_template": of(Office.SECURITY),
    "audit": of(Office.AUDIT),
    "audit_export": of(Office.AUDIT),
    "openings": of(Office.PRIVACY),
    "retention": of(Office.PRIVACY),
    "retention_batch": of(Office.PRIVACY, then=404),
    # The pack says who opens what: leaders and supervisors nothing, a handler only where the case is the unit's own.
    "identity": of(*STAFF, but={Party.LEADER: 403, Party.SUPERVISOR: 403, Party.HANDLER: 404}),
    "notices": of(*STAFF, *OFFICES),
    "notice_wishes": of(*STAFF, *OFFICES),
    "deliveries": of(Office.SYSTEM, Party.SUPERVISOR),
}
