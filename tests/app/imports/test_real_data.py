"""The three real files under the pack's own mappings: every row counted, every refusal with its reason."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bihuan.app.imports import Accepted, Mapping, Reading, Record, open_reading, read_mapping

PACK = Path(__file__).parents[3] / "districts" / "ganzhou-etdz" / "imports"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
FILES = [
    ("labelled", "messages_labelled.csv", 6_010),
    ("hot", "hot_messages.csv", 2_922),
    ("replies", "replies.csv", 1_983),
]

pytestmark = pytest.mark.real_data


def read_all(folder: Path, name: str, file: str) -> tuple[list[Record], Counter[str]]:
    mapping = read_mapping((PACK / f"{name}.toml").read_text(encoding="utf-8"))
    assert isinstance(mapping, Mapping)
    reading = open_reading(folder / "messages" / file, mapping, NOW)
    assert isinstance(reading, Reading)
    records, reasons = [], Counter[str]()
    for item in reading.rows():
        if isinstance(item, Accepted):
            records.append(item.record)
        else:
            reasons.update(problem.code for problem in item.problems)
    return records, reasons


@pytest.mark.parametrize(("name", "file", "count"), FILES)
def test_every_row_is_read(name: str, file: str, count: int, real_data: Path) -> None:
    records, reasons = read_all(real_data, name, file)
    print(f"{file}: {len(records)} accepted, refused: {dict(reasons) or 'none'}")
    assert (len(records), reasons) == (count, Counter())
    assert len({record.key for record in records}) == count
    without_time = sum(record.occurred_at is None for record in records)
    assert without_time == (3_921 if name == "labelled" else 0)


def test_about_sixty_one_percent_were_answered_within_fifteen_days(real_data: Path) -> None:
    records, _ = read_all(real_data, "replies", "replies.csv")
    delays = [record.replied_at - record.occurred_at for record in records if record.replied_at and record.occurred_at]
    assert len(delays) == 1_983 and min(delays) > timedelta(0)
    assert 0.60 < sum(delay <= timedelta(days=15) for delay in delays) / len(delays) < 0.63
    # One reply is stated by its day alone.
    assert Counter(record.replied_precision for record in records) == {"second": 1_982, "day": 1}
