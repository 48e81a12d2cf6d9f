"""Verdicts are computed: a change of one figure flips them, and nothing else does."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.claims import Claim, Document, Judged, Outcome, Verdict, judge, read_printed
from bihuan.core.claims.judging import Known
from bihuan.definitions import Pack, load_pack

PACK = Path(__file__).resolve().parents[3] / "districts" / "ganzhou-etdz"


def article() -> Document:
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    [document] = pack.documents.values()
    return document


ARTICLE = article()


def verdicts(document: Document, known: Known | None = None) -> dict[str, Verdict]:
    return {one.claim.id: one.verdict for one in judge(document, known or {})}


def with_value(id: str, text: str) -> Document:
    printed = read_printed(text)
    assert printed is not None and ARTICLE.claim(id) is not None
    return replace(
        ARTICLE, claims=tuple(replace(one, printed=printed) if one.id == id else one for one in ARTICLE.claims)
    )


def printed(id: str) -> int:
    claim = ARTICLE.claim(id)
    assert claim is not None and claim.printed is not None
    return int(claim.printed.value)


def named(document: Document, id: str) -> Judged:
    return next(one for one in judge(document, {}) if one.claim.id == id)


PRINTED = verdicts(ARTICLE)


def test_what_the_article_comes_to() -> None:
    for verdict, ids in {
        Verdict.DERIVED: ("branches", "solve_rate", "age"),
        Verdict.CONSISTENT: ("single", "joint", "signed", "signed_money", "over10", "over50", "over100", "rank"),
        Verdict.UNDER: ("covered", "one_go", "zero_visit", "at_most_once", "people", "circle_minutes", "times"),
        Verdict.COMPARATOR: ("no_proof_first", "remote_first", "first_bond", "rank_province"),
        Verdict.NARRATIVE: ("hundred_years", "spoken_words", "old_building"),
    }.items():
        assert {PRINTED[id] for id in ids} == {verdict}
    assert Verdict.CONFLICT not in PRINTED.values()


@pytest.mark.parametrize(
    ("id", "text", "fallen"),
    [
        ("single", "29", {"single", "joint", "branches"}),
        ("branches", "70", {"single", "joint", "branches"}),
        ("solved", "1931", {"solved", "reports", "solve_rate"}),
        ("solve_rate", "94.7%", {"solved", "reports", "solve_rate"}),
        ("one_go", "95.48%", {"one_go", "at_most_once"}),
        ("over50", "23", {"over50", "over10"}),
        ("over100", "15", {"over100", "over50"}),
        ("signed_money", "659.99亿", {"signed_money", "tier10", "tier50", "tier100", "over10", "over50", "over100"}),
        ("rank", "219", {"rank", "zones"}),
        ("age", "32", {"age"}),
        ("zero_visit", "95.9%", {"zero_visit", "at_most_once"}),
    ],
)
def test_one_changed_figure_puts_those_it_is_computed_with_in_conflict(id: str, text: str, fallen: set[str]) -> None:
    found = verdicts(with_value(id, text))
    assert {name for name, verdict in found.items() if verdict is Verdict.CONFLICT} == fallen
    assert all(found[name] is PRINTED[name] for name in set(PRINTED) - fallen)


def test_a_bound_on_one_side_proves_nothing() -> None:
    """“Over so many” leaves room for a larger total: two more solved are not impossible, and no longer derived."""
    found = verdicts(with_value("solved", str(printed("solved") + 2)))
    assert found["solve_rate"] is Verdict.UNDER


def test_a_rate_that_counts_can_give_is_no_longer_impossible() -> None:
    before, after = named(ARTICLE, "one_go"), named(with_value("one_go", "95.48%"), "one_go")
    assert any("impossible" in one.en and "211.7" in one.en for one in before.why)
    assert not any("whole number" in one.en and "impossible" in one.en for one in after.why)


def test_a_reading_left_alone_that_cannot_be_is_a_conflict() -> None:
    claim = ARTICLE.claim("covered")
    assert claim is not None
    only = replace(claim, readings=claim.readings[:1])
    found = verdicts(replace(ARTICLE, claims=tuple(only if one is claim else one for one in ARTICLE.claims)))
    assert found["covered"] is Verdict.CONFLICT
    assert found["single"] is Verdict.CONSISTENT, "how one claim is read says nothing about others"


@given(st.integers(0, 4000), st.integers(0, 4000))
def test_cases_on_the_platform_settle_it(reports: int, solved: int) -> None:
    known = {"counted_reports": Fraction(reports), "counted_solved": Fraction(solved)}
    found = verdicts(ARTICLE, known)
    assert (found["solved"] is Verdict.CONFLICT) == (solved != printed("solved"))
    assert (found["reports"] is Verdict.CONFLICT) == (reports < printed("reports"))


def test_a_verdict_has_its_reason_in_both_languages() -> None:
    for one in judge(ARTICLE, {}):
        assert one.why, one.claim.id
        assert all(why.zh.strip() and why.en.strip() and "{" not in why.zh + why.en for why in one.why)


def test_nothing_hangs_on_the_order() -> None:
    turned = replace(ARTICLE, claims=ARTICLE.claims[::-1])
    assert verdicts(turned) == PRINTED


@given(st.sampled_from([one for one in ARTICLE.claims if one.printed and one.formula]), st.integers(1, 10**6))
def test_a_formula_that_no_longer_gives_the_figure_is_a_conflict(claim: Claim, number: int) -> None:
    found = named(with_value(claim.id, str(number)), claim.id)
    before = named(ARTICLE, claim.id)
    if claim.printed is not None and claim.printed.value != number and claim.id not in ("times", "solve_rate"):
        assert found.verdict is Verdict.CONFLICT
    elif claim.printed is not None and claim.printed.value == number:
        assert found.verdict is before.verdict


def test_an_operand_that_is_not_known_waits() -> None:
    from bihuan.core.claims.judging import _test, _Values

    claim = ARTICLE.claim("solved")
    assert claim is not None
    [tested] = _test(claim, _Values(ARTICLE, {}))
    assert tested.outcome is Outcome.WAITS
