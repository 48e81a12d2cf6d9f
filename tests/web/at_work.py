"""People at their own screens, in real Chromium: they find a form by its step, fill it in, and read what comes back."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PIL import Image

from tests.web.conftest import Site
from tests.web.test_browser import AXE

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE, DESK = {"width": 390, "height": 800}, {"width": 1280, "height": 900}

Enters = Callable[[str], "Worker"]


class Worker:
    """Somebody at their own screen."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site

    def see(self, path: str) -> str:
        self.page.goto(self.site.base + path)
        return self.page.locator("main").inner_text()

    def enter(
        self, programme: str, filled: Mapping[str, str], *, photo: bool = False, of: str = "", by: str = ""
    ) -> str:
        """Raise a case; the number of the case that is shown then."""
        self.see(f"/work/enter/{programme}" + (f"?parent={of}&by={by}" if of else ""))
        said = self.send("main form.form", filled, photo=photo)
        assert "/work/cases/" in self.page.url, said
        return self.page.url.rpartition("/")[2].partition("?")[0]

    def act(
        self, number: str, step: str, filled: Mapping[str, str] | None = None, *, outcome: str = "", photo: bool = False
    ) -> str:
        """Take a step on the record; what the page says afterwards."""
        self.see(f"/work/cases/{number}?step={step}")
        button = f"button[value={outcome}]" if outcome else "button"
        return self.send(f"#do-{step} form", filled or {}, photo=photo, button=button)

    def speaks(self, language: str) -> None:
        """Read pages in `zh-hans` or `en` from now on."""
        self.see("/")
        with self.waits():
            self.page.locator(f'form[action="/display"] button[name=language][value={language}]').first.click()

    def in_chinese(self, number: str, step: str, filled: Mapping[str, str], *, photo: bool = False) -> str:
        """What the same refused step says in Chinese."""
        self.speaks("zh-hans")
        said = self.act(number, step, filled, photo=photo)
        self.speaks("en")
        return said

    def send(self, form: str, filled: Mapping[str, str], *, photo: bool = False, button: str = "") -> str:
        """Fill in a form of the page that is open and send it; what the page says that comes back."""
        self._fill(form, filled, photo)
        # Without a button named it is the last: before it may stand those of an answer that is not wanted.
        found = self.page.locator(f"{form} {button}").first if button else self.page.locator(f"{form} button").last
        with self.waits():
            found.click()
        return self.page.locator("main").inner_text()

    def fact(self, register: str, key: str, title: str) -> str:
        """What an entry of a register says under a title."""
        self.see(f"/registers/{register}/entry?key={key}")
        return self.page.locator(f"dl.entry div:has(dt:text-is('{title}')) dd").inner_text()

    @contextmanager
    def waits(self) -> Iterator[None]:
        """What is sent goes out by script; what follows must not overtake the page that comes back."""
        with self.page.expect_navigation():
            yield

    def typed(self, form: str, name: str) -> str:
        """What stands in a box of the form now."""
        return self.page.locator(f"{form} [name={name}]").input_value()

    def _fill(self, form: str, filled: Mapping[str, str], photo: bool) -> None:
        for name, value in filled.items():
            box = self.page.locator(f"{form} [name={name}]")
            if box.evaluate("node => node.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        if photo:
            file = io.BytesIO()
            Image.new("RGB", (640, 480), "#446644").save(file, "JPEG")
            shown = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
            self.page.locator(f"{form} input[type=file]").set_input_files(shown)  # type: ignore[arg-type]

    def told(self, number: str) -> bool:
        """Whether a notice names the case; the job that hands them out comes by every few seconds."""
        return self.sees("/work/notices", number)

    def sees(self, path: str, words: str) -> bool:
        """Whether a page comes to say so, where something has to be noticed first."""
        for _ in range(60):
            if words in self.see(path):
                return True
            self.page.wait_for_timeout(500)
        return False

    def clean(self) -> None:
        """The page that is open has no fault that axe finds, and nothing sticks out."""
        self.page.add_script_tag(path=str(AXE))
        wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        found = self.page.evaluate("options => axe.run(document, options)", wanted)["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 1, self.page.url
