"""On the path of a server, this takes away whatever checks a log, a proof, a promise or a receipt: a call fails.

May live here: the table of what is gone, and the import hook. Witnesses keep what they need; they are not the server.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType

GONE: Mapping[str, Sequence[str]] = {
    "bihuan.verifier.verify": ("read_vkey", "signers", "Trust", "Tree", "read", "part", "Case", "signed", "count",
                               "verify_export", "main"),
    "bihuan.transparency.tree": ("check_inclusion",),
    "bihuan.transparency.receipts": ("check_receipt", "read_receipt"),
    "bihuan.transparency.receipt_files": ("check_file",),
    "bihuan.transparency.promises": ("open_promise", "check_kept"),
}  # fmt: skip


def gone(*_: object, **__: object) -> object:
    raise RuntimeError("the verifier was taken out")


class Loader(importlib.abc.Loader):
    """Loads as before, then takes the names away, before anybody can import them."""

    def __init__(self, inner: importlib.abc.Loader, names: Sequence[str]) -> None:
        self.inner, self.names = inner, names

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self.inner.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self.inner.exec_module(module)
        for name in self.names:
            assert hasattr(module, name), name
            setattr(module, name, gone)


class Finder(importlib.abc.MetaPathFinder):
    """Stands before the ordinary one, for these modules only."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in GONE:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = Loader(spec.loader, GONE[fullname])
        return spec


sys.meta_path.insert(0, Finder())
