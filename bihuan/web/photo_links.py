"""Where the pages of a person find the photos of a case: addresses alone; whether one may be seen is asked there."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse


def photo_link(number: str) -> Callable[[str], str]:
    """For those who work on the case of this number."""
    return lambda address: reverse("case_photo", args=(number, address))


def reporter_photo(address: str) -> str:
    """For whoever holds the receipt: of which case, the receipt says."""
    return reverse("reporter_photo", args=(address,))
