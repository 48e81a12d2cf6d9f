"""Fixtures for real servers, the rule for suites that cannot run, and one profile for Hypothesis.

What may live here: what every folder of tests shares. Builders of cases and packs live beside the tests
that use them.

Fixtures (the test carries the marker of its suite):

* `postgres_server`, session, marker `postgres`: tests.engines.postgres.PostgresServer
* `postgres_dsn`, module, marker `postgres`: connection string of an empty database, dropped after the module
* `browser`, module, marker `browser`: a playwright Browser. Not for the whole session: while playwright
  runs, its event loop makes Django refuse database calls in this thread, which would break later modules.
* `real_data`, session, marker `real_data`: pathlib.Path of the folder of real input
"""

import atexit
import os
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.engines import suites

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.engines.postgres import PostgresServer

# No deadline: how long an example takes says nothing about whether it is right, and a busy machine must not
# turn red. Same examples every time in CI: a red run can be repeated. A person's machine keeps looking for
# new ones.
hypothesis.settings.register_profile("bihuan", deadline=None, max_examples=50, derandomize=suites.in_ci())
hypothesis.settings.load_profile("bihuan")

# One set of settings for the whole run, before anything imports Django: the site's own, with secrets for tests only.
os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.site.settings"
os.environ["BIHUAN_HOME"] = mkdtemp(prefix="bihuan-tests-")
atexit.register(rmtree, os.environ["BIHUAN_HOME"], ignore_errors=True)
os.environ["BIHUAN_SECRET_KEY"] = "for tests only"
os.environ["BIHUAN_VAULT_KEYS"] = "m1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
os.environ.pop("BIHUAN_DATABASE", None)

import django  # noqa: E402

# What the pages import stands on models, which are there only after this.
django.setup()

_left_out: list[str] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the tests of a suite that cannot run here, and remembers the line that says so."""
    for suite in suites.SUITES:
        notice = suite.notice()
        if notice is None or (suite.must_run_in_ci and suites.in_ci()):
            continue
        out = [item for item in items if item.get_closest_marker(suite.marker)]
        if out:
            _left_out.append(f"{notice} ({len(out)} tests)")
            config.hook.pytest_deselected(items=out)
            items[:] = [item for item in items if item not in out]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """What a worker leaves out it says to whoever shows the summary."""
    output: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left out"] = list(_left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Every worker collects all tests, so each says the same."""
    output: dict[str, list[str]] = getattr(node, "workeroutput", {})
    _left_out[:] = output.get("left out", _left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each suite that did not run."""
    for line in _left_out:
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator["PostgresServer"]:
    from tests.engines import postgres

    with postgres.running() as server:
        yield server


@pytest.fixture(scope="module")
def postgres_dsn(postgres_server: "PostgresServer") -> Iterator[str]:
    from tests.engines import postgres

    with postgres_server.database(postgres.fresh_name()) as dsn:
        yield dsn


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    from tests.engines import browser as chromium

    with chromium.running() as started:
        yield started


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = suites.real_data()
    assert folder is not None, "set BIHUAN_DATA to the folder of real input"
    assert folder.is_dir(), f"BIHUAN_DATA names {folder}, which is not a folder"
    return folder
