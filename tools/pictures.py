"""Takes the pictures of docs/pictures from a running demonstration, with Chromium, and writes their list.

What may live here: the table of pictures and how one is taken. A new page gets a row in `PICTURES`.

Usage: python tools/pictures.py BASE [--to FOLDER] [--only PART] [--accounts HOME/accounts.tsv]
`BASE` is what `make demo` printed, HOME where it keeps its data. Rows of somebody who signs in are left out without the
accounts. Status 1 and one line if a page does not answer.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = {"phone": (390, 844), "small": (360, 740), "desk": (1280, 900)}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
TALLEST = 2_600
"""Pixels of a picture of a whole page: what lies below says nothing new."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as people see it, and the looks it is taken in."""

    route: str
    """Name of its address."""
    path: str
    looks: Sequence[str]
    """`size-language`, with `-elder`, `-dark`, `-print` or `-whole` (the page to its end) behind it."""
    by: str = ""
    """The account of the demonstration that looks at it."""
    raised: bool = False
    """Whether the browser holds a receipt: a matter is raised first, in the demonstration."""
    leads: str = ""
    """What the address of the page begins with, if it stands on the page at `path`: the first such link is followed."""
    about: str = ""
    name: str = ""
    """What its files are called, if the route has several pictures."""

    @property
    def stem(self) -> str:
        """How the names of its files begin."""
        return self.name or self.route.replace("_", "-")


BOTH = ("desk-zh-whole", "phone-en-whole")
PHONE = ("phone-zh-whole", "desk-en-whole")

PICTURES: tuple[Picture, ...] = (
    Picture("home", "/", ("desk-zh", "desk-en", "phone-zh", "phone-zh-elder"), about="What a visitor sees first"),
    Picture("case", "/cases/{number}", ("desk-zh-whole", "phone-en"), about="A case, as the public sees it"),
    Picture("figure", "/figures/{programme}/solve_rate", BOTH, about="A figure and the cases behind it"),
    Picture("programmes", "/programmes/", ("desk-zh",), about="The mechanisms"),
    Picture("programme", "/programmes/{programme}", ("desk-zh",), about="A mechanism, drawn from its file"),
    Picture("report", "/report/{programme}", ("phone-zh-whole", "phone-zh-elder", "phone-en-dark", "desk-zh"),
            about="Raising a matter"),
    Picture("track", "/r/", ("phone-zh-whole", "desk-en-whole", "phone-zh-elder"), raised=True,
            about="Where my matter stands"),
    Picture("reporter_step", "/r/", ("phone-zh-elder", "desk-en-elder"), raised=True, leads="/r/step/",
            about="A step of one's own matter, in large type"),
    Picture("receipt", "/r/receipt", ("phone-zh-whole", "desk-zh-print"), raised=True, about="The receipt"),
    Picture("enter_code", "/r/", ("phone-zh", "phone-zh-elder"), about="Entering a code"),
    Picture("map", "/map", ("desk-zh", "phone-en", "desk-zh-dark"), about="Open matters on the map"),
    Picture("draws", "/draws", ("desk-zh",), about="Draws that anyone can repeat"),
    Picture("published", "/log/", ("desk-zh-whole", "phone-en-whole", "phone-zh-elder"),
            about="Figures that anyone can check"),
    Picture("check_receipt", "/r/check", ("phone-zh-whole", "desk-en"), about="A receipt is checked in the browser"),
    Picture("claims", "/claims/", ("desk-zh-whole", "phone-en-whole"), about="Published figures and their verdicts"),
    Picture("policies", "/documents/", ("desk-zh", "phone-en"), about="What the rules rest on"),
    Picture("standing", "/standing/", ("desk-zh-whole", "phone-en-whole"), about="Rankings, the zone, its goals"),
    Picture("find", "/find?number={number}", ("phone-zh",), about="Looking a case up by its number"),
    Picture("look", "/look", ("desk-zh-whole", "phone-en-whole", "desk-zh-dark"), about="The design system"),
    Picture("sign_in", "/sign-in", ("phone-zh", "desk-en"), about="Signing in"),
    Picture("tasks", "/work/tasks", PHONE, "worker", about="A worker's tasks"),
    Picture("record", "/work/cases/{theirs}", ("phone-zh-whole", "desk-en-whole", "phone-zh-elder"), "worker",
            about="A case with every possible step"),
    Picture("duty", "/work/duty", ("phone-zh",), "worker", about="Who is on duty tonight"),
    Picture("tonight", "/work/tonight", ("phone-zh-whole", "desk-en-whole"), "head",
            about="Whose task it is tonight, and when nobody is there"),
    Picture("checks", "/work/checks", ("phone-zh-whole",), "checker", about="What waits for a check"),
    Picture("raised", "/work/raised", ("phone-zh", "desk-en"), "command", about="What a unit raised itself"),
    Picture("notices", "/work/notices", ("phone-zh",), "worker", about="Notices"),
    Picture("notice_wishes", "/work/notices/wishes", ("phone-zh-whole",), "worker", about="How one wants to be told"),
    Picture("own_account", "/work/account", ("phone-zh-whole",), "worker", about="One's own account"),
    Picture("desk", "/desk", ("desk-zh-whole", "desk-en-dark"), "desk", about="The desk"),
    Picture("desk_intake", "/desk/intake", ("desk-zh-whole",), "desk", about="Taking a matter down"),
    Picture("desk_search", "/desk/search?q=井盖", ("desk-zh-whole",), "desk", about="Search over sealed words"),
    Picture("desk_case", "/desk/cases/{open}", ("desk-zh-whole", "desk-en-whole"), "desk", about="Triage of a case"),
    Picture("desk_cluster", "/desk/clusters/{tied}", ("desk-zh-whole", "phone-en-whole"), "desk", leads="?step=",
            about="Two matters that are one"),
    Picture("desk_shift", "/desk/shift", ("desk-zh",), "desk", about="Handing over a shift"),
    Picture("desk_draws", "/desk/draws", ("desk-zh",), "desk", about="Drawing call-backs"),
    Picture("desk_map", "/desk/map", ("desk-zh", "desk-en-dark"), "desk", about="The desk's map"),
    Picture("desk_code", "/desk/cases/{open}/code", ("desk-zh",), "desk", about="A lost code at the counter"),
    Picture("enter", "/work/enter", ("phone-zh", "desk-en"), "command", about="Staff enter a matter"),
    Picture("enter_one", "/work/enter/flood-danger", ("phone-zh-whole",), "command", about="A danger is entered"),
    Picture("screens", "/screens", ("desk-zh",), "command", about="Screens of a mechanism"),
    Picture("screen_board", "/screens/flood-danger/board", ("desk-zh", "desk-en-dark", "phone-zh"), "command",
            about="Flood duty: a board for the night"),
    Picture("screen_board", "/screens/practical-deeds/board", ("desk-en-whole", "phone-zh-dark"), "rover",
            name="rectification-board", about="Rectification, with supervision"),
    Picture("screen_funnel", "/screens/enterprise-requests/funnel?show=handling.stands",
            ("desk-zh-whole", "phone-en-whole"), "leader", about="How far the requests of firms came"),
    Picture("screen_roster", "/screens/flood-shift/roster", ("desk-zh", "phone-en"), "command",
            about="Flood duty: who is on, and gaps in minutes"),
    Picture("registers", "/registers/", ("desk-zh", "phone-en"), "registrar", about="Registers"),
    Picture("register", "/registers/enterprises", ("desk-zh-whole", "phone-en"), "registrar", about="A register"),
    Picture("entry", "/registers/enterprises?f-leads_chain=yes", ("desk-zh-whole", "phone-en-whole"), "enterprise",
            leads="/registers/enterprises/entry", about="A firm, with its requests and visits"),
    Picture("register_funnel", "/registers/investments/funnel?show=contract", ("desk-zh-whole", "phone-en-whole"),
            "registrar", about="From lead to production"),
    Picture("register_graph", "/registers/chain-links/graph", ("desk-zh-whole", "phone-en-whole"), "registrar",
            about="Chains and their gaps"),
    Picture("register_import", "/registers/enterprises/import", ("desk-zh",), "registrar", about="From Excel"),
    Picture("supervisor", "/supervisor", ("desk-zh-whole", "phone-en-whole"), "supervisor", about="The ledger"),
    Picture("ledger", "/ledger?programme=flood-danger&state=all", ("desk-zh-whole", "phone-en-whole"), "command",
            about="The ledger of a mechanism's own centre"),
    Picture("leader", "/leader", ("desk-zh-whole", "phone-zh-whole", "desk-en-dark"), "leader", about="At a glance"),
    Picture("month", "/leader/month", ("desk-zh-whole", "desk-en"), "leader", about="The month as a document"),
    Picture("leader_cases", "/leader/{programme}/cases?measure=case.overdue", ("desk-zh", "phone-en-whole"), "leader",
            about="The cases behind a number"),
    Picture("leader_waits", "/leader/waiting/level-3", ("desk-zh",), "leader", about="What waits for the leader"),
    Picture("identity", "/identity/{number}", ("desk-zh",), "desk", about="Opening an identity for a purpose"),
    Picture("admin_accounts", "/admin/accounts", ("desk-zh",), "system", about="Accounts"),
    Picture("admin_account", "/admin/accounts", ("desk-zh-whole",), "system", leads="/admin/accounts/",
            about="One account"),
    Picture("admin_units", "/admin/units", ("desk-zh",), "system", about="Units"),
    Picture("deliveries", "/work/notices/deliveries", ("desk-zh",), "system", about="How notices went"),
    Picture("admin_unit", "/admin/units/committee", ("desk-zh",), "system", about="A unit and its past"),
    Picture("admin_areas", "/admin/areas", ("desk-zh",), "system", about="Areas"),
    Picture("admin_import", "/admin/import", ("desk-zh",), "system", about="Accounts from Excel"),
    Picture("security_import", "/security/import", ("desk-zh",), "security", about="Posts from Excel"),
    Picture("security_people", "/security/people", ("desk-zh",), "security", about="Posts"),
    Picture("security_person", "/security/people", ("desk-zh-whole",), "security", leads="/security/people/",
            about="The posts of one person"),
    Picture("audit", "/audit", ("desk-zh",), "audit", about="The audit log"),
    Picture("openings", "/privacy/openings", ("desk-zh-whole",), "privacy", about="Identities opened"),
    Picture("retention", "/privacy/retention", ("desk-zh", "phone-en"), "privacy", about="Due for erasure"),
)  # fmt: skip


def take(browser: Browser, base: str, picture: Picture, look: str, path: str, state: object, to: Path) -> Path:
    """One picture. Raises RuntimeError for a page that does not answer with 200."""
    size, language, *more = look.split("-")
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=LANGUAGES[language],
        color_scheme="dark" if "dark" in more else "light",
        device_scale_factor=1,
        storage_state=state,  # type: ignore[arg-type]
    )
    page = context.new_page()
    if "elder" in more:
        context.add_cookies([{"name": "reading", "value": "large", "url": base}])
    if picture.raised:
        _raise(page, base)
    answer = page.goto(base + path)
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status if answer else 'no answer'}")
    if "print" in more:
        page.emulate_media(media="print")
    if picture.leads:
        found = page.locator(f"main a[href^='{picture.leads}']").first
        if not found.count():
            raise RuntimeError(f"{path}: no link to {picture.leads}")
        page.goto(str(found.evaluate("link => link.href")))
    target = to / f"{picture.stem}-{look}.png"
    whole = "whole" in more
    tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight")) if whole else height
    page.set_viewport_size({"width": width, "height": max(tall, 320)})
    page.screenshot(path=target)
    context.close()
    return target


def _raise(page: Page, base: str) -> None:
    """A matter of the demonstration; in large type the form has one question a page."""
    page.goto(base + "/report")
    if not page.locator("textarea").count():
        page.locator("main a[href^='/report/']").first.click()
    page.locator("textarea").first.fill("三号楼门口的路灯三天不亮，老人晚上出门不方便。")
    while page.locator("button[value=next]").count():
        page.locator("button[value=next]").click()
    page.locator("form.form button.large").first.click()


def signed_in(browser: Browser, base: str, accounts: Mapping[str, str]) -> dict[str, object]:
    """What the browser of each account holds after signing in."""
    states: dict[str, object] = {"": None}
    for name in {picture.by for picture in PICTURES if picture.by in accounts}:
        context = browser.new_context()
        page = context.new_page()
        page.goto(base + "/sign-in")
        page.locator("input[name=username]").fill(name)
        page.locator("input[name=password]").fill(accounts[name])
        page.locator("main form button").first.click()
        page.wait_for_load_state("networkidle")
        states[name] = context.storage_state()
        context.close()
    return states


def found(browser: Browser, base: str, programme: str, states: Mapping[str, object]) -> dict[str, str]:
    """Numbers of cases to show: one that went all the way, one of the worker's tasks, one that waits at the desk."""
    with urllib.request.urlopen(f"{base}/figures/{programme}/solve_rate", timeout=30) as answer:
        numbers = re.findall(r"/cases/([A-Z0-9-]+)", answer.read().decode())
    shown = {"number": numbers[0], "programme": programme, "theirs": numbers[0], "open": numbers[0], "tied": numbers[0]}
    for name, path, pattern in (("theirs", "/work/tasks", "/work/cases/"), ("open", "/desk", "/desk/cases/")):
        state = states.get("worker" if name == "theirs" else "desk")
        if state is not None:
            context = browser.new_context(storage_state=state)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(base + path)
            links = list(dict.fromkeys(re.findall(rf"{pattern}([A-Z0-9-]+)", page.content())))
            shown[name] = links[0] if links else shown[name]
            if name == "open":
                shown["tied"] = _tied(page, base) or shown["tied"]
            context.close()
    return shown


def _tied(page: Page, base: str) -> str:
    """Two open matters are said to be the same, as the desk does it; the number of one, nothing if none can be."""
    page.goto(base + "/desk?queue=all")
    found = list(dict.fromkeys(re.findall(r"/desk/cases/([A-Z0-9-]+)", page.content())))
    one = ""
    for number in found[:20]:
        page.goto(f"{base}/desk/cases/{number}")
        form = page.locator("form[action$='/tie']:has(input[name=other]:not([type=hidden]))").last
        if one and form.count():
            form.locator("[name=other]").fill(one)
            form.locator("button").click()
            page.wait_for_load_state()
            return one
        one = one or (number if form.count() else "")
    return ""


def listing(taken: Mapping[str, list[Path]]) -> str:
    """The page that shows them all."""
    lines = ["# Pictures of every page", "", "Taken from `make demo` by `python tools/pictures.py`; made-up data.", ""]
    for picture in PICTURES:
        files = taken.get(f"{picture.stem}{picture.raised}", [])
        if files:
            lines += [f"## {picture.about}", ""]
            lines += [f"[![{file.stem}]({file.name})]({file.name})" for file in files] + [""]
    return "\n".join(lines)


def main(argv: Sequence[str]) -> int:
    """Take them all; 0, or 1 with a line for each page that failed."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(prog="pictures")
    parser.add_argument("base")
    parser.add_argument("--to", type=Path, default=Path("docs/pictures"))
    parser.add_argument("--only", default="")
    parser.add_argument("--programme", default="ten-minute-circle")
    parser.add_argument("--accounts", type=Path)
    asked = parser.parse_args(argv)
    asked.to.mkdir(parents=True, exist_ok=True)
    lines = asked.accounts.read_text("utf-8").splitlines() if asked.accounts else []
    accounts = dict(line.split("\t")[:2] for line in lines if "\t" in line)
    wrong, taken = 0, dict[str, list[Path]]()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        states = signed_in(browser, asked.base, accounts)
        shown = found(browser, asked.base, asked.programme, states)
        for picture in PICTURES:
            if asked.only not in picture.stem or picture.by not in states:
                continue
            for look in picture.looks:
                try:
                    file = take(
                        browser, asked.base, picture, look, picture.path.format(**shown), states[picture.by], asked.to
                    )
                    taken.setdefault(f"{picture.stem}{picture.raised}", []).append(file)
                    print(file)
                except RuntimeError as fault:
                    print(fault, file=sys.stderr)
                    wrong = 1
        browser.close()
    if not asked.only:
        (asked.to / "README.md").write_text(listing(taken), encoding="utf-8")
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
