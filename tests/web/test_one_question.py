"""In large type every form of the public asks one thing a page, and forgets nothing between its pages.

What is asked is counted as a person sees it: one box, one list, one group of choices, or the photos.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from bihuan.core.verbs import Party, Verb
from bihuan.site.house import PublicHouse
from bihuan.store.reading import case_of_number
from bihuan.store.session import Database
from bihuan.web.show.form import raising
from tests.web.matters import Matter
from tests.web.test_aside import along, kept_of, photo
from tests.web.test_reporting import hidden, in_front, number_behind

WORDS = "三号楼门口的路灯三天不亮。"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicHouse]:
    folder = tmp_path_factory.mktemp("web")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    yield from in_front(Database("sqlite", str(folder / "web.sqlite3")), folder)


@pytest.fixture
def client(house: PublicHouse) -> Client:
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost", "accept-language": "zh-CN"})
    client.cookies["reading"] = "large"
    return client


def asked(answer: HttpResponse) -> set[str]:
    """What the page asks."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    found = set()
    for tag in re.findall(r"<(?:input|textarea|select)\b[^>]*>", main):
        kind = re.search(r'type="([^"]+)"', tag)
        name = re.search(r'name="([^"]+)"', tag)
        if name and not (kind and kind[1] in ("hidden", "submit")):
            found.add("photos" if name[1].startswith("keep-photo-") else name[1])
    return found


def carried(answer: HttpResponse) -> dict[str, str]:
    """What the form would send unseen."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    found = dict(re.findall(r'<input type="hidden"[^>]*? name="([^"]+)" value="([^"]*)"', main))
    return {**found, **along(answer)}


def walk(
    client: Client, address: str, said: Mapping[str, object], first: HttpResponse
) -> tuple[list[str], HttpResponse]:
    """From page to page, saying what is asked if there is something to say; the names asked for, in order, and the
    answer to the last page."""
    names, answer = list[str](), first
    for _ in range(20):
        here = asked(answer)
        assert len(here) <= 1, (address, here)
        names += here
        button = "send" if 'value="send"' in answer.content.decode() else "next"
        filled = {name: said[name] for name in here if said.get(name)}
        answer = client.post(address, {**carried(answer), **filled, "go-to": button})  # type: ignore[assignment]
        if button == "send":
            return names, answer
    raise AssertionError(names)


def matter(client: Client, house: PublicHouse) -> Matter:
    """One that this client raised, to be brought on by the offices."""
    form = f"/report/{house.programmes()[0].id}"
    sent = hidden(client, form) | {"words": WORDS, "area": "jinling-road", "category": "street_light", "as-own": "yes"}
    number = number_behind(client, client.post(form, sent)["Location"])
    found = Matter.__new__(Matter)
    found.district, found.programme, found.number = house.district, house.district.programmes()[0], number
    with house.district.door.look(house.district.id) as (session, _):
        found.id = case_of_number(session, house.district.id, number) or ""
    return found


def to_be_confirmed(client: Client, house: PublicHouse) -> Matter:
    one = matter(client, house)
    one.take(Verb.ACCEPT, Party.CENTRE, "service-centre")
    one.take(Verb.DISPATCH, Party.CENTRE, "service-centre", unit="municipal")
    one.take(Verb.SIGN, Party.HANDLER, "municipal")
    one.take(Verb.FINISH, Party.HANDLER, "municipal")
    one.take(Verb.CHECK, Party.CHECKER, "check-team", "yes")
    one.take(Verb.CLOSE, Party.CENTRE, "service-centre")
    return one


def test_each_form_that_raises_a_matter_asks_one_thing_a_page(client: Client, house: PublicHouse) -> None:
    open_ = [one.id for one in house.programmes() if raising(one)]
    assert len(open_) > 1
    for programme in open_:
        form = f"/report/{programme}"
        first = client.get(form)
        assert first.status_code == 200
        page = first.content.decode()
        names, _ = walk(client, form, {"words": WORDS, "photos": photo()}, first)
        assert names[-1] == "photos" and len(names) == len(set(names)) >= 4, names
        assert "authorisation" not in names, "by what right is asked of those who speak for somebody"
        assert page.count("<h1") == 1


def test_who_speaks_for_somebody_is_asked_by_what_right_and_cannot_pass_without(
    client: Client, house: PublicHouse
) -> None:
    form = f"/report/{house.programmes()[0].id}"
    said = {"words": WORDS, "principal": "林阿婆", "place": "后门", "area": "jinling-road", "photos": photo()}
    names, stopped = [], client.get(form)
    for _ in range(12):
        here = asked(stopped)
        names += here
        filled = {name: said.get(name, "") for name in here}
        stopped = client.post(form, {**carried(stopped), **filled, "go-to": "next"})
        if here == {"authorisation"}:
            break
    assert asked(stopped) == {"authorisation"} and 'aria-invalid="true"' in stopped.content.decode()
    assert names.index("authorisation") == names.index("principal") + 1
    at = carried(stopped)
    ended = client.post(form, {**at, "authorisation": "told", "go-to": "last"})
    assert asked(ended) == {"photos"}
    answer = client.post(form, {**carried(ended), "photos": photo(), "as-own": "yes", "go-to": "send"})
    assert answer.status_code == 302 and kept_of(house, number_behind(client, answer["Location"])) == 1
    track = client.get("/r/").content.decode()
    assert WORDS in track and "后门" in track


def test_whoever_has_said_what_is_needed_may_end(client: Client, house: PublicHouse) -> None:
    form = f"/report/{house.programmes()[0].id}"
    first = client.get(form)
    assert 'value="last"' in first.content.decode(), "after the first question nothing is required"
    empty = client.post(form, {**carried(first), "words": "", "go-to": "last"})
    assert asked(empty) == {"words"} and 'aria-invalid="true"' in empty.content.decode()
    last = client.post(form, {**carried(first), "words": WORDS, "go-to": "last"})
    assert asked(last) == {"photos"}
    assert client.post(form, {**carried(last), "go-to": "send"}).status_code == 302


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_is_given_one_thing_a_page(client: Client, house: PublicHouse, answer: str) -> None:
    one = to_be_confirmed(client, house)
    page = client.get("/r/")
    assert asked(page) == set() and "/r/step/confirm" in page.content.decode()
    first = client.get("/r/step/confirm")
    stuck = client.post("/r/step/confirm", {**carried(first), "go-to": "next"})
    assert asked(stuck) == {"outcome"} and 'aria-invalid="true"' in stuck.content.decode(), "a choice is needed"
    names, done = walk(client, "/r/step/confirm", {"outcome": answer, "unsolved": "还是不亮" * (answer == "no")}, first)
    assert names == ["outcome", "unsolved"] and done.status_code == 302
    assert one.stage == ("completed" if answer == "yes" else "judging")


def test_every_step_open_to_a_reporter_asks_one_thing_a_page(client: Client, house: PublicHouse) -> None:
    one = to_be_confirmed(client, house)
    walked = set()
    for _ in range(3):
        page = client.get("/r/").content.decode()
        for address in sorted(set(re.findall(r'href="(/r/step/[^"]+)"', page)) - walked):
            walked.add(address)
            first = client.get(address)
            assert first.status_code == 200 and len(asked(first)) <= 1, address
            if "withdraw" not in address and "confirm" not in address:
                names, _ = walk(client, address, {"words": "说明", "photos": photo(), "arg-score": "4"}, first)
                assert len(names) == len(set(names))
        if one.stage == "confirming":
            walk(client, "/r/step/confirm", {"outcome": "yes"}, client.get("/r/step/confirm"))
    assert {"/r/step/confirm", "/r/step/rate", "/r/step/add", "/r/step/reopen"} <= walked, walked


def test_photos_of_a_step_are_carried_from_page_to_page(client: Client, house: PublicHouse) -> None:
    one = matter(client, house)
    first = client.get("/r/step/add")
    place = client.post("/r/step/add", {**carried(first), "words": "又坏了一盏", "go-to": "next"})
    shot = client.post("/r/step/add", {**carried(place), "place": "后门", "go-to": "next"})
    assert asked(shot) == {"photos"}
    back = client.post("/r/step/add", {**carried(shot), "photos": photo(), "go-to": "back"})
    assert asked(back) == {"place"} and len(along(back)) == 2
    again = client.post("/r/step/add", {**carried(back), "place": "后门", "go-to": "next"})
    assert "data:image" in again.content.decode()
    done = client.post("/r/step/add", {**carried(again), "go-to": "send"})
    assert done.status_code == 302 and kept_of(house, one.number) == 1
    assert "又坏了一盏" in client.get("/r/").content.decode()


def test_the_other_forms_of_the_public_ask_one_thing(client: Client, house: PublicHouse) -> None:
    one = matter(client, house)
    fresh = Client(headers={"host": "localhost", "accept-language": "zh-CN"})
    fresh.cookies["reading"] = "large"
    for address in ("/r/", "/find", "/find?number=x", f"/cases/{one.number}", "/map"):
        assert len(asked(fresh.get(address, follow=True))) <= 1, address
    assert asked(fresh.post("/r/enter", {"code": "wrong"})) == {"code"}
    followed = fresh.post(f"/follow/{one.number}", {"follow-token": "0" * 32})
    assert asked(fresh.get(followed["Location"])) == {"contact"}


def test_steps_have_no_pages_of_their_own_in_ordinary_type(client: Client, house: PublicHouse) -> None:
    matter(client, house)
    del client.cookies["reading"]
    assert client.get("/r/step/add")["Location"] == "/r/"
    client.cookies["reading"] = "large"
    assert client.get("/r/step/no-such")["Location"] == "/r/"
    client.cookies.clear()
    client.cookies["reading"] = "large"
    assert client.get("/r/step/add")["Location"] == "/r/", "without a code nothing opens"
