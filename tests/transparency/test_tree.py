"""The tree: the published vectors, every small tree against the naive one, and proofs that must not verify."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.transparency.leaf import leaf_hash
from bihuan.transparency.tiles import Growth, subtrees_of, tiles_between
from bihuan.transparency.tree import check_consistency, check_inclusion, consistency, inclusion, root
from tests.transparency.naive import CT_LEAVES, mth, path, proof

ROOTS = """
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()


def grown(entries, sizes=()):
    """The tiles of a log after all entries; each size in `sizes` was published on the way, like a restart."""
    kept = {}
    growth = Growth(0, kept.__getitem__)
    for entry in entries:
        growth.append(leaf_hash(entry))
        if growth.size in sizes:
            kept.update(growth.grown())
            growth = Growth(growth.size, kept.__getitem__)
    kept.update(growth.grown())
    return kept


def subtrees(entries, sizes=()):
    return subtrees_of(len(entries), grown(entries, sizes).__getitem__)


def b64(words):
    return [base64.b64decode(word) for word in words.split()]


@pytest.mark.parametrize(("size", "expected"), list(enumerate(ROOTS)))
def test_the_published_roots(size, expected):
    assert root(size, subtrees(CT_LEAVES[:size])).hex() == expected
    assert mth(CT_LEAVES[:size]).hex() == expected


def test_the_published_proofs():
    assert inclusion(1, 5, subtrees(CT_LEAVES[:5])) == b64(
        "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0= Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4="
        " vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms="
    )
    assert consistency(6, 7, subtrees(CT_LEAVES[:7])) == b64(
        "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o= sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8="
        " 037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc="
    )
    heads = [hash_.hex()[:8] for hash_ in consistency(3, 8, subtrees(CT_LEAVES))]
    assert heads == ["0298d122", "07506a85", "fac54203", "6b47aaf2"]
    assert [hash_.hex()[:8] for hash_ in inclusion(5, 8, subtrees(CT_LEAVES))] == ["bc1a0643", "ca854ea1", "d37ee418"]


def test_every_proof_of_every_small_tree():
    entries = [bytes([number]) for number in range(17)]
    for new in range(1, 18):
        tree = subtrees(entries[:new])
        for old in range(new + 1):
            found = consistency(old, new, tree)
            assert found == proof(old, entries[:new])
            assert check_consistency(old, new, mth(entries[:old]), mth(entries[:new]), found) is None
        for index in range(new):
            found = inclusion(index, new, tree)
            assert found == path(index, entries[:new])
            assert check_inclusion(leaf_hash(entries[index]), index, new, found, mth(entries[:new])) is None


@given(st.integers(250, 1100), st.sets(st.integers(1, 1100), max_size=6), st.data())
def test_a_tree_grown_in_steps_by_its_tiles_is_the_naive_one(size, sizes, data):
    entries = [number.to_bytes(2, "big") for number in range(size)]
    tree = subtrees(entries, sizes)
    assert root(size, tree) == mth(entries)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    assert inclusion(index, size, tree) == path(index, entries)
    assert consistency(old, size, tree) == proof(old, entries)


def test_a_tree_of_70000_leaves_has_two_levels_of_full_tiles():
    growth = Growth(0, {}.__getitem__)
    for number in range(70_000):
        growth.append(leaf_hash(number.to_bytes(4, "big")))
    kept = dict(growth.grown())
    assert set(kept) == set(tiles_between(0, 70_000))
    tree = subtrees_of(70_000, kept.__getitem__)
    top = root(70_000, tree)
    for index in (0, 65_535, 65_536, 69_999):
        found = inclusion(index, 70_000, tree)
        assert check_inclusion(leaf_hash(index.to_bytes(4, "big")), index, 70_000, found, top) is None
    half = subtrees_of(65_536, kept.__getitem__)
    found = consistency(65_536, 70_000, tree)
    assert check_consistency(65_536, 70_000, root(65_536, half), top, found) is None


PROOF = path(2, CT_LEAVES[:7])


@pytest.mark.parametrize(
    ("leaf", "index", "size", "found", "expected", "code"),
    [
        (2, 7, 7, PROOF, 7, "proof-index"),
        (2, -1, 7, PROOF, 7, "proof-index"),
        (2, 2, 7, PROOF[:-1], 7, "proof-too-short"),
        (2, 2, 7, [], 7, "proof-too-short"),
        (2, 2, 7, [*PROOF, PROOF[0]], 7, "proof-too-long"),
        (2, 2, 7, [*PROOF[:-1], PROOF[-1][:31]], 7, "proof-hash-size"),
        (2, 2, 7, [*PROOF[:-1], PROOF[0]], 7, "not-included"),
        (1, 2, 7, PROOF, 7, "not-included"),
        (2, 3, 7, PROOF, 7, "not-included"),
        (2, 2, 7, PROOF, 8, "not-included"),
    ],
)
def test_an_inclusion_that_does_not_hold(leaf, index, size, found, expected, code):
    fault = check_inclusion(leaf_hash(CT_LEAVES[leaf]), index, size, found, mth(CT_LEAVES[:expected]))
    assert fault is not None and fault.code == code


R = [mth(CT_LEAVES[:size]) for size in range(9)]
C = proof(3, CT_LEAVES)


@pytest.mark.parametrize(
    ("old", "new", "old_root", "new_root", "found", "code"),
    [
        (8, 7, R[8], R[7], [], "tree-shrank"),
        (-1, 7, R[0], R[7], [], "tree-shrank"),
        (3, 8, R[3], R[8], C[:-1], "proof-too-short"),
        (3, 8, R[3], R[8], [], "proof-too-short"),
        (4, 8, R[4], R[8], [], "proof-too-short"),
        (3, 8, R[3], R[8], [*C, C[0]], "proof-too-long"),
        (3, 8, R[3], R[8], [*C[:-1], b""], "proof-hash-size"),
        (3, 8, R[2], R[8], C, "not-consistent"),
        (3, 8, R[3], R[7], C, "not-consistent"),
        (0, 8, R[0], R[8], C, "proof-too-long"),
        (8, 8, R[8], R[8], C, "proof-too-long"),
        (8, 8, R[7], R[8], [], "not-consistent"),
        (0, 8, R[1], R[8], [], "not-consistent"),
        (0, 0, R[0], R[1], [], "not-consistent"),
    ],
)
def test_a_growth_that_does_not_hold(old, new, old_root, new_root, found, code):
    fault = check_consistency(old, new, old_root, new_root, found)
    assert fault is not None and fault.code == code


@given(st.integers(2, 40), st.data())
def test_no_other_leaf_old_tree_or_hash_passes(size, data):
    entries = [bytes([number]) for number in range(size)]
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    found, top = path(index, entries), mth(entries)
    bit = data.draw(st.integers(0, 255))

    def flipped(hash_):
        return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(hash_))

    at = data.draw(st.integers(0, len(found) - 1))
    changed = [*found[:at], flipped(found[at]), *found[at + 1 :]]
    assert check_inclusion(leaf_hash(entries[index]), index, size, changed, top) is not None
    assert check_inclusion(flipped(leaf_hash(entries[index])), index, size, found, top) is not None
    grown_by = proof(old, entries)
    assert check_consistency(old, size, flipped(mth(entries[:old])), top, grown_by) is not None
    assert check_consistency(old, size, mth(entries[:old]), flipped(top), grown_by) is not None


def test_what_a_tree_does_not_have_is_no_proof():
    with pytest.raises(IndexError):
        inclusion(5, 5, subtrees(CT_LEAVES[:5]))
    with pytest.raises(IndexError):
        consistency(6, 5, subtrees(CT_LEAVES[:5]))
