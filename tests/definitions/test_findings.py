"""Each finding has one minimal pack that brings about it and nothing else, and both languages say something."""

from pathlib import Path

import pytest

from bihuan.definitions import CATALOGUE, Severity, check, read_folder
from tests.definitions.cases import CASES, HOLES, ROADS, WITHOUT, Edit, changed, figures, texts_of

ELSEWHERE = {"P115": "bytes, not text: test_bytes_that_are_no_text"}


def test_the_base_pack_is_clean() -> None:
    assert check(texts_of("base")) == ()


def test_every_finding_has_a_case() -> None:
    assert {*CASES, *ELSEWHERE} == set(CATALOGUE)


def case(id: str) -> dict[str, str]:
    texts = changed(*CASES[id])
    texts.pop(WITHOUT.get(id, ""), None)
    if id == "P340":  # The second edition begins on the last day of the first.
        second = texts[HOLES].replace("until = 2022-01-01\n", "").replace("since = 2021-01-01", "since = 2022-01-01", 1)
        texts["programmes/holes-2.toml"] = second.replace('edition = "1"', 'edition = "2"', 1)
    return texts


@pytest.mark.parametrize("id", CASES)
def test_a_case_brings_about_its_finding_alone(id: str) -> None:
    found = check(case(id))
    assert {one.id for one in found} == {id}, "\n".join(one.in_("en") for one in found)
    for one in found:
        for text in (one.message, one.hint):
            assert text.zh.strip()
            assert text.en.strip()
            assert "{" not in (text.zh + text.en).replace("{ zh", "").replace("{numbr}", "")


@pytest.mark.parametrize("id", [id for id in CASES if id not in WITHOUT])
def test_it_stands_in_a_file_that_was_changed(id: str) -> None:
    base, texts = texts_of("base"), case(id)
    touched = {path for path in texts if texts[path] != base.get(path)}
    assert any(one.path in touched for one in check(texts))


def test_the_exact_place_of_a_slip_in_an_expression() -> None:
    [one] = check(case("P234"))
    line = case("P234")[HOLES].splitlines()[one.line - 1]
    assert line[one.column - 1 :].startswith("words is known")


def test_a_register_of_figures_has_no_field_for_a_verdict() -> None:
    assert check(changed(*figures())) == ()
    [one] = check(changed(*figures(owner="verdict")))
    assert (one.id, one.path) == ("P401", "registers/figures.toml")


def test_an_unknown_name_names_its_neighbour() -> None:
    [one] = check(case("P202"))
    assert "Did you mean inspector?" in one.hint.en
    assert "是不是“inspector”" in one.hint.zh


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "district.toml").write_bytes(b"[district]\nid = '\xd5'\n")
    found = read_folder(tmp_path)
    assert isinstance(found, tuple)
    assert [(one.id, one.line) for one in found] == [("P115", 2)]


def test_a_notice_to_followers_says_what_the_public_page_shows_and_nothing_else() -> None:
    """Neither the unit nor a field: the matter may be confidential, and following opens no word."""
    text = 'text = { zh = "已登记，编号{number}。", en = "Registered as {number}." }'
    public = Edit('to = "raiser"\n' + text, 'to = "followers"\n' + text)
    assert check(changed(public)) == ()
    for word in ("unit", "reason", "words", "kind"):
        more = 'text = { zh = "编号{number}：{%s}", en = "{number}: {%s}" }' % (word, word)  # noqa: UP031
        found = check(changed(Edit('to = "raiser"\n' + text, 'to = "followers"\n' + more)))
        assert {one.id for one in found} == {"P222"}, word


def test_what_a_field_of_a_register_needs_can_be_written_by_whoever_writes_it() -> None:
    more = '[field.more]\ntitle = { zh = "更多", en = "More" }\ntype = "number"\nneeds = "%s"\n'
    right = '[right.keeper]\ntitle = { zh = "管", en = "Keeps" }\nduty = "worker"\nmay = ["change"]\nwrites = [%s]'

    def found(needs: str, writes: str) -> list[str]:
        return [one.id for one in check(changed(Edit("", more % needs + right % writes, ROADS)))]

    assert found("mended", '"more", "mended"') == []
    assert found("mended", '"more"') == ["P382"], "nobody could ever write both"
    assert found("more", '"more", "mended"') == ["P382"], "a field cannot need itself"


def test_a_typed_verdict_and_disjoint_tiers_are_refused_with_the_reason_and_the_way_out() -> None:
    [typed], [tiers] = check(case("P401")), check(case("P414"))
    said = [
        (typed.message, "结论不能写：“verdict”是算出来的", "computed, never written: remove verdict"),
        (typed.hint, "请删去它，写上 value、formula", "Say value, formula"),
        (tiers.message, "逐档包含，不是互不相交", "the tiers are nested, not disjoint"),
        (tiers.hint, "只要一档，写", "For one tier alone write"),
        (tiers.hint, "要合计，写最低的一档", "for all of them the lowest tier"),
    ]
    for text, zh, en in said:
        assert zh in text.zh and en in text.en, text
    assert {typed.severity, tiers.severity} == {Severity.ERROR}, "neither passes"
    assert "left" in tiers.message.zh and "left" in tiers.hint.en, "the tier is named"


def test_sealed_values_that_nothing_can_read_yet_are_said_to_the_author() -> None:
    """It hinders no pack, and is said before anybody builds on it; never to unseal at all is an error."""
    [note] = check(case("P349"))
    assert note.severity is Severity.NOTE
    assert "读不到" in note.message.zh and "can read" in note.message.en
    assert "重新填报" in note.hint.zh and "take the value again" in note.hint.en
    [wrong] = check(case("P346"))
    assert wrong.severity is Severity.ERROR
