"""A funnel for reading, in one language: a bar for each stage, rates with both numbers, tiers both ways. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from bihuan.app.registers.pictures import FunnelFound, Period
from bihuan.app.registers.telling import told
from bihuan.core.counting import percent
from bihuan.core.registers import Register
from bihuan.core.registers.funnel import Funnel, Sum, amount_of, gone, left_for, reached
from bihuan.core.text import Language, Text
from bihuan.web.show.funnel_parts import Part, address, opened, parts, why_said, whys
from bihuan.web.show.money import money
from bihuan.web.show.registers import entry_address, headline, said

LISTED_MOST = 300
"""Entries listed behind one number."""
AND_ABOVE = Text("{least}及以上", "{least} and above")
CONVERTED = Text("折 {amount}（汇率 {rate}，{day}）", "= {amount} (rate {rate}, {day})")
NO_RATE = Text("没有带日期的汇率，未折算", "no dated rate, not converted")


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """One stage."""

    id: str
    title: str
    meaning: str
    entries: int
    money: str
    amount: str
    """What money it is."""
    width: str
    wide: str
    """Width of the bar of money."""
    unknown: int
    unconverted: int
    href: str
    shown: bool
    parts: tuple[Part, ...]
    """What became of them; empty where the pack doesn't say who has left."""
    whys: tuple[Part, ...]
    """Why those that left did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateView:
    """One rate with what is divided by what."""

    title: str
    meaning: str
    rate: str
    counted: str
    of: str
    unknown: int
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TierView:
    """One size, counted both ways."""

    title: str
    entries: int
    money: str
    only: int
    only_money: str
    href: str
    shown: bool


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry behind a number."""

    key: str
    name: str
    href: str
    day: str
    amounts: tuple[tuple[str, str, str], ...]
    """Each with its heading, as written down, and what it comes to."""
    why: str
    """Why it goes no further; empty where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelView:
    """The page."""

    bars: tuple[BarView, ...]
    rates: tuple[RateView, ...]
    tiers: tuple[TierView, ...]
    behind: str
    """What the listed entries are behind; empty if none are asked for."""
    day_title: str
    heads: tuple[str, ...]
    why: str
    """Title of the reason, if one of the listed has left."""
    entries: tuple[EntryView, ...]
    more: int
    uncounted: int
    short: int
    """Entries that never came to the stage that places them."""
    short_left: int
    from_first: str
    """The same page of those that came to the first stage."""
    years: tuple[tuple[int, str, bool], ...]
    """Years in which entries reached the stage: each as a period of its own, and whether it is the one shown."""


def asked(sent: Mapping[str, str], today: date) -> Period:
    """The period that an address asks for; without any, all there is."""
    since, until = _day(sent.get("since", "")), _day(sent.get("until", ""))
    return Period(day=_day(sent.get("on", "")) or today, since=since, until=until, placed=sent.get("placed", ""))


def funnel_view(found: FunnelFound, sent: Mapping[str, str], language: Language) -> FunnelView:
    """Everything on the page."""
    form, counted, shown = found.form, found.funnel, sent.get("show", "")
    rule = form.funnel
    assert rule is not None
    keys, behind = _behind(found, shown, language)
    fields = tuple(dict.fromkeys(one.amount for one in rule.stages.values() if one.amount))
    entries = tuple(_entry(found, key, fields, language) for key in keys[:LISTED_MOST])
    return FunnelView(
        bars=_bars(found, sent, language),
        rates=_rates(form, counted, language),
        tiers=_tiers(form, counted, sent, language),
        behind=behind,
        day_title=rule.stages[counted.placed].title.in_(language),
        heads=tuple(form.fields[name].title.in_(language) for name in fields),
        why=form.fields[rule.why].title.in_(language) if rule.why and any(one.why for one in entries) else "",
        entries=entries,
        more=max(0, len(keys) - LISTED_MOST),
        uncounted=counted.uncounted,
        short=counted.short,
        short_left=counted.short_left,
        from_first=f"?{urlencode({'placed': next(iter(rule.stages))})}",
        years=_years(found, sent),
    )


def _years(found: FunnelFound, sent: Mapping[str, str]) -> tuple[tuple[int, str, bool], ...]:
    rule, placed = found.form.funnel, found.funnel.placed
    assert rule is not None
    days = (reached(rule, entry).get(placed, "")[:4] for entry in found.told.values())
    years = []
    for year in sorted({int(day) for day in days if day}):
        period = {"since": f"{year}-01-01", "until": f"{year}-12-31"}
        kept = {name: sent[name] for name in ("placed", "on") if name in sent}
        shown = all(sent.get(name) == value for name, value in period.items())
        years.append((year, f"?{urlencode({**kept, **period})}", shown))
    return tuple(years)


def _bars(found: FunnelFound, sent: Mapping[str, str], language: Language) -> tuple[BarView, ...]:
    form, counted = found.form, found.funnel
    assert form.funnel is not None
    currency = form.funnel.currency or ""
    most = max((len(bar.keys) for bar in counted.bars), default=0)
    richest = max((bar.sum.total for bar in counted.bars if bar.sum), default=Fraction(0))
    return tuple(
        BarView(
            id=bar.stage.id,
            title=bar.stage.title.in_(language),
            meaning=bar.stage.meaning.in_(language),
            entries=len(bar.keys),
            money=_told(bar.sum, currency, language),
            amount=form.fields[bar.stage.amount].title.in_(language) if bar.stage.amount else "",
            width=_share(len(bar.keys), most),
            wide=_share(bar.sum.total, richest) if bar.sum else "",
            unknown=bar.sum.unknown if bar.sum else 0,
            unconverted=bar.sum.unconverted if bar.sum else 0,
            href=address(sent, bar.stage.id),
            shown=sent.get("show", "").split(".")[0] == bar.stage.id,
            parts=parts(found, bar, sent, language),
            whys=whys(found, bar, sent, language),
        )
        for bar in counted.bars
    )


def _told(total: Sum | None, currency: str, language: Language) -> str:
    """Money, or a dash where none is known: that is not zero."""
    if total is None:
        return ""
    return money(total.total, currency, language) if total.entries or not total.unknown + total.unconverted else "—"


def _rates(form: Register, counted: Funnel, language: Language) -> tuple[RateView, ...]:
    assert form.funnel is not None
    currency = form.funnel.currency or ""
    found = []
    for one in counted.rates:
        rule = form.funnel.rates[one.id]
        numbers = [money(part, currency, language) if one.money else f"{int(part):,}" for part in (one.counted, one.of)]
        found.append(
            RateView(
                title=rule.title.in_(language),
                meaning=rule.meaning.in_(language),
                rate=percent(one.rate, 2) or "—",
                counted=numbers[0],
                of=numbers[1],
                unknown=one.unknown,
                basis=rule.basis,
            )
        )
    return tuple(found)


def _tiers(form: Register, counted: Funnel, sent: Mapping[str, str], language: Language) -> tuple[TierView, ...]:
    assert form.funnel is not None
    currency = form.funnel.currency or ""
    return tuple(
        TierView(
            title=AND_ABOVE.in_(language, {"least": money(Fraction(one.least), currency, language)}),
            entries=len(one.keys),
            money=money(one.total, currency, language),
            only=len(one.only),
            only_money=money(one.only_total, currency, language),
            href=address(sent, f"tier-{index}"),
            shown=sent.get("show") == f"tier-{index}",
        )
        for index, one in enumerate(counted.tiers)
    )


def _behind(found: FunnelFound, shown: str, language: Language) -> tuple[Sequence[str], str]:
    """The entries behind what was opened, and what that is called."""
    form, counted = found.form, found.funnel
    assert form.funnel is not None
    stage, _, rest = shown.partition(".")
    for bar in counted.bars:
        if bar.stage.id == stage:
            return opened(found, bar, rest, language)
    for index, tier in enumerate(counted.tiers):
        if shown == f"tier-{index}":
            least = money(Fraction(tier.least), form.funnel.currency or "", language)
            return tier.keys, AND_ABOVE.in_(language, {"least": least})
    return (), ""


def _entry(found: FunnelFound, key: str, fields: Sequence[str], language: Language) -> EntryView:
    seen, entry, rule = found.seen[key], found.told[key], found.form.funnel
    assert rule is not None
    amounts = []
    for name in fields:
        text, worth = said(seen, found.form.fields[name], found.book, language), amount_of(found.form, entry, name)
        unit = found.form.fields[name].currency or entry.values.get(found.form.fields[name].currency_field or "")
        note = ""
        if isinstance(worth, str):
            note = NO_RATE.in_(language)
        elif worth is not None and unit != rule.currency and rule.rate:
            rate = told(found.form.fields[rule.rate], entry.values.get(rule.rate), found.book, language)
            places = {"amount": money(worth, rule.currency or "", language), "rate": rate}
            note = CONVERTED.in_(language, {**places, "day": str(entry.values.get(rule.rate_on or ""))})
        amounts.append((found.form.fields[name].title.in_(language), text, note))
    day = reached(rule, entry).get(found.funnel.placed, "")
    why = why_said(found, left_for(rule, entry), language) if gone(rule, entry) else ""
    return EntryView(key, headline(seen), entry_address(found.form, key), day, tuple(amounts), why)


def _share(part: int | Fraction, most: int | Fraction) -> str:
    return f"{float(Fraction(part) / Fraction(most) * 100):.2f}%" if most else "0%"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
