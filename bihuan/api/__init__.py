"""REST and Open311: the same commands and queries as the pages, as JSON.

No rule and no table lives here.
"""
