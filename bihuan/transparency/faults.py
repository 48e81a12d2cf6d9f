"""What can be wrong with a leaf, a chain or a disclosure, as values with words in both languages. No logic
lives here.

This package knows nothing of the core, so it has its own small "no"; callers that speak to people turn a
Fault into their own refusal or show its words as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold. `code` is one of FAULTS; `where` names the field, leaf or position."""

    code: str
    where: str = ""

    def message(self, language: Literal["zh", "en"]) -> str:
        """What is wrong, in one sentence."""
        zh, en = FAULTS[self.code]
        return (zh if language == "zh" else en).format(where=self.where)


FAULTS: Mapping[str, tuple[str, str]] = {
    "bad-field": ("存证记录的“{where}”一项填写有误。", "The field “{where}” of the leaf is not well formed."),
    "leaf-too-long": (
        "存证记录有 {where} 字节，超过 65535 字节的上限；请减少关联的事项。",
        "The leaf has {where} bytes, more than 65535; link fewer cases at once.",
    ),
    "not-canonical": ("第 {where} 条记录不是规范写法。", "Leaf {where} is not in its canonical form."),
    "other-stream": ("第 {where} 条记录属于另一件事项。", "Leaf {where} belongs to another stream."),
    "wrong-number": (
        "第 {where} 条记录的序号不连续：有缺漏或重复。",
        "Leaf {where} does not carry its number: one is missing or doubled.",
    ),
    "chain-broken": (
        "第 {where} 条记录与前一条不衔接。",
        "Leaf {where} does not follow from the leaf before it.",
    ),
    "digests-unordered": ("摘要清单未排序或有重复。", "The list of digests is unsorted or holds doubles."),
    "commitment-differs": (
        "摘要清单与存证记录不符。",
        "The list of digests is not the one the leaf commits to.",
    ),
    "not-committed": ("所示内容不在存证记录之中。", "What is shown was not committed to in this leaf."),
    "disclosure-malformed": ("所示内容的格式有误。", "The disclosure is not well formed."),
    "not-signed": ("这条记录没有诉求人的签名。", "The leaf carries no signature of the one who raised it."),
    "other-receipt": (
        "签名所用的不是受理时的回执。",
        "The signature was not made with the receipt given at intake.",
    ),
    "bad-signature": ("诉求人的签名无效。", "The signature of the one who raised it does not verify."),
}
