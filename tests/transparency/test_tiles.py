"""Tiles and bundles: paths, counts, what is new after growth, and files that are not what they are called."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.transparency.faults import Fault
from bihuan.transparency.tiles import (
    Bundle,
    Tile,
    bundle_bytes,
    bundles_between,
    check_tile,
    read_bundle,
    tiles_between,
)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0, 256), "tile/0/000"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(1, 1234067, 256), "tile/1/x001/x234/067"),
        (Tile(2, 1000, 1), "tile/2/x001/000.p/1"),
        (Bundle(67, 256), "tile/entries/067"),
        (Bundle(1234067, 8), "tile/entries/x001/x234/067.p/8"),
    ],
)
def test_paths(tile, path):
    assert tile.path == path


def counted(size):
    found = list(tiles_between(0, size))
    return [(level, sum(t.level == level and t.width == 256 for t in found),
             [t.width for t in found if t.level == level and t.width < 256]) for level in range(3)]  # fmt: skip


def test_the_tiles_of_trees_of_known_sizes():
    assert counted(70_000) == [(0, 273, [112]), (1, 1, [17]), (2, 0, [1])]
    assert counted(256) == [(0, 1, []), (1, 0, [1]), (2, 0, [])]
    assert counted(0) == [(0, 0, []), (1, 0, []), (2, 0, [])]


@given(st.lists(st.integers(0, 300_000), min_size=2, max_size=5))
def test_growth_in_steps_leaves_every_tile_of_the_end(sizes):
    sizes = [0, *sorted(sizes)]
    tiles = {tile for old, new in pairwise(sizes) for tile in tiles_between(old, new)}
    bundles = {bundle for old, new in pairwise(sizes) for bundle in bundles_between(old, new)}
    assert tiles >= set(tiles_between(0, sizes[-1]))
    assert bundles >= set(bundles_between(0, sizes[-1]))
    assert all(1 <= one.width <= 256 for one in tiles | bundles)


def test_nothing_is_new_without_growth():
    assert list(tiles_between(300, 300)) == [] == list(bundles_between(300, 300))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_a_bundle_comes_back(entries):
    assert read_bundle(Bundle(0, len(entries)), bundle_bytes(entries)) == entries


def test_a_bundle_that_was_tampered_with():
    data = bundle_bytes([b"one", b"two"])
    assert read_bundle(Bundle(0, 2), data[:-1]) == Fault("bundle-cut", "tile/entries/000.p/2")
    assert read_bundle(Bundle(0, 2), data + b"\0") == Fault("bundle-cut", "tile/entries/000.p/2")
    assert read_bundle(Bundle(0, 3), data) == Fault("bundle-count", "tile/entries/000.p/3")
    assert read_bundle(Bundle(0, 1), data) == Fault("bundle-count", "tile/entries/000.p/1")
    assert bundle_bytes([bytes(65_535)])[:2] == b"\xff\xff"
    with pytest.raises(ValueError, match="entry 1 is longer"):
        bundle_bytes([b"", bytes(65_536)])
    with pytest.raises(ValueError, match="256 entries"):
        bundle_bytes([b""] * 257)


def test_a_truncated_tile():
    assert check_tile(Tile(0, 0, 2), bytes(64)) is None
    assert check_tile(Tile(0, 0, 2), bytes(63)) == Fault("tile-truncated", "tile/0/000.p/2")
