"""Photos of a form that comes back: what passed stays with the form, so that nobody has to choose it again.

The form carries a secret and a tick for each photo; the pictures stand in the page itself, in small, so that there is
no address at which somebody else could ask for them. How it is kept stands in `app.aside`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest

from bihuan.app import aside
from bihuan.app.limits import Guard
from bihuan.app.photos import PHOTOS_MOST, prepared, small
from bihuan.core.refusals import Refusal
from bihuan.web.limiting import too_many
from bihuan.web.uploads import photos_of

SECRET = "photos-aside"
TICK = "keep-photo-"
"""What the form sends: the secret, and a tick for each photo that is still wanted. No field of a pack has a hyphen."""

_SECRET = re.compile(r"[0-9a-f]{32}", re.ASCII)
_MARK_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Came:
    """The photos of a form that came in: those laid aside that are still ticked, then the new ones that passed."""

    photos: tuple[bytes, ...]
    refusal: Refusal | None
    """Why one of them could not be taken, or is not there any more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One photo in the form that comes back."""

    name: str
    picture: str
    """A `data:` address."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What lies aside for the form that this answer shows again."""

    secret: str
    photos: tuple[bytes, ...]
    of: str
    """The form, where a page has several."""

    @property
    def names(self) -> list[str]:
        """The ticks, for a page that carries them along unseen."""
        return [TICK + _mark(one) for one in self.photos]

    def shown(self) -> list[Shown]:
        """Each photo in small; made when a page asks for it."""
        data = (b64encode(small(one)).decode("ascii") for one in self.photos)
        return [Shown(name, f"data:image/jpeg;base64,{one}") for name, one in zip(self.names, data, strict=True)]


def came(request: HttpRequest, refusal: Refusal | None = None) -> Came:
    """What came with the form. With a `refusal` (it comes too often) no new photo is opened: that costs."""
    secret = _secret(request)
    ticked = {name.removeprefix(TICK) for name in request.POST if name.startswith(TICK)} if secret else set()
    had = {_mark(one): one for one in aside.laid(request.services.district, secret)} if ticked else {}
    kept = tuple(one for mark, one in had.items() if mark in ticked)
    new: tuple[bytes, ...] = ()
    if refusal is None:
        new, refusal = prepared(photos_of(request), PHOTOS_MOST - len(kept))
    if ticked - had.keys():
        refusal = refusal or Refusal("photos-gone", {})
    return Came(tuple(dict.fromkeys((*kept, *new))), refusal)


def lay(request: HttpRequest, found: Came, of: str = "") -> bool:
    """Keep the photos with the form that is about to be shown again; whether that was possible.

    Something new counts as a try: whoever only goes from page to page is never held up.
    """
    house, secret = request.services, _secret(request)
    if not found.photos:
        if secret:
            aside.drop(house.district, secret)
        return True
    if request.FILES and too_many(request, Guard.ASIDE):
        return False
    secret = secret or aside.new_secret(house.district)
    if not aside.lay(house.district, secret, found.photos):
        return False
    request.aside = Laid(secret, found.photos, of)
    return True


def used(request: HttpRequest) -> None:
    """The form was taken."""
    if secret := _secret(request):
        aside.used(request.services.district, secret)


def of(request: HttpRequest) -> Laid | None:
    """What lies aside for the form that is shown."""
    return getattr(request, "aside", None)


def carried(request: HttpRequest, sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent, with the photos that lie aside now instead of those that did when the form was made."""
    bare = {name: value for name, value in sent.items() if not own(name)}
    laid = of(request)
    return bare | ({SECRET: laid.secret} | dict.fromkeys(laid.names, "yes") if laid else {})


def own(name: str) -> bool:
    """Whether an input of a form is about photos laid aside."""
    return name == SECRET or name.startswith(TICK)


def _secret(request: HttpRequest) -> str:
    known = request.POST.get(SECRET, "")
    return known if _SECRET.fullmatch(known) else ""


def _mark(photo: bytes) -> str:
    return sha256(photo).hexdigest()[:_MARK_DIGITS]
