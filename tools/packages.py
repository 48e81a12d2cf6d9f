"""Makes the environment and installs what a lock file pins, as fast as pip allows; standard library only.

What may live here: which pip is used and how its work is shared out. No version, no name of a package.

Usage: PYTHON tools/packages.py ENVIRONMENT [LOCK [--editable | --only NAMES]]. Without a lock the environment is only
made; with a file of names only their pins are installed. PYTHON is one of the machine's; the environment gets no pip of
its own where that one has a pip that can work for another (unpacking and compiling pip takes five seconds).
Modules are compiled when they are first imported, not all at once: most of them never are.
"""

import re
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

QUIET = ("--quiet", "--disable-pip-version-check")


def pip_for(python: Path) -> list[str]:
    """The command of a pip that installs into the environment of `python`: its own, the machine's, or a new one.

    The machine's pip, told of another Python, starts itself once more with that one; from its folder it starts once.
    """
    own = [str(python), "-m", "pip"]
    machine = [sys.executable, "-m", "pip", "--python", str(python)]
    folders = (found.submodule_search_locations if (found := find_spec("pip")) else None) or ()
    lent = [[str(python), str(file)] for folder in folders if (file := Path(folder) / "__pip-runner__.py").is_file()]
    for command in (own, *lent, machine):
        if subprocess.run([*command, "--version"], capture_output=True, check=False).returncode == 0:
            return command
    subprocess.run([str(python), "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
    return own


def install(pip: list[str], lock: Path, only: Path | None = None) -> None:
    """Exactly the pins, by two processes at once; by one, which says what is wrong, if that was not everything.

    A lock made on another machine may leave out what only this one needs: `pip check` finds that. With a file of names,
    only their pins: what those need besides is not looked for, because the whole lock comes afterwards.
    """
    pins = _lines(lock)
    wanted = set(map(_compared, _lines(only) if only else pins))
    pins = [pin for pin in pins if _compared(pin) in wanted]
    shared = [*pip, "install", *QUIET, "--no-compile"]
    at_once = [
        subprocess.Popen([*shared, "--no-deps", *half], stderr=subprocess.DEVNULL)
        for half in (pins[::2], pins[1::2])
        if half
    ]
    statuses = [process.wait() for process in at_once]
    missing = any(statuses)
    if only:
        alone, whole = ["--no-deps", *pins], not missing
    else:
        alone = ["--requirement", str(lock)]
        whole = not missing and not subprocess.run([*pip, "check", *QUIET], capture_output=True, check=False).returncode
    if not whole:
        subprocess.run([*shared, *alone], check=True)


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]


def _compared(pin: str) -> str:
    """The name in a pin, or a name alone, as indexes compare them (PEP 503)."""
    return re.sub(r"[-_.]+", "-", pin.partition("==")[0]).lower()


def main(arguments: list[str]) -> int:
    """Returns the exit status: 0 done, 1 pip failed (and said why), 2 wrong usage."""
    only = Path(arguments[3]) if arguments[2:3] == ["--only"] and len(arguments) == 4 else None
    if not arguments or (arguments[2:] not in ([], ["--editable"]) and only is None):
        print(__doc__.rpartition("Usage: ")[2].partition(".")[0], file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, symlinks=True)
    if not arguments[1:]:
        return 0
    try:
        pip = pip_for(python)
        install(pip, Path(arguments[1]), only)
        if arguments[2:] == ["--editable"]:
            subprocess.run(
                [*pip, "install", *QUIET, "--no-deps", "--no-build-isolation", "--editable", "."], check=True
            )
    except subprocess.CalledProcessError as error:
        return error.returncode or 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
