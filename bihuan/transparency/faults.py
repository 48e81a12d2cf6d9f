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
    "proof-index": ("第 {where} 条记录不在这棵树之内。", "Leaf {where} lies outside this tree."),
    "proof-hash-size": ("证明中有一项不是 32 字节的摘要。", "A hash of the proof does not have 32 bytes."),
    "proof-too-long": ("证明过长，多出的部分没有去处。", "The proof is too long for this tree."),
    "proof-too-short": ("证明过短，到不了树根。", "The proof is too short to reach the root."),
    "not-included": (
        "证明不成立：第 {where} 条记录不在这个树根之下。",
        "The proof fails: leaf {where} is not the one under this root.",
    ),
    "tree-shrank": (
        "日志变小了（{where}）：有记录被拿走。",
        "The log became smaller ({where}): leaves were taken away.",
    ),
    "not-consistent": (
        "日志前后不一致（{where}）：已公布的记录被改动过。",
        "The log is not the earlier one continued ({where}): what was published has been changed.",
    ),
    "tile-truncated": (
        "文件 {where} 的长度与名称不符。",
        "The file {where} has not the length that its name promises.",
    ),
    "bundle-cut": ("文件 {where} 在一条记录中间断开。", "The file {where} breaks off inside an entry."),
    "bundle-count": (
        "文件 {where} 的记录条数与名称不符。",
        "The file {where} has not as many entries as its name promises.",
    ),
    "vkey-malformed": ("公钥“{where}”写得不对。", "The key “{where}” is not well formed."),
    "note-malformed": ("签名文书的格式有误（{where}）。", "The signed note is not well formed ({where})."),
    "note-bad-signature": (
        "以 {where} 名义的签名无效：文书被改动，或签名是伪造的。",
        "The signature in the name of {where} does not verify: the note was changed or the signature forged.",
    ),
    "checkpoint-malformed": ("检查点的格式有误（{where}）。", "The checkpoint is not well formed ({where})."),
    "not-the-log": (
        "没有受信任的日志密钥为 {where} 签名：可能是伪造的，或密钥已更换；请核对信任文件。",
        "No trusted key of the log signed for {where}: it is forged, or the key was rotated; compare the trust file.",
    ),
    "no-quorum": (
        "见证方签名不够（{where} 个）：不能排除向不同的人出示不同的日志。",
        "Too few witnesses cosigned ({where}): two readers may have been shown two different logs.",
    ),
    "promise-malformed": ("承诺的格式有误。", "The promise is not well formed."),
    "policy-line": ("信任文件第 {where} 行读不懂。", "Line {where} of the trust file cannot be read."),
    "receipt-malformed": ("回执文件的“{where}”部分有误。", "The part “{where}” of the receipt is not well formed."),
    "other-leaf": (
        "回执是另一条记录的（第 {where} 条）。",
        "The receipt belongs to another leaf (leaf {where}).",
    ),
    "witness-request": ("请求的格式有误。", "The request is not well formed."),
    "unknown-origin": ("不认识的日志：{where}。", "This log is not known here: {where}."),
    "witness-ahead": (
        "见证方已见到 {where} 条记录的日志；请从那里给出一致性证明。",
        "The witness has seen a log of {where} leaves; prove consistency from there.",
    ),
    "fork": (
        "同为 {where} 条记录却有两个树根：日志分叉了。",
        "Two different roots for a log of {where} leaves: the log has forked.",
    ),
}
