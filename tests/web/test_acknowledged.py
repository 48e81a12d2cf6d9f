"""What a reporter did is said back at once, with what comes next: in real Chromium, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bihuan.app.district import District
from bihuan.core.verbs import Party, RequestKind, Verb
from tests.web.conftest import Site
from tests.web.matters import Reported, installation_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LOOKS = {
    "zh phone": ("zh-CN", {"width": 360, "height": 740}, False),
    "zh phone elder": ("zh-CN", {"width": 360, "height": 740}, True),
    "en desk": ("en", {"width": 1280, "height": 900}, False),
}
SAID = {
    "zh-CN": {
        "added": "您补充的情况收到了；现在由派单台接着办，最迟",
        "urged": "催办已经送到；现在由派单台接着办",
        "not solved": "您说没有解决，记下了；现在由派单台接着办",
        "solved": "您确认已经解决，记下了；如果又出现，",
        "rated": "您的评价记下了；如果又出现，",
        "again": "这件事已经重开；现在由公用服务中心接着办",
        "gone": "这件事已经按您的意思撤回；这件事到此结束",
    },
    "en": {
        "added": "What you added has arrived; it is with the desk now, and you are answered by",
        "urged": "Your reminder has been passed on; it is with the desk now",
        "not solved": "It is recorded that you find it not solved; it is with the desk",
        "solved": "It is recorded that you find it solved; should it come back",
        "rated": "Your rating is recorded; should it come back",
        "again": "Your matter is open again; it is with",
        "gone": "Your matter is withdrawn, as you wished; it ends here",
    },
}


@pytest.fixture(scope="module")
def district(site: Site) -> Iterator[District]:
    with installation_of(site).opened() as opened:
        yield opened


@pytest.fixture(params=LOOKS)
def page(request: pytest.FixtureRequest, site: Site, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A page of somebody who reports, without scripts, and its language."""
    language, size, large = LOOKS[request.param]
    context = browser.new_context(java_script_enabled=False, viewport=size, locale=language)  # type: ignore[arg-type]
    if large:
        context.add_cookies([{"name": "reading", "value": "large", "url": site.base}])
    yield context.new_page(), language
    context.close()


def reported(site: Site, page: Page, district: District) -> Reported:
    page.goto(site.base + "/report")
    page.locator("textarea").first.fill("路灯不亮，晚上出门不方便。")
    for _ in range(12):
        with page.expect_navigation():
            page.locator("main form button:not([name=back]):not([value=back])").last.click()
        if page.url.endswith("/r/receipt"):
            return Reported(district, page.locator(".receipt .big").inner_text())
    raise AssertionError(page.locator("main").inner_text()[:500])


def does(site: Site, page: Page, matter: Reported, verb: Verb, fill: str = "") -> None:
    """The step of this verb from the page of the receipt, with the last of each choice unless it is filled in."""
    name = matter.step(verb, Party.RAISER).id
    page.goto(site.base + "/r/")
    if page.locator(f"a[href$='/r/step/{name}']").count():
        return apart(page, f"{site.base}/r/step/{name}", fill)
    form = page.locator(f"form[action$='/{name}']")
    if form.locator("xpath=ancestor::details").count():
        form.locator("xpath=ancestor::details").locator("summary").click()
    if fill in ("yes", "no"):
        form.locator(f"input[value={fill}]").check()
    elif fill.isdecimal():
        form.locator(f"input[value='{fill}']").check()
    elif fill:
        form.locator("textarea").first.fill(fill)
    with page.expect_navigation():
        form.locator("button").last.click()


def apart(page: Page, address: str, fill: str) -> None:
    """The same in large type, on pages of its own with one question each."""
    page.goto(address)
    for _ in range(8):
        form = page.locator("main form").last
        choice, words = form.locator(f"input[type=radio][value='{fill}']"), form.locator("textarea")
        if choice.count():
            choice.check()
        elif words.count() and fill not in ("yes", "no") and not fill.isdecimal():
            words.first.fill(fill)
            fill = ""
        with page.expect_navigation():
            form.locator("button:not([value=back])").first.click()
        if page.locator("#done").count():
            return
    raise AssertionError(page.locator("main").inner_text()[:500])


def says(page: Page, words: str) -> None:
    told = page.locator("#done[role=status]")
    assert told.count() == 1, page.locator("main").inner_text()[:800]
    assert words in told.inner_text() and "{" not in told.inner_text(), told.inner_text()


def asks(page: Page) -> bool:
    """Whether the head of the page asks for the answer."""
    lead = page.locator("p.lead").inner_text()
    return "问题是否解决" in lead or "whether it is solved" in lead


def answered(matter: Reported) -> None:
    matter.take(Verb.SIGN, Party.HANDLER, "municipal")
    matter.take(Verb.FINISH, Party.HANDLER, "municipal")
    matter.take(Verb.CHECK, Party.CHECKER, "check-team", "yes")
    matter.take(Verb.CLOSE, Party.CENTRE, "service-centre")


def test_each_step_is_said_back_with_what_comes_next(site: Site, district: District, page: tuple[Page, str]) -> None:
    browsing, language = page
    matter = reported(site, browsing, district)
    does(site, browsing, matter, Verb.SUPPLEMENT, "对面那盏也不亮。")
    says(browsing, SAID[language]["added"])
    does(site, browsing, matter, Verb.REMIND)
    says(browsing, SAID[language]["urged"])
    matter.given_to("municipal")
    answered(matter)
    browsing.goto(site.base + "/r/")
    assert asks(browsing)
    does(site, browsing, matter, Verb.CONFIRM, "no")
    says(browsing, SAID[language]["not solved"])
    matter.take(Verb.DISPATCH, Party.CENTRE, "service-centre", unit="municipal")
    answered(matter)
    does(site, browsing, matter, Verb.CONFIRM, "yes")
    says(browsing, SAID[language]["solved"])
    assert not asks(browsing), "who has answered is not asked again"
    does(site, browsing, matter, Verb.RATE, "5")
    says(browsing, SAID[language]["rated"])
    does(site, browsing, matter, Verb.REOPEN, "又不亮了。")
    says(browsing, SAID[language]["again"])
    does(site, browsing, matter, Verb.WITHDRAW)
    says(browsing, SAID[language]["gone"])


def test_an_address_alone_claims_nothing(site: Site, district: District, page: tuple[Page, str]) -> None:
    """Only what was done last is said: not what somebody wrote into a link, and not what something newer overtook."""
    browsing, _ = page
    matter = reported(site, browsing, district)
    names = [matter.step(verb, Party.RAISER).id for verb in (Verb.SUPPLEMENT, Verb.WITHDRAW, Verb.REMIND)]
    does(site, browsing, matter, Verb.SUPPLEMENT, "对面那盏也不亮。")
    does(site, browsing, matter, Verb.REMIND)
    shown = []
    for name in (*names, "<b>"):
        browsing.goto(f"{site.base}/r/?done={name}")
        shown.append(browsing.locator("#done").count())
    assert shown == [0, 0, 1, 0]


def test_while_time_stands_still_no_day_is_promised(site: Site, district: District, page: tuple[Page, str]) -> None:
    browsing, language = page
    matter = reported(site, browsing, district).given_to("municipal")
    matter.take(Verb.SIGN, Party.HANDLER, "municipal")
    asking = matter.step(Verb.SUSPEND)
    ground = next(iter(district.rules.dictionaries[asking.reasons or ""].entries))
    matter.take(Verb.SUSPEND, Party.HANDLER, "municipal", reason=ground)
    matter.decide(RequestKind.SUSPENSION, "service-centre")
    browsing.goto(site.base + "/r/")
    lead = browsing.locator("p.lead").inner_text()
    assert {"zh-CN": "现在暂停计时", "en": "Time stands still for now"}[language] in lead and "None" not in lead
