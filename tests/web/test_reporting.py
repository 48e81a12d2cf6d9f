"""Raising a matter on a page: what is kept, what is refused and how, and that reading never writes. On both engines."""

from __future__ import annotations

import errno
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from bihuan.app.clock import VirtualClock
from bihuan.app.entropy import SeededEntropy
from bihuan.app.installation import Installation, masters_of
from bihuan.app.notices.gateways import read_gateways
from bihuan.app.notices.sending import tell
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.site import services
from bihuan.site.house import PublicHouse
from bihuan.store.reading import case_of_number
from bihuan.store.session import Database
from bihuan.store.state import case_from
from bihuan.store.vault.files import FileVault
from bihuan.web.urls import public
from tests.engines.postgres import fresh_name
from tests.store.making import make_tables
from tests.web.conftest import KEYS, PACK
from tests.web.test_routes import ROUTES

PUBLIC = {pattern.name for pattern in public.urlpatterns}
FORMS = {"report_form", "display"}
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday 2 March 2026, 09:00 in the district."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicHouse]:
    """An empty district behind the site's own addresses and middleware, in this process."""
    folder = tmp_path_factory.mktemp("web")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    if request.param == "sqlite":
        yield from in_front(Database("sqlite", str(folder / "web.sqlite3")), folder)
        return
    with request.getfixturevalue("postgres_server").database(fresh_name()) as dsn:
        yield from in_front(Database("postgresql", dsn), folder)


def in_front(database: Database, folder: Path) -> Iterator[PublicHouse]:
    """The district behind the addresses, as long as somebody iterates."""
    make_tables(database)
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    made = Installation(
        database=database, district=pack.district.id, masters=masters_of(KEYS), photos=folder / "photos",
        clock=VirtualClock(START), entropy=SeededEntropy(7),
    )  # fmt: skip
    made.load(pack)
    with made.opened() as district, pytest.MonkeyPatch.context() as patch:
        found = PublicHouse(district, demo=False, relay=lambda connection: None)
        patch.setattr(services, "_opened", [found])
        yield found


@pytest.fixture
def client(house: PublicHouse) -> Client:
    """Somebody whose form is checked for its token."""
    return Client(enforce_csrf_checks=True, headers={"host": "localhost", "accept-language": "zh-CN"})


@pytest.fixture
def form(house: PublicHouse) -> str:
    """The address of the intake form."""
    return f"/report/{house.programmes()[0].id}"


def hidden(client: Client, form: str) -> dict[str, str]:
    """The hidden fields of a fresh form."""
    page = client.get(form).content.decode()
    found = {name: re.search(f'name="{name}" value="([^"]+)"', page) for name in ("csrfmiddlewaretoken", "request")}
    return {name: match[1] for name, match in found.items() if match}


def number_behind(client: Client, address: str) -> str:
    """The number on the receipt that a report led to."""
    found = re.search(r'class="big">([^<]+)<', client.get(address).content.decode())
    assert found is not None
    return found[1]


def written(house: PublicHouse) -> int:
    """How many cases there are."""
    return sum(house.populations().values())


def test_a_receipt_and_a_case_show_no_private_word(client: Client, house: PublicHouse, form: str) -> None:
    private = {"words": "三栋楼下路灯不亮", "place": "金岭路8号后门", "name": "林阿梅", "phone": "13800000000"}
    answer = client.post(form, hidden(client, form) | private | {"area": "jinling-road"})
    assert answer.status_code == 302
    receipt = client.get(answer["Location"]).content.decode()
    case = client.get(f"/cases/{number_behind(client, answer['Location'])}").content.decode()
    assert "最迟答复" in receipt
    assert "金岭路社区" not in case, "before a unit answers nothing is named"
    assert [word for word in private.values() if word in receipt + case] == []


def test_the_same_form_again_is_one_matter_and_other_words_under_it_are_refused(client: Client, form: str) -> None:
    sent = hidden(client, form) | {"words": "井盖松动，车过有响声"}
    assert len({number_behind(client, client.post(form, sent)["Location"]) for _ in range(2)}) == 1
    other = client.post(form, sent | {"words": "另一件事"})
    assert other.status_code == 409
    assert "另一件事" in other.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": ""}, "缺少“诉求内容”"),
        ({"words": "   \n "}, "缺少“诉求内容”"),
        ({"words": "字" * 20_001}, "20001"),
        ({"words": "一\x07二"}, "控制字符"),
        ({"area": "atlantis"}, "atlantis"),
        ({"category": "none-such"}, "none-such"),
        ({"phone": "12"}, "13800000000、0797-8380000"),
        ({"phone": "明天打给我"}, "13800000000、0797-8380000"),
        ({"map-point": "39.9, 116.4", "map-datum": "wgs84"}, "这个位置不在"),
        ({"principal": "林阿婆"}, "还要填“替人反映，凭什么”"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    wrong: dict[str, str], said: str, client: Client, house: PublicHouse, form: str
) -> None:
    before = written(house)
    answer = client.post(form, hidden(client, form) | {"words": "楼道堆满纸箱", "place": "三栋二单元"} | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and "对：…" not in page and "照片要重新选择" not in page
    assert said in page and 'aria-invalid="true"' in page and "三栋二单元" in page
    assert written(house) == before


def test_a_wrong_contact_is_refused_in_a_whole_sentence_that_leaves_out_what_was_typed(
    client: Client, form: str
) -> None:
    for spoken, said in (("zh-CN", "“电话”填写的内容不对。"), ("en", "“Phone” is not written as it has to be.")):
        sent = hidden(client, form) | {"words": "井盖松动", "phone": "12"}
        page = client.post(form, sent, headers={"accept-language": spoken}).content.decode()
        assert said in page and "…。" not in page and "{value}" not in page


def test_who_speaks_for_somebody_says_by_what_right_and_may_say_the_right_alone(client: Client, form: str) -> None:
    page = client.post(form, hidden(client, form) | {"words": "楼道灯不亮", "principal": "林阿婆"}).content.decode()
    beside = re.search(r'<select[^>]*name="authorisation"[^>]*>', page)
    assert beside is not None and 'aria-invalid="true"' in beside[0] and 'value="林阿婆"' in page
    for more in ({"principal": "林阿婆", "authorisation": "told"}, {"authorisation": "told"}):
        sent = hidden(client, form) | {"words": "楼道灯不亮"} | more
        assert client.post(form, sent).status_code == 302


@pytest.mark.parametrize(("asked", "said"), [("en", "Your request is registered"), ("zh-CN", "您反映的事项已登记")])
def test_a_message_is_in_the_language_of_the_page(
    asked: str, said: str, client: Client, house: PublicHouse, form: str, tmp_path: Path
) -> None:
    phone = {"en": "13800000001", "zh-CN": "13800000002"}
    sent = hidden(client, form) | {"words": "The lamp is out. 灯不亮。", "phone": phone[asked]}
    number = number_behind(client, client.post(form, sent, headers={"accept-language": asked})["Location"])
    tell(house.district, read_gateways('[sms]\nurl = "file"\n', {}, tmp_path), house.district.door.clock())
    told = [json.loads(line) for line in (tmp_path / "sms.jsonl").read_text("utf-8").splitlines()]
    (body,) = [one["body"] for one in told if one["to"] == phone[asked]]
    assert number in body and said in body


def test_two_mistakes_are_told_at_once(client: Client, form: str) -> None:
    page = client.post(form, hidden(client, form) | {"words": "", "area": "atlantis"}).content.decode()
    assert page.count('aria-invalid="true"') == 2


def test_what_nobody_asked_for_is_left_out(client: Client, house: PublicHouse, form: str) -> None:
    more = {"severity": "a", "channel": "phone", "population": "history", "result": "办好了"}
    answer = client.post(form, hidden(client, form) | {"words": "公交站牌倒了"} | more)
    with house.district.door.readers.lend() as session:
        id_ = case_of_number(session, house.district.id, number_behind(client, answer["Location"]))
        row = session.row("case_state", (house.district.id, id_))
    assert row is not None
    case = case_from(row[0])
    assert (case.population, case.fields["channel"], case.fields.get("severity")) == ("live", "web", None)


def test_markup_comes_back_as_words(client: Client, form: str) -> None:
    sent = {"words": "", "place": '<script>alert(1)</script>"><img src=x onerror=alert(1)>'}
    page = client.post(form, hidden(client, form) | sent).content.decode()
    assert "<script>" not in page and "<img src=x" not in page


def test_a_form_without_its_token_is_refused_with_a_way_out(client: Client, form: str) -> None:
    answer = client.post(form, {"words": "路灯不亮"})
    assert answer.status_code == 403
    assert 'href="/"' in answer.content.decode()


def test_reading_writes_nothing_and_only_forms_take_anything(client: Client, house: PublicHouse, form: str) -> None:
    number = number_behind(client, client.post(form, hidden(client, form) | {"words": "下穿通道积水"})["Location"])
    trusting, before = Client(headers={"host": "localhost"}), written(house)
    for name, (path, _) in ROUTES.items():
        register = next(iter(house.district.pack.registers), "none")
        address = path.format(number=number, programme=house.programmes()[0].id, register=register)
        # Signing in reads accounts, which this house has none of; tests/web/test_signing.py has.
        if address.startswith("/sign-in"):
            continue
        trusting.get(address)
        if name in FORMS:
            continue
        status = trusting.post(address).status_code
        # A page of those who signed in asks a visitor to sign in, whatever was sent to it.
        assert status == 405 if name in PUBLIC else status in (200, 302, 401, 404, 405, 422), (name, status)
    assert written(house) == before


def test_guessed_codes_open_nothing_and_each_try_is_counted(client: Client) -> None:
    answers = [client.get(f"/r/0000-0000-0000-0000-0000-{n:04d}").status_code for n in range(40)]
    assert set(answers) <= {404, 422, 429} and answers[-1] == 429


def test_a_forged_cookie_opens_nothing(client: Client) -> None:
    client.cookies["receipt"] = "0000-0000-0000-0000-0000-0000"
    assert 'name="code"' in client.get("/r/").content.decode()


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", ""])
def test_going_back_never_leads_away(away: str, house: PublicHouse) -> None:
    answer = Client(headers={"host": "localhost"}).post("/display", {"next": away, "reading": "ordinary"})
    assert answer["Location"] == "/"


def test_language_and_type_are_kept_for_the_next_page(house: PublicHouse) -> None:
    somebody = Client(headers={"host": "localhost", "accept-language": "zh-CN"})
    somebody.post("/display", {"language": "en", "reading": "large", "next": "/"})
    assert '<html lang="en" data-reading="large">' in somebody.get("/").content.decode()


def test_another_host_is_refused(house: PublicHouse) -> None:
    assert Client().get("/", headers={"host": "example.org"}).status_code == 400


def test_without_room_for_a_photo_nothing_is_taken_and_the_way_out_is_said(
    client: Client, house: PublicHouse, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before, sent = written(house), hidden(client, form) | {"words": "井盖松动，车过有响声"}
    photo = io.BytesIO()
    Image.new("RGB", (40, 40)).save(photo, "JPEG")
    with monkeypatch.context() as full:
        full.setattr(FileVault, "_write", no_room)
        answer = client.post(form, {**sent, "photos": SimpleUploadedFile("a.jpg", photo.getvalue())})
    assert answer.status_code == 503 and answer["Retry-After"] and "填写的内容还在" in answer.content.decode()
    assert written(house) == before
    again = client.post(form, {**sent, "photos": SimpleUploadedFile("a.jpg", photo.getvalue())})
    assert again.status_code == 302 and written(house) == before + 1


def test_a_marked_place_comes_back_to_the_reporter_as_a_pin_and_in_words(client: Client, form: str) -> None:
    sent = hidden(client, form) | {"words": "井盖松动", "place": "后门", "map-point": "25.87300, 114.91200"}
    receipt = client.post(form, sent)["Location"]
    page = client.get("/r/").content.decode()
    assert 'class="pin"' in page and "后门 · 在" in page and "25.8730, 114.9120附近" in page and "25.87300" not in page
    public = client.get(f"/cases/{number_behind(client, receipt)}").content.decode()
    assert "25.87" not in public and 'class="pin"' not in public, "a place is private"


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ({"words": "门口的路灯又不亮了", "area": "jinbang-road"}, True),
        ({"words": "路灯又不亮了", "place": "金榜路北口"}, True),
        ({"words": "又不亮了", "area": "jinbang-road", "category": "street_light"}, True),
        ({"words": "门口有个问题", "area": "jinbang-road"}, False),
        ({"words": "门口的路灯又不亮了", "area": "jinling-road"}, False),
        ({"words": "门口的路灯又不亮了", "area": "jinbang-road", "category": "noise"}, False),
        ({"words": "又不亮了", "name": "路灯", "phone": "13800000000", "area": "jinbang-road"}, False),
    ],
)
def test_who_chose_no_kind_and_no_area_is_asked_by_what_the_words_name(
    client: Client, house: PublicHouse, form: str, more: dict[str, str], asked: bool
) -> None:
    """What was chosen is never guessed anew, and who somebody is says nothing of their matter."""
    first = {"words": "灯坏了", "area": "jinbang-road", "category": "street_light", "as-own": "yes"}
    number = number_behind(client, client.post(form, hidden(client, form) | first)["Location"])
    before, answer = written(house), client.post(form, hidden(client, form) | more)
    assert (answer.status_code, written(house) - before) == ((200, 0) if asked else (302, 1))
    if asked:
        page = answer.content.decode()
        assert f"/follow/{number}" in page and all(f'value="{text}"' in page for text in more.values())
