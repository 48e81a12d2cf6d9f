"""Takes the pictures of docs/pictures from a running demonstration, with Chromium.

What may live here: the table of pictures and how one is taken. Other people's pages get a row in `PICTURES`.

Usage: python tools/pictures.py BASE [--to FOLDER] [--only PART] [--number NUMBER] [--sign NAME:PASSWORD]
`BASE` is what `make demo` printed. Rows with `{number}` show the case that `--number` names; rows that need somebody
who signed in are left out without `--sign`. Status 1 and one line if a page does not answer.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = {"phone": (390, 844), "small": (360, 740), "desk": (1280, 900)}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as people see it, and the looks it is taken in."""

    name: str
    path: str
    looks: Sequence[str]
    """`size-language`, with `-elder`, `-dark`, `-print` or `-whole` (the page to its end) behind it."""
    signed: bool = False
    raised: bool = False
    """Whether the browser holds a receipt: a matter is raised first, in the demonstration."""


PICTURES: tuple[Picture, ...] = (
    Picture("home", "/", ("desk-zh", "desk-en", "phone-zh")),
    Picture("case", "/cases/{number}", ("desk-zh", "phone-en")),
    Picture("programme", "/programmes/{programme}", ("desk-zh",)),
    Picture("report", "/report", ("phone-zh-whole", "phone-zh-elder", "phone-en-dark", "desk-zh")),
    Picture("track", "/r/", ("phone-zh-whole", "desk-en-whole", "phone-zh-elder"), raised=True),
    Picture("receipt", "/r/receipt", ("phone-zh-whole", "desk-zh-print"), raised=True),
    Picture("enter", "/r/", ("phone-zh",)),
    Picture("map", "/map", ("desk-zh", "phone-en")),
    Picture("look", "/look", ("desk-zh-whole", "phone-en-whole", "desk-zh-dark")),
)


def take(browser: Browser, base: str, picture: Picture, look: str, path: str, sign: str, to: Path) -> Path:
    """One picture. Raises RuntimeError for a page that does not answer with 200."""
    size, language, *more = look.split("-")
    width, height = SIZES[size]
    dark = "dark" if "dark" in more else "light"
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=LANGUAGES[language],
        color_scheme=dark,  # type: ignore[arg-type]
        device_scale_factor=1,
    )
    page = context.new_page()
    if "elder" in more:
        context.add_cookies([{"name": "reading", "value": "large", "url": base}])
    if picture.signed:
        _sign_in(page, base, sign)
    if picture.raised:
        _raise(page, base)
    answer = page.goto(base + path)
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status if answer else 'no answer'}")
    if "print" in more:
        page.emulate_media(media="print")
    target = to / f"{picture.name}-{look}.png"
    page.screenshot(path=target, full_page="whole" in more)
    context.close()
    return target


def _raise(page: Page, base: str) -> None:
    """A matter of the demonstration; in large type the form has one question a page."""
    page.goto(base + "/report")
    page.locator("textarea").first.fill("三号楼门口的路灯三天不亮，老人晚上出门不方便。")
    while page.locator("button[value=next]").count():
        page.locator("button[value=next]").click()
    page.locator("form.form button.large").first.click()


def _sign_in(page: Page, base: str, sign: str) -> None:
    name, _, password = sign.partition(":")
    page.goto(base + "/sign-in")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button").first.click()


def chosen(only: str, sign: str, number: str) -> Iterable[Picture]:
    """The rows that can be taken now."""
    for picture in PICTURES:
        wanted = only in picture.name and (bool(sign) or not picture.signed)
        if wanted and (number or "{number}" not in picture.path):
            yield picture


def main(argv: Sequence[str]) -> int:
    """Take them all; 0, or 1 with a line for a page that failed."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(prog="pictures")
    parser.add_argument("base")
    parser.add_argument("--to", type=Path, default=Path("docs/pictures"))
    parser.add_argument("--only", default="")
    parser.add_argument("--number", default="")
    parser.add_argument("--programme", default="ten-minute-circle")
    parser.add_argument("--sign", default="")
    asked = parser.parse_args(argv)
    asked.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture in chosen(asked.only, asked.sign, asked.number):
            path = picture.path.format(number=asked.number, programme=asked.programme)
            for look in picture.looks:
                try:
                    print(take(browser, asked.base, picture, look, path, asked.sign, asked.to))
                except RuntimeError as fault:
                    print(fault, file=sys.stderr)
                    return 1
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
