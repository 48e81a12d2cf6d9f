"""Compiles what serves pages, by importing it: of the packages nothing else is ever used.

What may live here: the modules from which everything that serves is reached. Nothing of it is started.

Usage: python tools/compiled.py, with the Python of the environment. Status 1 and the reason if it cannot be imported.
"""

import os
import sys
import warnings
from importlib import import_module

ROOTS = ("granian", "bihuan.site.wsgi", "bihuan.site.jobs", "bihuan.site.companions", "bihuan.cli.witness")


def main() -> int:
    """Returns the exit status."""
    # Some environments keep Python from writing what it compiled; as pip does, it is written because it was asked for.
    sys.dont_write_bytecode = False
    # Whatever this key would protect is neither opened nor served here.
    os.environ.update(BIHUAN_SECRET_KEY="compiling", DJANGO_SETTINGS_MODULE="bihuan.site.settings")
    warnings.simplefilter("ignore")
    for root in ROOTS:
        import_module(root)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
