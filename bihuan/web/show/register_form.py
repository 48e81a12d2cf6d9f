"""The form of an entry, made from the declaration, and what it sends made into texts by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bihuan.app.registers.based import Shown, Stood, as_shown, moved_since, overtaken
from bihuan.app.registers.based import shown_of as shown_in
from bihuan.app.registers.reading import Seen
from bihuan.app.registers.telling import Book, written
from bihuan.core.arguments import REASON, about
from bihuan.core.events import Scalar
from bihuan.core.programme import Field, FieldType
from bihuan.core.refusals import Refusal, together
from bihuan.core.registers import EXISTS, STATE, Act, EntryEvent, Held, KeyCheck, Register
from bihuan.core.text import Language, Text, listed
from bihuan.web.show.inputs import CHOOSE, HINTS, Group, Input, shaped
from bihuan.web.show.registers import choices
from bihuan.web.show.typed import text_of

FIELD = "v-"
"""What the name of a field begins with, beside `key`, `state`, `since` and `reason`."""

SHORT = 100
"""Words that may be longer than this get a box."""

_OPEN = Text("（不填）", "(left open)")
_STATE = Text("状态", "State")
_SINCE: Mapping[bool, Text] = {True: Text("最后有效的一天", "Last day in force"), False: Text("生效日期", "Holds from")}
_WRONG_DAY = Text("填错的内容原来写的生效日期。", "The day from which the wrong value was said to hold.")
_REASON = Text("理由", "Reason")

_NAMES: Mapping[str, str] = {about("since"): "since", about("key"): "key", STATE: STATE, REASON: REASON}
"""What a refusal is about → the input of it; the others are fields."""


def texts_of(form: Register, seen: Seen | None, book: Book) -> dict[str, str]:
    """What the form shows of an entry, field by field: what was not changed is not sent to the door."""
    if seen is None:
        return {STATE: next(iter(form.states), "")}
    open_ = [known for known in seen.fields if not known.private]
    found = {known.id: _text(known, seen.found.values.get(known.id), book) for known in open_}
    found |= {known.id: seen.words.get(known.id, "") for known in seen.fields if known.private}
    return {**found, STATE: str(seen.found.values.get(STATE) or "")}


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Why a form comes back before anything is asked: what it shows then, with what was typed."""

    refusal: Refusal
    shown: Shown
    texts: Mapping[str, str]
    """By field: what holds now, or on the day that was typed, where the person changed nothing."""


COMPARED = frozenset({Act.CHANGE, Act.CORRECT})
"""Acts of which only what was changed on the form is asked."""


def shown_of(seen: Seen | None, sent: Mapping[str, str], day: str, today: date) -> Shown | None:
    """Which state of the entry the form shows or showed: as of a day, after so many facts."""
    if seen is None:
        return None
    number = sent.get("seen", "")
    n = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else seen.found.n
    n = min(max(n, 1), seen.found.n)
    asked = shown_in(f"{day or sent.get('of', '')} #{n}")
    return asked if isinstance(asked, Shown) else Shown(today.isoformat(), n)


def as_of(seen: Seen | None, shown: Shown | None) -> Seen | None:
    """The entry as it was shown."""
    if seen is None or shown is None:
        return seen
    return replace(seen, found=replace(seen.found, values=as_shown([event for _, event in seen.history], shown)))


def meanwhile(
    form: Register, seen: Seen | None, shown: Shown | None, since: str, typed: Mapping[str, str], book: Book
) -> Meanwhile | None:
    """What has to be looked at again: fields that somebody else changed too, or a day on which other things held
    than those shown. Fields that the person left alone are never in question."""
    if seen is None or shown is None:
        return None
    events = [event for _, event in seen.history]
    before, now = (texts_of(form, as_of(seen, one), book) for one in (shown, replace(shown, n=len(events))))
    touched = {name: text for name, text in typed.items() if text.strip() != before.get(name, "").strip()}
    stands = Stood(
        now={**as_of_values(events, shown.day), **seen.words}, base=as_shown(events, shown),
        moved=moved_since(events, shown),
    )  # fmt: skip
    yours = {name: text for name, text in touched.items() if text.strip() != now.get(name, "").strip()}
    refusal = together(overtaken(form, stands, yours, book))
    if refusal is not None:
        return Meanwhile(refusal, replace(shown, n=len(events)), {**now, **touched})
    other = shown_in(f"{since} #{len(events)}")
    if not isinstance(other, Shown) or other.day == shown.day or as_of_values(events, since).get(EXISTS) is not True:
        return None
    then = texts_of(form, as_of(seen, other), book)
    differing = [name for name in then if then[name] != now.get(name, "") and name in typed]
    if not differing:
        return None
    titles = [form.fields[name].title if name in form.fields else _STATE for name in differing]
    refusal = Refusal("day-shows-other", {"day": since, "fields": listed(titles)}, about=about("since"))
    return Meanwhile(refusal, other, {**then, **touched})


def as_of_values(events: Sequence[EntryEvent], day: str) -> dict[str, Scalar]:
    """What is known now of a day."""
    return as_shown(events, Shown(day, len(events)))


def _text(known: Field, value: Scalar, book: Book) -> str:
    if value is None:
        return ""
    match known.type:
        case FieldType.YES_NO:
            return "yes" if value else "no"
        case FieldType.CHOICE | FieldType.UNIT | FieldType.AREA | FieldType.ENTRY:
            return str(value)
        case _:
            return str(written(known, value, book, "zh"))


def inputs(
    form: Register, held: Held, texts: Mapping[str, str], book: Book, pickers: Mapping[str, Sequence[tuple[str, str]]],
    act: Act, today: date, language: Language,
) -> list[Input]:  # fmt: skip
    """The inputs of the fields that the person may write, in the order of the declaration."""
    if act in (Act.END, Act.RESTORE):
        return []
    found: list[Input] = []
    if act is Act.OPEN and form.key.check is not KeyCheck.OWN:
        title = form.key.title.in_(language)
        found.append(Input(name="key", title=title, widget="line", value=texts.get("key", ""), required=True))
    if form.states and STATE in held.writes:
        states = tuple((one.id, one.title.in_(language)) for one in form.states.values())
        found.append(
            Input(name=STATE, title=_STATE.in_(language), widget="select", value=texts.get(STATE, ""), required=True,
                  groups=(Group("", states),), empty=CHOOSE.in_(language))
        )  # fmt: skip
    for known in form.fields.values():
        hidden = (known.private or known.masked) and known.id not in held.sees and act is not Act.OPEN
        if known.id in held.writes and not hidden:
            found.append(_input(known, texts, book, pickers, today, language))
    return found


def ends(act: Act, since: str, reason: str, today: date, language: Language) -> list[Input]:
    """What every act is asked: from which day, and why."""
    hint = HINTS[FieldType.DATE].in_(language, {"day": today.isoformat()})
    if act is Act.CORRECT:
        hint = f"{_WRONG_DAY.in_(language)} {hint}"
    day = Input(
        name="since", title=_SINCE[act is Act.END].in_(language), widget="date", value=since, required=True, hint=hint
    )
    why = Input(name=REASON, title=_REASON.in_(language), widget="words", value=reason, required=act is Act.CORRECT,
                most=SHORT)  # fmt: skip
    return [day] if act is Act.OPEN else [day, why]


def faulted(found: Iterable[Input], refusal: Refusal | None, language: Language) -> list[Input]:
    """The same with everything that is wrong, each beside the one that it is about."""
    wrong = _by_input(refusal)
    return [one.saying(wrong.get(one.name), language) for one in found]


def beside_none(found: Iterable[Input], refusal: Refusal | None, language: Language) -> list[tuple[str, str]]:
    """What is wrong and is about no input of the form, with the way out: it stands above the form."""
    shown, wrong = {one.name for one in found}, refusal.each if refusal else ()
    about_none = [one for one in wrong if _input_of(one) not in shown]
    return [(one.message(language), one.hint(language)) for one in about_none]


def _by_input(refusal: Refusal | None) -> dict[str, Refusal]:
    """The first that is wrong with each input."""
    return {_input_of(one): one for one in reversed(refusal.each if refusal else ())}


def _input_of(refusal: Refusal) -> str:
    return _NAMES.get(refusal.about or "", f"{FIELD}{refusal.about}")


def _input(
    known: Field, texts: Mapping[str, str], book: Book, pickers: Mapping[str, Sequence[tuple[str, str]]],
    today: date, language: Language,
) -> Input:  # fmt: skip
    offered = tuple(pickers.get(known.id, ())) or tuple(choices(known, book, language))
    groups = (Group("", offered),) if offered else ()
    made = shaped(known, known.required, groups, book.zone, today, texts, language)
    long = known.type in (FieldType.WORDS, FieldType.PLACE) and (known.most or SHORT + 1) > SHORT
    return replace(
        made,
        name=f"{FIELD}{known.id}",
        widget="words" if long else made.widget,
        most=known.most or SHORT,
        empty=made.empty if known.required else _OPEN.in_(language),
    )


def as_typed(sent: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as it was typed, by field."""
    known = {name: sent[name] for name in (STATE, "key") if name in sent}
    return known | {name.removeprefix(FIELD): text for name, text in sent.items() if name.startswith(FIELD)}


def sent_texts(form: Register, sent: Mapping[str, str], book: Book) -> dict[str, str]:
    """What was typed, by field, days and moments as entries hold them; moments get the district's zone."""
    typed = as_typed(sent)
    known = {name: typed[name] for name in (STATE, "key") if name in typed}
    return known | {one.id: text_of(one, typed, book.zone) for one in form.fields.values() if one.id in typed}
