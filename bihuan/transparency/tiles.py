"""The tree laid out as files (C2SP tlog-tiles): paths, what each tile holds, entry bundles, growth. No disk here.

A tile of level L holds up to 256 hashes, each the root of 256^L leaves; a tile with fewer is partial and is never
hashed upwards. Entries lie in bundles of 256, each entry behind its length in two bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import ENTRY_BYTES_MAX
from bihuan.transparency.tree import HASH_BYTES, Subtree, fold

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""Hashes of a full tile, entries of a full bundle."""


class Tile(NamedTuple):
    """One tile: its level, its number in the level from 0, and how many hashes it holds (256 when full)."""

    level: int
    number: int
    width: int

    @property
    def path(self) -> str:
        """Where it is served, below the log's prefix."""
        return f"tile/{self.level}/{_number(self.number)}{_part(self.width)}"


class Bundle(NamedTuple):
    """One bundle of entries: its number, and how many it holds."""

    number: int
    width: int

    @property
    def path(self) -> str:
        """Where it is served, below the log's prefix."""
        return f"tile/entries/{_number(self.number)}{_part(self.width)}"


ReadTile = Callable[[Tile], bytes]
"""The bytes of a tile: 32 for each of its hashes."""


def _number(index: int) -> str:
    """1234067 is x001/x234/067."""
    groups = []
    while True:
        index, low = divmod(index, 1000)
        groups.append(f"{low:03d}")
        if index == 0:
            return "/".join((*(f"x{group}" for group in reversed(groups[1:])), groups[0]))


def _part(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """The tiles that a tree of `new` leaves has and the tree of its first `old` leaves did not have, level by level.

    With `old` 0 these are all tiles of the tree.
    """
    level = 0
    while new >> (HEIGHT * level):
        had, has = old >> (HEIGHT * level), new >> (HEIGHT * level)
        if had != has:
            for index in range(had // WIDTH, (has + WIDTH - 1) // WIDTH):
                yield Tile(level, index, min(WIDTH, has - index * WIDTH))
        level += 1


def bundles_between(old: int, new: int) -> Iterator[Bundle]:
    """The bundles of entries that a log of `new` entries has and that of its first `old` entries did not have."""
    for index in range(old // WIDTH, (new + WIDTH - 1) // WIDTH) if new > old else ():
        yield Bundle(index, min(WIDTH, new - index * WIDTH))


def subtrees_of(size: int, read: ReadTile) -> Subtree:
    """The subtrees of a tree of `size` leaves, read from its tiles. Raises what `read` raises."""

    def subtree(level: int, index: int) -> bytes:
        row, height = divmod(level, HEIGHT)
        first = index << height
        tile = first // WIDTH
        width = min(WIDTH, (size >> (HEIGHT * row)) - tile * WIDTH)
        data = read(Tile(row, tile, width))
        at = (first - tile * WIDTH) * HASH_BYTES
        return fold(hashes_of(data[at : at + (HASH_BYTES << height)]))

    return subtree


def hashes_of(data: bytes) -> list[bytes]:
    """The hashes that lie one behind the other in a tile."""
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def check_tile(tile: Tile, data: bytes) -> Fault | None:
    """Whether a tile has exactly the bytes that its name promises."""
    return None if len(data) == tile.width * HASH_BYTES else Fault("tile-truncated", tile.path)


class Growth:
    """A tree that takes leaves at its right end and remembers nothing else of itself than its partial tiles."""

    def __init__(self, size: int, read: ReadTile) -> None:
        self.size = size
        self._edges: list[list[bytes]] = []
        self._full: dict[Tile, bytes] = {}
        self._start = size
        level = 0
        while size >> (HEIGHT * level):
            index, width = divmod(size >> (HEIGHT * level), WIDTH)
            self._edges.append(hashes_of(read(Tile(level, index, width))) if width else [])
            level += 1

    def append(self, leaf: bytes) -> None:
        """One more leaf, by its hash."""
        self.size += 1
        level = 0
        while True:
            if level == len(self._edges):
                self._edges.append([])
            edge = self._edges[level]
            edge.append(leaf)
            if len(edge) < WIDTH:
                return
            index = (self.size >> (HEIGHT * level)) // WIDTH - 1
            self._full[Tile(level, index, WIDTH)] = b"".join(edge)
            leaf = fold(edge)
            edge.clear()
            level += 1

    def grown(self) -> Iterator[tuple[Tile, bytes]]:
        """The tiles that came since the beginning, with their bytes."""
        for tile in tiles_between(self._start, self.size):
            yield tile, self._full[tile] if tile.width == WIDTH else b"".join(self._edges[tile.level])

    def reader(self, read: ReadTile) -> ReadTile:
        """`read` for what was there before, this growth for what came."""

        def lookup(tile: Tile) -> bytes:
            if tile in self._full:
                return self._full[tile]
            index, width = divmod(self.size >> (HEIGHT * tile.level), WIDTH)
            if (tile.number, tile.width) == (index, width):
                return b"".join(self._edges[tile.level])
            return read(tile)

        return lookup


def bundle_bytes(entries: Sequence[bytes]) -> bytes:
    """A bundle of at most 256 entries. ValueError for an entry that two bytes can't measure."""
    if len(entries) > WIDTH:
        raise ValueError(f"a bundle holds {WIDTH} entries at most")
    if too_long := [at for at, entry in enumerate(entries) if len(entry) > ENTRY_BYTES_MAX]:
        raise ValueError(f"entry {too_long[0]} is longer than {ENTRY_BYTES_MAX} bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bundle(bundle: Bundle, data: bytes) -> list[bytes] | Fault:
    """The entries of a bundle, exactly as many as its name promises."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            return Fault("bundle-cut", bundle.path)
        entries.append(data[at + 2 : end])
        at = end
    return entries if len(entries) == bundle.width else Fault("bundle-count", bundle.path)
