"""A worker with a phone in real Chromium: signs, photographs, finishes, returns; two at once; two taps; no right."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bihuan.app.district import District
from bihuan.core.verbs import Party, TaskKind, TaskState, Verb
from tests.web.conftest import Site
from tests.web.matters import Matter, installation_of
from tests.web.signing import Client, Staff, open_account, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def district(site: Site) -> Iterator[District]:
    with installation_of(site).opened() as found:
        yield found


@pytest.fixture(scope="module")
def worker(site: Site) -> Staff:
    return open_account(site, "worker-1", "handler", "municipal")


@pytest.fixture(scope="module")
def colleague(site: Site) -> Staff:
    return open_account(site, "worker-2", "handler", "municipal")


@pytest.fixture(scope="module")
def stranger(site: Site) -> Staff:
    return open_account(site, "worker-3", "handler", "education")


def phone(site: Site, browser: Browser, staff: Staff, *, script: bool = True) -> Page:
    context = browser.new_context(viewport=PHONE, locale="en", java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, site, staff)
    return page


def photo(colour: str = "#446644") -> dict[str, object]:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def opened(page: Page, site: Site, matter: Matter, verb: Verb) -> str:
    """The record with the form of the step unfolded; its selector."""
    step = matter.step(verb)
    page.goto(f"{site.base}/work/cases/{matter.number}?step={step.id}")
    return f"#do-{step.id} form"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_signing_with_one_tap_photographing_and_finishing(
    site: Site, browser: Browser, district: District, worker: Staff, script: bool
) -> None:
    matter = Matter(district, "公交站旁四盏路灯不亮。").given_to("municipal")
    page = phone(site, browser, worker, script=script)
    page.goto(site.base + "/work/tasks")
    card = page.locator("li", has_text=matter.number)
    card.get_by_role("button").click()
    assert "/work/tasks" in page.url and matter.state.lead.state is TaskState.SIGNED  # type: ignore[union-attr]
    form = opened(page, site, matter, Verb.CONTACT)
    page.locator(f"{form} button[value=reached]").click()
    form = opened(page, site, matter, Verb.FINISH)
    page.locator(f"{form} textarea").first.fill("换了四个灯头，已亮。")
    page.locator(f"{form} select").first.select_option(index=1)
    page.locator(f"{form} input[type=file]").set_input_files([photo()])  # type: ignore[list-item]
    # The photo is laid by before it is sent: the page comes back a moment later.
    with page.expect_navigation():
        page.locator(f"{form} button").first.click()
    assert "done=" in page.url and matter.state.lead.state is TaskState.FINISHED  # type: ignore[union-attr]
    assert "换了四个灯头" in page.content()
    seen = page.request.get(site.base + (page.locator(".thread img").first.get_attribute("src") or ""))
    assert seen.status == 200 and seen.body()[:2] == b"\xff\xd8"
    assert seen.headers["cache-control"] == "private, no-cache"
    page.context.close()


def test_returning_says_until_when_and_who_decides(
    site: Site, browser: Browser, district: District, worker: Staff
) -> None:
    matter = Matter(district, "学校门口要加一盏路灯。").given_to("municipal")
    page = phone(site, browser, worker)
    form = opened(page, site, matter, Verb.RETURN)
    assert "Can be done until" in page.locator(form).inner_text()
    page.locator(f"{form} textarea[name=reason]").fill("这条路由街道管养。")
    page.locator(f"{form} button").first.click()
    page.get_by_text("这条路由街道管养").first.wait_for()
    assert matter.state.lead.state is TaskState.DISPUTED  # type: ignore[union-attr]
    page.context.close()


def test_two_at_once_the_second_sees_what_happened_and_loses_nothing(
    site: Site, browser: Browser, district: District, worker: Staff, colleague: Staff
) -> None:
    matter = Matter(district, "路口信号灯旁的路灯不亮。").given_to("municipal")
    matter.take(Verb.SIGN, Party.HANDLER, "municipal")
    first, second = phone(site, browser, worker), phone(site, browser, colleague)
    form = opened(second, site, matter, Verb.PROGRESS)
    opened(first, site, matter, Verb.CONTACT)
    first.locator("form button[value=reached]").first.click()
    second.locator(f"{form} textarea").first.fill("已经约好明天更换。")
    second.locator(f"{form} button").first.click()
    alert = second.get_by_role("alert")
    assert alert.count() == 1 and "Meanwhile" in alert.inner_text()
    assert second.locator(f"{form} textarea").first.input_value() == "已经约好明天更换。"
    second.locator(f"{form} button").first.click()
    second.get_by_text("已经约好明天更换").first.wait_for()
    assert "done=" in second.url
    for page in (first, second):
        page.context.close()


def test_a_second_tap_is_no_second_step(site: Site, district: District, worker: Staff) -> None:
    matter = Matter(district, "路灯白天也亮着。").given_to("municipal")
    step, n = matter.step(Verb.SIGN), matter.state.n
    client = Client(site, worker)
    sent = {"request": "ab" * 16, "seen": str(n), "outcome": "done"}
    pages = [client.post(f"/work/cases/{matter.number}/steps/{step.id}", sent) for _ in range(2)]
    assert [status for status, _ in pages] == [200, 200] and matter.state.n == n + 1
    status, body = client.post(f"/work/cases/{matter.number}/steps/{step.id}", {**sent, "request": "cd" * 16})
    assert status == 409 and matter.state.n == n + 1 and 'role="alert"' in body


def test_called_units_arrive_with_one_tap(
    site: Site, browser: Browser, district: District, worker: Staff, stranger: Staff
) -> None:
    matter = Matter(district, "校门口路灯和围墙都要修。").given_to("municipal")
    matter.take(Verb.SIGN, Party.HANDLER, "municipal")
    assert Client(site, stranger).get(f"/work/cases/{matter.number}")[0] == 404
    matter.take(Verb.CALL_JOINTLY, Party.HANDLER, "municipal", units=("education",))
    page = phone(site, browser, stranger)
    page.goto(site.base + "/work/tasks")
    page.locator("li", has_text=matter.number).get_by_role("button").click()
    joint = next(task for task in matter.state.tasks.values() if task.kind is TaskKind.JOINT)
    assert "arrived" in joint.marks and joint.state is TaskState.SIGNED
    page.context.close()


def test_somebody_elses_case_and_its_photos_do_not_exist(
    site: Site, district: District, worker: Staff, stranger: Staff
) -> None:
    matter = Matter(district, "桥下路灯不亮。").given_to("municipal")
    step = matter.step(Verb.SIGN)
    client = Client(site, stranger)
    for path in (f"/work/cases/{matter.number}", f"/work/cases/{matter.number}/photos/{'0' * 64}"):
        assert client.get(path)[0] == 404
    assert client.post(f"/work/cases/{matter.number}/steps/{step.id}", {"outcome": "done"})[0] == 404
    assert Client(site, worker).get(f"/work/cases/{matter.number}")[0] == 200


def test_whoever_has_a_part_is_not_asked_to_check_it(site: Site, district: District) -> None:
    both = open_account(site, "two-hats", "checker", "municipal")
    other = open_account(site, "checks", "checker", "check-team")
    matter = Matter(district, "广场路灯闪烁。").given_to("municipal")
    for verb, outcome in ((Verb.SIGN, "done"), (Verb.CONTACT, "reached"), (Verb.FINISH, "done")):
        matter.take(verb, Party.HANDLER, "municipal", outcome)
    assert matter.number in Client(site, other).get("/work/checks")[1]
    assert matter.number not in Client(site, both).get("/work/checks")[1]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_slip_is_taken_back_with_one_tap(
    site: Site, browser: Browser, district: District, worker: Staff, colleague: Staff, script: bool
) -> None:
    matter = Matter(district, "错点了签收。").given_to("municipal")
    page = phone(site, browser, worker, script=script)
    page.goto(site.base + "/work/tasks")
    page.locator("li", has_text=matter.number).get_by_role("button").click()
    assert matter.state.lead.state is TaskState.SIGNED  # type: ignore[union-attr]
    bar = page.locator("form.undo")
    assert matter.number in bar.inner_text()
    if script:
        bar.locator("[data-counting]").wait_for()
        assert 0 < int(bar.locator("[data-left]").inner_text()) <= 60
    else:
        assert "possible until" in bar.inner_text()
    other = phone(site, browser, colleague)
    other.goto(f"{site.base}/work/cases/{matter.number}")
    assert other.locator("form.undo").count() == 0, "it is not theirs"
    bar.get_by_role("button").click()
    assert matter.state.lead.state is TaskState.GIVEN  # type: ignore[union-attr]
    assert page.locator("form.undo").count() == 0
    assert page.locator(".thread .tag", has_text="taken back").count() == 1, "the fact is there, and marked"
    page.goto(f"{site.base}/work/cases/{matter.number}")
    assert page.locator("summary", has_text="Take back").count() == 0, "no form that leads nowhere"
