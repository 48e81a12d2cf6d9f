"""What refers to an entry: the first of them on its page, and a link to the list of all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.registers import reading
from bihuan.app.registers.referring import MOST, referring
from bihuan.core.commands import Person, Post
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from bihuan.web.show import register_entry, registers

SINCE = "2020-06-01"


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def test_more_than_the_page_shows_are_in_a_list_narrowed_to_the_entry(district: District) -> None:
    registrar = Person(account="r", posts=(Post(duty="registrar", unit="economy"),))

    numbers = count()

    def opened(register: str, **values: object) -> str:
        said = Enter(register=register, key="", act=Act.OPEN, by=registrar, since=SINCE, values=values)  # type: ignore[arg-type]
        answer = district.door.submit(district.id, said, f"{register}-{next(numbers)}")
        assert isinstance(answer, Accepted), answer
        return answer.number

    def shown(key: str) -> list[tuple[str, list[tuple[str, str, str]], str]]:
        seen = reading.one(district, registrar, "chains", key, district.today())
        assert not isinstance(seen, Refusal)
        found = referring(district, registrar, seen, district.today())
        return register_entry.referring(found, key, district.today(), "en")

    many, few = opened("chains", name="链甲"), opened("chains", name="链乙")
    keys = [opened("investments", name=f"虚构项目{n}", chain=many) for n in range(MOST + 3)]
    other = opened("investments", name="虚构项目乙", chain=few)
    [[_, rows, address]] = shown(few)
    assert [key for key, *_ in rows] == [other] and address == "", "nothing more to lead to"
    [[_, rows, address]] = shown(many)
    assert len(rows) == MOST
    parts = urlsplit(address)
    assert parts.path == "/registers/investments"
    sent = {name: values[0] for name, values in parse_qs(parts.query).items()}
    form = district.rules.registers["investments"]
    asked = registers.asked(form, sent, (), district.today())
    found = reading.page(district, registrar, asked.wanted)
    assert not isinstance(found, Refusal)
    assert {one.found.key for one in found.entries} == set(keys)
    book = reading.book(district, form, found.entries, asked.day)
    [narrowed] = [one for one in registers.filters(form, book, sent, "en") if one[0] == "f-chain"]
    assert narrowed[3] == many and ("", "—") in narrowed[2], "the list says so, and lets it be undone"
