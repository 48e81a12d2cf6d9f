"""The policy documents of the pack's file become entries of the register that holds them; the file is the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.registers import documents, reading
from bihuan.core.commands import SYSTEM
from bihuan.core.registers import Act
from bihuan.core.text import Text


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def seen(district: District, id: str, day: date | None = None) -> reading.Seen:
    form, key = documents.entries(district)[id]
    found = reading.one(district, SYSTEM, form.id, key, day or district.today())
    assert isinstance(found, reading.Seen)
    return found


def test_the_file_is_entered_once_and_what_it_says_otherwise_is_corrected(district: District) -> None:
    policies = district.pack.policies
    assert documents.entries(district) == {}, "nobody has entered them yet"
    done = documents.adopt(district)
    assert done is not None and (done.entered, done.refused) == (len(policies), ())
    assert documents.entries(district).keys() == policies.keys()
    again = documents.adopt(district)
    assert again is not None and (again.entered, again.changed, again.refused) == (0, 0, ())
    for id, policy in policies.items():
        entry, rule = seen(district, id), documents.holder(district)
        assert rule is not None and rule.documents is not None
        values = entry.found.values
        assert [values[name] for name in rule.documents.title] == [policy.title.zh, policy.title.en]
        issuer = [policy.issuer.zh, policy.issuer.en] if policy.issuer else [None, None]
        assert [values.get(name) for name in rule.documents.issuer] == issuer
        days = [one.isoformat() if one else None for one in (policy.issued, policy.in_force)]
        assert [values.get(name) for name in (rule.documents.issued, rule.documents.in_force)] == days
        assert entry.found.key == (policy.number or id)
        assert entry.in_force is policy.valid.covers(district.today()), id
        if policy.valid.until is not None:
            assert seen(district, id, policy.valid.until).in_force
            assert not seen(district, id, policy.valid.until + timedelta(days=1)).in_force


def test_a_file_that_was_mended_corrects_the_entry_and_keeps_what_stood_there(district: District) -> None:
    documents.adopt(district)
    id, policy = next(iter(district.pack.policies.items()))
    mended = replace(policy, title=Text("改正的标题", policy.title.en))
    pack = replace(district.pack, policies={**district.pack.policies, id: mended}, hash="0" * 64)
    other = replace(district, pack=pack)
    done = documents.adopt(other)
    assert done is not None and (done.entered, done.changed, done.refused) == (0, 1, ())
    history = [event for _, event in seen(other, id).history]
    assert [event.act for event in history] == [Act.OPEN, Act.CORRECT]
    assert policy.title.zh in history[0].values.values() and list(history[1].values.values()) == ["改正的标题"]
