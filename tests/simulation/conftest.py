"""The pack whose demonstration is played, its main script, and an empty place to play it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.app.simulation import Script, read_script
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from tests.simulation.stage import PACK, Stage


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The pack whose demonstration it is."""
    loaded = load_pack(PACK)
    assert isinstance(loaded, Pack), loaded
    return loaded


@pytest.fixture(scope="session")
def script() -> Script:
    """The pack's demonstration."""
    return read_script(PACK / "demo" / "circle.toml")


@pytest.fixture
def stage(tmp_path: Path, pack: Pack, script: Script) -> Stage:
    return Stage(tmp_path, pack, script)
