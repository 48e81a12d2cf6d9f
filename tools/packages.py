"""Makes the environment and installs what a lock file pins, as fast as pip allows; standard library only.

What may live here: which pip is used and how its work is shared out. No version, no name of a package.

Usage: PYTHON tools/packages.py ENVIRONMENT [LOCK [--editable]]. Without a lock the environment is only made. PYTHON is
one of the machine's; the environment gets no pip of its own where that one has a pip that can work for another
(unpacking and compiling pip takes five seconds).
Modules are compiled when they are first imported, not all at once: most of them never are.
"""

import subprocess
import sys
import venv
from pathlib import Path

QUIET = ("--quiet", "--disable-pip-version-check")


def pip_for(python: Path) -> list[str]:
    """The command of a pip that installs into the environment of `python`: its own, the machine's, or a new one."""
    own = [str(python), "-m", "pip"]
    machine = [sys.executable, "-m", "pip", "--python", str(python)]
    for command in (own, machine):
        if subprocess.run([*command, "--version"], capture_output=True, check=False).returncode == 0:
            return command
    subprocess.run([str(python), "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
    return own


def install(pip: list[str], lock: Path) -> None:
    """Exactly the pins, by two processes at once; by one, which says what is wrong, if that was not everything.

    A lock made on another machine may leave out what only this one needs: `pip check` finds that.
    """
    pins = [line for line in lock.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    shared = [*pip, "install", *QUIET, "--no-compile", "--no-deps"]
    at_once = [
        subprocess.Popen([*shared, *half], stderr=subprocess.DEVNULL) for half in (pins[::2], pins[1::2]) if half
    ]
    done = [process.wait() for process in at_once]
    if any(done) or subprocess.run([*pip, "check", *QUIET], capture_output=True, check=False).returncode:
        subprocess.run([*pip, "install", *QUIET, "--no-compile", "--requirement", str(lock)], check=True)


def main(arguments: list[str]) -> int:
    """Returns the exit status: 0 done, 1 pip failed (and said why), 2 wrong usage."""
    if len(arguments) not in (1, 2, 3) or arguments[2:] not in ([], ["--editable"]):
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
        install(pip, Path(arguments[1]))
        if arguments[2:]:
            subprocess.run(
                [*pip, "install", *QUIET, "--no-deps", "--no-build-isolation", "--editable", "."], check=True
            )
    except subprocess.CalledProcessError as error:
        return error.returncode or 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
