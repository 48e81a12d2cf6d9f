"""People who work at the site under test, and a browser or a plain client signed in as one of them."""

from __future__ import annotations

import builtins
import io
import json
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING

from tests.web.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass(frozen=True, slots=True)
class Staff:
    """An account of the site."""

    name: str
    password: str


def open_account(site: Site, name: str, duty: str, unit: str, *, keep: bool = True) -> Staff:
    """Opened by the command that an operator would use; with `keep` the printed password stays good."""
    program = [sys.executable, "-m", "bihuan.site.commands", "account", name,
               "--duty", duty, "--unit", unit, *(["--keep-password"] if keep else [])]
    done = subprocess.run(program, env=site.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return Staff(*done.stdout.strip().splitlines()[-1].split("\t"))


OPENING = """
import json, sys
from bihuan.site.commands import _services
services = _services()
from bihuan.app.people import open_account
from bihuan.core.commands import Post
from bihuan.core.text import Text
with services.opened() as district:
    for name, duty, unit in json.load(sys.stdin):
        post = Post(duty=duty, unit=unit)
        opened = open_account(district, name, Text(name, name), [post], district.today(), services.entropy, keep=True)
        print(name, opened.password)
"""


def open_accounts(site: Site, rows: Sequence[tuple[str, str, str]]) -> list[Staff]:
    """Name, duty and unit of each: many at once, in one process, with passwords that stay good."""
    done = subprocess.run(
        [sys.executable, "-c", OPENING], input=json.dumps(rows), env=site.environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [Staff(*line.split(" ")) for line in done.stdout.splitlines()[-len(rows) :]]


def sign_in(page: Page, site: Site, staff: Staff) -> None:
    """Through the page, as a person does."""
    page.goto(site.base + "/sign-in")
    page.locator("input[name=username]").fill(staff.name)
    page.locator("input[name=password]").fill(staff.password)
    with page.expect_navigation():
        page.locator("main form button").click()


def words_of(data: bytes) -> str:
    """An answer as text; of a file of the offices (Excel, Word) the text of its parts, so that nothing hides in it."""
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


class Client:
    """A plain client with cookies, signed in."""

    def __init__(self, site: Site, staff: Staff | None = None) -> None:
        self._site = site
        self.jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        if staff is not None:
            self.post("/sign-in", {"username": staff.name, "password": staff.password})

    def get(self, path: str) -> tuple[int, str]:
        """Status and body; redirects are followed."""
        return self._answer(urllib.request.Request(self._site.base + path))

    def post(self, path: str, values: Mapping[str, str | list[str]]) -> tuple[int, str]:
        """The same, sent as a form of this site."""
        self.get("/sign-in")
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        return self.raw(path, {**values, "csrfmiddlewaretoken": token or ""})

    def raw(self, path: str, values: Mapping[str, str | list[str]], origin: str = "") -> tuple[int, str]:
        """A form with just these values, sent by a page of this site or of another."""
        sent = urllib.parse.urlencode(values, doseq=True).encode()
        headers = {"Origin": origin or self._site.base}
        return self._answer(urllib.request.Request(self._site.base + path, data=sent, headers=headers))

    def full(self, path: str, values: dict[str, str] | None = None) -> tuple[int, Mapping[str, str], str]:
        """With the headers of the answer."""
        sent = None if values is None else self._form(values)
        status, headers, body = self._open(path, sent)
        return status, headers, body.decode()

    def bytes(self, path: str) -> bytes:
        """A file."""
        return self._open(path, None)[2]

    def file(self, path: str, values: Mapping[str, str]) -> bytes:
        """A file that a form asks for."""
        return self._open(path, self._form(dict(values)))[2]

    def upload(self, path: str, data: builtins.bytes, name: str = "file", **values: str) -> tuple[int, str]:
        """A form with a file, sent by a page of this site."""
        edge = "----bihuan-tests"
        fields = {"csrfmiddlewaretoken": self.token(), **values}
        part = f'--{edge}\r\nContent-Disposition: form-data; name="'
        head = "".join(f'{part}{field}"\r\n\r\n{value}\r\n' for field, value in fields.items())
        file = f'{part}{name}"; filename="a.xlsx"\r\n\r\n'
        body = head.encode() + file.encode() + data + f"\r\n--{edge}--\r\n".encode()
        status, _, answer = self._open(path, body, f"multipart/form-data; boundary={edge}")
        return status, answer.decode()

    def token(self) -> str:
        self.get("/sign-in")
        return next(cookie.value for cookie in self.jar if cookie.name == "csrftoken") or ""

    def _form(self, values: dict[str, str]) -> builtins.bytes:
        return urllib.parse.urlencode({**values, "csrfmiddlewaretoken": self.token()}).encode()

    def _open(
        self, path: str, sent: builtins.bytes | None, kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, Mapping[str, str], builtins.bytes]:
        headers = {"Origin": self._site.base, "Content-Type": kind} if sent is not None else {}
        request = urllib.request.Request(self._site.base + path, data=sent, headers=headers)
        try:
            with self._opener.open(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def _answer(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=20) as answer:
                return answer.status, words_of(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, words_of(error.read())
