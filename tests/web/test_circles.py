"""A report sent over the page is gone with its answer: nothing of it waits until somebody looks for rubbish."""

from __future__ import annotations

import gc
import io
import re
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from bihuan.store.session import Database
from tests.web.test_reporting import in_front

house = contextmanager(in_front)


def answer(path: str, cookie: str = "", **sent: str) -> tuple[str, dict[str, str], str]:
    """Status, headers and page, as a server asks for them; a form if something is sent."""
    body, told = urlencode(sent).encode(), []
    environ = {
        "PATH_INFO": path, "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie, "wsgi.input": io.BytesIO(body),
        "REQUEST_METHOD": "POST" if sent else "GET", "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }  # fmt: skip
    setup_testing_defaults(environ)
    response = WSGIHandler()(environ, lambda status, headers: told.append((status, dict(headers))))
    page = b"".join(response).decode()
    response.close()
    return *told[0], page


def requests() -> set[int]:
    """Those there are, whoever holds them."""
    return {id(one) for one in gc.get_objects() if isinstance(one, WSGIRequest)}


def test_nothing_of_a_report_is_left_when_it_is_answered(tmp_path: Path) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with house(Database("sqlite", str(tmp_path / "web.sqlite3")), tmp_path) as made:
        form = f"/report/{made.programmes()[0].id}"
        _, headers, page = answer(form)
        cookie = headers["Set-Cookie"].split(";")[0]
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|request)" value="([^"]+)"', page))
        gc.collect()
        gc.disable()
        try:
            before = requests()
            assert answer(form, cookie, **hidden, words="路灯不亮")[0].startswith("302")
            assert requests() == before
        finally:
            gc.enable()
