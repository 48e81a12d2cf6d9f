"""Brings what the tests need of the machine, called by `make test` before pytest.

What may live here: installing. Whether something is there is asked in tests/engines/suites.py.

As root on Debian or Ubuntu it installs Chromium, a font for Chinese, and Go; anywhere else, and when that fails,
it says in one line which suite will not run and how to enable it. It always ends with status 0: pytest is
the one that turns red with CI=true, so that every run ends with pytest's closing line.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.engines import suites

BROWSER = ("chromium", "fonts-noto-cjk")
GO = ("golang-go", "golang-golang-x-mod-dev")
SECONDS = 900  # a mirror that hangs must not hang the tests


def install(packages: tuple[str, ...], suite: str) -> None:
    """Asks the system's package manager for what a suite needs; what fails shows as still missing."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    print(f"setting up: {' and '.join(packages)} for the {suite} suite", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        try:
            subprocess.run(
                [apt, *step], env=environment, check=True, timeout=SECONDS,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except (subprocess.SubprocessError, OSError) as error:
            print(f"apt-get {step[0]} failed: {error}", flush=True)
            return


def main() -> int:
    """Installs what can be installed and says what is still missing; of real input pytest speaks."""
    if suites.missing_browser():
        install(BROWSER, "browser")
    if suites.missing_go():
        install(GO, "go")
    for suite in suites.SUITES:
        notice = suite.notice()
        if notice and suite.must_run_in_ci:
            print(notice, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
