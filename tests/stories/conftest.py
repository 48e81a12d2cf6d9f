"""The pack and the stories of each district, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.definitions import Pack, load_pack

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def pack() -> Pack:
    loaded = load_pack(ROOT / "districts" / "ganzhou-etdz")
    assert isinstance(loaded, Pack), [finding.in_("en") for finding in loaded]
    return loaded
