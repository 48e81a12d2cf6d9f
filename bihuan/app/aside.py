"""Photos that passed, of a form that was not taken yet: laid aside under the secret of the form, joined when it comes
again. Who may lay something aside, and how often, is asked by the page; how much there may be stands in the store."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.app.district import District

SECRET_BYTES = 16


def new_secret(district: District) -> str:
    """What a form that has photos laid aside carries, hex; whoever has it has the photos."""
    return district.door.entropy(SECRET_BYTES).hex()


def lay(district: District, secret: str, photos: Sequence[bytes]) -> bool:
    """Instead of what lay there; whether there was room."""
    return district.door.aside(district.id).put(secret, photos, district.door.clock())


def laid(district: District, secret: str) -> tuple[bytes, ...]:
    """What lies there still."""
    return district.door.aside(district.id).get(secret, district.door.clock())


def used(district: District, secret: str) -> None:
    """The form was taken."""
    district.door.aside(district.id).used(secret, district.door.clock())


def drop(district: District, secret: str) -> None:
    """None of them is wanted."""
    district.door.aside(district.id).drop(secret)


def sweep(district: District) -> int:
    """Remove what had its time; how many forms."""
    return district.door.aside(district.id).sweep(district.door.clock())
