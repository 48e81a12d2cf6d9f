"""Checks a published log without the software that made it: `python verify.py DIR`.

One file, to be read from top to bottom; needs Python 3.11 and `cryptography`, no network. Each part names the
specification it follows. What it cannot see, it says at the end. Stopped, it goes on (--state).
0: all holds, 1: something lies, 2: called wrongly, 130: stopped. Memory does not grow with the log.
"""
# fmt: off -- no blank line between functions: the file has to stay short enough to be read.
from __future__ import annotations

import argparse
import base64
import json
import marshal
import sqlite3
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from operator import eq, ge, gt, le, lt, ne, not_
from pathlib import Path
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Leaf = dict[str, Any]
canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
decode = json.JSONDecoder().raw_decode
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
    "cell": ("过小的格子：{}，只有{}件", "small cell: {}: {}"),
    "small": ("第 {} 条记录：分母 {} 小于 {}，不应公布", "entry {}: {} cases are under {}: too few to publish"),
}
class Lie(Exception):  # something that does not hold: a key of SAYS and what fills its places
    def __init__(self, code: str, *where: object) -> None:
        self.code, self.where = code, where
    def __str__(self) -> str:
        return " / ".join(words.format(*self.where) for words in SAYS[self.code])
# --- 1. Signed notes: C2SP signed-note; cosignatures: C2SP tlog-cosignature ------------------------------------------
def read_vkey(text: str) -> tuple[str, bytes, int, bytes]:  # `name+id+base64(kind ‖ public)`
    name, id_, encoded = text.split("+", 2)
    data = base64.b64decode(encoded, validate=True)
    found = sha256(name.encode() + b"\n" + data).digest()[:4]
    if found.hex() != id_ or len(data) != 33 or data[0] not in (1, 4):
        raise ValueError(text)
    return name, found, data[0], data[1:]
def signers(written: str, vkeys: list[str]) -> tuple[str, dict[str, int]]:  # its text; who of these signed it, and when
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
class Trust:  # the trust file: keys of the log, witnesses, and how many of them are enough
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
    def agreed(self, name: str, signed: dict[str, int]) -> bool:  # a witness, or enough of a group
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
class Tree:  # it only grows: the roots of its complete subtrees, the largest first
    def __init__(self) -> None:
        self.size, self.peaks = 0, list[bytes]()
    def add(self, leaf: bytes) -> None:  # equal subtrees are joined, as in counting by two
        size, self.size = self.size, self.size + 1
        while size & 1:
            leaf, size = sha256(b"\1" + self.peaks.pop() + leaf).digest(), size >> 1
        self.peaks.append(leaf)
    def root(self) -> bytes:
        found = self.peaks[-1] if self.peaks else sha256().digest()
        for peak in self.peaks[-2::-1]:
            found = sha256(b"\1" + peak + found).digest()
        return found
# --- 4. Files: C2SP tlog-tiles ---------------------------------------------------------------------------------------
def part(folder: Path, kind: str, number: int, width: int) -> bytes:  # groups of three digits, `.p/<width>` if not full
    digits = f"{number:03d}".zfill((len(str(number)) + 2) // 3 * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:]) + ("" if width == 256 else f".p/{width}")
    if not (path := folder / "tile" / kind / name).is_file():
        raise Lie("missing", f"tile/{kind}/{name}")
    return path.read_bytes()
def read(folder: Path, size: int, start: int = 0) -> Iterator[tuple[int, list[bytes], bytes]]:
    """Bundle by bundle: its first index, its entries, and what the tile says their hashes are; memory stays flat."""
    for number in range((start + 255) // 256, (size + 255) // 256):
        width = min(256, size - number * 256)
        data, hashes = part(folder, "entries", number, width), part(folder, "0", number, width)
        entries, at = list[bytes](), 0
        while len(entries) < width and at + 2 <= len(data):
            end = at + 2 + (data[at] << 8 | data[at + 1])
            entries.append(data[at + 2 : end])
            at = end
        if at != len(data) or len(entries) != width or len(hashes) != 32 * width:
            raise Lie("cut", f"tile/entries {number}")
        yield number * 256, entries, hashes
# --- 5. Cases: what the leaves of one stream tell; see docs/reference/leaf.md ----------------------------------------
DID = (("dispatched", "dispatch"), ("contacted", "contact"), ("finished", "finish"), ("ever_closed", "close"))
COUNTED = (("returns", "return"), ("reworks", "check"), ("reopens", "reopen"))
class Case:  # what is publicly known of one matter
    def __init__(self, leaf: Leaf) -> None:
        self.programme, self.history, self.raised = leaf.get("p"), "i" in leaf, leaf.get("o", leaf["t"])
        self.at_work, self.score, self.lead, self.by, self.did = True, None, "other", "", frozenset[str]()
        self.found, self.counts, self.late = dict[str, str | None](), dict[str, int](), dict[str, bool | None]()
        self.before = self.at_work, self.did, self.counts, self.late
    def tell(self, leaf: Leaf) -> None:
        """One more fact. A new round forgets the findings of the last: rework, reopening, dispatch after the end."""
        verb = str(leaf.get("k"))
        if verb == "undo":  # takes back the fact before it, which made no finding
            self.at_work, self.did, self.counts, self.late = self.before
        self.before = self.at_work, self.did, self.counts, self.late
        rework = verb == "check" and leaf.get("r") == "no"
        if "f" in leaf:
            self.found[leaf["f"]] = leaf.get("r")
            if leaf["f"] == "satisfied":  # by whom: the three are never added up in silence
                self.by = "called" if verb == "call_back" else "signed" if "sig" in leaf else "unsigned"
        if rework or verb == "reopen" or (verb == "dispatch" and not self.at_work):
            self.found, self.by, self.score, self.at_work = {}, "", None, True
        if rework or verb in ("return", "reopen"):
            self.counts = {**self.counts, verb: self.counts.get(verb, 0) + 1}
        if verb in ("dispatch", "finish", "close") or "y" in leaf:
            self.did |= {"contact" if "y" in leaf else verb}
        for clock, _, how in [ruling.partition("=") for ruling in leaf.get("w", ())]:
            self.late = {**self.late, f"late_{clock}": {"kept": False, "late": True}.get(how)}
        self.score, self.lead = leaf.get("s", self.score), leaf.get("u", self.lead)
        self.at_work = self.at_work and verb != "finish"
    def facts(self, levels: dict[str, str]) -> Leaf:  # history does not say that what it lacks never was
        no, none, never = (None, None, None) if self.history else (False, 0, "open")
        lead = self.lead if self.lead != "other" else None
        facts: Leaf = {"programme": self.programme, "raised_on": self.raised, "score": self.score, "lead": lead}
        facts |= {name: True if verb in self.did else no for name, verb in DID}
        facts |= {name: self.counts.get(verb) or none for name, verb in COUNTED}
        facts |= {name: self.found.get(name, never) for name in ("closed", "solved", "satisfied")}
        return facts | self.late | {"lead_level": levels.get(self.lead)}
def signed(leaf: Leaf, key: str | None) -> bool:  # RFC 8032: by the key of leaf 0, over the leaf before
    text = json.dumps({wire: leaf[wire] for wire in "bcfkrs" if wire in leaf}, separators=(",", ":"))
    try:
        public, signature = (base64.urlsafe_b64decode(leaf[wire] + "==") for wire in ("pk", "sig"))
        Ed25519PublicKey.from_public_bytes(public).verify(signature, f"bihuan reporter statement v1\n{text}".encode())
    except (InvalidSignature, ValueError, KeyError):
        return False
    return _b64url(sha256(public).digest()) == key and leaf.get("b") == leaf.get("h")
# --- 6. Figures: the definition is a file whose hash stands in the leaf ----------------------------------------------
COMPARE: dict[str, Any] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge, "not": not_}
def value(form: Any, facts: Leaf) -> Any:  # three-valued logic: unknown (None) is neither yes nor no
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
def definition_of(text: bytes) -> Leaf:  # what asks for satisfaction is counted by whose word it is
    words = ("called", "signed", "unsigned", "unknown") if b'["name","satisfied"]' in text else ()
    return {**json.loads(text), "by": words}
def count(definition: Leaf, cases: Iterable[Case], leaf: Leaf) -> tuple[int, int, dict[str, int]]:
    """Numerator, denominator over the due cases of the period; and where it asks for satisfaction, by whose word."""
    yes, no, levels, history = 0, 0, definition.get("levels", {}), "i" in leaf
    by = dict.fromkeys(definition.get("by", ()), 0)
    for case in cases if definition else ():
        same = case.programme == definition["programme"] and case.history is history
        if not same or not leaf.get("from", "") <= case.raised <= leaf.get("to", "9"):
            continue
        facts = case.facts(levels)
        inside, due, counts = (value(definition[part], facts) for part in ("population", "due", "numerator"))
        known = due is not False and None not in (inside, due, counts)
        if inside is not False:
            yes, no = yes + (known and counts is True), no + (known and counts is not True)
            if (word := case.by if known else "unknown") in by and (counts is True or not known):
                by[word] += 1
    return yes, yes + no, by
def percent(numerator: int, denominator: int) -> str:  # rounded half up
    tenths = (2000 * numerator + denominator) // (2 * denominator) if denominator else 0
    return f"{tenths // 10}.{tenths % 10}%" if denominator else "—"
# --- 7. The whole: once through the tree (RFC 6962), then chain by chain (docs/reference/leaf.md) ---------------------
PAUSE, TOGETHER = 16_384, 65_536  # entries until it keeps how far it came; of chains that are looked at together
class Report:  # what was found; and in a file how far it came, with the entries sorted into parts by chain
    def __init__(self) -> None:
        self.entries, self.figures, self.lies, self.file = 0, list[str](), list[Lie](), sqlite3.connect(":memory:")
        self.state: Leaf = {"at": 0, "peaks": [], "claims": [], "lies": [], "part": 0, "chains": 0, "counts": [],
                            "cells": {}, "smallest": 0}
    def _go_on(self, kept: Path) -> None:
        self.file = sqlite3.connect(kept)
        self.file.execute("CREATE TABLE IF NOT EXISTS part (n, at, data, PRIMARY KEY (n, at))")
        held = self.file.execute("SELECT data FROM part WHERE n = -1").fetchone()
        self.state = json.loads(held[0]) if held else self.state
    def _save(self, done: float, parts: list[list[Any]]) -> None:  # whole or not at all
        rows = [(n, self.state["at"], marshal.dumps(part)) for n, part in enumerate(parts)]
        with self.file:
            self.file.executemany("REPLACE INTO part VALUES (?, ?, ?)", [*rows, (-1, 0, json.dumps(self.state))])
        parts[:] = [[] for _ in parts]
        print(f"{done:6.1%}", end="\r", file=sys.stderr, flush=True)
    def _chains(self, n: int) -> dict[bytes, list[Any]]:  # of each entry index, hash, bytes; in the order of the tree
        found: dict[bytes, list[Any]] = {}
        for (data,) in self.file.execute("SELECT data FROM part WHERE n = ? ORDER BY at", (n,)):
            for stream, *entry in marshal.loads(data):
                found.setdefault(stream, []).append(entry)
        return found
    def say(self) -> int:  # print it; 0 if nothing lies
        small = sorted((n, cell) for cell, n in self.state["cells"].items() if n < self.state["smallest"])
        cells, lies = (f"△ {Lie('cell', cell, n)}" for n, cell in small[:10]), (f"✗ {lie}" for lie in self.lies[:20])
        print(*self.figures, *cells, *lies, sep="\n")
        print("✗ 不成立 / FAILS:" if self.lies else "✓ 成立 / holds:", f"{self.entries} 条记录 / entries,"
              f" {self.state['chains']} 条链 / chains, {len(self.figures)} 个公布数 / published figures, "
              f"{len(small)} 个过小的格子 / small cells\n不能由此证明：从未登记的事项、凭据未交到手中的事项。/ "
              "Not proven here: matters never entered into the log. Whoever holds a promise can prove that.")
        return 1 if self.lies else 0
def verify_export(folder: Path, trust: Trust, state: Path | None = None) -> Report:
    """All of a published folder. Stopped, it goes on where it was: from a file in the folder `state`."""
    report, stops, kept = Report(), list[Lie](), Path()
    try:  # the published head and every earlier one, each with its quorum of witnesses: beginnings of the same tree
        files = [folder / "checkpoint", *sorted(folder.glob("checkpoints/*"))]
        heads = {size: (root, when) for _, size, root, when in (trust.head(one.read_text("utf-8")) for one in files)}
        about = json.loads((folder / "log.json").read_bytes())
        sign = repr((folder.resolve(), sorted(heads.items()), about, Path(__file__).read_bytes(), sys.version)).encode()
        home = state or Path.home() / ".cache" / "verify"  # not beside the export: that is its maker's
        home.mkdir(parents=True, exist_ok=True)
        report._go_on(kept := home / sha256(sign).hexdigest())
        report.entries, report.state["smallest"] = max(heads), about["smallest"]
        parts = report.entries // TOGETHER + 1
        _through_the_tree(folder, heads, parts, report)
        days = _days(heads, ZoneInfo(about["zone"]), timedelta(hours=about["within"]))
        _chain_by_chain(folder, heads, parts, days, report)
    except (Lie, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, sqlite3.Error) as error:
        stops = [error if isinstance(error, Lie) else Lie("malformed", f"{type(error).__name__} {error}")]
    report.lies = [Lie(*lie) for lie in sorted(report.state["lies"], key=lambda lie: int(lie[1]))] + stops
    report.file.close()
    if kept.name:
        kept.unlink(missing_ok=True)
    return report
def _through_the_tree(folder: Path, heads: dict[int, Any], parts: int, report: Report) -> None:
    state, tree, size, sorted_ = report.state, Tree(), report.entries, [list[Any]() for _ in range(parts)]
    tree.size, tree.peaks = state["at"], [bytes.fromhex(peak) for peak in state["peaks"]]
    for first, entries, stated in read(folder, size, state["at"]):
        hashes = [sha256(b"\0" + entry).digest() for entry in entries]
        if b"".join(hashes) != stated:
            raise Lie("entry", next(first + n for n, one in enumerate(hashes) if one != stated[32 * n : 32 * n + 32]))
        for index, (entry, hash_) in enumerate(zip(entries, hashes, strict=True), first):
            tree.add(hash_)
            if tree.size in heads and tree.root() != heads[tree.size][0]:
                raise Lie("root", tree.size)
            if b'"k":"figure"' in entry:
                state["claims"].append([(leaf := json.loads(entry))["size"], index, leaf])
            stream = entry.partition(b'"c":"')[2].partition(b'"')[0]  # looked at again when the entry is read whole
            sorted_[crc32(stream) % parts].append((stream, index, hash_, entry))
        if tree.size % PAUSE == 0 or tree.size == size:
            state.update(at=tree.size, peaks=[peak.hex() for peak in tree.peaks])
            report._save(tree.size / size / 2, sorted_)
def _days(heads: dict[int, Any], zone: ZoneInfo, slack: timedelta) -> tuple[list[int], list[tuple[str, str]]]:
    days, after = list[tuple[str, str]](), ""  # what a head added may claim the days from the head below, until it
    for _, (_, now) in sorted(heads.items()):
        days.append((after, str(now.astimezone(zone).date()) if now else "9"))
        after = str((now - slack).astimezone(zone).date()) if now else ""
    return sorted(heads), days
def _chain_by_chain(folder: Path, heads: dict[int, Any], parts: int, days: Any, report: Report) -> None:
    state, lie = report.state, report.state["lies"].append
    claims = [(*claim, _definition(folder, claim[2])) for claim in sorted(state["claims"])]
    state["counts"] = state["counts"] or [[0, 0, {}] for _ in claims]
    while state["part"] < parts:
        for stream, chain in report._chains(state["part"]).items():
            _chain(stream.decode(), chain, claims, days, report)
        state["part"] += 1
        report._save(0.5 + state["part"] / parts / 2, [])
    for (size, index, claim, definition), (yes, of, by) in zip(claims, state["counts"], strict=True):
        if size > index or _b64url(heads.get(size, (b"", None))[0]) != claim["root"]:
            lie(["head", index, size])
        name, days = f"{claim['p']}.{claim['d']}.{claim['e']}", f"{claim.get('from', '…')}–{claim.get('to', '…')}"
        if not definition:
            lie(["definition", index, name])
            continue
        found = _told(yes, of, percent(yes, of), {word: by.get(word) for word in claim.get("by", ())})
        if found != (said := _told(claim["num"], claim["den"], claim["val"], claim.get("by", {}))):
            lie(["figure", index, f"{name} {said}", found])
        if of < state["smallest"]:
            lie(["small", index, of, state["smallest"]])
        report.figures.append(f"{'✓' if found == said else '✗'} {name} {days}: {_told(yes, of, percent(yes, of), by)}")
def _told(yes: int, of: int, rate: str, by: Leaf) -> str:
    return f"{yes:,} / {of:,} = {rate}" + "".join(f", {word} {n}" for word, n in by.items())
def _chain(stream: str, chain: list[Any], claims: list[Any], days: Any, report: Report) -> None:
    lie, texts = report.state["lies"].append, [entry.decode() for _, _, entry in chain]
    leaves = [decode(text)[0] for text in texts]
    if canonical(leaves) != f"[{','.join(texts)}]":  # all at once, because that is quicker
        wrong = (canonical(leaf) != text for leaf, text in zip(leaves, texts, strict=True))
        report.state["lies"] += (["canonical", index] for (index, *_), one in zip(chain, wrong, strict=True) if one)
    case, shown, told, expected, last, key, counts = None, set[Any](), 0, 0, b"", None, report.state["counts"]
    for (index, hash_, _), leaf in zip([*chain, (report.entries, b"", b"")], [*leaves, {}], strict=True):
        while told < len(claims) and claims[told][0] <= index:  # the case as it stood when that was counted
            (so_yes, so_of, so_by), (_, _, claim, definition) = counts[told], claims[told]
            yes, of, by = count(definition, [case] if case else [], claim)
            counts[told] = [so_yes + yes, so_of + of, {word: n + so_by.get(word, 0) for word, n in by.items()}]
            told += 1
        if index == report.entries:
            break
        if leaf["c"] != stream:
            raise Lie("malformed", f"entry {index}")
        after, until = days[1][bisect_right(days[0], index)]
        if not after <= leaf["t"] <= until:
            lie(["late" if leaf["t"] < after else "early", index, leaf["t"], after, until])
        if leaf["n"] != expected or leaf.get("h") != (_b64url(last) if expected else None):
            lie(["number" if leaf["n"] != expected else "chain", index, stream, expected])
        if "sig" in leaf and not signed(leaf, key):
            lie(["signed", index])
        expected, last, key = leaf["n"] + 1, hash_, key if leaf["n"] else leaf.get("rk")
        if "k" in leaf and leaf["k"] not in OWN:
            case = case or Case(leaf)
            case.tell(leaf)
            shown.add((leaf.get("u"), leaf.get("a"), leaf.get("g")))
    named = ([f"{a}={of}" for a, of in zip("uag", one, strict=True) if (of or "other") != "other"] for one in shown)
    for cell in {" ".join(names) for names in named} - {""}:
        report.state["cells"][cell] = report.state["cells"].get(cell, 0) + 1
    report.state["chains"] += 1
def _definition(folder: Path, claim: Leaf) -> Leaf:  # the file that a figure names by its hash, unless it was changed
    files = folder.glob(f"definitions/{claim['p']}.{claim['d']}.{claim['e']}.json")
    text = b"".join(file.read_bytes() for file in files)
    return definition_of(text) if _b64url(sha256(text).digest()) == claim["dh"] else {}
def _b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="verify", description="核对公开日志 / verify a published log")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trust", type=Path, help="自己留存的信任文件 / the trust file you kept yourself")
    parser.add_argument("--state", type=Path, help="记下进度的文件夹 / the folder that keeps how far it came")
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
