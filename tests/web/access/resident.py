"""Routes of those who raised a matter: no account; a code opens the own case, asked by the policy behind the door."""

from tests.web.access.kinds import ANYBODY

TABLE = dict.fromkeys(
    ("by_number", "near", "follow", "track", "enter_code", "follower_told", "forget_code",
     "reporter_step", "reporter_photo", "raise_again", "scan", "map", "outlines",
     "drop_code", "check_receipt", "proofs", "receipt_file", "trust"),
    ANYBODY,
)
