"""Whether a register of published figures means something: what it shows is public, names can be spoken, no verdict.

May live here: checks of `[claims]` in a register. May not: the figures of the pack's documents (`check_claims`).
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.claims import Rounding
from bihuan.core.programme import FieldType
from bihuan.core.registers import KeyCheck, Register, Showing
from bihuan.core.text import Text
from bihuan.definitions.build_claims import spoken
from bihuan.definitions.findings import Finding
from bihuan.definitions.notation_claims import CLAIM
from bihuan.definitions.pack import Pack
from bihuan.definitions.reading import Draft, drafts

_TYPES = {"field": FieldType.ENTRY, "system": FieldType.CHOICE, "rounding": FieldType.CHOICE}
"""Keys of `[claims]` that name a field → the type it must have; the others are titles."""
_IN_TEXTS = {"published": FieldType.DATE}
_PUBLIC = Text("showing 要写 public：刊出的数人人看得到", "`showing` must be public: what was published is for all")
_WORD = Text(
    "[key] 的 check 要写 word：算式用编号说出别的数", '[key] needs check = "word": formulas name figures by code'
)


def check_registered(file: Draft, form: Register, pack: Pack) -> Iterator[Finding]:
    """All findings about one register of published figures."""
    head = file["claims"]
    if head is None:
        return
    for wrong, at, why in (
        (form.showing is not Showing.PUBLIC, ("register", "showing"), _PUBLIC),
        (form.key.check is not KeyCheck.WORD, ("key", "check") if file["key"] is not None else ("claims",), _WORD),
    ):
        if wrong:
            yield file.finding("P417", *at, register=form.id, why=why)
    for name in form.fields:
        if name in CLAIM.refused:
            yield file.finding(CLAIM.refused[name], "field", name, key=name)
    for draft in drafts(head):
        yield from _fields(draft, form, pack)
    yield from _roundings(head, form, pack)
    yield from _texts(head, form, pack)
    yield from _twice(file, pack)


def _fields(draft: Draft, form: Register, pack: Pack) -> Iterator[Finding]:
    """Fields that everybody sees, of the type that their place needs."""
    for key, declared in draft.table.keys.items():
        if declared.refers not in ("field", "register field") or not draft[key]:
            continue
        inside = declared.refers == "field"
        of = form if inside else pack.registers[draft["register"]]
        wanted = (_TYPES if inside else _IN_TEXTS).get(key, FieldType.TITLE)
        for name in (draft[key],) if isinstance(draft[key], str) else draft[key]:
            field = of.fields.get(name)
            if field is None or field.type is not wanted:
                type_ = field.type if field is not None else FieldType.CHOICE
                yield draft.finding("P332", key, field=name, type=type_, wanted=wanted)
            elif field.private or field.masked:
                yield draft.finding("P354", key, register=of.id, field=name)


def _roundings(head: Draft, form: Register, pack: Pack) -> Iterator[Finding]:
    dictionary = pack.dictionaries.get(form.fields[head["rounding"]].dictionary or "") if head["rounding"] else None
    for code in dictionary.entries if dictionary is not None else ():
        if code not in set(Rounding):
            yield head.finding("P418", "rounding", code=code, known=" / ".join(Rounding))


def _texts(head: Draft, form: Register, pack: Pack) -> Iterator[Finding]:
    """The field names an entry of the register that is said to hold the texts, and everybody may see that one."""
    text = head["text"]
    field = form.fields[text["field"]]
    if field.type is FieldType.ENTRY and field.register != text["register"]:
        yield text.finding("P332", "field", field=field.id, type=str(field.register), wanted=text["register"])
    if pack.registers[text["register"]].showing is not Showing.PUBLIC:
        yield text.finding("P417", "register", register=text["register"], why=_PUBLIC)


def _twice(file: Draft, pack: Pack) -> Iterator[Finding]:
    """A name that two documents of the pack have: a formula of the register could mean either."""
    first: dict[str, str] = {}
    for document in pack.documents.values():
        for name in spoken(document):
            if name in first and first[name] != document.id:
                yield file.finding("P419", "claims", name=name, one=first[name], other=document.id)
            first.setdefault(name, document.id)
