"""A figure as a row of the public table: the rate with its parts, and a bar that hides none of them.

The bar shows every case of the population: counted, not counted, unknown (hatched), not due or left out (empty).
Unknown is never drawn as nothing, and nothing is drawn as a percentage alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.app.figures import POPULATION_NAMES, Tally
from bihuan.core.by_word import WORDS, word_measure
from bihuan.core.counting import Counts, percent
from bihuan.core.programme import Indicator, Programme
from bihuan.core.tally import past_only
from bihuan.core.text import Language, Text

BUCKETS: Mapping[str, Text] = {
    "counted": Text("计入", "Counted"),
    "rest": Text("不计入", "Not counted"),
    "unknown": Text("未知", "Unknown"),
}
"""The cases that a figure opens into, and what each list is called; the names stand in addresses."""

POPULATIONS = POPULATION_NAMES

POPULATION_NOTES: Mapping[str, Text] = {
    "live": Text("在本平台上提出的事项。", "Matters raised on this platform."),
    "history": Text(
        "登记之前已经发生并答复的事项。答复只是答复：是否解决、是否满意当时没有记录，一律显示为未知。",
        "Matters raised and answered before they were recorded here. An answer is only an answer: whether it solved"
        " anything or satisfied anyone was not recorded, so both are shown as unknown.",
    ),
    "backlog": Text(
        "过去提出、答复情况不明的事项。没有人对它们承诺过时限，所以不计时，只待分拣。",
        "Old matters whose answer is not known. Nobody promised them a time, so none is counted; they wait for triage.",
    ),
    "demo": Text("演示数据，由程序生成，不是真实事项。", "Demonstration data, made by a program; no real matters."),
}


BY: Mapping[str, Text] = {
    "signed": Text("本人用回执码签了名", "signed with the reporter's receipt"),
    "called": Text("回访时说的", "told in a call-back"),
    "unsigned": Text("在网页上答的，没有签名", "said on the page, not signed"),
    "unknown": Text("还没有答复或联系不上，不计入", "no answer yet or not reached, not counted in"),
}
"""By whose word somebody counts as satisfied; the last has nobody's."""


LEAST = 0.6
"""Per cent of the bar that any part has at least; about two pixels on a desk."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Where each part of the bar begins and how wide it is, in per cent of the whole, as SVG wants it."""

    counted: str
    rest_from: str
    rest: str
    unknown_from: str
    unknown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One row of the table."""

    id: str
    programme: str
    title: str
    meaning: str
    rate: str | None
    counted: int
    rest: int
    denominator: int
    unknown: int
    not_due: int
    bar: Bar
    said: str
    """The bar in words, for somebody who does not see it."""

    @property
    def empty(self) -> bool:
        """Whether there is no case at all to speak about."""
        return not (self.denominator or self.unknown or self.not_due)


def figure_row(programme: Programme, indicator: Indicator, counts: Counts, language: Language) -> FigureRow:
    """The figure of one indicator in words and widths."""
    counted, rest, unknown = counts.counted, counts.rest, counts.unknown
    return FigureRow(
        id=indicator.id,
        programme=programme.id,
        title=indicator.title.in_(language),
        meaning=indicator.meaning.in_(language),
        rate=percent(counts.rate),
        counted=counted,
        rest=rest,
        denominator=counts.denominator,
        unknown=unknown,
        not_due=counts.not_due,
        bar=bar(counted, rest, unknown, counts.not_due),
        said=_SAID.in_(
            language,
            {"counted": f"{counted:,}", "of": f"{counts.denominator:,}", "unknown": f"{unknown:,}",
             "not_due": f"{counts.not_due:,}"},
        ),
    )


def by_whose_word(found: Tally, indicator: str, counts: Counts) -> tuple[tuple[Text, int], ...]:
    """How many are counted by whose word; empty for a figure that asks nobody."""
    measures = {word: found.measures.get(word_measure(indicator, word)) for word in WORDS}
    told = {word: one.counted for word, one in measures.items() if one is not None}
    told |= {"unknown": counts.unknown + counts.not_due} if told else {}
    return tuple((title, told[word]) for word, title in BY.items() if word in told)


_SAID = Text(
    "{of}件中计入{counted}件；未知{unknown}件，未到期或不在内{not_due}件",
    "{counted} of {of} counted; {unknown} unknown, {not_due} not due or left out",
)


def bar(counted: int, rest: int, unknown: int, not_due: int) -> Bar:
    """Shares of all cases, not of the denominator: what is unknown or not due keeps its place on the bar."""
    parts = (counted, rest, unknown, not_due)
    whole = sum(parts)
    # A single case among thousands still shows: what exists is never drawn away. The widest part makes room for it.
    widths = [max(100 * part / whole, LEAST) if part else 0.0 for part in parts]
    widths[widths.index(max(widths))] -= max(sum(widths) - 100, 0.0)
    first, second, third, _ = widths
    return Bar(_width(first), _width(first), _width(second), _width(first + second), _width(third))


def _width(share: float) -> str:
    return f"{min(share, 100.0):.2f}%"


@dataclass(frozen=True, slots=True)
class Page:
    """Some case numbers of a list, and the place after which the next ones begin."""

    numbers: tuple[str, ...]
    total: int
    after: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case waits in triage, how many do, and under which measure they are counted."""

    id: str
    title: Text
    total: int
    measure: str


def triage(programme: Programme, measures: Mapping[str, Counts]) -> tuple[Reason, ...]:
    """Cases that nobody has accepted yet, by what they lack. A case that lacks two things counts under both.

    What can be lacking: where (the programme's place field), what (its category field), and whatever a step that
    records the past may say is not known (a yes-no field that only such steps take).
    """
    titles = {"all": Text("待分拣", "Waiting for triage")}
    for name in (programme.place_field, programme.category_field):
        if name:
            title = programme.fields[name].title
            titles[name] = Text(f"缺少：{title.zh}", f"Missing: {title.en}")
    titles |= {name: programme.fields[name].title for name in sorted(past_only(programme))}
    return tuple(
        Reason(name, title, measures[f"waiting.{name}"].counted, f"waiting.{name}") for name, title in titles.items()
    )
