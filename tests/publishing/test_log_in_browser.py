"""The whole log checked in the browser against verify.py: the same figures, small cells and lies, in the same words.

Made from generated logs, honest and damaged in every way that this file knows; Chromium reads each over HTTP routes.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bihuan.app.publishing.serving import heads
from bihuan.transparency.canonical import b64url, canonical
from bihuan.transparency.leaf import hash_text
from bihuan.transparency.receipt_key import key_hash, receipt_key, statement_of
from bihuan.verifier import verify
from tests.publishing.forging import changed, publish_forged, root_of
from tests.publishing.test_verifying import figure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

SCRIPT = Path(__file__).parents[2] / "bihuan" / "web" / "static" / "vendor" / "figures.js"
ROUNDS, DAMAGES = 28, 6
SMALLEST = 5
BASE = "http://localhost/"
SOLVED: dict[str, Any] = {"programme": "small", "population": True, "due": True}
DEFINITIONS = {
    "solved": {**SOLVED, "numerator": ["==", ["name", "solved"], "yes"]},
    "happy": {**SOLVED, "due": ["in", ["name", "satisfied"], "yes", "no"],
              "numerator": ["==", ["name", "satisfied"], "yes"]},
    "late": {**SOLVED, "due": ["known", ["name", "late_promise"]], "numerator": ["not", ["name", "late_promise"]]},
    "away": {**SOLVED, "population": ["not", ["==", ["name", "lead"], "north"]],
             "numerator": [">=", ["name", "returns"], 1]},
}  # fmt: skip
TEXTS = {name: canonical(form) for name, form in DEFINITIONS.items()}


def case(chance: random.Random, stream: str) -> list[dict[str, Any]]:
    """What the leaves of one case say, in order: any of the verbs, some answers signed."""
    some: list[dict[str, Any]] = [{"k": "raise", "p": chance.choice(["small", "small", "small", "other"])}]
    some[0] |= {"i": 1} if chance.random() < 0.1 else {}
    verbs = "dispatch finish check close confirm call_back rate reopen return undo contact transfer".split()
    for verb in chance.choices(verbs, k=chance.randint(0, 9)):
        said: dict[str, Any] = {"k": verb, "p": "small"}
        said |= {"u": chance.choice(["north", "south", "other"])} if verb in ("dispatch", "transfer") else {}
        said |= {"g": chance.choice(["noise", "other"])} if chance.random() < 0.2 else {}
        said |= {"f": "solved", "r": chance.choice(["yes", "no"])} if verb == "check" else {}
        said |= {"f": "satisfied", "r": chance.choice(["yes", "no"])} if verb in ("confirm", "call_back") else {}
        said |= {"s": chance.randint(1, 5)} if verb == "rate" else {}
        said |= {"y": 1} if verb == "contact" else {}
        said |= {"w": [f"promise={chance.choice(['kept', 'late', 'open'])}"]} if chance.random() < 0.3 else {}
        some.append(said)
    return some


def entries_of(chance: random.Random, forging: float) -> list[bytes]:
    """Cases whose leaves stand among each other, every chain sound, the reporters' marks most often so."""
    left, found = [], list[bytes]()
    for _ in range(chance.choice([1, 6, 20])):
        code = chance.randbytes(13)
        left.append((b64url(chance.randbytes(16)), receipt_key(code), list[bytes](), case(chance, "")))
    while left:
        stream, key, done, saying = chance.choice(left)
        leaf = {"v": 1, "c": stream, "n": len(done), "t": "2026-03-02", "x": "A" * 43, **saying.pop(0)}
        public = key.public_key().public_bytes_raw()
        leaf |= {"h": hash_text(done[-1])} if done else {"rk": key_hash(public)}
        if leaf["k"] in ("confirm", "rate") and done and chance.random() < 0.7:
            answers = leaf["h"] if chance.random() < forging else hash_text(b"")
            text = statement_of(stream, answers, leaf["k"], leaf.get("f"), leaf.get("r"), leaf.get("s"))
            leaf |= {"b": answers, "pk": b64url(public), "sig": b64url(key.sign(text))}
        done.append(canonical(leaf))
        found.append(done[-1])
        left = [one for one in left if one[3]]
    return found


def lied(chance: random.Random, how: int, entries: list[bytes]) -> list[bytes]:
    """The same with one thing that somebody with every key could have done."""
    at = chance.randrange(len(entries))
    match how:
        case 0:
            entries[at] = changed(entries[at], t="2026-01-02")
        case 1:
            del entries[at]
        case 7:
            entries[at] = changed(entries[at], t="2026-09-09")
        case 2:
            entries[at] = changed(entries[at], n=chance.randint(0, 9))
        case 3:
            entries[at] = entries[at].replace(b",", b", ", 1)
        case 4:
            entries[at] = changed(entries[at], r="yes", s=2)
        case 5:
            other = chance.randrange(len(entries))
            entries[at], entries[other] = entries[other], entries[at]
        case _:
            entries.insert(at, entries[at])
    return entries


def figures_of(chance: random.Random, entries: list[bytes], size: int, honest: bool) -> Iterator[bytes]:
    """Figures over the first `size` entries, counted as verify.py counts them; unless honest, some helped along."""
    cases: dict[str, verify.Case] = {}
    for leaf in map(json.loads, entries[:size]):
        cases.setdefault(leaf["c"], verify.Case(leaf)).tell(leaf)
    before, n = b"", 0
    for name in chance.sample(sorted(TEXTS), 3):
        yes, of, by = verify.count(verify.definition_of(TEXTS[name]), cases.values(), {})
        if honest and of < SMALLEST:
            continue
        yes += not honest and chance.random() < 0.2
        more = {"root": root_of(entries[:size]), "numerator": yes, "denominator": of, "value": verify.percent(yes, of)}
        more |= {"by": by} if by and chance.random() < 0.8 else {}
        leaf = json.loads(figure(entries[:size], TEXTS[name], indicator=name, **more))
        before = canonical({**leaf, "n": n, **({"h": hash_text(before)} if before else {})})
        n += 1
        yield before


def logs(folder: Path) -> Iterator[Path]:
    """Folders: sound ones, ones that lie, and ones whose files somebody or a bad disk was at."""
    chance = random.Random(4)
    for number in range(ROUNDS):
        entries = entries_of(chance, 1.0 if number < 7 else 0.95)
        entries = lied(chance, number % 8, entries) if number >= 7 else entries
        honest = number < 7
        size = len(entries) if honest else chance.randint(1, len(entries))
        entries[size:size] = figures_of(chance, entries, size, honest)
        made = folder / str(number)
        more = [] if honest else chance.sample(range(1, len(entries)), min(2, len(entries) - 1))
        heads_at = sorted({size, *more} - {len(entries)})
        publish_forged(made, entries, heads_at, definitions={f"small.{name}.1": text for name, text in TEXTS.items()})
        yield made
        for damage in range(DAMAGES):
            spoilt = folder / f"{number}-{damage}"
            shutil.copytree(made, spoilt)
            damaged(chance, spoilt)
            yield spoilt


def damaged(chance: random.Random, folder: Path) -> None:
    """One file changed, cut, longer, or gone."""
    files = sorted(one for one in folder.rglob("*") if one.is_file() and one.name not in ("log.json", "trust"))
    file = chance.choice(files)
    data = bytearray(file.read_bytes())
    match chance.randint(0, 3):
        case 0 if file.name != "checkpoint" and file.parent.name != "checkpoints":
            file.unlink()
        case 1:
            file.write_bytes(data[: chance.randrange(len(data))])
        case 2:
            file.write_bytes(bytes(data) + chance.randbytes(3))
        case _:
            # Of a note its text: what only base64 writes in two ways one reader takes and another does not.
            data[chance.randrange(40 if "checkpoint" in str(file) else len(data))] ^= 1 << chance.randrange(7)
            file.write_bytes(data)


def by_python(folder: Path, state: Path) -> dict[str, Any]:
    report = verify.verify_export(folder, verify.Trust((folder / "trust").read_text()), state)
    lies, smallest, cells = report.lies, report.state["smallest"], report.state["cells"]
    few = sorted((n, cell) for cell, n in cells.items() if n < smallest)
    return {
        "lies": [[one.code, *one.where, [said.format(*one.where) for said in verify.SAYS[one.code]]] for one in lies],
        "figures": report.figures,
        "small": [[cell, n] for n, cell in few],
        "chains": report.state["chains"],
        "entries": report.entries,
    }


IN_PAGE = """async ([folders, says]) => {
  const found = [];
  for (const folder of folders) {
    const { lies, figures, small, chains, entries } = await bihuanLog.readLog(new bihuanLog.Reader(`/${folder}/`));
    const words = ([code, ...where]) => says[code].map((pattern) => bihuanLog.worded(pattern, where));
    found.push({ lies: lies.map((one) => [...one, words(one)]), figures, small, chains, entries });
  }
  return found;
}"""


@pytest.fixture
def checking(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page whose host is a folder."""
    context = browser.new_context()
    page = context.new_page()

    def answer(route: Route) -> None:
        path = tmp_path / route.request.url.removeprefix(BASE)
        if route.request.url == BASE:
            route.fulfill(body="<!doctype html><title>log</title>", content_type="text/html")
        elif path.name == "heads.json":
            route.fulfill(body=heads(path.parent))
        elif path.is_file():
            route.fulfill(body=path.read_bytes(), content_type="application/octet-stream")
        else:
            route.fulfill(status=404)

    context.route(f"{BASE}**", answer)
    page.goto(BASE)
    page.add_script_tag(path=str(SCRIPT))
    yield page
    context.close()


def plain(said: dict[str, Any]) -> dict[str, Any]:
    """Of what has no head, or is no longer a log at all, only that is compared, not what each reader met first."""
    broken = not said["entries"] or "malformed" in [lie[0] for lie in said["lies"]]
    return {"broken": bool(said["lies"])} if broken else said


@pytest.mark.browser
def test_the_browser_says_what_verify_py_says(checking: Page, tmp_path: Path) -> None:
    folders = [*logs(tmp_path)]
    state = tmp_path / "state"
    wanted = [by_python(folder, state) for folder in folders]
    found = checking.evaluate(IN_PAGE, [[folder.name for folder in folders], verify.SAYS])
    for folder, theirs, ours in zip(folders, found, wanted, strict=True):
        assert plain(theirs) == plain(json.loads(json.dumps(ours))), folder
    seen = {lie[0] for one in wanted for lie in one["lies"]}
    assert seen >= set("number chain canonical late early signed figure small entry cut missing signature".split())
    assert sum(not one["lies"] for one in wanted) >= 5 and any(one["small"] for one in wanted)
