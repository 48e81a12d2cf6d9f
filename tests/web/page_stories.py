"""Stories that drive pages: read from stories/pages, played over the real server by a plain client, without a browser.

A scene says who does it, which page is opened, what is written beside which label, which button is pressed, and what
the page then says: all in the words of the page, once in each language. What may live here: how a scene is played.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.web.conftest import Site
from tests.web.signing import Staff


@dataclass
class Form:
    """One form of a page: where it goes, what stands in it, its buttons by their words."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    options: dict[tuple[str, str], str] = field(default_factory=dict)
    """Name of a list and words of an option → its value."""


class Page(HTMLParser):
    """The forms, labels and links of a page, and its words."""

    def __init__(self, address: str, body: str) -> None:
        super().__init__()
        self.address, self.forms, self.words = address, list[Form](), ""
        self.labels: dict[str, tuple[Form, str]] = {}
        """Words of a label → the form and the name of what it stands beside."""
        self.links: dict[str, str] = {}
        self._ids: dict[str, tuple[Form, str]] = {}
        self._for: list[tuple[str, str]] = []
        self._open: list[tuple[str, dict[str, str], int]] = []
        self._form: Form | None = None
        self._select: str | None = None
        self.feed(body)
        for words, id_ in self._for:
            if id_ in self._ids:
                self.labels.setdefault(words, self._ids[id_])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(held.get("action") or self.address, held.get("method", "get"))
            self.forms.append(self._form)
        if self._form is not None and (name := held.get("name", "")):
            self._ids[held.get("id", name)] = (self._form, name)
            around = next((one for one in reversed(self._open) if one[0] == "label" and "for" not in one[1]), None)
            if around is not None:
                self.labels.setdefault(" ".join(self.words[around[2] :].split()), (self._form, name))
            taken = held.get("type") not in ("checkbox", "radio") or "checked" in held
            if tag == "input" and taken and held.get("type") not in ("file", "submit"):
                self._form.values.setdefault(name, []).append(held.get("value", "on"))
            self._select = name if tag == "select" else self._select
        if tag == "option" and self._form is not None and self._select:
            chosen = self._form.values.setdefault(self._select, [held.get("value", "")])
            chosen[0] = held.get("value", "") if "selected" in held else chosen[0]
        if tag in ("label", "button", "a", "textarea", "option"):
            self._open.append((tag, held, len(self.words)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        self._select = None if tag == "select" else self._select
        if not self._open or self._open[-1][0] != tag:
            return
        _, held, begun = self._open.pop()
        said = " ".join(self.words[begun:].split())
        if tag == "label":
            self._for.append((said, held.get("for", "")))
        elif tag == "option" and self._form is not None and self._select:
            self._form.options[self._select, said] = held.get("value", said)
        elif tag == "a":
            self.links.setdefault(said, held.get("href", ""))
        elif tag == "button" and self._form is not None:
            self._form.buttons.setdefault(said, (held.get("name", ""), held.get("value", "")))
        elif tag == "textarea" and self._form is not None:
            self._form.values[held.get("name", "")] = [said]

    def handle_data(self, data: str) -> None:
        self.words += data


class Person:
    """Somebody with a browser that keeps cookies and speaks one language."""

    def __init__(self, site: Site, language: str) -> None:
        self.base = site.base
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self._speaks = {"zh": "zh-CN", "en": "en-GB"}[language]
        self.page = Page("/", "")
        self.refused = False

    def opens(self, path: str, sent: Mapping[str, list[str]] | None = None) -> None:
        """A page, or what a form answers; redirects are followed."""
        data = None if sent is None else urlencode(sent, doseq=True).encode()
        headers = {"Accept-Language": self._speaks, "Origin": self.base}
        try:
            with self._opener.open(Request(self.base + path, data, headers), timeout=30) as answer:
                address, body = answer.url, answer.read().decode()
            self.refused = False
        except HTTPError as error:
            address, body, self.refused = error.url or path, error.read().decode(), True
        whole = urlsplit(address)
        bare = re.sub(r"<(script|style|svg)\b.*?</\1>", "", body, flags=re.S)
        self.page = Page(whole.path + (f"?{whole.query}" if whole.query else ""), bare)

    def fills(self, pressed: str, filled: Mapping[str, str]) -> None:
        """The form with a button of these words, filled in beside its labels, sent by that button."""
        form = next((one for one in self.page.forms if pressed in one.buttons), None)
        assert form is not None, (pressed, [[*one.buttons] for one in self.page.forms])
        own = {words: name for words, (of, name) in self.page.labels.items() if of is form}
        values = dict(form.values)
        for label, value in filled.items():
            of = beginning(own, label)
            values[of] = [form.options.get((of, value), value)]
        name, value = form.buttons[pressed]
        values |= {name: [value]} if name else {}
        to = urljoin(self.page.address, form.action)
        if form.method == "get":
            self.opens(f"{urlsplit(to).path}?{urlencode(values, doseq=True)}")
        else:
            self.opens(to, values)


def beginning(held: Mapping[str, str], words: str) -> str:
    """What these words lead to, or the first that begin with them."""
    found = held.get(words) or next((value for said, value in held.items() if said.startswith(words)), None)
    assert found is not None, (words, [*held])
    return found


def play(story: Mapping[str, Any], site: Site, staff: Mapping[str, Staff], language: str) -> None:
    """Every scene of a story, in one language; what a page does not say fails with what it says."""
    kept: dict[str, str] = {"programme": site.programme, "known": site.number}
    people: dict[str, Person] = {}
    for scene in story["scene"]:
        who = scene["who"]
        if who not in people:
            people[who] = Person(site, language)
            if who in staff:
                people[who].opens("/sign-in")
                form = next(one for one in people[who].page.forms if "password" in one.values)
                sent = {**form.values, "username": [staff[who].name], "password": [staff[who].password]}
                people[who].opens("/sign-in", sent)
        _scene(scene, people[who], kept, language)


def _scene(scene: Mapping[str, Any], person: Person, kept: dict[str, str], language: str) -> None:
    if "opens" in scene:
        person.opens(scene["opens"].format(**kept))
    if "follows" in scene:
        person.opens(beginning(person.page.links, scene["follows"][language].format(**kept)))
    if "presses" in scene:
        filled = {one["label"][language]: one["with"][language] for one in scene.get("fills", ())}
        person.fills(scene["presses"][language], filled)
    # Other files of the same site may have raised the like: then the page asks first, and the story says what is meant.
    asked = scene.get("asked", {}).get(language, "")
    if any(asked in one.buttons for one in person.page.forms):
        person.fills(asked, {})
    words = " ".join(person.page.words.split())
    assert person.refused == scene.get("refused", False), (scene, words)
    for wanted in scene.get("sees", {}).get(language, ()):
        assert wanted.format(**kept) in words, (scene["who"], wanted, words)
    for wanted in scene.get("misses", {}).get(language, ()):
        assert wanted.format(**kept) not in words, (scene["who"], wanted, words)
    for name, shape in scene.get("keeps", {}).items():
        found = re.search(shape, words)
        assert found, (scene["who"], shape, words)
        kept[name] = found[0]


def read(file: Path) -> dict[str, Any]:
    """A story as it stands in its file."""
    return tomllib.loads(file.read_text("utf-8"))
