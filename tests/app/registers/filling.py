"""Invented entries for any declared register, by the types of its fields. No assertion lives here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from bihuan.app.district import District
from bihuan.core.claims.registered import ClaimRule
from bihuan.core.commands import SYSTEM, Person
from bihuan.core.events import Scalar
from bihuan.core.notices import Channel
from bihuan.core.programme import Field, FieldType
from bihuan.core.registers import STATE, Act, Enter, KeyCheck, Register
from bihuan.core.registers.codes import credit_check_digit

WORDS = (
    "演示甲", "演示乙（二期）", "=1+1", "“引号”", "A & B", "测试，逗号", "0012", "2021-07-01", "是", "  ",
    "00360701234567890123456789", "9.7E+15", "2021/7/1 0:00", "@SUM(A1)", "+86", "-1", "'0", "#REF!", "TRUE",
    "𠮷野𣗋（三）", "e\u0301", "_x000D_", "_x005F_", "<b>&amp;", "https://example.invalid/?a=1&b=2",
)  # fmt: skip
"""What spreadsheets like to take for something else."""
LINES = ("第一行\n第二行", "第一行\r\n第二行\r\n", "\t缩进", " 前后有空格 ", "\u3000全角空格", "\u200b零宽", "一\r二")
"""What may stand in words besides."""
FIRST = date(2021, 1, 1)


def credit_code(dice: Random) -> str:
    """A code of a region that does not exist, so that it is nobody's."""
    head = dice.choice(("91", "92", "52", "N1", "Y1", "A1", "12"))
    body = "".join(dice.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9))
    return f"{head}990000{body}" + credit_check_digit(f"{head}990000{body}")


def key_of(form: Register, dice: Random) -> str:
    match form.key.check:
        case KeyCheck.CREDIT_CODE:
            return credit_code(dice)
        case KeyCheck.OWN:
            return ""
        case KeyCheck.WORD:
            return f"figure_{dice.randint(1, 10**9)}"
        case _:
            number = dice.randint(1, 10**6)
            return dice.choice((f"虚构〔{dice.randint(2000, 2025)}〕{number}号", f"00{number}", f"虚构（{number}）"))


def value_of(field: Field, district: District, known: Mapping[str, list[str]], dice: Random) -> Scalar:
    least, most = field.least or 0, field.most or 10**9
    day = FIRST + timedelta(days=dice.randint(0, 900))
    match field.type:
        case FieldType.CHOICE:
            return dice.choice(sorted(district.rules.dictionaries[field.dictionary or ""].entries))
        case FieldType.UNIT:
            return dice.choice(sorted(district.pack.units))
        case FieldType.AREA:
            return dice.choice(sorted(district.pack.areas))
        case FieldType.ENTRY:
            keys = known.get(field.register or "", [])
            return dice.choice(keys) if keys else None
        case FieldType.NUMBER | FieldType.MONEY | FieldType.QUANTITY:
            return dice.randint(least, most)
        case FieldType.DATE:
            return day.isoformat()
        case FieldType.INSTANT:
            return f"{day}T08:30:00+08:00"
        case FieldType.INTERVAL:
            return f"{day}T08:00:00+08:00/{day}T20:00:00+08:00"
        case FieldType.YES_NO:
            return dice.random() < 0.5
        case FieldType.POINT:
            return f"{dice.randint(11480, 11499) / 100},{dice.randint(2570, 2590) / 100}"
        case _:
            return dice.choice(WORDS).strip()[: field.most or 60] or None


def figure(rule: ClaimRule, values: dict[str, Scalar], others: list[str], dice: Random) -> dict[str, Scalar]:
    """The same entry as a figure that can be judged, computed from others that are there already."""
    beside = (*rule.narrative, *rule.superlative, *rule.unit,
              rule.figure, rule.entries, rule.formula, rule.check, rule.within)  # fmt: skip
    said = {name: value for name, value in values.items() if name not in beside}
    said[rule.value] = dice.choice(("128", "95.48%", "12.5亿", "1/5", "0012"))
    if rule.formula is not None and others:
        said[rule.formula] = " + ".join(others[:2])
    if rule.check is not None and others:
        said[rule.check] = f"{others[-1]} >= 0"
    if rule.within is not None and len(others) > 2:  # The two that are added up lie in nothing.
        said[rule.within] = others[-1]
    return said


def opening(
    form: Register, district: District, known: Mapping[str, list[str]], dice: Random, by: Person = SYSTEM
) -> Enter:
    values: dict[str, Scalar] = {}
    words: dict[str, str] = {}
    for field in form.fields.values():
        if not field.required and dice.random() < 0.3:
            continue
        value = value_of(field, district, known, dice)
        if field.required and value is None:
            value = "演示"
        if field.private:
            told = {None: (str(value or "演示"), *LINES), Channel.SMS: ("0797-8380000", "13800000000")}
            words[field.id] = dice.choice(told.get(field.contact, ("a@example.invalid",)))
        elif value is not None:
            values[field.id] = value
    for field in form.fields.values():
        unit = field.currency_field or field.measure_field
        if unit and field.id in values and unit not in values:
            values[unit] = value_of(form.fields[unit], district, known, dice) or "件"
    if form.states and dice.random() < 0.5:
        values[STATE] = dice.choice(list(form.states))
    if form.claims is not None:
        values = figure(form.claims, values, known.get(form.id, []), dice)
    since = (FIRST + timedelta(days=dice.randint(0, 300))).isoformat()
    return Enter(
        register=form.id, key=key_of(form, dice), act=Act.OPEN, by=by, since=since, values=values, words=words
    )
