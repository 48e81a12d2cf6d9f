"""Registers whose every name was replaced, kept on their forms and by their sheets: an entry is made, corrected, sent
out and in again, whatever it is called."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from random import Random

import openpyxl
import pytest

from bihuan.app.registers.sheet import CHANGED
from bihuan.core.programme import Dictionary, Field, FieldType
from bihuan.core.registers import Act, KeyCheck, Register, RightScope
from bihuan.definitions import Pack
from tests.app.registers.filling import credit_code
from tests.definitions.test_renaming import DISTRICT
from tests.web.signing import Client, open_accounts
from tests.web.test_renamed_pages import Served, read, served  # noqa: F401

WRITTEN = 17
"""Registers of the district that can be written by one who keeps them, at least; others need entries of others."""


def fitting(field: Field, pack: Pack) -> str:
    """What an input of this kind takes; empty where the field may be empty, or names an entry."""
    if not field.required and not field.currency_field:
        return ""
    match field.type:
        case FieldType.CHOICE:
            found: Dictionary = pack.dictionaries[field.dictionary or ""]
            return next(iter(found.entries))
        case FieldType.UNIT:
            return next(iter(pack.units))
        case FieldType.AREA:
            return next(iter(pack.areas))
        case FieldType.DATE:
            return "2021-01-04"
        case FieldType.NUMBER | FieldType.MONEY | FieldType.QUANTITY:
            return str(max(field.least or 0, 1))
        case FieldType.YES_NO:
            return "yes"
        case FieldType.ENTRY | FieldType.INTERVAL:
            return ""
        case _:
            return "虚构一"


def filled(form: Register, pack: Pack) -> dict[str, str]:
    """A form of a new entry."""
    said = {f"v-{one.id}": fitting(one, pack) for one in form.fields.values()}
    for one in form.fields.values():
        unit = one.currency_field or one.measure_field
        if unit and said[f"v-{one.id}"]:
            other = form.fields[unit]
            said[f"v-{unit}"] = next(iter(pack.dictionaries[other.dictionary].entries)) if other.dictionary else "件"
    keys = {KeyCheck.CREDIT_CODE: credit_code(Random(1)), KeyCheck.WORD: "made_up", KeyCheck.FREE: "made-1"}
    return {"act": "open", "since": "2021-01-05", "key": keys.get(form.key.check, ""), **said}


def hidden(body: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', body)
    return found[1] if found else ""


@pytest.mark.parametrize("served", [DISTRICT.name], indirect=True)
def test_entries_are_made_corrected_and_sent_by_sheets(served: Served) -> None:  # noqa: F811
    keepers = {
        form.id: next((one.duty for one in form.rights.values() if one.scope is RightScope.DISTRICT and not one.writes
                       and {Act.OPEN, Act.CORRECT} <= one.may), "")
        for form in served.pack.registers.values()
    }  # fmt: skip
    duties = sorted(set(keepers.values()) - {""})
    unit = next(iter(served.pack.units))
    staff = open_accounts(served.site, [(f"keeper{n}", duty, unit) for n, duty in enumerate(duties)])
    clients = {duty: Client(served.site, one) for duty, one in zip(duties, staff, strict=True)}
    made: dict[str, str] = {}
    for form in served.pack.registers.values():
        if keepers[form.id]:
            client = clients[keepers[form.id]]
            body = read(client, f"/registers/{form.id}/act?act=open", served)
            for name in form.fields:
                assert f'"v-{name}"' in body, (form.id, name)
            status, body = client.post(f"/registers/{form.id}/act", filled(form, served.pack))
            assert status in (200, 409, 422), (form.id, status)
            if status == 200:
                made[form.id] = hidden(body, "key")
            if status == 200 and form.title_field is not None:  # Those without are called by something sealed.
                corrected(client, form, made[form.id], served)
                sent_again(client, form, made[form.id])
    assert len(made) >= WRITTEN, sorted(set(keepers) - set(made))


def corrected(client: Client, form: Register, key: str, served: Served) -> None:  # noqa: F811
    """The title, by the form of a correction."""
    path = f"/registers/{form.id}/act"
    body = read(client, f"{path}?act=correct&key={key}&since=2021-01-05", served)
    about = {name: hidden(body, name) for name in ("seen", "of", "request")}
    said: Mapping[str, str] = {
        **about, "act": "correct", "key": key, "since": "2021-01-05", "reason": "抄错",
        f"v-{form.title_field}": "虚构二",
    }  # fmt: skip
    status, body = client.post(path, said)
    assert status == 200 and "虚构二" in body, (form.id, status)


def sent_again(client: Client, form: Register, key: str) -> None:
    """The register as a sheet: nothing of it changes the register, one changed cell does."""
    book = openpyxl.load_workbook(io.BytesIO(client.bytes(f"/registers/{form.id}/sheet.xlsx")))
    sheet = book.worksheets[0]
    client.post("/display", {"language": "zh-hans", "next": "/"})
    heads = [cell.value for cell in sheet[1]]
    for change, told in (("", "新增或变更 0，未变 1"), ("虚构三", "新增或变更 1，未变 0")):
        if change:
            row = next(line for line in sheet.iter_rows(min_row=2) if line[0].value == key)
            row[heads.index(form.fields[form.title_field or ""].title.zh)].value = change
            row[heads.index(CHANGED.zh)].value = "2022-02-02"
        out = io.BytesIO()
        book.save(out)
        status, body = client.upload(f"/registers/{form.id}/import", out.getvalue())
        assert status == 200 and told in body, (form.id, status, body[body.find("<main") :][:2500])
