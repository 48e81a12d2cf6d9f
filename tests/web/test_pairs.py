"""Photos from before and after the work: side by side for those who work on a case, and for the one who raised it those
that were chosen for them, at an address that opens nothing else. Over HTTP, with a real phone for the pictures.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bihuan.app.covering import FILL
from bihuan.app.district import District
from bihuan.core.commands import Person, Post, Take
from bihuan.core.evidence import choices
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Moment, Party, TaskKind, Verb
from bihuan.store.reading import read_case
from tests.web.access.holder import Holder, holder
from tests.web.conftest import Site
from tests.web.matters import Reported, installation_of
from tests.web.signing import Client, open_account, sign_in
from tests.web.test_browser import AXE

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
    """On the phone: a photo on arrival and one after the work, each chosen to be shown by a tap on it."""
    for moment, colour in ((Moment.BEFORE, "#884422"), (Moment.AFTER, "#228844")):
        steps = matter.programme.steps_from(matter.stage)
        step = next(one for one in steps if one.moment is moment and one.task is TaskKind.LEAD)
        page.goto(f"{site.base}/work/cases/{matter.number}?step={step.id}")
        form = page.locator(f"#do-{step.id} form")
        form.locator("input[type=file]").set_input_files([upload(colour)])  # type: ignore[list-item]
        assert "sees none unless you choose it" in form.inner_text(), "said in words beside the photos"
        assert form.locator(f"[name={step.shown_by}]").count() == 0, "no yes for all at once"
        for words in form.locator("textarea").all():
            words.fill("已更换。")
        for choice in form.locator("select[required]").all():
            choice.select_option("restored")
        form.locator("button").last.click()
        page.wait_for_url(f"**done={step.id}")
    page.locator("#choosing a").click()
    page.locator("[data-photo]").nth(1).wait_for()
    assert page.locator("[data-photo] input:checked").count() == 0, "shown is only what is chosen"
    for frame in page.locator("[data-photo]").all():
        frame.locator("img").tap()
    assert page.locator("[data-photo] input:checked").count() == 2
    page.get_by_role("button", name="Keep this choice").tap()
    page.wait_for_url("**done=*")


@pytest.mark.browser
def test_the_worker_takes_both_the_reporter_judges_by_them_and_nobody_else_opens_them(
    site: Site, district: District, browser: Browser
) -> None:
    held, matter = in_hand(site, district)
    noted(district, matter, "#000000")
    worker = open_account(site, "pairs-worker", "handler", UNIT)
    page = browser.new_context(viewport={"width": 390, "height": 800}, locale="en", has_touch=True).new_page()
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
    reader.wait_for_function("[...document.querySelectorAll('.pair img')].every(one => one.naturalWidth === 640)")
    assert reader.locator(".pair img").count() == 2
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


def centre(data: bytes) -> tuple[int, ...]:
    shown = Image.open(io.BytesIO(data)).convert("RGB")
    return shown.getpixel((shown.width // 2, shown.height // 2))  # type: ignore[return-value]


def by_finger_and_by_keys(page: Page) -> None:
    """The middle of the first photo by a tap, that of the second without a pointer."""
    first, second = page.locator("[data-photo]").nth(0), page.locator("[data-photo]").nth(1)
    first.locator("[data-cover]").tap()
    box = first.locator("svg").bounding_box()
    assert box is not None
    first.locator("[data-how]").wait_for()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert first.locator("rect").count() == 1 and first.locator("input[type=checkbox]").is_checked(), "covers, no tick"
    second.locator("[data-cover]").focus()
    page.keyboard.press("Enter")
    assert second.locator("rect:focus").count() == 1
    was = second.locator("rect").get_attribute("x")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    assert second.locator("rect:focus").get_attribute("x") != was


@pytest.mark.browser
def test_a_face_is_covered_by_finger_or_by_keys_and_the_reporter_gets_the_covered_copy_alone(
    site: Site, district: District, browser: Browser
) -> None:
    held, matter = in_hand(site, district)
    page = browser.new_context(viewport={"width": 390, "height": 800}, locale="en", has_touch=True).new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    sign_in(page, site, open_account(site, "covers-worker", "handler", UNIT))
    take_both(page, site, matter)
    inside = addresses(district, matter)
    answered(matter)
    before = {one: held.client.get(f"/r/photos/{one}")[0] for one in inside}
    assert set(before.values()) == {200}

    page.goto(f"{site.base}/work/cases/{matter.number}/photos")
    by_finger_and_by_keys(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = page.evaluate("options => axe.run(document, options)", wanted)
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Keep this choice").tap()
    page.wait_for_url("**done=*")
    page.goto(f"{site.base}/work/cases/{matter.number}/photos")
    page.get_by_text("could see more of it before").nth(1).wait_for()
    assert page.locator("rect").count() == 2 and complaints == []
    page.goto(f"{site.base}/work/cases/{matter.number}")
    assert page.get_by_text("A photo is shown to the reporter; parts covered: 1").count() == 2, "the record says it"

    reader = browser.new_context(viewport={"width": 390, "height": 800}, locale="en").new_page()
    reader.goto(f"{site.base}/r/{held.code}")
    reader.locator(".pair img").nth(1).wait_for()
    for one in inside:
        shown = reader.request.get(f"{site.base}/r/photos/{one}").body()
        kept = district.door.photo(district.id, matter.id, one)
        assert isinstance(kept, bytes) and shown != kept
        assert max(abs(a - b) for a, b in zip(centre(shown), FILL, strict=True)) < 12, "covered"
        assert max(abs(a - b) for a, b in zip(centre(kept), FILL, strict=True)) > 20, "kept as it was taken"


def test_a_form_from_before_that_says_yes_for_all_shows_nothing_and_without_scripts_a_tick_shows_one(
    site: Site, district: District
) -> None:
    """The first as a step sends it that waited on a phone since the page still asked."""
    held, matter = in_hand(site, district)
    worker = Client(site, open_account(site, "old-page", "handler", UNIT))
    at, steps = f"/work/cases/{matter.number}", matter.programme.steps_from(matter.stage)
    step = next(one for one in steps if one.moment is Moment.BEFORE and one.task is TaskKind.LEAD)
    assert step.shown_by is not None
    worker.post(f"{at}/steps/{step.id}", {"request": "1" * 32, step.shown_by: "yes", "result": "到了。"})
    assert step.shown_by not in matter.state.fields
    by = Person(account="pairs-plain", posts=(Post(duty="handler", unit=UNIT),))
    for n, colour in enumerate(("#300000", "#003000")):
        command = Take(case=matter.id, step=step.id, by=by)
        answer = district.door.submit(district.id, command, f"plain-{matter.number}-{n}", photos=[picture(colour)])
        assert not isinstance(answer, Refusal), answer
    one, other = addresses(district, matter)
    chooses = next(one for one in matter.programme.steps.values() if one.shows)
    _, page = worker.get(f"{at}/photos")
    assert f'name="arg-show-{one}"' in page and "checked" not in page.partition("<main")[2]
    status, said = worker.post(
        f"{at}/steps/{chooses.id}", {"arg-photo": [one, other], f"arg-show-{one}": "yes", f"arg-areas-{one}": "0,0,2,2"}
    )
    assert status == 422 and 'role="alert"' in said and f'name="arg-areas-{one}"' in said, "said on the page of photos"
    sent: dict[str, str | list[str]] = {"arg-photo": [one, other], f"arg-show-{one}": "yes", f"arg-areas-{one}": ""}
    assert worker.post(f"{at}/steps/{chooses.id}", sent)[0] == 200
    with district.door.look(district.id) as (session, ground):
        seen = read_case(session, ground, by, matter.id)
    assert not isinstance(seen, Refusal)
    assert {choice.photo for choice in choices(seen.events, seen.programme) if choice.shown} == {one}
    assert held.client.get(f"/r/photos/{one}")[0] == 404, "not before the answer"
