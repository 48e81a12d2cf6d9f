"""In a picture everything stands behind what it follows, no two stand in one place, circles come to an end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.registers import GraphRule
from bihuan.core.registers.graph import Standing, graphs

RULE = GraphRule(group="chain", after=("after", "also"), missing=frozenset({"gap"}), sought=frozenset({"open"}))
KEYS = st.sampled_from([f"K{n}" for n in range(9)])
ENTRIES = st.dictionaries(
    KEYS,
    st.fixed_dictionaries(
        {
            "chain": st.sampled_from(["a", "b", None]),
            "after": st.one_of(st.none(), KEYS),
            "also": st.one_of(st.none(), KEYS),
            "state": st.sampled_from(["gap", "open", "there", None]),
        }
    ),
)


@given(ENTRIES)
def test_every_entry_of_a_group_stands_once_in_a_place_of_its_own(entries: dict[str, dict[str, str | None]]) -> None:
    found = graphs(RULE, entries.items())
    assert {node.key for graph in found for node in graph.nodes} == {k for k, one in entries.items() if one["chain"]}
    for graph in found:
        assert len({(node.layer, node.place) for node in graph.nodes}) == len(graph.nodes)
        gaps = [node.key for node in graph.nodes if entries[node.key]["state"] in ("gap", "open")]
        assert [node.key for node in graph.gaps] == gaps


@given(ENTRIES)
def test_what_follows_stands_behind_unless_it_goes_round_in_a_circle(entries: dict[str, dict[str, str | None]]) -> None:
    for graph in graphs(RULE, entries.items()):
        nodes = {node.key: node for node in graph.nodes}
        after = {node.key: node.after for node in graph.nodes}
        for node in graph.nodes:
            for before in node.after:
                assert nodes[before].layer < node.layer or _reaches(node.key, before, after)


def _reaches(start: str, end: str, after: dict[str, tuple[str, ...]]) -> bool:
    """Whether `end` itself comes, some way, after `start`."""
    seen, waiting = set[str](), [end]
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            waiting += after[key]
    return False


def test_a_chain_with_a_gap() -> None:
    entries = {
        "K1": {"chain": "a", "after": None, "state": "there"},
        "K2": {"chain": "a", "after": "K1", "state": "gap"},
        "K3": {"chain": "a", "after": "K2", "state": "open"},
    }
    [graph] = graphs(RULE, entries.items())
    assert [(node.key, node.layer, node.standing) for node in graph.nodes] == [
        ("K1", 0, Standing.PRESENT), ("K2", 1, Standing.MISSING), ("K3", 2, Standing.SOUGHT),
    ]  # fmt: skip


def test_links_stand_in_the_order_of_what_they_follow_so_that_lines_do_not_cross() -> None:
    entries = {
        "K1": {"chain": "a", "after": None, "also": None},
        "K2": {"chain": "a", "after": None, "also": None},
        "K3": {"chain": "a", "after": "K2", "also": None},
        "K4": {"chain": "a", "after": "K1", "also": None},
    }
    [graph] = graphs(RULE, entries.items())
    assert [(node.key, node.place) for node in graph.nodes if node.layer == 1] == [("K4", 0), ("K3", 1)]


def test_what_one_link_needs_stands_right_before_it() -> None:
    entries = {
        "K1": {"chain": "a", "after": None, "also": None},
        "K2": {"chain": "a", "after": "K1", "also": None},
        "K3": {"chain": "a", "after": None, "also": None},
        "K4": {"chain": "a", "after": "K2", "also": "K3"},
    }
    [graph] = graphs(RULE, entries.items())
    assert {node.key: node.layer for node in graph.nodes} == {"K1": 0, "K2": 1, "K3": 1, "K4": 2}
