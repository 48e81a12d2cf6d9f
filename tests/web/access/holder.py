"""Somebody who raised a matter and holds its code: what they can do with it, and what it does not open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.web.conftest import Site
from tests.web.signing import Client

OWN_WORDS = "南门口的垃圾桶三天没有清，味道很大。"
LETS_GO = frozenset({"forget_code", "drop_code"})
"""Routes by which the code is let go, so that nothing could be tried after them."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A browser that holds the code of its own case."""

    client: Client
    number: str
    code: str


def holder(site: Site) -> Holder:
    """Raised through the page, as anybody does."""
    client = Client(site)
    address = f"/report/{site.programme}"
    _, page = client.get(address)
    request = re.search(r'name="request" value="([^"]+)"', page)
    words = re.search(r'<textarea[^>]*name="([^"]+)"', page)
    assert request and words
    status, receipt = client.post(address, {"request": request[1], words[1]: OWN_WORDS})
    number, code = re.search(r'class="big">([^<]+)<', receipt), re.search(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", receipt)
    assert status == 200 and number and code, receipt[:3000]
    return Holder(client, number[1], code[0])
