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
    "answers-other": (
        "签名答复的不是紧接其前的那条记录：是从别处搬来的。",
        "The signature answers another leaf than the one before it: it was moved here.",
    ),
    "no-receipt-key": (
        "这件事项登记时没有凭据密钥，无从核对签名。",
        "The matter was recorded without a receipt key; there is nothing to check signatures against.",
    ),
    "no-head": (
        "所附的检查点不可信，证明无所依附。",
        "The checkpoint is not trusted, so there is nothing to prove it by.",
    ),
    "one-step": ("文件只含一步，看不出前后是否衔接。", "The file holds one step only; what comes before is not shown."),
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
    "promise-broken": (
        "承诺的时间已过，{where} 的日志里却没有这条记录：承诺未守，这份文书与检查点就是证据。",
        "The promised time is over and the log of {where} does not hold the leaf: the promise is broken, and this note "
        "together with the checkpoint proves it.",
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
    "secret-malformed": (
        "日志的私钥读不懂：请恢复原来的密钥文件。",
        "The log's secret key cannot be read: restore the key file.",
    ),
    "other-witness": (
        "这个文件夹属于另一个见证方：{where}。",
        "This folder belongs to another witness: {where}.",
    ),
    "no-log-key": (
        "还没有日志密钥（{where}）：先运行 bihuan log init。",
        "There is no key for the log yet ({where}): run bihuan log init first.",
    ),
    "log-key-away": (
        "这里已有一份日志，缺的是它的密钥（{where}）：请放回原处，或设置 BIHUAN_LOG_KEY。密钥确已丢失的，把 log 和 "
        "log-state 移到别处保存，换一个名称另开日志，并公开说明。",
        "There is a log here, and it is its key that is missing ({where}): put it back, or set BIHUAN_LOG_KEY. If it "
        "is lost, keep the folders log and log-state elsewhere, open a new log under another origin and say so in "
        "public.",
    ),
    "position-gap": (
        "第 {where} 条事实不见了：有人从数据库里删了它。没有签名；请从备份找回，或查明去向后再公布。",
        "The fact {where} is gone: somebody deleted it from the database. Nothing was signed; restore it from a "
        "backup, or find out what became of it before you publish.",
    ),
    "stored-leaf-changed": (
        "数据库里的 {where} 与它当初的摘要不符：有人改过它。没有签名；请从备份恢复。",
        "The stored {where} does not match its own hash: somebody changed it. Nothing was signed; restore it.",
    ),
    "chain-broken-before": (
        "数据库里的 {where} 与同一事项的前一条不衔接：有记录被改号、插入或删除。没有签名。",
        "The stored {where} does not follow the leaf before it in its stream: something was renumbered, inserted or "
        "deleted. Nothing was signed.",
    ),
    "leaf-gone": (
        "日志第 {where} 条记录在数据库里找不到了：有人删了它。没有签名；请从备份恢复。",
        "Leaf {where} of the log is no longer in the database: somebody deleted it. Nothing was signed; restore it.",
    ),
    "leaf-unlogged": (
        "数据库里的 {where} 应已进入日志，日志里却没有：有人事后塞进来的。",
        "The stored {where} should be in the log and is not: somebody slipped it in afterwards.",
    ),
    "root-differs": (
        "数据库算出的树根与已签名的检查点（{where} 条）不同：已公布的记录被改动过。没有签名；请从备份恢复。",
        "The database gives another root than the checkpoint that was signed for {where} leaves: what was published "
        "has been changed. Nothing was signed; restore it from a backup.",
    ),
    "log-rolled-back": (
        "数据库比已签名的日志小（{where}）：它是旧备份。拒绝签名。请恢复更新的备份；"
        "确实找不回的，保留原日志并用新的 origin 另开日志，并公开说明。",
        "The database is behind the log that was signed ({where}): it is an old backup. Nothing is signed. Restore a "
        "newer backup; if none is left, keep the old log as it is, open a new one under another origin and say so.",
    ),
    "published-file-differs": (
        "已公布的文件 {where} 与应有的内容不同：有人改过它，或日志分叉了。没有签名。",
        "The published file {where} is not what it should be: it was changed, or the log forked. Nothing was signed.",
    ),
    "tile-missing": (
        "日志文件 {where} 缺失或不完整：请从镜像或备份恢复。没有签名。",
        "The log's file {where} is missing or cut: restore it from a mirror or a backup. Nothing was signed.",
    ),
    "not-yet": (
        "这条记录还没有进入日志；在承诺的时间之前，请凭承诺文书。",
        "This leaf is not in the log yet; until the promised time, the promise is what counts.",
    ),
    "no-such-leaf": ("没有这条记录：{where}。", "There is no such leaf: {where}."),
    "witness-unreachable": (
        "见证方 {where} 没有应答；检查点暂不公布，下次再试。",
        "The witness {where} does not answer; the checkpoint waits for the next try.",
    ),
    "witness-refused": ("见证方拒绝签名：{where}。", "A witness refused to cosign: {where}."),
}
