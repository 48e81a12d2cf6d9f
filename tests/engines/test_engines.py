"""The servers of the tests are what they claim: real, durable, for this machine only, and gone afterwards.

With CI=true these tests are what turns a missing server red.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.engines import suites
from tests.engines.postgres import OWNER, PREFIX, PostgresServer, fresh_name, sweep


@pytest.mark.postgres
@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_postgres_is_durable(postgres_dsn: str, setting: str) -> None:
    with psycopg.connect(postgres_dsn) as connection:
        value = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
    assert value == ("on",)


@pytest.mark.postgres
def test_postgres_listens_on_this_machine_only(postgres_dsn: str) -> None:
    if suites.own_postgres():
        pytest.skip("a server brought by the user listens where the user wants")
    with psycopg.connect(postgres_dsn) as connection:
        assert connection.execute("SELECT current_setting('listen_addresses')").fetchone() == ("",)


@pytest.mark.postgres
def test_a_database_is_empty_and_dropped_with_somebody_connected(postgres_server: PostgresServer) -> None:
    name = fresh_name()
    with postgres_server.database(name) as dsn:
        forgotten = psycopg.connect(dsn)
        tables = forgotten.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert tables == (0,)
    forgotten.close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(postgres_server.dsn(name))


@pytest.mark.browser
def test_chromium_draws_a_page_in_chinese(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content("<html lang='zh-Hans'><p style='font-size:64px'><span>闭</span><span>环</span></p>")
    first, second = (page.locator("span").nth(n).screenshot() for n in (0, 1))
    # Without a font both would be the same empty box.
    assert first != second
    page.close()


@pytest.mark.real_data
def test_the_real_input_is_there(real_data) -> None:
    names = {"messages_labelled.csv", "hot_messages.csv", "replies.csv"}
    assert names <= {path.name for path in (real_data / "messages").iterdir()}


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a short name that anybody may enter: sockets have short paths, and the server may be `nobody`."""
    with tempfile.TemporaryDirectory(prefix="sw-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.postgres
def test_what_a_killed_run_left_is_stopped_and_removed(place: Path) -> None:
    """A run that was killed leaves a server and its folder; the next run sweeps both, and nothing of a living one."""
    code = (
        "import os, sys; from tests.engines.postgres import running\n"
        "with running() as server:\n    print(server.conninfo, flush=True); os._exit(1)\n"
    )
    settled = {**os.environ, "TMPDIR": str(place)}
    settled.pop("BIHUAN_TEST_POSTGRES", None)
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], env=settled, cwd=root, capture_output=True, text=True)
    (left,) = place.glob(f"{PREFIX}*")
    pid = int((left / "data" / "postmaster.pid").read_text().splitlines()[0])
    assert done.returncode == 1 and Path(f"/proc/{pid}").exists(), done.stderr
    living = place / f"{PREFIX}living"
    living.mkdir()
    (living / OWNER).write_text(str(os.getpid()))
    assert sweep(place) == [left]
    state = Path(f"/proc/{pid}/status")
    assert not left.exists() and living.exists()
    assert not state.exists() or "\nState:\tZ" in state.read_text(), "ended, reaped or not"
