"""What whoever runs a district asks of its vault: which keys open, which photos are missing, and to put it in order."""

from __future__ import annotations

from contextlib import closing

from bihuan.app.installation import Installation
from bihuan.store import keeping
from bihuan.store.keeping import Kept
from bihuan.store.vault.files import FileVault

__all__ = ["Kept", "look", "rewrapped", "swept"]


def look(installation: Installation) -> Kept:
    """Every key tried and every photo read."""
    with closing(installation.session()) as session:
        return keeping.look_through(session, installation.district, installation.masters, _photos(installation))


def rewrapped(installation: Installation) -> int:
    """Every key wrapped under the current master; how many were not."""
    with closing(installation.session()) as session:
        return keeping.wrap_anew(session, installation.district, installation.masters, installation.entropy)


def swept(installation: Installation) -> int:
    """Photos that nothing names are deleted; how many."""
    with closing(installation.session()) as session:
        return keeping.sweep(session, installation.district, _photos(installation), installation.clock())


def _photos(installation: Installation) -> FileVault:
    return FileVault(installation.photos, installation.district)
