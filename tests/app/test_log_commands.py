"""The commands around the public log on an installation of the real pack: key, rotation, status, publishing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bihuan.app.installation import Installation
from bihuan.app.publishing import open_log
from bihuan.app.publishing.keys import read_keys
from bihuan.app.publishing.place import held_keys
from bihuan.cli import log as log_command
from bihuan.jobs import publishing
from bihuan.store.jobs import Accepted
from bihuan.transparency.faults import Fault
from tests.app.test_district import raised

INIT = ["init", "--origin", "demo.invalid/zone"]


def raise_one(installation: Installation) -> None:
    with installation.opened() as district:
        answer = district.door.submit(district.id, raised("a" * 32), "one")
    assert isinstance(answer, Accepted), answer


def test_from_key_to_published(installation: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    assert publishing.run([], installation) == 1
    assert "bihuan log init" in capsys.readouterr().err
    assert log_command.run(INIT, installation) == 0
    assert log_command.run(INIT, installation) == 1, "a key is never overwritten"
    assert (installation.home / "log.key").stat().st_mode & 0o077 == 0
    raise_one(installation)
    assert publishing.run(["--all"], installation) == 0
    assert "并入 1 条，日志共 1 条" in capsys.readouterr().out
    assert publishing.run([], installation) == 0
    assert log_command.run(["status"], installation) == 0
    assert "1 published, 0 waiting" in capsys.readouterr().out
    (installation.home / "log.key").chmod(0o644)
    assert log_command.run(["status"], installation) == 1


def test_rotation_signs_with_both_until_the_old_key_is_retired(installation: Installation) -> None:
    log_command.run(INIT, installation)
    (first,) = read_keys(installation.home / "log.key")  # type: ignore[misc]
    raise_one(installation)
    publishing.run(["--all"], installation)
    assert log_command.run(["rotate"], installation) == 0
    with installation.opened() as district:
        log = open_log(installation, district)
        assert not isinstance(log, Fault)
        assert len(log.signers) == 2 == len(log.policy.logs) and log.signers[1].key == first.key
    assert log_command.run(["retire"], installation) == 0
    (now,) = read_keys(installation.home / "log.key")  # type: ignore[misc]
    assert now.key != first.key


def test_a_key_from_the_environment_needs_no_file(installation: Installation) -> None:
    log_command.run(INIT, installation)
    text = (installation.home / "log.key").read_text()
    (installation.home / "log.key").unlink()
    given = replace(installation, log_key=text)
    assert publishing.run([], given) == 0
    assert log_command.run(["rotate"], given) == 1
    assert isinstance(read_keys(installation.home / "log.key", "nonsense"), Fault)


AWAY = (["init", "--origin", "another.invalid/zone"], ["check"], ["status"], ["rotate"], ["retire"])


@pytest.mark.parametrize("command", AWAY, ids=lambda command: command[0])
def test_a_log_whose_key_is_away_is_not_begun_anew(
    command: list[str], installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    """A restored copy without log.key: what readers trust stays as it is, and nothing advises to make another key."""
    log_command.run(INIT, installation)
    raise_one(installation)
    publishing.run(["--all"], installation)
    key, trust = installation.home / "log.key", installation.home / "log" / "trust"
    trusted = trust.read_bytes()
    kept = key.rename(installation.home / "third-place")
    capsys.readouterr()
    assert log_command.run(command, installation) == 1 == publishing.run([], installation)
    said = capsys.readouterr().err
    assert said.count("put it back") == 2 and "log init" not in said
    assert trust.read_bytes() == trusted and not key.exists()
    kept.rename(key)
    assert log_command.run(["status"], installation) == 0


def test_a_file_where_the_log_would_be_is_no_log(installation: Installation) -> None:
    """Pages ask for the log; one that was never begun breaks none of them, whatever else is called so."""
    installation.home.mkdir(exist_ok=True)
    (installation.home / "log").write_text("somebody kept the server's words here")
    assert held_keys(installation) == Fault("no-log-key", "log.key")
