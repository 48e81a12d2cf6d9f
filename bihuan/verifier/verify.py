"""Checks a published log without the software that made it: `python verify.py DIR`.

One file, to be read from top to bottom; needs Python 3.11 and `cryptography`, no network. Each part names the
specification it follows. What it cannot see, it says at the end. Stopped, it goes on from the file DIR.verifying.
0: all holds, 1: something lies, 2: called wrongly, 130: stopped. Memory does not grow with the log.
"""
# fmt: off -- no blank line between functions: the file has to stay short enough to be read.
from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from operator import eq, ge, gt, itemgetter, le, lt, ne, not_
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Leaf = dict[str, Any]
canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
decode = json.JSONDecoder().decode
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
    "late": ("第 {} 条记录：自称 {}，公开于{}至{}：倒填", "entry {} claims {}, public {} to {}: back-dated"),
    "early": ("第 {} 条记录：自称 {}，公开于{}至{}：预填", "entry {} claims {}, public {} to {}: post-dated"),
    "definition": ("第 {} 条记录所据的定义 {} 缺失或被改动", "the definition {1} of entry {0} is missing or changed"),
    "figure": ("第 {} 条记录：公布 {}，由日志算得 {}", "entry {} publishes {}, but the log gives {}"),
    "head": ("第 {} 条记录：所称树根不是 {} 条时的树根", "entry {} names a root that the log never had at {} entries"),
    "signed": ("第 {} 条记录：诉求人的签名无效或另有所属", "entry {}: the reporter's signature is forged or moved"),
    "small": ("第 {} 条记录：分母 {} 小于 {}，不应公布", "entry {}: {} cases are under {}: too few to publish"),
}

class Lie(Exception):
    """Something that does not hold: a key of SAYS and what fills its places."""
    def __init__(self, code: str, *where: object) -> None:
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
    text, known = text + "\n", {key[:2]: (key, vkey) for vkey in vkeys for key in [read_vkey(vkey)]}
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
        self.logs, self.named, self.quorum = list[str](), dict[str, Any](none=(0, [])), "none"
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
                case [_, *_]:
                    raise Lie("malformed", f"trust: {line}")
    def agreed(self, name: str, signed: dict[str, int]) -> bool:
        """Whether a witness, or enough of a group, signed."""
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
def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
class Tree:
    """A tree that only grows: the roots of its complete subtrees, the largest first."""
    def __init__(self) -> None:
        self.size, self.peaks = 0, list[bytes]()
    def add(self, leaf: bytes) -> None:
        """One more leaf; equal subtrees are joined, as in counting by two."""
        size, self.size = self.size, self.size + 1
        while size & 1:
            leaf, size = _node(self.peaks.pop(), leaf), size >> 1
        self.peaks.append(leaf)
    def root(self) -> bytes:
        """The root of what is there."""
        found = self.peaks[-1] if self.peaks else hashlib.sha256().digest()
        for peak in self.peaks[-2::-1]:
            found = _node(peak, found)
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
def read(folder: Path, size: int, start: int = 0) -> Iterator[tuple[int, bytes, bytes]]:
    """Index, entry and what the tile says its hash is, one by one, from a bundle's first; memory stays flat."""
    for number in range((start + 255) // 256, (size + 255) // 256):
        width = min(256, size - number * 256)
        data, hashes, at = part(folder, "entries", number, width), part(folder, "0", number, width), 0
        for place in range(width):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            over = end > len(data) or (place == width - 1 and end < len(data))
            if over or len(hashes) != 32 * width:  # shorter or longer than its name promises
                raise Lie("cut", f"tile/entries {number}")
            yield number * 256 + place, data[at + 2 : end], hashes[32 * place : 32 * place + 32]
            at = end
# --- 5. Cases: what the leaves of one stream tell; see docs/reference/leaf.md ----------------------------------------
class Case:
    """What is publicly known of one matter."""
    def __init__(self, leaf: Leaf) -> None:
        self.programme, self.history, self.raised = leaf.get("p"), "i" in leaf, leaf.get("o", leaf["t"])
        self.at_work, self.score, self.lead, self.by, self.did = True, None, "other", "", frozenset[str]()
        self.found, self.counts, self.late = dict[str, str | None](), dict[str, int](), dict[str, bool | None]()
        self.before = self.at_work, self.did, self.counts, self.late
    def tell(self, leaf: Leaf) -> None:
        """One more fact. A new round forgets the findings of the last: rework, reopening, dispatch after the end."""
        verb = leaf.get("k")
        if verb == "undo":  # takes back the fact before it, which made no finding
            self.at_work, self.did, self.counts, self.late = self.before
        self.before = self.at_work, self.did, self.counts, self.late
        if verb == "dispatch" and not self.at_work:
            self._round()
        self.did |= {str(verb)} & {"dispatch", "finish", "close", "contact" if "y" in leaf else ""}
        for clock, _, how in (ruling.partition("=") for ruling in leaf.get("w", ())):
            self.late = {**self.late, f"late_{clock}": {"kept": False, "late": True}.get(how)}
        self.found |= {leaf["f"]: leaf.get("r")} if "f" in leaf else {}
        if leaf.get("f") == "satisfied":  # by whom: the three are never added up in silence
            self.by = "called" if verb == "call_back" else "signed" if "sig" in leaf else "unsigned"
        self.score, self.lead = leaf.get("s", self.score), leaf.get("u", self.lead)
        rework = verb == "check" and leaf.get("r") == "no"
        if rework or verb == "reopen":
            self._round()
        if rework or verb in ("return", "reopen"):
            self.counts = {**self.counts, str(verb): self.counts.get(str(verb), 0) + 1}
        self.at_work = self.at_work and verb != "finish"
    def _round(self) -> None:
        self.found, self.by, self.score, self.at_work = {}, "", None, True
    def facts(self, levels: dict[str, str]) -> Leaf:
        """The names that a definition may use. History does not say that what it did not record never was."""
        no, none = (None, None) if self.history else (False, 0)
        facts: Leaf = {"programme": self.programme, "raised_on": self.raised, "score": self.score}
        facts |= {"lead": self.lead if self.lead != "other" else None, "lead_level": levels.get(self.lead or "")}
        for name in ("dispatch ed", "contact ed", "finish ed", "ever_ close d"):
            facts["".join(name.split())] = True if set(name.split()) & self.did else no
        for name, verb in (("returns", "return"), ("reworks", "check"), ("reopens", "reopen")):
            facts[name] = self.counts.get(verb) or none
        never = None if self.history else "open"
        return facts | self.late | {name: self.found.get(name, never) for name in ("closed", "solved", "satisfied")}
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
COMPARE: dict[str, Any] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge, "not": not_}
def value(form: Any, facts: Leaf) -> Any:
    """A definition's expression, in three-valued logic: unknown (None) is neither yes nor no."""
    if not isinstance(form, list):
        return form
    operator, *parts = form
    if operator == "name":
        return facts.get(parts[0]) if parts[0].startswith("late_") else facts[parts[0]]
    found = [value(one, facts) for one in parts]
    if operator in ("and", "or"):
        decides = operator == "or"
        return decides if any(one is decides for one in found) else None if None in found else not decides
    if operator in ("known", "otherwise"):
        return found[0] is not None if operator == "known" else found[1] if found[0] is None else found[0]
    if None in found:
        return True if operator == "in" and found[0] is not None and found[0] in found[1:] else None
    return found[0] in found[1:] if operator == "in" else COMPARE[operator](*found)
def count(definition: Leaf, cases: Iterable[Case], leaf: Leaf) -> tuple[int, int, dict[str, int]]:
    """Numerator, denominator over the due cases of the period; and where it asks for satisfaction, by whose word."""
    yes, no, levels, history = 0, 0, definition.get("levels", {}), "i" in leaf
    by = {"called": 0, "signed": 0, "unsigned": 0} if '"satisfied"' in json.dumps(definition.get("numerator")) else {}
    for case in cases if definition else ():
        same = case.programme == definition["programme"] and case.history is history
        if not same or not leaf.get("from", "") <= case.raised <= leaf.get("to", "9"):
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
# --- 7. The whole: once through the tree (RFC 6962), then chain by chain (docs/reference/leaf.md) ---------------------
PAUSE = 16_384  # entries after which it keeps how far it came: a whole number of bundles
class Report:
    """What was found, and the entries to be sorted by chain: in a file, so that it can be stopped."""
    def __init__(self) -> None:
        self.entries, self.figures, self.lies, self.file = 0, list[str](), list[Lie](), sqlite3.connect(":memory:")
        self.state: Leaf = {"at": 0, "peaks": [], "claims": [], "lies": [], "chain": "", "done": 0, "chains": 0,
                            "counts": [], "cells": {}, "smallest": 0}
    def go_on(self, kept: Path, sign: str) -> None:
        """From where the file says that it was, if that was about the same head."""
        self.file = sqlite3.connect(kept)
        self.file.execute("CREATE TABLE IF NOT EXISTS kept (one INTEGER PRIMARY KEY, sign TEXT, state TEXT)")
        held = self.file.execute("SELECT state FROM kept WHERE sign = ?", (sign,)).fetchone()
        self.state = json.loads(held[0]) if held else {**self.state, "sign": sign}
        if not held:
            self.file.executescript("DROP TABLE IF EXISTS leaf; CREATE TABLE leaf (c TEXT, i INTEGER, h BLOB, e BLOB)")
    def save(self, done: int, leaves: list[tuple[str, int, bytes, bytes]]) -> None:
        """How far it came, and the entries until there, whole or not at all."""
        with self.file:
            self.file.executemany("INSERT INTO leaf VALUES (?, ?, ?, ?)", leaves)
            self.file.execute("REPLACE INTO kept VALUES (1, ?, ?)", (self.state["sign"], json.dumps(self.state)))
        leaves.clear()
        print(f"{done / self.entries / 2:6.1%}", end="\r", file=sys.stderr, flush=True)
    def lie(self, code: str, *where: object) -> None:
        """Keep a lie and go on."""
        self.state["lies"].append([code, *where])
    def say(self) -> int:
        """Print it; 0 if nothing lies."""
        small = sorted((few, cell) for cell, few in self.state["cells"].items() if few < self.state["smallest"])
        cells = (f"△ 过小的格子 / small cell: {cell}: {few}" for few, cell in small[:10])
        print(*self.figures, *cells, *(f"✗ {lie}" for lie in self.lies[:20]), sep="\n")
        print("✗ 不成立 / FAILS:" if self.lies else "✓ 成立 / holds:", f"{self.entries} 条记录 / entries,"
              f" {self.state['chains']} 条链 / chains, {len(self.figures)} 个公布数 / published figures, "
              f"{len(small)} 个过小的格子 / small cells\n不能由此证明：从未登记的事项、凭据未交到手中的事项。/ "
              "Not proven here: matters never entered into the log. Whoever holds a promise can prove that.")
        return 1 if self.lies else 0
def verify_export(folder: Path, trust: Trust, kept: Path | None = None) -> Report:
    """All of a published folder. Stopped, it goes on where it was."""
    report, stops, kept = Report(), list[Lie](), kept or Path(f"{folder.resolve()}.verifying")
    try:  # the published head and every earlier one, each with its quorum of witnesses: beginnings of the same tree
        files = [folder / "checkpoint", *sorted(folder.glob("checkpoints/*"))]
        heads = {size: (root, when) for _, size, root, when in (trust.head(one.read_text("utf-8")) for one in files)}
        about = json.loads((folder / "log.json").read_bytes())
        sign = repr((sorted(heads.items()), about, Path(__file__).read_bytes())).encode()
        report.go_on(kept, hashlib.sha256(sign).hexdigest())
        report.entries, report.state["smallest"] = max(heads), about["smallest"]
        _first_pass(folder, heads, ZoneInfo(about["zone"]), timedelta(hours=about["within"]), report)
        _second_pass(folder, heads, report)
    except (Lie, OSError, ValueError, KeyError, TypeError, IndexError, sqlite3.Error) as error:
        stops = [error if isinstance(error, Lie) else Lie("malformed", f"{type(error).__name__} {error}")]
    report.lies = [Lie(*lie) for lie in sorted(report.state["lies"], key=lambda lie: int(lie[1]))] + stops
    report.file.close()
    kept.unlink(missing_ok=True)
    return report
def _first_pass(folder: Path, heads: dict[int, Any], zone: ZoneInfo, slack: timedelta, report: Report) -> None:
    """Hashes, roots, form and times of all entries; the figures that the log claims."""
    state, tree, size, leaves = report.state, Tree(), report.entries, list[tuple[str, int, bytes, bytes]]()
    tree.size, tree.peaks = state["at"], [bytes.fromhex(peak) for peak in state["peaks"]]
    after, until, above, bounds = "", "", 0, pairwise(sorted({0, *heads}))
    for index, entry, stated in read(folder, size, state["at"]):
        if index >= above:  # public after the head below and by the one above
            below, above = next(pair for pair in bounds if pair[1] > index)
            before, now = heads.get(below, (b"", None))[1], heads[above][1]
            after = str((before - slack).astimezone(zone).date()) if before else ""
            until = str(now.astimezone(zone).date()) if now else "9"
        hash_ = hashlib.sha256(b"\0" + entry).digest()
        if hash_ != stated:
            raise Lie("entry", index)
        tree.add(hash_)
        if tree.size in heads and tree.root() != heads[tree.size][0]:
            raise Lie("root", tree.size)
        leaf = decode(entry.decode())
        if canonical(leaf).encode() != entry:
            report.lie("canonical", index)
        if not after <= leaf["t"] <= until:
            report.lie("late" if leaf["t"] < after else "early", index, leaf["t"], after, until)
        if leaf.get("k") == "figure":
            state["claims"].append([leaf["size"], index, leaf])
        leaves.append((leaf["c"], index, hash_, entry))
        if tree.size % PAUSE == 0 or tree.size == size:
            state.update(at=tree.size, peaks=[peak.hex() for peak in tree.peaks])
            report.save(tree.size, leaves)
def _second_pass(folder: Path, heads: dict[int, Any], report: Report) -> None:
    """Chains without a hole, cells, and each published figure from the leaves that were there when it was counted."""
    state, cells = report.state, report.state["cells"]
    claims = [(*claim, _definition(folder, claim[2])) for claim in sorted(state["claims"], key=itemgetter(0, 1))]
    counts = state["counts"] = state["counts"] or [[0, 0, {}] for _ in claims]
    rows = report.file.execute("SELECT c, i, h, e FROM leaf WHERE c > ? ORDER BY c, i", (state["chain"],))
    for stream, chain in groupby(rows, key=itemgetter(0)):
        case, shown, told, expected, last, key = None, set[str](), 0, 0, b"", None
        for _, index, hash_, entry in (*chain, ("", report.entries, b"", b"{}")):
            while told < len(claims) and claims[told][0] <= index:
                yes, of, by = count(claims[told][3], [case] if case else [], claims[told][2])
                by = {word: number + counts[told][2].get(word, 0) for word, number in by.items()}
                counts[told], told = [counts[told][0] + yes, counts[told][1] + of, by], told + 1
            if not (leaf := decode(entry.decode())):
                break
            if leaf["n"] != expected or leaf.get("h") != (_b64url(last) if expected else None):
                report.lie("number" if leaf["n"] != expected else "chain", index, stream, expected)
            if "sig" in leaf and not signed(leaf, key):
                report.lie("signed", index)
            expected, last, key = leaf["n"] + 1, hash_, key if leaf["n"] else leaf.get("rk")
            if "k" in leaf and leaf["k"] not in OWN:
                case = case or Case(leaf)
                case.tell(leaf)
                shown.add(" ".join(f"{name}={leaf[name]}" for name in "uag" if leaf.get(name, "other") != "other"))
        cells |= {cell: cells.get(cell, 0) + 1 for cell in shown if cell}
        state.update(chain=stream, chains=state["chains"] + 1, done=state["done"] + expected)
        if state["chains"] % (PAUSE // 8) == 0:
            report.save(report.entries + state["done"], [])
    for (size, index, claim, definition), (yes, of, by) in zip(claims, counts, strict=True):
        if size > index or _b64url(heads.get(size, (b"", None))[0]) != claim["root"]:
            report.lie("head", index, size)
        name, parts = f"{claim['p']}.{claim['d']}.{claim['e']}", "".join(f", {word} {n}" for word, n in by.items())
        if not definition:
            report.lie("definition", index, name)
            continue
        found, said = f"{yes}/{of} {percent(yes, of)}", f"{claim['num']}/{claim['den']} {claim['val']}"
        found, said = (f"{found} {by}", f"{said} {claim['by']}") if "by" in claim else (found, said)
        if found != said:
            report.lie("figure", index, f"{name} {said}", found)
        if of < state["smallest"]:
            report.lie("small", index, of, state["smallest"])
        mark, period = "✓" if found == said else "✗", f"{claim.get('from', '…')}–{claim.get('to', '…')}"
        report.figures.append(f"{mark} {name} {period}: {yes:,} / {of:,} = {percent(yes, of)}{parts}")
def _definition(folder: Path, claim: Leaf) -> Leaf:
    """The definition file that a figure names by its hash; empty if it is not there or was changed."""
    files = folder.glob(f"definitions/{claim['p']}.{claim['d']}.{claim['e']}.json")
    text = b"".join(file.read_bytes() for file in files)
    return json.loads(text) if _b64url(hashlib.sha256(text).digest()) == claim["dh"] else {}
def _b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="verify", description="核对公开日志 / verify a published log")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trust", type=Path, help="自己留存的信任文件 / the trust file you kept yourself")
    parser.add_argument("--state", type=Path, help="记下进度的文件 / the file that keeps how far it came")
    asked = parser.parse_args(argv)
    if asked.trust is None:
        print("信任文件来自同一处，请与别处公布的核对。/ The trust file came along; compare it with another copy.")
    try:
        trust = Trust((asked.trust or asked.folder / "trust").read_text("utf-8"))
        return verify_export(asked.folder, trust, asked.state).say()
    except (Lie, OSError, ValueError) as lie:
        print(f"✗ {lie}")
        return 1
    except KeyboardInterrupt:
        print("已停止；再次运行则接着核对。/ Stopped; call it again and it goes on from here.", file=sys.stderr)
        return 130
if __name__ == "__main__":
    sys.exit(main())
