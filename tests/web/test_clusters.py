"""Matters that are one at the desk: a step on several, its form kept when refused, one answer in both languages."""

from __future__ import annotations

import re

import pytest

from bihuan.core.verbs import Party, Verb
from tests.web.conftest import Site
from tests.web.matters import Matter, installation_of
from tests.web.signing import Client, Staff, open_account
from tests.web.test_desk import registered


@pytest.fixture(scope="module")
def zhou(site: Site) -> Staff:
    return open_account(site, "zhou-ties", "desk", "service-centre")


def test_a_step_on_tied_matters_says_what_is_missing_and_keeps_what_was_typed(site: Site, zhou: Staff) -> None:
    client = Client(site, zhou)
    # Ids of this file alone: the files of a worker share one site, where an id stands for one act.
    first, second = (registered(client, site, f"东门路灯不亮{n}", f"71{n}5" * 8) for n in "cd")
    assert client.post(f"/desk/cases/{first}/tie", {"other": f" {second.lower()} "})[0] == 200
    page = client.get(f"/desk/clusters/{first}?step=accept")[1]
    assert 'name="category" required' in page and "请选择" in page
    members = re.findall(r'name="member" value="([^"]+)"', page)
    assert len(members) == 2
    sent = {"step": "accept", "outcome": "done", "member": members[0], "area": "jinling-road"}
    status, body = client.post(f"/desk/clusters/{first}", sent)
    assert status == 422 and "还没有确定问题分类。" in body and 'id="e-accept-category"' in body
    assert 'value="jinling-road" selected' in body
    assert re.findall(r'name="member" value="([^"]+)" checked', body) == [members[0]]
    status, body = client.post(f"/desk/clusters/{first}", {**sent, "category": "street_light", "request": "71e5" * 8})
    assert status == 200 and len(re.findall(r'<li><span class="number">', body)) == 1, "the one that was ticked"


def test_tied_matters_are_answered_together_each_in_the_language_of_its_page(site: Site, zhou: Staff) -> None:
    """Templates begin the answer in both languages; places are filled for each case, with nothing of another's."""
    client, said = Client(site, zhou), ("六号楼后面的路灯整排不亮", "The lamps behind block six are dark")
    with installation_of(site).opened() as district:
        pair = [Matter(district, words, language="en" if words.isascii() else "zh") for words in said]
        assert client.post(f"/desk/cases/{pair[0].number}/tie", {"other": pair[1].number})[0] == 200
        for one in pair:
            one.given_to("municipal").take(Verb.SIGN, Party.HANDLER, "municipal")
            one.take(Verb.FINISH, Party.HANDLER, "municipal")
            one.take(Verb.CHECK, Party.CHECKER, "check-team", "yes")
        step = pair[0].step(Verb.CLOSE, Party.CENTRE)
        replies = district.rules.dictionaries[pair[0].programme.replies or ""].entries
    page = client.get(f"/desk/clusters/{pair[0].number}?step={step.id}")[1]
    begun = re.findall(r'data-template="([^"]+)" data-template-other="([^"]+)"', page)
    assert len(begun) == len(replies) and "(1)" not in page and "英文，给使用英文页面的 1 位" in page
    (own, other) = next((zh, en) for zh, en in begun if "{number}" in zh and "{unit}" in en)
    (answer,) = re.findall(r'<textarea[^>]* name="([\w-]+)"', page.split('id="together-other"')[1])
    sent: dict[str, str | list[str]] = {"step": step.id, "outcome": "done", answer: own, "together-other": other}
    sent |= {"member": re.findall(r'name="member" value="([^"]+)"', page), "request": "71ab" * 8}
    (blank,) = re.findall(r"（[^（）{}]+）", own)
    (gap,) = re.findall(r"\([^(){}]+\)", other)
    written = {**sent, answer: own.replace(blank, "换了灯泡"), "together-other": other.replace(gap, "new bulbs")}
    for left, unfinished in ((blank, {**written, answer: own}), (gap, {**written, "together-other": other})):
        status, body = client.post(f"/desk/clusters/{pair[0].number}", unfinished)
        assert status == 422 and f"没填的空：{left}。" in body and f'id="e-{step.id}-{answer}"' in body
        assert unfinished[answer] in body and unfinished["together-other"] in body, "nothing is lost"
        body = client.post(f"/desk/cases/{pair[0].number}", {**unfinished, answer: f"好了。{left}", "seen": ""})[1]
        assert f"没填的空：{left}。" in body and f"好了。{left}</textarea>" in body
    sent = written
    assert client.post(f"/desk/clusters/{pair[0].number}", sent)[0] == 200
    told = [client.get(f"/work/cases/{one.number}")[1] for one in pair]
    lead, kind = ("公用服务中心", "Municipal services centre"), ("路灯不亮", "Street light")
    for n, begins in enumerate((own.split("{")[0], other.split("{unit}")[1].split("{")[0].strip(" (,"))):
        assert begins in told[n] and lead[n] in told[n] and pair[n].number in told[n], (n, begins)
        assert kind[n].casefold() in told[n].casefold() and "{number}" not in told[n] and said[1 - n] not in told[n]
