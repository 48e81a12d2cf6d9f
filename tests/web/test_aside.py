"""Photos of a form that comes back: nobody chooses one twice, nobody else sees one, and none is sent unasked."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from bihuan.app.clock import VirtualClock
from bihuan.app.limits import RULES, Guard
from bihuan.site.house import PublicHouse
from bihuan.site.jobs import photos as sweep
from bihuan.store.reading import case_of_number
from bihuan.store.session import Database
from bihuan.store.vault import aside as store
from tests.web.test_reporting import hidden, in_front, number_behind, written

NEAR = {"area": "jinling-road", "words": "路灯不亮"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicHouse]:
    folder = tmp_path_factory.mktemp("web")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    yield from in_front(Database("sqlite", str(folder / "web.sqlite3")), folder)


@pytest.fixture
def client(house: PublicHouse) -> Client:
    return Client(enforce_csrf_checks=True, headers={"host": "localhost", "accept-language": "zh-CN"})


@pytest.fixture
def form(house: PublicHouse) -> str:
    return f"/report/{house.programmes()[0].id}"


def photo(colour: str = "red", name: str = "a.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


def along(answer: HttpResponse) -> dict[str, str]:
    """What the form that came back would send about its photos, each ticked as it stands there."""
    page = answer.content.decode()
    found = re.findall(
        r'<input type="(?:hidden|checkbox)" name="((?:photos-aside|keep-photo-)[^"]*)" value="([^"]+)"', page
    )
    return dict(found)


def kept_of(house: PublicHouse, number: str) -> int:
    """How many photos a case has."""
    with house.district.door.look(house.district.id) as (session, _):
        case = case_of_number(session, house.district.id, number)
        return len(session.rows("case_photos", (house.district.id, case)))


def later(house: PublicHouse, **span: int) -> None:
    """Time passes."""
    clock = house.district.door.clock
    assert isinstance(clock, VirtualClock)
    clock.move_to(clock() + timedelta(**span))


def send(client: Client, form: str, sent: Mapping[str, object], **more: object) -> HttpResponse:
    return client.post(form, {**sent, **more})  # type: ignore[return-value,dict-item]


def test_photos_of_a_refused_form_come_back_with_it_and_go_with_the_report(
    client: Client, house: PublicHouse, form: str
) -> None:
    sent = hidden(client, form)
    refused = send(
        client, form, sent, words="", photos=[photo("red"), photo("blue"), SimpleUploadedFile("x.jpg", b"no")]
    )
    page = refused.content.decode()
    assert refused.status_code == 422 and page.count("data:image/jpeg;base64,") == 2 and "“x.jpg”" in page
    assert "data:" in refused["Content-Security-Policy"] and "照片要重新选择" not in page
    ticks = along(refused)
    assert len(ticks) == 3
    dropped = dict(list(ticks.items())[:-1])
    answer = send(client, form, sent, words="井盖松动", photos=photo("green"), **dropped)
    assert answer.status_code == 302
    assert kept_of(house, number_behind(client, answer["Location"])) == 2, "the ticked one and the new one"


def test_a_second_tap_gives_the_same_receipt(client: Client, house: PublicHouse, form: str) -> None:
    sent = hidden(client, form)
    ticks = along(send(client, form, sent, words="", photos=photo()))
    before = written(house)
    numbers = {number_behind(client, send(client, form, sent, words="井盖松动", **ticks)["Location"]) for _ in range(2)}
    assert len(numbers) == 1 and written(house) == before + 1


def test_somebody_with_a_photo_is_asked_about_what_is_near(client: Client, house: PublicHouse, form: str) -> None:
    category = re.search(
        r'<select[^>]*name="category".*?<option value="([^"]+)"', client.get(form).content.decode(), re.S
    )
    assert category is not None
    what = {**NEAR, "category": category[1]}
    assert send(client, form, hidden(client, form), **what).status_code == 302
    sent, before = hidden(client, form), written(house)
    asked = send(client, form, sent, photos=photo(), **what)
    page = asked.content.decode()
    assert asked.status_code == 200 and "formaction" in page and 'name="as-own"' in page and written(house) == before
    answer = send(client, form, sent, **what, **along(asked), **{"as-own": "yes"})
    assert answer.status_code == 302
    assert kept_of(house, number_behind(client, answer["Location"])) == 1


def test_without_room_the_report_goes_on_its_way_and_a_refused_form_says_what_is_lost(
    client: Client, house: PublicHouse, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    category = re.search(
        r'<select[^>]*name="category".*?<option value="([^"]+)"', client.get(form).content.decode(), re.S
    )
    assert category is not None
    what = {**NEAR, "area": "qiyijiu", "category": category[1]}
    assert send(client, form, hidden(client, form), **what).status_code == 302
    monkeypatch.setattr(store, "BYTES_MOST", 0)
    refused = send(client, form, hidden(client, form), words="", photos=photo())
    assert "照片要重新选择" in refused.content.decode() and along(refused) == {}
    answer = send(client, form, hidden(client, form), photos=photo(), **what)
    assert answer.status_code == 302 and kept_of(house, number_behind(client, answer["Location"])) == 1


def test_who_lays_aside_too_often_chooses_again(client: Client, house: PublicHouse, form: str) -> None:
    later(house, hours=2)
    sent, most = hidden(client, form), RULES[Guard.ASIDE][0].most
    for _ in range(most):
        assert along(send(client, form, sent, words="", photos=photo()))
    assert along(send(client, form, sent, words="", photos=photo())) == {}


def test_after_an_hour_the_form_says_so_and_goes_without(client: Client, house: PublicHouse, form: str) -> None:
    later(house, hours=2)
    sweep(house.district, threading.Event())
    sent = hidden(client, form)
    ticks = along(send(client, form, sent, words="", photos=photo()))
    later(house, minutes=61)
    assert sweep(house.district, threading.Event()) == "1 forms forgotten"
    late = send(client, form, sent, words="井盖松动", **ticks)
    assert late.status_code == 422 and "最多保存一小时" in late.content.decode() and along(late) == {}
    assert send(client, form, sent, words="井盖松动").status_code == 302


def test_in_large_type_photos_travel_from_page_to_page(client: Client, house: PublicHouse, form: str) -> None:
    client.cookies["reading"] = "large"
    sent = {**hidden(client, form), "words": "楼道灯不亮"}
    back = send(client, form, sent, photos=photo(), **{"at-page": "9", "go-to": "back"})
    assert len(along(back)) == 2 and "data:image" not in back.content.decode(), "unseen on the other pages"
    last = send(client, form, sent, **along(back), **{"at-page": "2", "go-to": "last"})
    assert "data:image" in last.content.decode() and len(along(last)) == 2
    answer = send(client, form, sent, **along(last), **{"at-page": "9", "go-to": "send"})
    assert kept_of(house, number_behind(client, answer["Location"])) == 1


def test_a_forged_secret_opens_nothing(client: Client, form: str) -> None:
    sent = hidden(client, form)
    ticks = along(send(client, form, sent, words="", photos=photo()))
    for secret in ("", "0" * 32, "../../etc", "A" * 32):
        answer = send(client, form, sent, words="", **{**ticks, "photos-aside": secret})
        assert "data:image" not in answer.content.decode()
