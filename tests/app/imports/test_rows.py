"""Rows: every reason for a refusal, keys that hold, and one content from CSV and workbook alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bihuan.app.imports import Accepted, Mapping, Record, Refused, read_mapping

REFUSED = [
    ({"内容": ""}, ["words-missing"]),
    ({"内容": " \u3000\u200b"}, ["words-missing"]),
    ({"内容": "字" * 20_001}, ["text-too-long"]),
    ({"标题": "字" * 1_001}, ["text-too-long"]),
    ({"编号": ""}, ["identity-missing"]),
    ({"时间": "03/04/2019"}, ["date-ambiguous"]),
    ({"时间": "2030/1/1"}, ["date-future"]),
    ({"答复时间": "2019/2/28 11:25:04"}, ["reply-before-message"]),
    ({"答复时间": "2019/2/27"}, ["reply-before-message"]),
    ({"答复时间": "2019/2/28 11:24"}, ["reply-before-message"]),
    ({"点赞": "许多"}, ["count-unreadable"]),
    ({"分类": "噪音"}, ["value-unknown"]),
    ({"内容": "", "点赞": "-1", "时间": "x"}, ["words-missing", "date-unreadable", "count-unreadable"]),
]


@pytest.mark.parametrize(("changed", "codes"), REFUSED)
def test_a_row_is_refused_with_every_reason(
    changed: dict[str, str], codes: list[str], csv_file: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    refused, sound = read(csv_file(row(**changed), row(编号="18")), mapping)
    assert isinstance(refused, Refused) and isinstance(sound, Accepted)
    assert [problem.code for problem in refused.problems] == codes
    assert refused.cells == tuple(row(**changed)) and not refused.stops
    for problem in refused.problems:
        assert all("{" not in problem.message(lang) + problem.hint(lang) for lang in ("zh", "en"))


@pytest.mark.parametrize("replied", ["2019/2/28", "2019/2/28 11:25", "2019/2/28 11:25:05", "2019年3月1日"])
def test_a_reply_is_late_only_as_exactly_as_it_is_stated(
    replied: str, csv_file: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    (found,) = read(csv_file(row(答复时间=replied)), mapping)
    assert isinstance(found, Accepted), found


def test_a_sound_row_becomes_this_record(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    (found,) = read(csv_file(row(内容="=1+1，一\r\n二")), mapping)
    assert found.record == Record(
        key="sample:17",
        digest=found.record.digest,
        source="sample",
        history=True,
        private=frozenset({"reporter", "phone"}),
        words="=1+1，一\n二",
        title="路灯不亮",
        source_id="17",
        occurred_at=datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC),
        occurred_precision="second",
        channel="hotline",
        category_label="道路",
        category="road",
        likes=3,
    )


def test_a_workbook_and_a_csv_of_one_content_give_one_record(
    csv_file: Any, workbook: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    typed = row(编号=17, 点赞=3, 时间=datetime(2019, 2, 28, 11, 25, 5))  # noqa: DTZ001 – a workbook has no zones
    assert read(workbook(typed), mapping)[0].record == read(csv_file(row()), mapping)[0].record


def test_keys_follow_the_content_when_the_mapping_says_so(
    csv_file: Any, row: Any, read: Any, sample: str, mapping: Mapping
) -> None:
    hashed = read_mapping(sample.replace('["编号"]', '"row-hash"'))
    assert isinstance(hashed, Mapping)
    same, again, other = [item.record.key for item in read(csv_file(row(), row(), row(内容="另一件事")), hashed)]
    assert same == again != other and same.startswith("sample#")
    corrected = replace(hashed, constants={"channel": "counter"}, values={"category_label": {"道路": "roads"}})
    assert read(csv_file(row()), corrected)[0].record.key == same


def test_two_part_keys_cannot_be_confused(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    double = replace(mapping, identity=("编号", "标题"))
    found = read(csv_file(row(编号="1/2", 标题="3"), row(编号="1", 标题="2/3"), row(编号="1%2F2", 标题="3")), double)
    assert len({item.record.key for item in found}) == 3


def test_a_changed_row_keeps_its_key_and_shows_another_digest(
    csv_file: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    first, second = read(csv_file(row(), row(内容="改过的内容")), mapping)
    assert first.record.key == second.record.key and first.record.digest != second.record.digest


def test_an_unlisted_value_may_be_kept_with_a_note(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    (found,) = read(csv_file(row(分类="噪音")), replace(mapping, unlisted="keep"))
    assert found.record.category_label == "噪音" and found.record.category is None
    assert found.notes[0].code == "value-unknown" and "噪声" in found.notes[0].hint("zh")


def test_the_same_file_gives_the_same(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    path = csv_file(row(), row(编号="", 内容=""), row(编号="19"))
    assert read(path, mapping) == read(path, mapping)
