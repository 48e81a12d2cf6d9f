"""Whether a notice to entries of a register can find them and reach somebody."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.programme import Field, FieldType
from bihuan.core.registers import Register
from bihuan.core.text import Text
from bihuan.definitions.findings import Finding
from bihuan.definitions.names import ENTRIES, Drafts
from bihuan.definitions.pack import Pack


def check_telling(drafts: Drafts, pack: Pack) -> Iterator[Finding]:
    """All findings about notices to entries."""
    for file in drafts.programmes:
        programme = pack.edition(file["programme"]["id"], file["programme"]["edition"])
        for name, draft in file["telling"].items() if programme is not None else ():
            field = programme.fields.get(draft["by"] or "") if programme is not None else None
            form = pack.registers.get(draft["register"] or "")
            if (why := _fault(draft["to"] == ENTRIES, draft["register"], field, form)) is not None:
                yield draft.finding("P384", "to", telling=name, why=why)


def _fault(to_entries: bool, register: str | None, field: Field | None, form: Register | None) -> Text | None:
    if not to_entries:
        return Text("to 不是 entries", "`to` is not entries") if register or field else None
    if register is None or field is None:
        return Text("没有写 register 和 by", "it lacks `register` or `by`")
    if form is None or all(one.contact is None for one in form.fields.values()):
        return Text(f"名录“{register}”没有联系方式", f"the register {register} has no contact")
    if field.type is FieldType.AREA:
        lies = Text(f"名录“{register}”的条目不知道在哪个区域", f"nobody knows where entries of {register} lie")
        return None if form.area_field else lies
    names = field.type is FieldType.ENTRY and field.register == register
    wrong = Text(f"字段“{field.id}”既不是它的条目，也不是区域", f"{field.id} is neither an entry of it nor an area")
    return None if names else wrong
