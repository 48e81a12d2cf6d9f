"""Routes of the supervisor pages: one line each, as in the other tables of this folder."""

from tests.web.access.kinds import Access

TABLE: dict[str, Access] = {}
