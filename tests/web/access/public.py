"""Routes that anyone may open, with an account or without."""

from tests.web.access.kinds import ANYBODY, Access

TABLE = dict.fromkeys(
    (
        "home", "find", "figure_named", "figure", "waiting", "case", "report", "report_form", "receipt", "programmes",
        "published", "log_export", "log_file",
        "programme", "claims", "standing", "policies", "picture", "display", "health",
    ),
    ANYBODY,
)  # fmt: skip
# The parts of the pages are for those who make pages; a visitor finds nothing there.
TABLE["look"] = Access(None, then=200)
