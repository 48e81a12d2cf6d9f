"""What the desk takes down for somebody: photos and a place on the map, as the public form takes them."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import Site
from tests.web.signing import Client, Staff, open_accounts
from tests.web.test_aside import photo

INTAKE = "/desk/intake"


@pytest.fixture(scope="module")
def desk(site: Site) -> Staff:
    return open_accounts(site, [("counter", "desk", "service-centre")])[0]


@pytest.fixture
def client(site: Site, desk: Staff) -> Client:
    return Client(site, desk)


def kept(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="((?:photos-aside|keep-photo-)[^"]*)" value="([^"]+)"', page))


def test_the_desk_takes_photos_and_a_place_and_loses_neither(site: Site, client: Client) -> None:
    page = client.get(INTAKE)[1]
    assert 'type="file"' in page and 'class="place"' in page and 'name="map-point"' in page
    sent = {"programme": site.programme, "channel": "counter", "place": "后门", "map-point": "25.87300, 114.91200",
            "token": "3c" * 16}  # fmt: skip
    status, page = client.upload(INTAKE, photo().read(), name="photos", **sent)
    assert status == 422 and 'value="25.87300, 114.91200"' in page and "data:image/jpeg" in page
    looked = client.post(INTAKE, {**sent, **kept(page), "look": "yes"})[1]
    assert len(kept(looked)) == 2, "opening what the caller raised before loses no photo"
    status, page = client.post(INTAKE, {**sent, **kept(looked), "words": "井盖松动"})
    number = re.search(r'class="big">([A-Z0-9-]+)<', page)
    assert status == 200 and number is not None, page[:300]
    case = client.get(f"/desk/cases/{number[1]}")[1]
    assert 'class="pin"' in case and f"/work/cases/{number[1]}/photos/" in case
    area = re.search(r'name="area".*?<option value="([^"]+)" selected', case, re.S)
    assert area is not None and area[1] != "zone", "the position gives the area"


def test_a_place_outside_and_a_photo_that_is_none_are_said_at_the_desk(site: Site, client: Client) -> None:
    sent = {"programme": site.programme, "channel": "phone", "words": "井盖松动", "token": "3d" * 16}
    status, page = client.post(INTAKE, {**sent, "map-point": "39.9, 116.4"})
    assert status == 422 and 'id="e-map-point"' in page and "井盖松动" in page and 'href="#map-point"' in page
    status, page = client.upload(INTAKE, b"none", name="photos", **sent)
    assert status == 422 and "a.xlsx" in page and "井盖松动" in page
