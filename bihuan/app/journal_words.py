"""What the entries of the journals hold beside their kind, in words: what each detail is called, what its value means.

May live here: tables of words and where a code is looked up. An entry that nobody knows the word of is shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bihuan.app.administration.posts import duties
from bihuan.app.district import District
from bihuan.app.openings import purposes
from bihuan.core.refusals import REFUSALS, Refusal
from bihuan.core.text import Language, Text
from bihuan.store.journal import Entry

DETAILS: Mapping[str, Text] = {
    "number": Text("编号", "number"),
    "zh": Text("中文名", "Chinese name"),
    "en": Text("英文名", "English name"),
    "duty": Text("岗位", "post"),
    "role": Text("角色", "role"),
    "unit": Text("单位", "unit"),
    "level": Text("层级", "level"),
    "parent": Text("上级", "above it"),
    "areas": Text("区域", "areas"),
    "since": Text("起", "from"),
    "until": Text("止", "until"),
    "substitute": Text("替班人", "substitute"),
    "purpose": Text("目的", "purpose"),
    "fields": Text("看到的内容", "what was shown"),
    "what": Text("范围", "extent"),
    "by": Text("方式", "by way of"),
    "on": Text("已关联", "connected"),
    "code": Text("原因", "because"),
    "reason": Text("理由", "reason"),
    "batch": Text("批次", "batch"),
    "cases": Text("件数", "cases"),
    "rows": Text("行数", "rows"),
    "count": Text("会话数", "sessions"),
    "address": Text("来源地址", "address"),
}
"""In the order in which they are told."""
BEFORE = "was."
"""What the name of a detail begins with that tells what was before."""
WAS = Text("原{what}", "{what} before")
SAID: Mapping[str, Mapping[str, Text]] = {
    "by": {"oidc": Text("单点登录", "single sign-on")},
    "on": {"yes": Text("是", "yes"), "no": Text("否", "no")},
    "what": {"case": Text("全部私密内容", "all private content"), "reporter": Text("诉求人身份", "who raised it"),
             "words": Text("诉求内容、地点或答复", "what was asked, where, or the answer")},
}
SEVERAL = frozenset({"areas", "fields"})
"""Details that hold several codes with blanks between."""

Look = Callable[[str], Text | None]


def words(district: District, names: Mapping[str, Text]) -> Callable[[Entry, Language], str]:
    """How the details of an entry are told; `names` are those of accounts."""
    looks = _looks(district, names)

    def told(entry: Entry, language: Language) -> str:
        held = sorted(((name, value) for name, value in entry.detail.items() if value), key=_place)
        said = [_said(name, value, looks, language) for name, value in held]
        return ("；" if language == "zh" else "; ").join(said)

    return told


def about(district: District, names: Mapping[str, Text]) -> Callable[[Entry], Text | str]:
    """Whom or what an entry is about, by name: an account, a unit, an area, a case."""
    units, areas = _places(district)

    def told(entry: Entry) -> Text | str:
        number = entry.detail.get("number")
        found = (look.get(entry.about) for look in (names, units, areas))
        return next((one for one in found if one is not None), number or entry.about or "—")

    return told


def _place(held: tuple[str, str]) -> tuple[int, str]:
    """What a thing was comes behind what it is."""
    bare = held[0].removeprefix(BEFORE)
    return ([*DETAILS].index(bare) if bare in DETAILS else len(DETAILS), held[0])


def _said(name: str, value: str, looks: Mapping[str, Look], language: Language) -> str:
    bare = name.removeprefix(BEFORE)
    title = DETAILS.get(bare, Text(bare, bare)).in_(language)
    if bare != name:
        title = WAS.in_(language, {"what": title})
    look = looks.get(bare, lambda code: None)
    parts = [look(one) or _day(one) for one in (value.split() if bare in SEVERAL else [value])]
    said = ("、" if language == "zh" else ", ").join(one.in_(language) for one in parts)
    return f"{title}{'：' if language == 'zh' else ': '}{said}"


def _day(value: str) -> Text:
    """A day or a moment without what only machines need; everything else as it stands."""
    try:
        shown = f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M}" if len(value) > len("2026-01-01") else value
    except ValueError:
        shown = value
    return Text(shown, shown)


def _places(district: District) -> tuple[dict[str, Text], dict[str, Text]]:
    places = district.places()
    return {id_: one.title for id_, one in places.units.items()}, {id_: one.title for id_, one in places.areas.items()}


def _levels(district: District) -> Mapping[str, Text]:
    book = district.rules.dictionaries.get(district.pack.district.levels or "")
    return {code: one.title for code, one in book.entries.items()} if book else {}


def _looks(district: District, names: Mapping[str, Text]) -> Mapping[str, Look]:
    units, areas = _places(district)
    programmes = district.programmes()
    fields = {field.id: field.title for one in programmes for field in one.fields.values()}
    roles = {role.id: role.title for one in programmes for role in one.roles.values()}
    return {
        **{name: known.get for name, known in SAID.items()},
        "areas": areas.get,
        "code": _refusal,
        "duty": duties(district).get,
        "fields": fields.get,
        "level": _levels(district).get,
        "parent": {**units, **areas}.get,
        "purpose": purposes(district).get,
        "role": roles.get,
        "substitute": names.get,
        "unit": units.get,
    }


def _refusal(code: str) -> Text | None:
    if code not in REFUSALS:
        return None
    refusal = Refusal(code)
    return Text(refusal.message("zh"), refusal.message("en"))
