"""A worker without a network, in real Chromium: tasks stay readable, steps are kept and sent, a conflict is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bihuan.app.district import District
from bihuan.core.verbs import Moment, Party, TaskKind, TaskState, Verb
from tests.web.conftest import Site
from tests.web.matters import Matter, installation_of
from tests.web.signing import Staff, open_account, sign_in
from tests.web.test_work import photo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def district(site: Site) -> Iterator[District]:
    with installation_of(site).opened() as found:
        yield found


@pytest.fixture(scope="module")
def worker(site: Site) -> Staff:
    return open_account(site, "far-away", "handler", "municipal")


@pytest.fixture
def page(site: Site, browser: Browser, worker: Staff) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="en")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    sign_in(page, site, worker)
    page.goto(site.base + "/work/tasks")
    assert not page.locator("#outbox").is_visible()
    page.wait_for_selector("html[data-offline=ready]", state="attached")
    yield page
    assert complaints == []
    context.close()


def note_without_network(page: Page, site: Site, matter: Matter, words: str) -> None:
    """Open the record, lose the network, write a note and send it."""
    step = matter.step(Verb.PROGRESS)
    page.goto(site.base + "/work/tasks")
    page.goto(f"{site.base}/work/cases/{matter.number}?step={step.id}")
    page.context.set_offline(True)
    page.locator(f"#do-{step.id} textarea").first.fill(words)
    page.locator(f"#do-{step.id} button").first.click()
    page.wait_for_selector("#outbox:not([hidden])")


def back(page: Page) -> None:
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")


def given(district: District, words: str) -> Matter:
    matter = Matter(district, words).given_to("municipal")
    matter.take(Verb.SIGN, Party.HANDLER, "municipal")
    return matter


def test_tasks_stay_readable_and_a_step_waits_for_the_network(site: Site, page: Page, district: District) -> None:
    matter = given(district, "隧道里的照明坏了一半。")
    n = matter.state.n
    note_without_network(page, site, matter, "已到隧道口，正在查线。")
    assert matter.number in page.content() and "已到隧道口" in page.locator("#outbox").inner_text()
    page.goto(f"{site.base}/work/cases/{matter.number}")
    assert "隧道里的照明坏了一半" in page.content() and matter.state.n == n
    page.goto(site.base + "/work/tasks")
    page.wait_for_selector("#outbox:not([hidden])")  # It is hidden until the script has looked.
    back(page)
    page.wait_for_selector("#outbox[hidden]", state="attached")
    assert matter.state.n == n + 1


def kept_on_the_phone(page: Page) -> list[int]:
    """How many files each kept step holds."""
    return page.evaluate("""() => new Promise(done => {
        const asked = indexedDB.open("bihuan-work", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("steps", { keyPath: "id", autoIncrement: true });
        asked.onsuccess = () => {
            const all = asked.result.transaction("steps").objectStore("steps").getAll();
            all.onsuccess = () => { asked.result.close(); done(all.result.map(
                step => step.entries.filter(([, value]) => value instanceof File).length)); };
        };
    })""")


def with_photos_without_network(page: Page, site: Site, matter: Matter, files: list[object]) -> None:
    step = matter.step(Verb.PROGRESS)
    page.goto(site.base + "/work/tasks")
    page.goto(f"{site.base}/work/cases/{matter.number}?step={step.id}")
    page.context.set_offline(True)
    page.locator(f"#do-{step.id} input[type=file]").set_input_files(files)
    page.locator(f"#do-{step.id} button").first.click()


def test_photos_wait_with_their_step_and_leave_the_phone_with_it(site: Site, page: Page, district: District) -> None:
    matter = given(district, "井盖松动，先拍照。")
    with_photos_without_network(page, site, matter, [photo(), photo()])
    page.wait_for_selector("#outbox:not([hidden])")
    assert page.locator("#outbox [data-photos] b").inner_text() == "2" and kept_on_the_phone(page) == [2]
    n = matter.state.n
    back(page)
    page.wait_for_selector("#outbox[hidden]", state="attached")
    assert matter.state.n == n + 1 and kept_on_the_phone(page) == []
    page.goto(f"{site.base}/work/cases/{matter.number}")
    assert page.locator(".thread .photos img").count() == 1, "sent; the same picture twice is one"


def test_before_and_after_wait_and_stand_side_by_side_once_sent(
    site: Site, page: Page, district: District
) -> None:
    """Both photos of a place without a network, sent in their order when it is back."""
    matter = given(district, "地下通道里的灯坏了，没有信号。")
    matter.take(Verb.CONTACT, Party.HANDLER, "municipal", "reached")
    steps = [step for step in matter.programme.steps_from(matter.stage) if step.moment and step.task is TaskKind.LEAD]
    before, after = sorted(steps, key=lambda step: step.moment is Moment.AFTER)
    page.goto(site.base + "/work/tasks")
    page.goto(f"{site.base}/work/cases/{matter.number}?step={before.id}")
    page.context.set_offline(True)
    for step, colour in ((before, "#553311"), (after, "#446644")):
        form = page.locator(f"#do-{step.id}")
        if not form.get_attribute("open"):
            form.evaluate("one => one.open = true")
        form.locator("input[type=file]").set_input_files([photo(colour)])
        for words in form.locator("textarea").all():
            words.fill("灯具已更换。")
        for choice in form.locator("select[required]").all():
            choice.select_option("restored")
        form.locator("button").last.click()
        page.wait_for_url("**/work/tasks")
        page.wait_for_selector("#outbox:not([hidden])")
        if step is before:
            page.goto(f"{site.base}/work/cases/{matter.number}?step={after.id}")
    assert kept_on_the_phone(page) == [1, 1]
    back(page)
    page.wait_for_selector("#outbox[hidden]", state="attached")
    page.goto(f"{site.base}/work/cases/{matter.number}")
    assert page.locator(".pair img").count() == 2, page.locator("main").inner_text()
    assert "none of 2 is shown" in page.locator("#choosing").inner_text(), "what waited shows nothing by itself"


def test_what_is_too_large_for_the_phone_is_said_at_the_form_which_keeps_everything(
    site: Site, page: Page, district: District, tmp_path: Path
) -> None:
    matter = given(district, "桥下积水，拍了很多张。")
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(61 * 1024 * 1024)
    n = matter.state.n
    with_photos_without_network(page, site, matter, [str(huge)])
    page.locator("#not-kept:not([hidden])").wait_for()
    said = page.locator("#not-kept").inner_text()
    assert "at most 60 MB of photos. These, in MB: 61" in said and "Nothing was sent" in said and "180" not in said
    step = matter.step(Verb.PROGRESS)
    assert page.locator(f"#do-{step.id} input[type=file]").evaluate("one => one.files.length") == 1
    page.locator(f"#do-{step.id} input[type=file]").set_input_files([photo()] * 7)
    page.locator(f"#do-{step.id} button").first.click()
    page.locator("[data-why=many]:not([hidden])").wait_for()
    assert kept_on_the_phone(page) == [] and matter.state.n == n
    page.locator(f"#do-{step.id} input[type=file]").set_input_files([photo()])
    page.locator(f"#do-{step.id} button").first.click()
    page.wait_for_selector("#outbox:not([hidden])")
    assert kept_on_the_phone(page) == [1], "fewer of them are kept after all"
    page.locator("#outbox button").first.click()
    page.wait_for_selector("#outbox[hidden]", state="attached")


FILLED = """async () => {
  const base = await new Promise((done, failed) => {
    const asked = indexedDB.open("bihuan-work", 1);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  for (let n = 0; n < 3; n++) await new Promise((done, failed) => {
    const change = base.transaction("steps", "readwrite");
    const photo = new File([new Uint8Array(60 * 1024 * 1024)], "large.jpg", { type: "image/jpeg" });
    const url = `${location.origin}/work/cases/GZ20260101-00000${n}/steps/progress`;
    change.objectStore("steps").add({ url, entries: [["photos", photo]], at: Date.now(), state: "waiting" });
    change.oncomplete = done;
    change.onerror = () => failed(change.error);
  });
  base.close();
}"""


def test_when_all_that_may_wait_is_full_the_next_step_is_not_kept_and_the_form_says_so(
    site: Site, page: Page, district: District
) -> None:
    matter = given(district, "河堤裂缝，前面几件都还没发出去。")
    n, step = matter.state.n, matter.step(Verb.PROGRESS)
    page.goto(site.base + "/work/tasks")
    page.goto(f"{site.base}/work/cases/{matter.number}?step={step.id}")
    page.wait_for_selector("html[data-offline=ready]", state="attached")
    page.context.set_offline(True)
    page.evaluate(FILLED)
    form = page.locator(f"#do-{step.id}")
    for words in form.locator("textarea").all():
        words.fill("先拉了警戒线。")
    form.locator("input[type=file]").set_input_files([photo()])
    form.locator("button").first.click()
    page.locator("[data-why=full]:not([hidden])").wait_for()
    said = page.locator("#not-kept").inner_text()
    assert "180 MB of photos in all" in said and "these, in MB: 1" in said and "Nothing was sent" in said
    assert form.locator("input[type=file]").evaluate("one => one.files.length") == 1
    assert kept_on_the_phone(page) == [1, 1, 1] and matter.state.n == n


def test_photos_are_gone_with_signing_out(site: Site, page: Page, district: District) -> None:
    matter = given(district, "护栏断了一截。")
    with_photos_without_network(page, site, matter, [photo()])
    page.wait_for_selector("#outbox:not([hidden])")
    # Back in the network on a page that sends nothing: it is still here when somebody signs out.
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(site.base + "/")
    assert kept_on_the_phone(page) == [1]
    with page.expect_navigation(url=site.base + "/"):
        page.locator(".workbar summary").click()
        page.locator("form[action='/sign-out'] button").click()
    assert kept_on_the_phone(page) == [], "nothing is left for whoever signs in next on this phone"


def test_a_case_that_moved_on_meanwhile_keeps_the_words_on_the_phone(
    site: Site, page: Page, district: District
) -> None:
    matter = given(district, "桥头两盏路灯不亮。")
    note_without_network(page, site, matter, "明天上午更换。")
    matter.take(Verb.CONTACT, Party.HANDLER, "municipal", "reached")
    n = matter.state.n
    back(page)
    page.wait_for_selector("#outbox .late")
    assert "明天上午更换" in page.locator("#outbox").inner_text() and matter.state.n == n
    page.locator("#outbox button").first.click()
    page.wait_for_selector("#outbox[hidden]", state="attached")


def test_signing_out_leaves_nothing_on_the_phone(site: Site, page: Page, district: District) -> None:
    matter = given(district, "公园西门路灯不亮。")
    note_without_network(page, site, matter, "等配件。")
    back(page)
    # Sent, and the page loaded anew: nothing else moves on while somebody signs out.
    page.wait_for_selector("#outbox[hidden]", state="attached")
    with page.expect_navigation(url=site.base + "/"):
        page.locator(".workbar summary").click()
        page.locator("form[action='/sign-out'] button").click()
    left = page.evaluate("caches.open('pages-1').then(kept => kept.keys()).then(keys => keys.map(key => key.url))")
    assert left == []
    page.go_back()
    assert "西门" not in page.content(), "the page before is asked for again, by somebody signed out"


MAKE_LATE = """() => new Promise(done => {
    const asked = indexedDB.open("bihuan-work", 1);
    asked.onsuccess = () => {
        const change = asked.result.transaction("steps", "readwrite"), steps = change.objectStore("steps");
        steps.getAll().onsuccess = event => event.target.result.forEach(step => steps.put({ ...step, until: 1 }));
        change.oncomplete = () => { asked.result.close(); done(); };
    };
})"""


@pytest.mark.parametrize("late", [False, True], ids=["in time", "late"])
def test_what_takes_a_step_back_waits_for_its_minute_and_never_goes_out_late(
    site: Site, page: Page, district: District, late: bool
) -> None:
    matter = Matter(district, f"没有网络时撤回{late}。").given_to("municipal")
    page.goto(site.base + "/work/tasks")
    with page.expect_navigation():
        page.locator("li", has_text=matter.number).get_by_role("button").click()
    n = matter.state.n
    page.context.set_offline(True)
    page.locator("form.undo").get_by_role("button").click()
    page.wait_for_selector("#outbox [data-undoing]")
    assert matter.state.n == n
    if late:
        page.evaluate(MAKE_LATE)
    back(page)
    if not late:
        page.wait_for_selector("#outbox[hidden]", state="attached")
        assert matter.state.lead.state is TaskState.GIVEN  # type: ignore[union-attr]
        return
    page.wait_for_selector("#outbox [data-late]")
    assert "the step stands" in page.locator("#outbox").inner_text()
    page.goto(site.base + "/work/tasks")
    page.wait_for_selector("#outbox [data-late]")
    assert matter.state.n == n, "it was not sent, then or later"
    page.locator("#outbox button").first.click()
    page.wait_for_selector("#outbox[hidden]", state="attached")
