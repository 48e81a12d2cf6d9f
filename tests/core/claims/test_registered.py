"""Entries of a register become claims as a file would have made them, and every entry that goes in can be judged."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.claims import Verdict, judge, read_printed
from bihuan.core.claims.entering import Entered, faults
from bihuan.core.claims.nesting import containing
from bihuan.core.claims.registered import (
    COUNTED,
    ClaimRule,
    TextOf,
    TextRule,
    claim_of,
    documents_of,
    operand_of,
    together,
)
from bihuan.core.expressions import Basic, ListOf, Record, Scope
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text

RULE = ClaimRule(
    text=TextRule(field="of", register="texts", title=("name",), issuer=("name",), published="on"),
    says=("says", "says_en"),
    place=("place",),
    system="system",
    value="value",
    rounding="rounding",
    formula="formula",
    check="check",
    figure="figure",
    entries="entries",
    superlative=("first",),
    narrative=("tells",),
    unit=("unit", "unit_en"),
    within="within",
    names=frozenset({"pack_figure"}),
    figures={"holes": frozenset({"solved"})},
    scopes={"roads": Scope({"entries": ListOf(Record("entry"))}, {"entry": {"long": Basic.NUMBER}}, {}, {})},
)
FIELDS = ("value", "rounding", "formula", "check", "figure", "entries", "first", "tells", "unit", "unit_en")
TEXT = TextOf(key="t", title=Text("报告", "Report"), issuer=Text("区", "District"), published=date(2026, 7, 1))


def documents(entries: dict[str, dict[str, object]], taken: frozenset[str] = frozenset()):  # type: ignore[no-untyped-def]
    rows = [(key, {"of": "t", "says": key, **values}) for key, values in entries.items()]
    return documents_of(RULE, "figures", "system", rows, {"t": TEXT}, "live", taken)  # type: ignore[arg-type]


def verdicts(
    entries: dict[str, dict[str, object]], known: dict[str, Fraction | None] | None = None
) -> dict[str, Verdict]:
    return {one.claim.id: one.verdict for one in judge(together(documents(entries)), known or {})}


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(-3, 3))
def test_a_sum_is_judged_by_adding(one: int, other: int, off: int) -> None:
    total = max(one + other + off, 0)
    found = verdicts({
        "a": {"value": str(one)}, "b": {"value": str(other)}, "sum_": {"value": str(total), "formula": "a + b"}
    })  # fmt: skip
    assert (found["sum_"] is Verdict.DERIVED) == (total == one + other)
    assert (found["a"] is Verdict.CONFLICT) == (total != one + other)


@given(st.integers(1, 3000), st.integers(0, 10_000))
def test_a_rate_fits_a_total_if_some_count_gives_it(total: int, hundredths: int) -> None:
    """The oracle tries every count; rounding is half away from zero, as the interval [x - half, x + half) says."""
    rate = f"{hundredths // 100}.{hundredths % 100:02}%"
    low, high = Fraction(2 * hundredths - 1, 20_000), Fraction(2 * hundredths + 1, 20_000)
    fits = any(low <= Fraction(count, total) < high for count in range(total + 1))
    found = verdicts(
        {"total": {"value": str(total)}, "rate": {"value": rate, "rounding": "nearest", "check": "whole(rate * total)"}}
    )
    assert (found["rate"] is Verdict.CONFLICT) == (not fits)


def test_the_article_s_rate_fits_211_of_221_only_as_it_would_have_to_be() -> None:
    entries = {
        "total": {"value": "221"},
        "rate": {"value": "95.82%", "rounding": "nearest", "check": "whole(rate * total)"},
    }
    assert verdicts(entries)["rate"] is Verdict.CONFLICT
    entries["rate"]["value"] = "95.48%"
    assert verdicts(entries)["rate"] is Verdict.CONSISTENT


@given(st.integers(0, 99), st.one_of(st.none(), st.integers(0, 99)))
def test_a_printed_figure_is_held_against_what_the_platform_counts(said: int, counted: int | None) -> None:
    entries: dict[str, dict[str, object]] = {"found": {"value": str(said), "figure": "holes solved denominator"}}
    [document] = documents(entries)
    [name] = document.operands
    assert name == "found" + COUNTED
    wanted = Verdict.UNDER if counted is None else Verdict.DERIVED if counted == said else Verdict.CONFLICT
    known = {name: None if counted is None else Fraction(counted)}
    assert verdicts(entries, known)["found"] is wanted
    entries["found"]["formula"] = "1 * 1"
    other = verdicts(entries, known)["found"]
    assert (other is Verdict.CONFLICT) == (said != 1 or (counted is not None and counted != said))


def test_a_name_that_the_pack_took_later_is_kept_apart() -> None:
    [document] = documents({"a": {"value": "1"}, "b": {"figure": "holes solved"}}, frozenset({"a", "b"}))
    assert [claim.id for claim in document.claims] == ["a_"] and list(document.operands) == ["b_"]


def test_figures_of_a_text_that_has_ended_are_not_lost() -> None:
    [document] = documents_of(RULE, "figures", "system", [("a", {"of": "gone", "value": "1"})], {}, "live", frozenset())
    assert [claim.id for claim in document.claims] == ["a"]


WORDS = st.sampled_from((
    "", "a", "b + 1", "a > 1", "1", "12%", "x y", "(", "[a]", "sum([a, b])", "pack_figure", "self_", "whole(a)", "'t'",
    "unknown", "holes solved", "holes solved rate", "holes none", "roads: count(entries)", "roads: 1 > 0", "no: 1",
    "roads: sum(entries, long)", "元", "CNY", "exact", "nearest", "a / 0", "if a > 1 then b else 2", "median([a])",
    "lookup('x', 'y', 'z', 2020-01-01)", "outer.a", "a.b", "95.82%", "2021-07-01", "count(entries)",
))  # fmt: skip


@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, WORDS)))
def test_whatever_is_typed_is_refused_in_both_languages_or_can_be_judged(typed: dict[str, str]) -> None:
    values = {"says": "数", **{name: text for name, text in typed.items() if text}}
    stands = {"a": {"value": "5"}, "b": {"figure": "holes solved", "formula": ""}}
    titles = {name: Text(name, name) for name in (*FIELDS, "says")}
    entered = Entered("self_", values, titles, lambda key, field: stands.get(key, {}).get(field))
    found = list(faults(RULE, entered))
    for one in found:
        for language in ("zh", "en"):
            assert one.message(language) and one.hint(language)
        assert one.about in (*FIELDS, "key")
    if found:
        return
    claim, operand = claim_of(RULE, "self_", values), operand_of(RULE, "self_", values, "live")
    assert (claim.printed is not None) == bool(values.get("value"))
    assert claim.printed or operand or claim.narrative or claim.superlative
    wrote = bool(values.get("formula")) + bool(values.get("check"))
    assert len(claim.checks) + (claim.formula is not None) >= wrote, "nothing that was accepted is left out"
    assert (operand is not None) == bool(values.get("figure") or values.get("entries"))
    everything = documents({"a": {"value": "5"}, "b": {"figure": "holes solved"}, "self_": values})
    assert {one.verdict for one in judge(together(everything), {"b": Fraction(2)})} <= set(Verdict)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14), st.integers(0, 7), st.integers(0, 7))
def test_a_formula_never_leads_back_to_itself(edges: list[tuple[int, int]], key: int, named: int) -> None:
    """The oracle walks the whole graph."""
    graph: dict[int, set[int]] = {}
    for one, other in edges:
        if one != key:
            graph.setdefault(one, set()).add(other)
    reached, waiting = set[int](), [named]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += graph.get(node, ())
    stands = {
        f"f{n}": {"value": "1", "formula": " + ".join(f"f{to}" for to in sorted(graph.get(n, ())))} for n in range(8)
    }
    titles = {name: Text(name, name) for name in FIELDS}
    values = {"value": "1", "formula": f"f{named}"}
    entered = Entered(f"f{key}", values, titles, lambda of, field: stands.get(of, {}).get(field))
    codes = {one.code for one in faults(RULE, entered)}
    assert (codes == {"claim-uses-itself"}) == (key in reached)
    assert codes <= {"claim-uses-itself"}


def test_only_figures_with_a_number_can_be_named() -> None:
    assert read_printed("12.5亿") is not None
    stands: dict[str, dict[str, str]] = {"told": {"tells": "口号"}, "said": {"value": "3"}}
    titles = {name: Text(name, name) for name in FIELDS}
    entered = Entered(
        "x", {"value": "1", "formula": "said + told"}, titles, lambda key, name: stands.get(key, {}).get(name)
    )
    [one] = faults(RULE, entered)
    assert one.code == "claim-operand-unknown" and one.detail["position"] == "8" and one.detail["name"] == "told"
    assert list(faults(RULE, replace(entered, values={"value": "1", "formula": "said + pack_figure"}))) == []


CHAIN = ("t0", "t1", "t2", "t3")


@given(st.lists(st.sampled_from((*CHAIN, "free", "2 * t0")), min_size=1, max_size=4, unique=True), st.booleans())
def test_tiers_that_contain_each_other_are_not_added(added: list[str], listed: bool) -> None:
    """Each tier lies within the one before; any two of them in a sum are refused, differences are not."""
    inside = containing({"t0": None, "t1": "t0", "t2": "t1", "t3": "t2", "free": None})
    rule = replace(RULE, names=frozenset((*CHAIN, "free")), inside=inside)

    def refused(name: str, source: str) -> list[Refusal]:
        values = {"says": "数", "value": "1", name: source}
        titles = {one: Text(one, one) for one in (*FIELDS, "says")}
        return list(faults(rule, Entered("self_", values, titles, lambda key, field: None)))

    total = f"sum([{', '.join(added)}])" if listed else " + ".join(added)
    tiers = [one for one in added if one in CHAIN]
    for name, source in (("formula", f"free - ({total})"), ("check", f"free == {total}")):
        found = refused(name, source)
        assert [one.code for one in found] == ["claim-tiers-added"] * (len(tiers) > 1), source
        for one in found:
            outer, inner = str(one.detail["outer"]), str(one.detail["inner"])
            assert {outer, inner} <= set(tiers) and outer < inner and one.about == name
            at = int(str(one.detail["position"])) - 1
            assert source[at:].startswith((outer, inner)), "the later of the two"
            for language in ("zh", "en"):
                assert outer in one.message(language) and inner in one.message(language)
                assert f"{outer} - {inner}" in one.hint(language)
    assert not refused("formula", "t0 - t1 + free")


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_figure_is_no_more_than_the_one_that_contains_it(inner: int, outer: int) -> None:
    found = verdicts({"raised": {"value": str(outer)}, "solved": {"value": str(inner), "within": "raised"}})
    assert found["solved"] is (Verdict.CONSISTENT if inner <= outer else Verdict.CONFLICT)


TIERS: dict[str, dict[str, str]] = {
    "all": {"value": "22"},
    "large": {"value": "6", "within": "all"},
    "huge": {"value": "4", "within": "large"},
    "apart": {"value": "3"},
}


def refusals(key: str, values: dict[str, str]) -> list[str]:
    others = {**TIERS, key: values}
    entered = Entered(
        key=key,
        values={"of": "t", "says": key, **values},
        titles={name: Text(name, name) for name in ("within", "formula", "check", "value")},
        other=lambda code, field: others.get(code, {}).get(field),
    )
    return [one.code for one in faults(RULE, entered)]


def test_figures_that_contain_each_other_are_neither_added_nor_within_themselves() -> None:
    assert refusals("sum", {"value": "26", "formula": "all + huge"}) == ["claim-tiers-added"], "through the one between"
    assert refusals("sum", {"value": "25", "formula": "all + apart"}) == []
    assert refusals("sum", {"value": "16", "formula": "all - large"}) == []
    assert refusals("all", {"value": "22", "within": "huge"}) == ["claim-uses-itself"]
    assert refusals("all", {"value": "22", "within": "all"}) == ["claim-operand-unknown"]
    assert refusals("odd", {"value": "1", "within": "nowhere"}) == ["claim-operand-unknown"]
