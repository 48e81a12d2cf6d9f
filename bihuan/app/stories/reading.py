"""From the text of a story to its values, or to every problem in it. Reads no file and plays nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from bihuan.app.stories.expecting import EXPECTATIONS
from bihuan.app.stories.script import MAIN, Ending, Entry, Member, Problem, Scene, Story
from bihuan.core.text import Text
from bihuan.definitions.scanner import Path, Places, SyntaxFault, parse, scan

_STORY = {"title": dict, "programme": str, "tells": dict}
_MEMBER = {"name": dict, "as": str, "duty": str, "unit": str, "areas": list, "is": dict}
_SCENE = {
    "at": datetime,
    "until": datetime,
    "case": str,
    "in": str,
    "who": str,
    "for": str,
    "does": str,
    "outcome": str,
    "with": dict,
    "says": dict,
    "photos": int,
    "gives": dict,
    "note": dict,
    "then": dict,
}
_ENTRY = {"register": str, "key": str, "holds": dict}
_ENDING = {"as_of": datetime, "rates": dict, "unknown": dict}
_FILE = {"story": dict, "cast": dict, "entry": list, "scene": list, "end": dict}
_THEN = {name: expectation.kind for name, expectation in EXPECTATIONS.items()}
_KINDS = {
    dict: Text("一个表", "a table"),
    list: Text("一个列表", "a list"),
    str: Text("文字", "words"),
    int: Text("整数", "a whole number"),
    bool: Text("true 或 false", "true or false"),
    datetime: Text("日期和时间", "a date and time"),
}

CAST = "cast.toml"
"""File of the people that the stories of a district share."""

NO_TIME = datetime(1, 1, 1)  # noqa: DTZ001 - stands for a time that could not be read, and is never compared


def read_story(file: str, text: str, cast: str = "") -> Story | tuple[Problem, ...]:
    """The story in a text; `cast` is the text of the cast that the stories of a district share."""
    shared, data = parse(cast), parse(text)
    for name, parsed in ((CAST, shared), (file, data)):
        if isinstance(parsed, SyntaxFault):
            reason = Text(f"不是正确的 TOML：{parsed.reason}", f"no TOML: {parsed.reason}")
            return (Problem(file=name, line=parsed.line, message=reason),)
    assert not isinstance(shared, SyntaxFault) and not isinstance(data, SyntaxFault)
    return story_of(file, data, shared, scan(text))


def story_of(
    file: str, data: Mapping[str, Any], cast: Mapping[str, Any], places: Places | None = None
) -> Story | tuple[Problem, ...]:
    """The story in parsed TOML, or every problem in it."""
    reader = _Reader(file, places)
    whole = reader.keys((), data, _FILE, required=("story", "scene"))
    head = reader.keys(("story",), whole["story"] or {}, _STORY, required=("title", "programme", "tells"))
    members = {name: reader.member(("cast", name), entry) for name, entry in cast.items()}
    members |= {name: reader.member(("cast", name), entry) for name, entry in whole.get("cast", {}).items()}
    scenes = tuple(reader.scene(i, entry, members) for i, entry in enumerate(whole["scene"] or []))
    for before, after in pairwise(scenes):
        if after.at < before.at:
            reader.wrong(("scene", after.number - 1), "时间早于上一场", "is earlier than the scene before it")
    ending = reader.ending(whole["end"]) if "end" in whole else None
    story = Story(
        file=file,
        title=reader.text(("story", "title"), head["title"]),
        tells=reader.text(("story", "tells"), head["tells"]),
        programme=head["programme"],
        cast=members,
        scenes=scenes,
        ending=ending,
        entries=tuple(reader.entry(i, entry) for i, entry in enumerate(whole.get("entry", ()))),
    )
    return tuple(reader.problems) or story


class _Reader:
    """Collects what is wrong while it reads, so that one run names all of it."""

    def __init__(self, file: str, places: Places | None) -> None:
        self.file = file
        self.places = places
        self.problems: list[Problem] = []

    def line(self, at: Path) -> int:
        """The line of something, from 1; 0 where there is no text."""
        return self.places.line(at) if self.places else 0

    def wrong(self, at: Path, zh: str, en: str) -> None:
        self.problems.append(Problem(file=self.file, line=self.line(at), message=Text(zh, en)))

    def keys(self, at: Path, data: object, known: Mapping[str, type], required: tuple[str, ...] = ()) -> dict[str, Any]:
        """The keys of a table that are known and of the right kind; the others are problems."""
        good: dict[str, Any] = dict.fromkeys(required, "")
        if not isinstance(data, Mapping):
            self.wrong(at, "应为一个表", "must be a table")
            return good
        for key, value in data.items():
            kind = known.get(key)
            if kind is None:
                choice = "、".join(known), ", ".join(known)
                self.wrong((*at, key), f"不认识“{key}”；可用：{choice[0]}", f"unknown key {key}; there are {choice[1]}")
            elif not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                self.wrong((*at, key), f"“{key}”应为{_KINDS[kind].zh}", f"{key} must be {_KINDS[kind].en}")
            else:
                good[key] = value
        for key in required:
            if key not in data:
                self.wrong(at, f"缺少“{key}”", f"{key} is missing")
        return good

    def text(self, at: Path, data: object) -> Text:
        """Words in both languages."""
        if isinstance(data, Mapping) and set(data) == {"zh", "en"} and all(isinstance(v, str) for v in data.values()):
            return Text(data["zh"], data["en"])
        if data != "":
            self.wrong(at, "应写明 zh 和 en", "needs zh and en")
        return Text("", "")

    def member(self, at: Path, data: object) -> Member:
        """One person."""
        good = self.keys(at, data, _MEMBER, required=("name",))
        if ("as" in good) == ("duty" in good) or ("duty" in good) != ("unit" in good):
            self.wrong(at, "写 as，或写 duty 和 unit", "needs either `as`, or `duty` and `unit`")
        if "is" in good:
            self.text((*at, "is"), good["is"])
        return Member(
            id=str(at[-1]),
            name=self.text((*at, "name"), good["name"]),
            role=good.get("as"),
            duty=good.get("duty"),
            unit=good.get("unit"),
            areas=frozenset(good.get("areas", ())),
        )

    def entry(self, index: int, data: object) -> Entry:
        """What a register says of one entry."""
        good = self.keys(("entry", index), data, _ENTRY, required=("register", "key"))
        values = self.facts(("entry", index, "holds"), good.get("holds", {}))
        return Entry(register=good["register"], key=good["key"], values=values)

    def scene(self, index: int, data: object, members: Mapping[str, Member]) -> Scene:
        """One scene."""
        at: Path = ("scene", index)
        good = self.keys(at, data, _SCENE)
        acts = "does" in good
        if acts != ("who" in good) or acts != ("at" in good) or acts == ("until" in good):
            self.wrong(at, "写 at、who、does，或只写 until", "needs `at`, `who` and `does`, or only `until`")
        for key in {"who", "for"} & set(good):
            if good[key] not in members:
                self.wrong((*at, key), f"人物表里没有“{good[key]}”", f"{good[key]} is not in the cast")
        return Scene(
            number=index + 1,
            line=self.line(at),
            at=self.moment(at, good.get("at", good.get("until"))),
            case=good.get("case", MAIN),
            programme=good.get("in"),
            who=good.get("who"),
            on_behalf=good.get("for"),
            does=good.get("does"),
            outcome=good.get("outcome", "done"),
            values=self.facts((*at, "with"), good.get("with", {})),
            words=self.words((*at, "says"), good.get("says", {})),
            photos=good.get("photos", 0),
            arguments=self.facts((*at, "gives"), good.get("gives", {}), lists=True),
            note=self.text((*at, "note"), good["note"]) if "note" in good else None,
            then=self.then((*at, "then"), good.get("then", {})),
        )

    def facts(self, at: Path, data: Mapping[str, object], *, lists: bool = False) -> dict[str, Any]:
        """Typed values; a verb's argument may also be a list of words."""
        for name, value in data.items():
            listed = lists and isinstance(value, list) and all(isinstance(one, str) for one in value)
            if not (isinstance(value, str | int | date) or listed):
                self.wrong(
                    (*at, name), f"“{name}”应为文字、整数、日期或是否", f"{name} must be words, a number or a date"
                )
        return {name: _plain(value) for name, value in data.items()}

    def then(self, at: Path, data: object) -> dict[str, Any]:
        """What must hold; each word with the kind of value it takes."""
        good = self.keys(at, data, _THEN)
        for word, value in good.items():
            inner = EXPECTATIONS[word].inner
            within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            if not all(isinstance(one, inner) for one in within):
                named = Text("、".join(_KINDS[kind].zh for kind in inner), " or ".join(_KINDS[k].en for k in inner))
                self.wrong((*at, word), f"“{word}”里面应为{named.zh}", f"{word} must hold {named.en}")
        return good

    def words(self, at: Path, data: Mapping[str, object]) -> dict[str, str]:
        """Private words."""
        for name, text in data.items():
            if not isinstance(text, str):
                self.wrong((*at, name), f"“{name}”应为文字", f"{name} must be words")
        return {name: str(text) for name, text in data.items()}

    def moment(self, at: Path, data: object) -> datetime:
        """A local time, without a zone."""
        if isinstance(data, datetime) and data.tzinfo is None:
            return data
        self.wrong(at, "时间应为本地时间，不带时区", "the time must be local, without a zone")
        return NO_TIME

    def ending(self, data: Mapping[str, object]) -> Ending:
        """The figures at the end."""
        good = self.keys(("end",), data, _ENDING, required=("as_of",))
        return Ending(
            line=self.line(("end",)),
            as_of=self.moment(("end", "as_of"), good["as_of"]),
            rates=dict(good.get("rates", {})),
            unknown=dict(good.get("unknown", {})),
        )


def _plain(value: Any) -> Any:
    """TOML's dates as the ISO text that facts hold, its lists as tuples."""
    if isinstance(value, date):
        return value.isoformat()
    return tuple(value) if isinstance(value, list) else value
