"""Photos from before and after the work: side by side for those who work on a case, and for the one who raised it those
that were chosen for them, at an address that opens nothing else. Over HTTP, with a real phone for the pictures.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bihuan.app.district import District
from bihuan.core.commands import Person, Post, Take
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Moment, Party, TaskKind, Verb
from tests.web.access.holder import Holder, holder
from tests.web.conftest import Site
from tests.web.matters import Reported, installation_of
from tests.web.signing import Client, open_account, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

UNIT = "municipal"


@pytest.fixture(scope="module")
def district(site: Site) -> Iterator[District]:
    with installation_of(site).opened() as found:
        yield found


def picture(colour: str) -> bytes:
    """As a phone writes it: with where and by what it was taken."""
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x010F] = "SECRETMAKER"
    Image.new("RGB", (640, 480), colour).save(file, "JPEG", exif=exif)
    return file.getvalue()


def upload(colour: str) -> dict[str, object]:
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture(colour)}


def noted(district: District, matter: Reported, colour: str) -> None:
    """A photo for colleagues alone."""
    step = next(s for s in matter.programme.steps_from(matter.stage) if s.verb is Verb.PROGRESS and s.moment is None)
    who = Person(account="desk-n", posts=(Post(duty="desk", unit="service-centre"),))
    command = Take(case=matter.id, step=step.id, by=who, words={"result": "内部留底。"})
    answer = district.door.submit(district.id, command, f"noted-{matter.number}", photos=[picture(colour)])
    assert not isinstance(answer, Refusal), answer


def in_hand(site: Site, district: District) -> tuple[Holder, Reported]:
    held = holder(site)
    matter = Reported(district, held.number)
    matter.given_to(UNIT)
    matter.take(Verb.SIGN, Party.HANDLER, UNIT)
    matter.take(Verb.CONTACT, Party.HANDLER, UNIT, "reached")
    return held, matter


def answered(matter: Reported) -> None:
    matter.take(Verb.CHECK, Party.CHECKER, "check-team", "yes")
    matter.take(Verb.CLOSE, Party.CENTRE, "service-centre")


def addresses(district: District, matter: Reported) -> list[str]:
    with district.door.readers.lend() as session:
        return [str(row[1]) for row in session.rows("case_photos", (district.id, matter.id))]


def take_both(page: Page, site: Site, matter: Reported) -> None:
    """On the phone: a photo on arrival and one after the work, each to be shown."""
    for moment, colour in ((Moment.BEFORE, "#884422"), (Moment.AFTER, "#228844")):
        steps = matter.programme.steps_from(matter.stage)
        step = next(one for one in steps if one.moment is moment and one.task is TaskKind.LEAD)
        page.goto(f"{site.base}/work/cases/{matter.number}?step={step.id}")
        form = page.locator(f"#do-{step.id} form")
        form.locator("input[type=file]").set_input_files([upload(colour)])  # type: ignore[list-item]
        assert "sees them only if you say yes" in form.inner_text(), "said in words beside the photos"
        form.locator(f"[name={step.shown_by}]").select_option("yes")
        for words in form.locator("textarea").all():
            words.fill("已更换。")
        for choice in form.locator(f"select[required]:not([name={step.shown_by}])").all():
            choice.select_option("restored")
        form.locator("button").last.click()
        page.wait_for_url(f"**done={step.id}")


@pytest.mark.browser
def test_the_worker_takes_both_the_reporter_judges_by_them_and_nobody_else_opens_them(
    site: Site, district: District, browser: Browser
) -> None:
    held, matter = in_hand(site, district)
    noted(district, matter, "#000000")
    worker = open_account(site, "pairs-worker", "handler", UNIT)
    page = browser.new_context(viewport={"width": 390, "height": 800}, locale="en").new_page()
    sign_in(page, site, worker)
    take_both(page, site, matter)
    page.goto(f"{site.base}/work/cases/{matter.number}")
    assert page.locator(".pair figure").count() == 2 and page.locator(".pair figcaption time").count() == 2
    inside = addresses(district, matter)
    assert len(inside) == 3
    assert "/r/photos/" not in held.client.get("/r/")[1], "nothing before the answer"
    assert {held.client.get(f"/r/photos/{one}")[0] for one in inside} == {404}
    answered(matter)

    _, told = held.client.get("/r/")
    shown = {one for one in inside if f"/r/photos/{one}" in told}
    assert len(shown) == 2 and "/work/" not in told.partition("<main")[2].partition("</main")[0]
    got = {one: held.client.get(f"/r/photos/{one}")[0] for one in inside}
    assert got == {one: 200 if one in shown else 404 for one in inside}, "the one for colleagues does not exist"

    reader = browser.new_context(viewport={"width": 390, "height": 800}, locale="en").new_page()
    reader.goto(f"{site.base}/r/{held.code}")
    reader.locator(".pair img").first.wait_for()
    assert reader.locator(".pair img").evaluate_all("all => all.map(one => one.naturalWidth)") == [640, 640]
    widths = reader.locator(".pair > div").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert widths[0] == widths[1], "side by side, also on a phone"
    answer = reader.request.get(f"{site.base}/r/photos/{next(iter(shown))}")
    assert answer.headers["content-type"] == "image/jpeg" and answer.headers["cache-control"] == "no-store"
    assert b"SECRETMAKER" not in answer.body() and not Image.open(io.BytesIO(answer.body())).getexif()

    stranger, other = Client(site), holder(site)
    for who in (stranger, other.client):
        assert {who.get(f"/r/photos/{one}")[0] for one in inside} == {404}, "another code, or none"
    assert held.client.get(f"/r/photos/{'0' * 64}")[0] == 404
    held.client.post("/r/forget", {})
    assert held.client.get(f"/r/photos/{next(iter(shown))}")[0] == 404, "let go of"
