"""The page of figures that anyone can check: over the real server, in Chromium, with a sound log and a spoiled one."""

from __future__ import annotations

import io
import re
import tarfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from bihuan.app.clock import VirtualClock, real_clock
from bihuan.app.entropy import SeededEntropy
from bihuan.app.installation import Installation, masters_of
from bihuan.app.publishing import publish, publish_figures
from bihuan.app.publishing.keys import KEY_FILE, write_keys
from bihuan.app.publishing.place import PublicLog
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.store.logfiles import LogFiles
from bihuan.store.session import Database
from bihuan.transparency.faults import Fault
from bihuan.transparency.tiles import Bundle
from bihuan.verifier import verify
from tests.publishing.logs import LOG, PACE, Three, trust, trust_lines
from tests.store.making import make_tables
from tests.web.conftest import KEYS, PACK, _serving
from tests.web.lively import Play

GOOD, BAD = "成立：已在本浏览器重新计算。", "不成立。"


@dataclass(frozen=True, slots=True)
class Published:
    """A running site with a published log."""

    base: str
    folder: Path
    """Of the log's public files."""
    figures: int


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Thirty cases of ninety days, their figures said twice, under three witnesses."""
    home = tmp_path_factory.mktemp("published")
    database = Database("sqlite", str(home / "bihuan.sqlite3"))
    make_tables(database)
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    end = real_clock()
    clock = VirtualClock(end - timedelta(days=90))
    made = Installation(
        database=database, district=pack.district.id, masters=masters_of(KEYS), photos=home / "photos", clock=clock,
        entropy=SeededEntropy(3),
    )  # fmt: skip
    made.load(pack)
    three = Three()
    since = (end - timedelta(days=200)).date()
    with made.opened() as district:
        play = Play(district, clock, seed=5, population="live")
        files = LogFiles(home / "log", home / "log-state")
        log = PublicLog(district.id, database, district.door.readers, PACE, files, (LOG,), trust(three), three.ask)
        log.files.put("trust", trust_lines(three))
        count = 0
        for cases, day in ((20, end - timedelta(days=30)), (10, end - timedelta(minutes=1))):
            play.run(cases, day)
            for witness in three.by_name.values():
                witness.now = int(day.timestamp()) + 1
            assert not isinstance(publish(log, now=day, pace=None), Fault)
            claims = publish_figures(log, district, since=since, until=end.date(), imported=False, now=day)
            assert isinstance(claims, list)
            count = max(count, len(claims))
            assert not isinstance(publish(log, now=day, pace=None), Fault)
    write_keys(home / KEY_FILE, (LOG,))
    with _serving(home, database) as base:
        yield Published(base, home / "log", count)


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser.new_page(locale="zh-CN")
        browser.close()


def got(published: Published, name: str, **headers: str) -> tuple[int, Any, bytes]:
    request = urllib.request.Request(f"{published.base}/log/{name}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_each_figure_is_counted_again_in_the_browser(published: Published, page: Page) -> None:
    page.goto(f"{published.base}/log/")
    sheets = page.locator(".published")
    assert sheets.count() == published.figures > 5
    for sheet in sheets.all():
        sheet.locator("[data-begin]").click()
        expect(sheet.locator("[role=status]")).to_have_text(GOOD, timeout=30_000)
        assert sheet.locator(".checks .right").count() >= 10 and sheet.locator(".checks .wrong").count() == 0
    assert page.locator(".published .before li").count() > 0, "what was restated stands beside"


def test_what_the_page_says_beside_the_log_is_noticed(published: Published, page: Page) -> None:
    def wrong(address: str, answer: Any) -> str:
        page.route(address, answer)
        page.goto(f"{published.base}/log/")
        box = page.locator("[data-claim]").first
        box.locator("[data-begin]").click()
        expect(box.locator("[role=status]")).to_have_text(BAD, timeout=30_000)
        page.unroute(address)
        return str(box.locator(".checks .wrong").first.text_content())

    def other(pattern: str, said: str) -> Any:
        def fulfil(route: Any) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=re.sub(pattern, said, answer.text(), count=1))

        return fulfil

    assert "页面上的数与日志" in wrong("**/log/", other(r'"num":\d+', '"num":1'))
    assert "条记录被改动" in wrong("**/log/tile/entries/000*", _spoil)
    assert "缺失或被改动" in wrong("**/log/definitions/**", lambda route: route.fulfill(body="{}"))
    assert "的签名无效" in wrong("**/log/checkpoint", other("\n", "\n1"))


def _spoil(route: Any) -> None:
    body = route.fetch().body()
    route.fulfill(body=body.replace(b'"k":"dispatch"', b'"k":"transfer"'))


def test_the_log_is_served_as_tiles(published: Published) -> None:
    files = [file for file in published.folder.rglob("*") if file.is_file()]
    kinds = {"tile": "application/octet-stream", "checkpoint": "text/plain; charset=utf-8"}
    assert len(files) > 10
    for file in files:
        name = file.relative_to(published.folder).as_posix()
        status, headers, body = got(published, name)
        assert (status, body) == (200, file.read_bytes()), name
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Content-Type"] == kinds.get(name.split("/")[0], headers["Content-Type"])
    full = next(file for file in files if "/tile/entries/" in file.as_posix() and ".p" not in file.as_posix())
    assert "immutable" in got(published, full.relative_to(published.folder).as_posix())[1]["Cache-Control"]
    assert "no-cache" in got(published, "checkpoint")[1]["Cache-Control"]
    packed = got(published, full.relative_to(published.folder).as_posix(), **{"Accept-Encoding": "gzip"})
    assert packed[1]["Content-Encoding"] == "gzip" and len(packed[2]) < full.stat().st_size / 2
    assert got(published, Bundle(0, 256).path)[0] == 200


@pytest.mark.parametrize(
    "name", ["../log.key", "%2e%2e/log.key", "..%2flog.key", "tile/../../log.key", "tile/0/%2e%2e/000", "checkpoints/",
             "checkpoints/00", "tile/0", "tile/64/000", "tile/0/000.p/256", "tile/0/000.p/0", "definitions/../trust",
             "definitions/.json", "trust/", "log.key", "tile/0/999"]
)  # fmt: skip
def test_nothing_beside_the_log_can_be_asked_for(published: Published, name: str) -> None:
    status, _, body = got(published, name)
    assert status == 404 and b"PRIVATE" not in body and b"tile" not in body[:100]


def test_the_archive_is_what_the_verifier_reads(published: Published, tmp_path: Path) -> None:
    status, headers, body = got(published, "export.tar")
    assert status == 200 and headers["Content-Type"] == "application/x-tar"
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        assert archive.getnames()[-1] == "public-log/checkpoint"
        archive.extractall(tmp_path, filter="data")
    folder = tmp_path / "public-log"
    report = verify.verify_export(folder, verify.Trust((folder / "trust").read_text()))
    assert report.lies == [] and len(report.figures) >= published.figures
    assert (folder / "verify.py").read_text() == Path(verify.__file__).read_text()
