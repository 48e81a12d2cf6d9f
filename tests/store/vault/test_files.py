"""Photos on disk: durable before they are named, unreadable without their key, no name leads outside."""

import hashlib
import io
import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.store.vault import files
from bihuan.store.vault.crypto import VaultFault
from bihuan.store.vault.files import FileVault, Stored

KEY = bytes(range(32))
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
PHOTO = b"\xff\xd8\xff" + b"photo" * 100


@pytest.fixture
def vault(tmp_path):
    return FileVault(tmp_path / "vault", "ganzhou-etdz", bytes_max=1000)


def on_disk(vault):
    return sorted(path.name for path in vault.folder.rglob("*") if path.is_file() and path.name != ".lock")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=1000))
def test_a_file_comes_back_and_is_named_by_its_bytes_on_disk(vault, content):
    stored = vault.put("c1", KEY, content, NOW)
    assert vault.get("c1", KEY, stored.address) == content
    assert (stored.content, stored.size) == (hashlib.sha256(content).hexdigest(), len(content))
    path = vault.folder / stored.address[:2] / stored.address
    assert hashlib.sha256(path.read_bytes()).hexdigest() == stored.address
    assert vault.check(stored.address) is None
    assert vault.put("c1", KEY, io.BytesIO(content), NOW) == stored


def test_a_stream_may_come_in_drops(vault):
    class Drops(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 7))

    assert vault.get("c1", KEY, vault.put("c1", KEY, Drops(PHOTO), NOW).address) == PHOTO


def test_a_name_says_nothing_and_two_cases_share_nothing(vault):
    one, other = vault.put("c1", KEY, PHOTO, NOW), vault.put("c2", bytes(32), PHOTO, NOW)
    assert one.content == other.content and one.address != other.address
    assert one.content not in on_disk(vault)
    assert all(PHOTO[:8] not in path.read_bytes() for path in vault.folder.rglob("*") if path.is_file())
    assert isinstance(vault.get("c2", KEY, one.address), VaultFault)
    assert isinstance(vault.get("c1", bytes(32), one.address), VaultFault)
    assert vault.get("c1", bytes(32), one.address).code == "not-opened"


def test_too_large_and_empty_are_refused_and_leave_nothing(vault):
    assert isinstance(vault.put("c1", KEY, b"x" * 1000, NOW), Stored)
    before = on_disk(vault)
    for large in (b"x" * 1001, io.BytesIO(b"x" * 100_000)):
        assert vault.put("c1", KEY, large, NOW) == VaultFault("file-too-large", "1000")
    assert vault.put("c1", KEY, b"", NOW) == VaultFault("file-empty")
    assert on_disk(vault) == before


@pytest.mark.parametrize(
    "address",
    [
        "",
        "..",
        "../../../etc/passwd",
        "/etc/passwd",
        "A" * 64,
        "0" * 63,
        "0" * 65,
        "0" * 64 + "\n",
        "00/" + "0" * 61,
        "0" * 63 + "\0",
    ],
)
def test_no_name_leads_out_of_the_folder(vault, address):
    vault.put("c1", KEY, PHOTO, NOW)
    for answer in (vault.get("c1", KEY, address), vault.check(address), vault.remove(address)):
        assert answer == VaultFault("address-malformed", address[:80])


@pytest.mark.parametrize("district", ["", "..", "a/b", "../x", "A", "-a", "a\n", "区"])
def test_a_district_is_a_slug(tmp_path, district):
    with pytest.raises(ValueError, match="not a district"):
        FileVault(tmp_path, district)


def test_a_link_in_place_of_a_file_is_not_followed(vault, tmp_path):
    stored = vault.put("c1", KEY, PHOTO, NOW)
    path = vault.folder / stored.address[:2] / stored.address
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert vault.get("c1", KEY, stored.address) == VaultFault("file-damaged", stored.address)


def test_any_changed_byte_is_noticed_with_and_without_the_key(vault):
    stored = vault.put("c1", KEY, b"photo", NOW)
    path = vault.folder / stored.address[:2] / stored.address
    whole = path.read_bytes()
    for wrong in [
        *(whole[:i] + bytes([whole[i] ^ 1]) + whole[i + 1 :] for i in range(len(whole))),
        whole[:-1],
        b"",
    ]:
        path.write_bytes(wrong)
        assert vault.check(stored.address) == VaultFault("file-damaged", stored.address)
        assert vault.get("c1", KEY, stored.address) == VaultFault("file-damaged", stored.address)
    vault.put("c1", KEY, b"photo", NOW)
    assert vault.get("c1", KEY, stored.address) == b"photo"


def test_a_missing_file_is_named(vault):
    assert vault.get("c1", KEY, "0" * 64) == VaultFault("file-missing", "0" * 64)
    assert vault.remove("0" * 64) == VaultFault("file-missing", "0" * 64)
    stored = vault.put("c1", KEY, PHOTO, NOW)
    assert vault.remove(stored.address) is None
    assert vault.check(stored.address) == VaultFault("file-missing", stored.address)


def test_only_old_files_that_nobody_names_are_swept(vault):
    known = vault.put("c1", KEY, b"known", NOW - 9 * HOUR)
    old = vault.put("c1", KEY, b"old", NOW - 9 * HOUR)
    young = vault.put("c1", KEY, b"young", NOW)
    unfinished = vault.folder / old.address[:2] / ".new-abc"
    unfinished.write_bytes(b"half")
    os.utime(unfinished, (0, 0))
    stranger = vault.folder / old.address[:2] / "README"
    stranger.write_bytes(b"not ours")
    os.utime(stranger, (0, 0))
    assert vault.orphans({known.address}, HOUR, NOW) == tuple(sorted([".new-abc", old.address]))
    assert vault.sweep({known.address}, HOUR, NOW) == tuple(sorted([".new-abc", old.address]))
    assert on_disk(vault) == sorted([known.address, young.address, "README"])
    assert vault.sweep({known.address}, HOUR, NOW) == ()


def test_putting_an_old_orphan_again_saves_it_from_the_sweep(vault):
    """The second put answers a command whose row is not committed yet."""
    stored = vault.put("c1", KEY, PHOTO, NOW - 9 * HOUR)
    vault.put("c1", KEY, PHOTO, NOW)
    assert vault.sweep(set(), HOUR, NOW) == ()
    assert vault.check(stored.address) is None


def test_an_empty_vault_has_nothing_to_sweep(vault):
    assert vault.orphans(set(), HOUR, NOW) == vault.sweep(set(), HOUR, NOW) == ()


def test_files_and_folders_are_for_the_service_alone(vault):
    stored = vault.put("c1", KEY, PHOTO, NOW)
    path = vault.folder / stored.address[:2] / stored.address
    assert [oct(place.stat().st_mode & 0o777) for place in (path, path.parent, vault.folder)] == [
        "0o600",
        "0o700",
        "0o700",
    ]


def traced(monkeypatch, fail_at=None):
    """The disk as it is; writes down the order of what makes a file durable, and refuses at one call."""
    calls = []

    def spy(name):
        real = getattr(os, name)

        def call(*args, **kwargs):
            kind = name
            if name == "fsync":
                kind = "fsync folder" if os.path.isdir(f"/proc/self/fd/{args[0]}") else "fsync file"
            if len(calls) == fail_at:
                raise OSError(28, "no space left")
            calls.append(kind)
            return real(*args, **kwargs)

        monkeypatch.setattr(files.os, name, call)

    for name in ("fsync", "replace", "utime"):
        spy(name)
    return calls


def test_a_file_is_whole_on_disk_before_it_has_its_name_and_the_name_before_put_returns(vault, monkeypatch):
    calls = traced(monkeypatch)
    vault.put("c1", KEY, PHOTO, NOW)
    assert calls[-4:] == ["utime", "fsync file", "replace", "fsync folder"]
    assert set(calls[:-4]) == {"fsync folder"} and len(calls[:-4]) == 3


@pytest.mark.parametrize("fail_at", range(7))
def test_a_full_disk_leaves_nothing_named_and_nothing_a_sweep_does_not_find(vault, monkeypatch, fail_at):
    with monkeypatch.context() as broken:
        traced(broken, fail_at)
        with pytest.raises(OSError, match="no space"):
            vault.put("c1", KEY, PHOTO, NOW - 9 * HOUR)
    vault.sweep(set(), HOUR, NOW)
    assert on_disk(vault) == [] if vault.folder.exists() else True
    assert isinstance(vault.put("c1", KEY, PHOTO, NOW), Stored)
