"""A funnel never widens, its tiers are nested, its sums are those of a naive count; a foreign amount needs its day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.expressions import Expression, parse
from bihuan.core.programme import Field, FieldType
from bihuan.core.registers import FunnelRate, FunnelRule, FunnelStage, Register, Tiers
from bihuan.core.registers.entry import EXISTS, STATE
from bihuan.core.registers.funnel import ENDED, Told, funnel, reached, reasons
from bihuan.core.text import Text

WORD = Text("词", "word")
STATES = ("lead", "deal", "work", "gone")
TODAY = date(2021, 6, 1)


def stage(id: str, amount: str, on: str | None = None) -> FunnelStage:
    return FunnelStage(id=id, title=WORD, meaning=WORD, states=(id,), amount=amount, on=on)


def tree(source: str) -> Expression:
    found = parse(source)
    assert not hasattr(found, "hint")
    return found  # type: ignore[return-value]


MONEY = {"type": FieldType.MONEY, "currency_field": "currency", "decimals": 2}
FORM = Register(
    id="deals",
    title=WORD,
    basis="",
    fields={
        "asked": Field(id="asked", title=WORD, **MONEY),  # type: ignore[arg-type]
        "paid": Field(id="paid", title=WORD, **MONEY),  # type: ignore[arg-type]
        "currency": Field(id="currency", title=WORD, type=FieldType.CODE),
        "rate": Field(id="rate", title=WORD, type=FieldType.QUANTITY, measure="CNY", decimals=4),
        "rate_on": Field(id="rate_on", title=WORD, type=FieldType.DATE),
        "dealt_on": Field(id="dealt_on", title=WORD, type=FieldType.DATE),
        "again": Field(id="again", title=WORD, type=FieldType.YES_NO),
        "gone_for": Field(id="gone_for", title=WORD, type=FieldType.CODE),
    },
    funnel=FunnelRule(
        meaning=WORD,
        counts=tree("otherwise(again, false) == false"),
        source="",
        basis="",
        stages={
            "lead": stage("lead", "asked"),
            "deal": stage("deal", "asked", "dealt_on"),
            "work": stage("work", "paid"),
        },
        placed="deal",
        currency="CNY",
        rate="rate",
        rate_on="rate_on",
        rates={
            "kept": FunnelRate(id="kept", title=WORD, meaning=WORD, basis="", among="deal", reached="work"),
            "paid": FunnelRate(
                id="paid", title=WORD, meaning=WORD, basis="", among="deal", amount="paid", over="asked"
            ),
        },
        tiers=Tiers(among="deal", amount="asked", least=(10, 50, 100)),
        left=frozenset({"gone"}),
        why="gone_for",
    ),
)  # fmt: skip

DAYS = st.dates(date(2019, 1, 1), date(2021, 12, 31)).map(date.isoformat)
VALUES = st.fixed_dictionaries(
    {
        "asked": st.one_of(st.none(), st.integers(0, 20_000)),
        "paid": st.one_of(st.none(), st.integers(0, 20_000)),
        "currency": st.sampled_from(["CNY", "USD", None]),
        "rate": st.sampled_from([65_249, None]),
        "rate_on": st.sampled_from(["2020-12-31", None]),
        "dealt_on": st.one_of(st.none(), DAYS),
        "again": st.sampled_from([True, False, None]),
        STATE: st.sampled_from(STATES),
        EXISTS: st.sampled_from([True, True, False]),
        "gone_for": st.sampled_from(["land", "money", None]),
    }
)
ENTRIES = st.lists(st.tuples(VALUES, st.dictionaries(st.sampled_from(STATES), DAYS, max_size=4)), max_size=12).map(
    lambda many: [Told(key=f"K{n:02}", values=values, first=first) for n, (values, first) in enumerate(many)]
)
YEAR = (date(2020, 1, 1), date(2020, 12, 31))


def worth(values: Mapping[str, object], name: str) -> Fraction | None:
    """Naively: yuan as they are, dollars by a rate that has its day, else nothing."""
    raw, rate = values[name], values["rate"]
    if raw is None:
        return None
    if values["currency"] == "CNY":
        return Fraction(raw, 100)  # type: ignore[arg-type]
    return Fraction(raw * rate, 1_000_000) if rate and values["rate_on"] else None  # type: ignore[operator]


@given(ENTRIES)
def test_it_counts_what_a_naive_count_counts(entries: list[Told]) -> None:
    found = funnel(FORM, entries, *YEAR, TODAY)
    lead, deal, work = found.bars
    assert set(work.keys) <= set(deal.keys) == set(lead.keys), "who is placed by a deal has been a lead"
    by_key = {one.key: one for one in entries}
    for one in entries:
        far = [state for state in ("deal", "work") if state in one.first]
        day = one.values["dealt_on"] or min((one.first[state] for state in far), default="")
        inside = bool(far) and str(day)[:4] == "2020" and one.values["again"] is not True
        assert (one.key in deal.keys) == inside
        assert (one.key in work.keys) == (inside and "work" in one.first)
    for bar, name in ((deal, "asked"), (work, "paid")):
        amounts = [worth(by_key[key].values, name) for key in bar.keys]
        assert bar.sum is not None
        assert bar.sum.total == sum((one for one in amounts if one is not None), Fraction(0))
        assert bar.sum.entries + bar.sum.unknown + bar.sum.unconverted == len(bar.keys)


@given(ENTRIES)
def test_tiers_are_nested_and_both_ways_of_counting_agree(entries: list[Told]) -> None:
    low, middle, high = funnel(FORM, entries, None, None, TODAY).tiers
    assert set(low.keys) >= set(middle.keys) >= set(high.keys)
    assert len(low.keys) == len(low.only) + len(middle.only) + len(high.only)
    assert low.total == low.only_total + middle.only_total + high.only_total
    assert high.only == high.keys


@given(ENTRIES)
def test_a_rate_shows_what_it_divides_and_takes_nothing_unknown_as_zero(entries: list[Told]) -> None:
    found = funnel(FORM, entries, *YEAR, TODAY)
    kept, paid = found.rates
    assert (kept.counted, kept.of) == (len(found.bars[2].keys), len(found.bars[1].keys))
    assert kept.rate is None if not kept.of else kept.rate == kept.counted / kept.of
    there = [one.values for one in entries if one.key in found.bars[1].keys]
    pairs = [(worth(values, "paid"), worth(values, "asked")) for values in there]
    whole = [(one, all_) for one, all_ in pairs if one is not None and all_ is not None]
    assert paid.unknown == len(pairs) - len(whole)
    assert paid.counted == sum((one for one, _ in whole), Fraction(0))
    assert paid.of == sum((all_ for _, all_ in whole), Fraction(0))


def test_who_is_further_has_passed_what_lies_before() -> None:
    entry = Told(key="K", values={"dealt_on": "2020-03-18"}, first={"work": "2020-02-01", "gone": "2020-05-01"})
    assert FORM.funnel is not None
    assert reached(FORM.funnel, entry) == {"work": "2020-02-01", "deal": "2020-03-18", "lead": "2020-03-18"}
    assert reached(FORM.funnel, Told(key="K", values={}, first={"gone": "2020-05-01"})) == {}


@given(ENTRIES, st.sampled_from(["lead", "deal", "work"]))
def test_whoever_entered_a_stage_went_on_is_there_or_left(entries: list[Told], placed: str) -> None:
    bars = funnel(FORM, entries, None, None, TODAY, placed).bars
    by_key = {one.key: one for one in entries}
    for bar, after in zip(bars, [*bars[1:], None], strict=True):
        assert sorted(bar.keys) == sorted([*bar.went_on, *bar.here, *bar.left])
        assert set(bar.went_on) == set(after.keys if after else ()), "who went on is who reached the next"
        for key in [*bar.here, *bar.left]:
            ended = by_key[key].values[EXISTS] is False
            assert (ended or by_key[key].values[STATE] == "gone") == (key in bar.left), "what ended has left"
        assert FORM.funnel is not None
        whys = dict(reasons(FORM.funnel, (by_key[key] for key in bar.left)))
        assert sorted(key for keys in whys.values() for key in keys) == sorted(bar.left)
        for why, keys in whys.items():
            for key in keys:
                unsaid = ENDED if by_key[key].values[EXISTS] is False else None
                assert (by_key[key].values["gone_for"] or unsaid) == why
