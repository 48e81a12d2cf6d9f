"""Checks a published log without the software that made it: `python verify.py DIR`.

One file, to be read from top to bottom; needs Python 3.11 and `cryptography`, no network. Each part names the
specification it follows. What it cannot see, it says at the end. 0: all holds, 1: something lies, 2: called wrongly.
"""

# fmt: off -- one blank line between functions: the file has to stay short enough to be read.
from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Leaf = dict[str, Any]
OWN = ("figure", "erasure", "access", "administration", "page")
SAYS = {
    "signature": ("{} 的签名无效：文书被改动或伪造", "the signature of {} does not verify: changed or forged"),
    "log": ("没有受信任的日志密钥签名：{}", "no trusted key of the log signed {}"),
    "quorum": ("见证方不足：{}；可能向不同的人出示不同的日志", "too few witnesses: {}; others may see another log"),
    "malformed": ("{} 的格式有误", "{} is not well formed"),
    "missing": ("文件 {} 缺失", "the file {} is missing"),
    "cut": ("文件 {} 的长度或条数与名称不符", "the file {} is not as long as its name promises"),
    "entry": ("第 {} 条记录被改动：与树叶的摘要不同", "entry {} was changed: it is not what the tree holds"),
    "root": ("{} 条记录的树根与检查点不符", "the root over {} entries is not that of the checkpoint"),
    "canonical": ("第 {} 条记录不是规范写法", "entry {} is not in canonical form"),
    "number": ("第 {} 条记录：{} 缺第 {} 号事实或重号", "entry {}: stream {} lacks fact number {}, or has it twice"),
    "chain": ("第 {} 条记录：{} 第 {} 号与前一条不衔接", "entry {}: stream {} number {} does not follow on"),
    "late": ("第 {} 条记录：自称 {}，公开时间不早于 {}：倒填", "entry {} claims {} but was public only after {}"),
    "early": ("第 {} 条记录：自称 {}，公开时间不晚于 {}：预填", "entry {} claims {} but was public by {}: post-dated"),
    "definition": ("第 {} 条记录所据的定义 {} 缺失或被改动", "the definition {1} of entry {0} is missing or changed"),
    "figure": ("第 {} 条记录：公布 {}，由日志算得 {}", "entry {} publishes {}, but the log gives {}"),
    "head": ("第 {} 条记录：所称树根不是 {} 条时的树根", "entry {} names a root that the log never had at {} entries"),
    "signed": ("第 {} 条记录：诉求人的签名无效或另有所属", "entry {}: the reporter's signature is forged or moved"),
    "small": ("第 {} 条记录：分母 {} 小于 {}，不应公布", "entry {}: {} cases are under {}: too few to publish"),
}

class Lie(Exception):
    """Something that does not hold: a key of SAYS and what fills its places."""
    def __init__(self, code: str, *where: object) -> None:
        super().__init__(code, *where)
        self.code, self.where = code, where

    def __str__(self) -> str:
        return " / ".join(words.format(*self.where) for words in SAYS[self.code])
# --- 1. Signed notes: C2SP signed-note; cosignatures: C2SP tlog-cosignature ------------------------------------------
def read_vkey(text: str) -> tuple[str, bytes, int, bytes]:
    """Name, id, kind and public bytes of `name+id+base64(kind ‖ public)`; the id must be the one these give."""
    name, id_, encoded = text.split("+", 2)
    data = base64.b64decode(encoded, validate=True)
    found = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if found.hex() != id_ or len(data) != 33 or data[0] not in (1, 4):
        raise ValueError(text)
    return name, found, data[0], data[1:]

def signers(written: str, vkeys: list[str]) -> tuple[str, dict[str, int]]:
    """The text of a note and those of `vkeys` that signed it, each with its time (0 for a plain signature)."""
    text, gap, lines = written.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise Lie("malformed", "note")
    text += "\n"
    known = {key[:2]: (key, vkey) for vkey in vkeys for key in [read_vkey(vkey)]}
    found: dict[str, int] = {}
    for line in lines.splitlines():
        dash, name, encoded = [*line.split(" ", 2), "", ""][:3]
        raw = base64.b64decode(encoded)
        if dash != "—" or (name, raw[:4]) not in known:
            continue  # signatures by unknown keys are passed over
        key, vkey = known[name, raw[:4]]
        message, signature, seconds = text.encode(), raw[4:], 0
        if key[2] == 4:
            seconds, signature = int.from_bytes(raw[4:12], "big"), raw[12:]
            message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
        try:
            Ed25519PublicKey.from_public_bytes(key[3]).verify(signature, message)
        except InvalidSignature:
            raise Lie("signature", name) from None
        found[vkey] = seconds
    return text, found
# --- 2. Whom to trust: C2SP tlog-policy; checkpoints: C2SP tlog-checkpoint -------------------------------------------
class Trust:
    """The trust file: keys of the log, witnesses, and how many of them are enough."""
    def __init__(self, text: str) -> None:
        self.logs: list[str] = []
        self.named: dict[str, str | tuple[int, list[str]]] = {}
        self.quorum = "none"
        for line in text.splitlines():
            match line.partition("#")[0].split():
                case ["log", vkey, *_]:
                    self.logs.append(vkey)
                case ["witness", name, vkey, *_]:
                    self.named[name] = vkey
                case ["group", name, count, *members]:
                    self.named[name] = ({"any": 1, "all": len(members)}.get(count) or int(count), members)
                case ["quorum", name]:
                    self.quorum = name
                case []:
                    pass
                case _:
                    raise Lie("malformed", f"trust: {line}")

    def agreed(self, name: str, signed: dict[str, int]) -> bool:
        """Whether a witness, or enough of a group, signed."""
        if name == "none":
            return True
        rule = self.named[name]
        return rule in signed if isinstance(rule, str) else sum(self.agreed(m, signed) for m in rule[1]) >= rule[0]

    def head(self, written: str) -> tuple[str, int, bytes, datetime | None]:
        """Origin, size, root of a checkpoint, and when the witnesses had all seen it (None without witnesses)."""
        witnesses = [vkey for vkey in self.named.values() if isinstance(vkey, str)]
        text, signed = signers(written, [*self.logs, *witnesses])
        origin, size, root = text.split("\n")[:3]
        if not any(vkey in signed and vkey.startswith(f"{origin}+") for vkey in self.logs):
            raise Lie("log", origin)
        if not self.agreed(self.quorum, signed):
            raise Lie("quorum", f"{sum(vkey in signed for vkey in witnesses)}/{len(witnesses)}")
        times = [signed[vkey] for vkey in witnesses if vkey in signed]
        return origin, int(size), base64.b64decode(root), datetime.fromtimestamp(max(times), UTC) if times else None
# --- 3. The tree: RFC 6962 section 2.1-----------------------------------------------------------------------------
def node(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes."""
    return hashlib.sha256(b"\1" + left + right).digest()

class Tree:
    """A tree that only grows: the roots of its complete subtrees, the largest first."""
    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """One more leaf; equal subtrees are joined, as in counting by two."""
        size, self.size = self.size, self.size + 1
        while size & 1:
            leaf, size = node(self.peaks.pop(), leaf), size >> 1
        self.peaks.append(leaf)

    def root(self) -> bytes:
        """The root of what is there."""
        found = self.peaks[-1] if self.peaks else hashlib.sha256().digest()
        for peak in self.peaks[-2::-1]:
            found = node(peak, found)
        return found
# --- 4. Files: C2SP tlog-tiles ---------------------------------------------------------------------------------------
def part(folder: Path, kind: str, number: int, width: int) -> bytes:
    """The bytes of `tile/<kind>/<number>`, in groups of three digits, `.p/<width>` if it is not full."""
    digits = f"{number:03d}".zfill((len(str(number)) + 2) // 3 * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:]) + ("" if width == 256 else f".p/{width}")
    if not (path := folder / "tile" / kind / name).is_file():
        raise Lie("missing", f"tile/{kind}/{name}")
    return path.read_bytes()

def read(folder: Path, size: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Index, entry and what the tile says its hash is, one by one; memory stays flat."""
    for number in range((size + 255) // 256):
        width = min(256, size - number * 256)
        data, hashes = part(folder, "entries", number, width), part(folder, "0", number, width)
        at = 0
        for place in range(width):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            if end > len(data) or end < at + 2 or len(hashes) != 32 * width:
                raise Lie("cut", f"tile/entries {number}")
            yield number * 256 + place, data[at + 2 : end], hashes[32 * place : 32 * place + 32]
            at = end
        if at != len(data):  # more than its name promises
            raise Lie("cut", f"tile/entries {number}")
# --- 5. Cases: what the leaves of one stream tell; see docs/reference/leaf.md ----------------------------------------
class Case:
    """What is publicly known of one matter."""
    __slots__ = ("at_work", "before", "by", "counts", "did", "found", "history", "lead", "programme", "raised", "score")

    def __init__(self, leaf: Leaf) -> None:
        self.programme, self.history = leaf.get("p"), "i" in leaf
        self.raised = leaf.get("o", leaf["t"])
        self.at_work, self.score, self.did = True, None, frozenset[str]()
        self.lead, self.by = "", ""
        self.found, self.counts = dict[str, str | None](), dict[str, int]()
        self.before = self.at_work, self.did, self.counts

    def tell(self, leaf: Leaf) -> None:
        """One more fact. A new round forgets the findings of the last: rework, reopening, dispatch after the end."""
        verb = leaf.get("k")
        if verb == "undo":  # takes back the fact before it, which made no finding
            self.at_work, self.did, self.counts = self.before
        self.before = self.at_work, self.did, self.counts
        self.lead = "" if leaf.get("u") == "other" else leaf.get("u", self.lead)
        if verb == "dispatch" and not self.at_work:
            self.round()
        self.did |= {str(verb)} & {"dispatch", "finish", "close"}
        self.found |= {leaf["f"]: leaf.get("r")} if "f" in leaf else {}
        if leaf.get("f") == "satisfied":  # by whom: the three are never added up in silence
            self.by = "called" if verb == "call_back" else "signed" if "sig" in leaf else "unsigned"
        self.score = leaf.get("s", self.score)
        rework = verb == "check" and leaf.get("r") == "no"
        if rework or verb == "reopen":
            self.round()
        if rework or verb in ("return", "reopen"):
            self.counts = {**self.counts, str(verb): self.counts.get(str(verb), 0) + 1}
        self.at_work = self.at_work and verb != "finish"

    def round(self) -> None:
        """Begin again."""
        self.found, self.by, self.score, self.at_work = {}, "", None, True

    def facts(self, levels: dict[str, str]) -> Leaf:
        """The names that a definition may use. History does not say that what it did not record never was."""
        no, none = (None, None) if self.history else (False, 0)
        facts: Leaf = {"programme": self.programme, "raised_on": self.raised, "score": self.score}
        facts |= {"lead": self.lead or None, "lead_level": levels.get(self.lead)}
        for name, verb in (("dispatched", "dispatch"), ("finished", "finish"), ("ever_closed", "close")):
            facts[name] = True if verb in self.did else no
        for name, verb in (("returns", "return"), ("reworks", "check"), ("reopens", "reopen")):
            facts[name] = self.counts.get(verb) or none
        never = None if self.history else "open"
        return facts | {name: self.found.get(name, never) for name in ("closed", "solved", "satisfied")}
def signed(leaf: Leaf, key: str | None) -> bool:
    """Whether the reporter signed (RFC 8032): the key is that of leaf 0, what it answers is the leaf before."""
    text = json.dumps({wire: leaf[wire] for wire in "bcfkrs" if wire in leaf}, separators=(",", ":"))
    try:
        public, signature = (base64.urlsafe_b64decode(leaf[wire] + "==") for wire in ("pk", "sig"))
        Ed25519PublicKey.from_public_bytes(public).verify(signature, f"bihuan reporter statement v1\n{text}".encode())
    except (InvalidSignature, ValueError, KeyError):
        return False
    return _b64url(hashlib.sha256(public).digest()) == key and leaf.get("b") == leaf.get("h")
# --- 6. Figures: the definition is a file whose hash stands in the leaf ----------------------------------------------
COMPARE = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}

def value(form: Any, facts: Leaf) -> Any:
    """A definition's expression, in three-valued logic: unknown (None) is neither yes nor no."""
    if not isinstance(form, list):
        return form
    operator, *parts = form
    if operator == "name":
        return facts[parts[0]]
    found = [value(one, facts) for one in parts]
    if operator in ("and", "or"):
        decides = operator == "or"
        return decides if any(one is decides for one in found) else None if None in found else not decides
    if operator == "known":
        return found[0] is not None
    if operator == "otherwise":
        return found[1] if found[0] is None else found[0]
    if None in found:
        return True if operator == "in" and found[0] is not None and found[0] in found[1:] else None
    if operator == "not":
        return not found[0]
    return found[0] in found[1:] if operator == "in" else COMPARE[operator](*found)

def count(definition: Leaf, cases: Iterator[Case], leaf: Leaf) -> tuple[int, int, dict[str, int]]:
    """Numerator, denominator over the due cases of the period; and where it asks for satisfaction, by whose word."""
    yes, no, levels, history = 0, 0, definition.get("levels", {}), "i" in leaf
    by = {"called": 0, "signed": 0, "unsigned": 0} if '"satisfied"' in json.dumps(definition["numerator"]) else {}
    for case in cases:
        within = leaf.get("from", "") <= case.raised <= leaf.get("to", "9")
        if not within or case.programme != definition["programme"] or case.history is not history:
            continue
        facts = case.facts(levels)
        inside, due, counts = (value(definition[part], facts) for part in ("population", "due", "numerator"))
        if inside is not False and due is not False and None not in (inside, due, counts):
            yes, no = yes + (counts is True), no + (counts is not True)
            if counts is True and case.by in by:
                by[case.by] += 1
    return yes, yes + no, by

def percent(numerator: int, denominator: int) -> str:
    """In per cent with one decimal, rounded half up."""
    tenths = (2000 * numerator + denominator) // (2 * denominator) if denominator else 0
    return f"{tenths // 10}.{tenths % 10}%" if denominator else "—"
# --- 7. The whole ----------------------------------------------------------------------------------------------------
class Report:
    """What was found, in the order of the log."""
    def __init__(self) -> None:
        self.lies, self.figures, self.entries, self.cases = list[Lie](), list[str](), 0, 0

    def say(self) -> int:
        """Print it; 0 if nothing lies."""
        print(*self.figures, *(f"✗ {lie}" for lie in self.lies[:20]), sep="\n")
        zh, en = [("成立", "holds"), ("不成立", "FAILS")][bool(self.lies)]
        print(f"{zh}：{self.entries} 条记录，{self.cases} 条链，{len(self.figures)} 个公布数 / "
              f"{en}: {self.entries} entries, {self.cases} chains, {len(self.figures)} published figures")
        print("不能由此证明：从未登记的事项、凭据未交到手中的事项。/ "
              "Not proven here: matters never entered into the log. Whoever holds a promise can prove that.")
        return 1 if self.lies else 0

def verify_export(folder: Path, trust: Trust) -> Report:
    """All of a published folder."""
    report = Report()
    try:
        files = [folder / "checkpoint", *sorted(folder.glob("checkpoints/*"))]  # each a beginning of the same tree
        heads = {size: rest for file in files for _, size, *rest in [trust.head(file.read_text("utf-8"))]}
        about = json.loads((folder / "log.json").read_bytes())
        _second_pass(folder, max(heads), _first_pass(folder, heads, about, report), about, report)
    except Lie as lie:
        report.lies.append(lie)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        report.lies.append(Lie("malformed", f"{type(error).__name__} {error}"))
    return report

def _first_pass(folder: Path, heads: dict[int, Any], about: Leaf, report: Report) -> list[tuple[int, Leaf]]:
    """Hashes, roots, chains and times of all entries; the figures that the log claims."""
    tree, chains, claims = Tree(), dict[str, tuple[int, bytes, str | None]](), []
    zone, slack = ZoneInfo(about["zone"]), timedelta(hours=about["within"])
    sizes, after, until = sorted(heads), "", ""
    for index, entry, stated in read(folder, sizes[-1]):
        if tree.size in heads or not index:
            before, now = heads.get(tree.size, (b"", None))[1], heads[next(one for one in sizes if one > index)][1]
            after = str((before - slack).astimezone(zone).date()) if before else ""
            until = str(now.astimezone(zone).date()) if now else "9"
            if tree.size in heads and tree.root() != heads[tree.size][0]:
                raise Lie("root", tree.size)
        hash_ = hashlib.sha256(b"\0" + entry).digest()
        if hash_ != stated:
            raise Lie("entry", index)
        tree.add(hash_)
        leaf = json.loads(entry)
        if json.dumps(leaf, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() != entry:
            report.lies.append(Lie("canonical", index))
        stream = leaf["c"]
        number, last, key = chains.get(stream, (0, b"", leaf.get("rk")))
        if leaf["n"] != number:
            report.lies.append(Lie("number", index, stream, number))
        elif leaf.get("h") != (_b64url(last) if number else None):
            report.lies.append(Lie("chain", index, stream, number))
        if "sig" in leaf and not signed(leaf, key):
            report.lies.append(Lie("signed", index))
        chains[stream] = (leaf["n"] + 1, hash_, key)
        if not after <= leaf["t"] <= until:
            code, bound = ("late", after) if leaf["t"] < after else ("early", until)
            report.lies.append(Lie(code, index, leaf["t"], bound))
        if leaf.get("k") == "figure":
            claims.append((index, leaf))
    if tree.root() != heads[tree.size][0]:
        raise Lie("root", tree.size)
    report.entries, report.cases = tree.size, len(chains)
    return claims

def _second_pass(folder: Path, size: int, claims: list[tuple[int, Leaf]], about: Leaf, report: Report) -> None:
    """Each published figure again, from the leaves that were there when it was published."""
    tree, cases = Tree(), dict[str, Case]()
    entries = read(folder, size)
    for index, claim in sorted(claims, key=lambda claim: claim[1]["size"]):
        while tree.size < claim["size"]:
            _, entry, hash_ = next(entries)
            tree.add(hash_)
            leaf = json.loads(entry)
            if "k" in leaf and leaf["k"] not in OWN:
                cases.setdefault(leaf["c"], Case(leaf)).tell(leaf)
        _check_figure(folder, index, claim, _b64url(tree.root()), [*cases.values()], about["smallest"], report)

def _check_figure(folder: Path, at: int, claim: Leaf, root: str, cases: list[Case], least: int, to: Report) -> None:
    name = f"{claim['p']}.{claim['d']}.{claim['e']}"
    text = file.read_bytes() if (file := folder / "definitions" / f"{name}.json").is_file() else b""
    if claim["root"] != root:
        to.lies.append(Lie("head", at, claim["size"]))
    if _b64url(hashlib.sha256(text).digest()) != claim["dh"]:
        to.lies.append(Lie("definition", at, name))
        return
    yes, of, by = count(json.loads(text), iter(cases), claim)
    found, said = f"{yes}/{of} {percent(yes, of)}", f"{claim['num']}/{claim['den']} {claim['val']}"
    if "by" in claim:
        found, said = f"{found} {by}", f"{said} {claim['by']}"
    if found != said:
        to.lies.append(Lie("figure", at, f"{name} {said}", found))
    if of < least:
        to.lies.append(Lie("small", at, of, least))
    period = f"{claim.get('from', '…')}–{claim.get('to', '…')}"
    parts = "".join(f", {word} {number}" for word, number in by.items())
    to.figures.append(f"{'✓' if found == said else '✗'} {name} {period}: {yes:,} / {of:,} = {percent(yes, of)}{parts}")

def _b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

def main(argv: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="verify", description="核对公开日志 / verify a published log")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trust", type=Path, help="自己留存的信任文件 / the trust file you kept yourself")
    asked = parser.parse_args(argv)
    if asked.trust is None:
        print("信任文件来自同一处，请与别处公布的核对。/ The trust file came along; compare it with another copy.")
    try:
        trust = Trust((asked.trust or asked.folder / "trust").read_text("utf-8"))
    except (Lie, OSError, ValueError) as lie:
        print(f"✗ {lie}")
        return 1
    return verify_export(asked.folder, trust).say()

if __name__ == "__main__":
    sys.exit(main())
