"""A line of the server's log names a page, never what stood in the address: it may have been a receipt code."""

from __future__ import annotations

import io
import logging
import sqlite3

import psycopg
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils.log import log_response
from django.utils.module_loading import import_string

from bihuan.site.log_lines import is_away

CODE = "7K3F-ABCD-EFGH-1234"


@pytest.mark.parametrize(
    ("address", "known", "said"),
    [
        (f"/r/{CODE}", True, "/r/<str:code>"),
        (f"/r/{CODE}/", False, "/r/…"),
        (f"/{CODE}", False, "/…"),
        ("/wp-login.php", False, "/wp-login.php"),
    ],
)
def test_no_receipt_code_comes_into_the_log(address: str, known: bool, said: str) -> None:
    request = RequestFactory().get(address)
    request.resolver_match = resolve(address) if known else None
    told, logger = io.StringIO(), logging.Logger("of this test")
    handler = logging.StreamHandler(told)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    logger.addHandler(handler)
    log_response("%s: %s", "Not Found", address, response=HttpResponse(status=404), request=request, logger=logger)
    assert told.getvalue() == f"Not Found: {said}\n"


def test_a_database_that_is_away_needs_no_traceback_and_a_fault_of_ours_does() -> None:
    with pytest.raises(sqlite3.OperationalError) as nowhere:
        sqlite3.connect("file:nowhere?mode=ro", uri=True)
    with pytest.raises(sqlite3.OperationalError) as ours:
        sqlite3.connect(":memory:").execute("SELECT * FROM nothing")
    assert is_away(nowhere.value) and not is_away(ours.value)
    assert is_away(psycopg.OperationalError()) and not is_away(psycopg.errors.UndefinedTable()) and not is_away(None)
