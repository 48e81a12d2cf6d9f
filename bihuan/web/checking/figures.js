// Published figures, counted again in the browser: the head, every entry under it, the definition, the count. The same
// rules as verify.py (its parts 5 and 6); docs/reference/leaf.md says what a leaf tells. The page's words come with it.

import { sha256 } from "@noble/hashes/sha2.js";

import { base64url, joined, text } from "./bytes.js";
import { cosigners, enough, openCheckpoint, readPolicy } from "./notes.js";

const OWN = new Set(["figure", "erasure", "access", "administration", "page"]);
const WIDTH = 256;
const AHEAD = 4;

const node = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

/** RFC 6962 section 2.1: the roots of the complete subtrees, the largest first. */
class Tree {
  size = 0;
  peaks = [];

  add(leaf) {
    for (let size = this.size; size & 1; size >>= 1) leaf = node(this.peaks.pop(), leaf);
    this.peaks.push(leaf);
    this.size += 1;
  }

  root() {
    return this.peaks.length ? base64url(this.peaks.reduceRight((right, left) => node(left, right))) : "";
  }
}

/** What is publicly known of one matter: `Case` of verify.py. */
class Matter {
  found = {};
  counts = {};
  late = {};
  did = new Set();
  score = null;
  lead = "other";
  by = "";
  atWork = true;

  constructor(leaf) {
    this.programme = leaf.p;
    this.history = "i" in leaf;
    this.raised = leaf.o ?? leaf.t;
  }

  tell(leaf) {
    if (leaf.k === "dispatch" && !this.atWork) this.again();
    if (["dispatch", "finish", "close"].includes(leaf.k)) this.did.add(leaf.k);
    if ("y" in leaf) this.did.add("contact");
    for (const ruling of leaf.w ?? []) {
      const [clock, stands] = ruling.split("=");
      this.late[`late_${clock}`] = { kept: false, late: true }[stands] ?? null;
    }
    if ("f" in leaf) this.found[leaf.f] = leaf.r ?? null;
    if (leaf.f === "satisfied") this.by = leaf.k === "call_back" ? "called" : "sig" in leaf ? "signed" : "unsigned";
    this.score = leaf.s ?? this.score;
    this.lead = leaf.u ?? this.lead;
    const rework = leaf.k === "check" && leaf.r === "no";
    if (rework || leaf.k === "reopen") this.again();
    if (rework || leaf.k === "return" || leaf.k === "reopen") this.counts[leaf.k] = (this.counts[leaf.k] ?? 0) + 1;
    if (leaf.k === "finish") this.atWork = false;
  }

  again() {
    [this.found, this.by, this.score, this.atWork] = [{}, "", null, true];
  }

  facts(levels) {
    const [no, none, never] = this.history ? [null, null, null] : [false, 0, "open"];
    const did = (verb) => (this.did.has(verb) ? true : no);
    const found = (kind) => (kind in this.found ? this.found[kind] : never);
    return {
      ...this.late,
      programme: this.programme,
      raised_on: this.raised,
      score: this.score,
      lead: this.lead === "other" ? null : this.lead,
      lead_level: levels[this.lead] ?? null,
      dispatched: did("dispatch"),
      contacted: did("contact"),
      finished: did("finish"),
      ever_closed: did("close"),
      returns: this.counts.return || none,
      reworks: this.counts.check || none,
      reopens: this.counts.reopen || none,
      closed: found("closed"),
      solved: found("solved"),
      satisfied: found("satisfied"),
    };
  }
}

const COMPARE = {
  "==": (a, b) => a === b, "!=": (a, b) => a !== b, "<": (a, b) => a < b, "<=": (a, b) => a <= b,
  ">": (a, b) => a > b, ">=": (a, b) => a >= b, not: (a) => !a, in: (a, ...rest) => rest.includes(a),
};

/** A definition's expression in three-valued logic: null is unknown. Throws for a name or an operator nobody knows. */
export function value(form, facts) {
  if (!Array.isArray(form)) return form;
  const [operator, ...parts] = form;
  if (operator === "name") {
    if (parts[0] in facts) return facts[parts[0]];
    if (parts[0].startsWith("late_")) return null;
    throw new Error(parts[0]);
  }
  const found = parts.map((part) => value(part, facts));
  if (operator === "and" || operator === "or") {
    const decides = operator === "or";
    return found.includes(decides) ? decides : found.includes(null) ? null : !decides;
  }
  if (operator === "known") return found[0] !== null;
  if (operator === "otherwise") return found[0] ?? found[1];
  if (operator === "in" && found[0] !== null && found.slice(1).includes(found[0])) return true;
  return found.includes(null) ? null : COMPARE[operator](...found);
}

/** Numerator, denominator over the matters that are due and of which enough is known; by whose word, if satisfied. */
export function count(definition, matters, claim) {
  let [yes, of] = [0, 0];
  const by = { called: 0, signed: 0, unsigned: 0 };
  for (const matter of matters) {
    if (matter.programme !== definition.programme || matter.history !== "i" in claim) continue;
    if (matter.raised < (claim.from ?? "") || matter.raised > (claim.to ?? "9")) continue;
    const facts = matter.facts(definition.levels ?? {});
    const [inside, due, counts] = ["population", "due", "numerator"].map((part) => value(definition[part], facts));
    if (inside === false || due === false || [inside, due, counts].includes(null)) continue;
    of += 1;
    yes += counts === true ? 1 : 0;
    if (counts === true && matter.by in by) by[matter.by] += 1;
  }
  return [yes, of, by];
}

/** In per cent with one decimal, rounded half up. */
export function percent(yes, of) {
  const tenths = of ? Math.floor((2000 * yes + of) / (2 * of)) : 0;
  return of ? `${Math.floor(tenths / 10)}.${tenths % 10}%` : "—";
}

class Wrong extends Error {
  constructor(code, places = {}) {
    super(code);
    [this.code, this.places] = [code, places];
  }
}

/** The address of a tile or bundle (C2SP tlog-tiles). */
function tile(kind, number, width) {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0").match(/.{3}/g);
  const name = digits.map((group, at) => (at < digits.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${kind}/${name}${width === WIDTH ? "" : `.p/${width}`}`;
}

class Reader {
  constructor(base, signal) {
    [this.base, this.signal] = [base, signal];
  }

  async bytes(name) {
    const answer = await fetch(this.base + name, { signal: this.signal }).catch((error) => {
      throw error.name === "AbortError" ? error : new Wrong("failed", { name });
    });
    if (!answer.ok) throw new Wrong("failed", { name });
    return new Uint8Array(await answer.arrayBuffer());
  }

  async text(name) {
    return text(await this.bytes(name)) ?? "";
  }

  /** Entries one bundle at a time, some bundles fetched ahead. */
  async *bundles(size) {
    const fetched = [];
    const last = Math.ceil(size / WIDTH);
    for (let number = 0; number < last; number += 1) {
      for (let next = number + fetched.length; fetched.length < AHEAD && next < last; next += 1) {
        const name = tile("entries", next, Math.min(WIDTH, size - next * WIDTH));
        const coming = this.bytes(name);
        coming.catch(() => undefined); // told when it is its turn
        fetched.push({ name, coming });
      }
      const { name, coming } = fetched.shift();
      yield split(name, await coming, Math.min(WIDTH, size - number * WIDTH));
    }
  }
}

function split(name, data, width) {
  const entries = [];
  for (let at = 0; at < data.length; ) {
    const end = at + 2 + ((data[at] << 8) | data[at + 1]);
    if (end > data.length) throw new Wrong("malformed", { name });
    entries.push(data.subarray(at + 2, end));
    at = end;
  }
  if (entries.length !== width) throw new Wrong("malformed", { name });
  return entries;
}

/** The head with its signatures, told to `say`. */
async function headOf(reader, say) {
  const policy = await readPolicy(await reader.text("trust"));
  if (policy.code) throw new Wrong("unsigned", { code: policy.code });
  const head = await openCheckpoint(await reader.text("checkpoint"), policy);
  if (head.code) throw new Wrong("unsigned", { code: head.code });
  const signed = await cosigners(head, policy);
  if (signed.code || !enough(policy, signed)) throw new Wrong("unsigned", { code: signed.code ?? "no-quorum" });
  const when = new Date(Math.max(0, ...signed.values()) * 1000).toISOString().slice(0, 16).replace("T", " ");
  const places = { count: signed.size, of: policy.witnesses.size, when: `${when} UTC` };
  say(true, policy.witnesses.size ? "signed" : "alone", places);
  return { size: Number(head.size), root: base64url(head.root) };
}

/** Everything about one published figure, in the order of the chain; throws Wrong for what does not hold. */
export async function verify(reader, shown, say, progress) {
  const head = await headOf(reader, say);
  const tree = new Tree();
  const [matters, chains] = [new Map(), new Map()];
  let [root, claim, broken] = ["", null, null];
  for await (const entries of reader.bundles(head.size)) {
    for (const entry of entries) {
      const [index, hash] = [tree.size, sha256(joined(Uint8Array.of(0), entry))];
      const leaf = JSON.parse(text(entry));
      const chain = chains.get(leaf.c) ?? { n: 0, h: undefined };
      if (broken === null && (leaf.n !== chain.n || leaf.h !== chain.h)) broken = index;
      chains.set(leaf.c, { n: leaf.n + 1, h: base64url(hash) });
      if (index === shown.index) claim = leaf;
      if (index < shown.size && "k" in leaf && !OWN.has(leaf.k)) {
        if (!matters.has(leaf.c)) matters.set(leaf.c, new Matter(leaf));
        matters.get(leaf.c).tell(leaf);
      }
      tree.add(hash);
      if (tree.size === shown.size) root = tree.root();
    }
    progress(tree.size, head.size);
  }
  const told = (right, code, places) => {
    say(right, right ? code : `not-${code}`, places);
    if (!right) throw new Wrong(`not-${code}`, { ...places, said: true });
  };
  told(tree.root() === head.root, "root", { count: head.size });
  told(broken === null, "chains", { index: broken });
  const same = claim?.k === "figure" && ["num", "den", "val", "dh", "size", "root"].every((one) => claim[one] === shown[one]);
  told(same, "claim", { index: shown.index });
  told(root === claim.root, "head", { count: claim.size });
  const written = await reader.bytes(`definitions/${claim.p}.${claim.d}.${claim.e}.json`);
  told(base64url(sha256(written)) === claim.dh, "definition");
  const [yes, of, by] = count(JSON.parse(text(written)), matters.values(), claim);
  const apart = Object.entries(claim.by ?? {}).every(([word, number]) => by[word] === number);
  const right = yes === claim.num && of === claim.den && percent(yes, of) === claim.val && apart;
  told(right, "result", { count: yes, of, rate: percent(yes, of) });
}

// ── The page ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function filled(words, code, places = {}) {
  return (words[code] ?? code).replace(/\{(\w+)\}/g, (_, name) => {
    const place = places[name] ?? "";
    return typeof place === "number" ? place.toLocaleString("en") : place;
  });
}

function start(box, words) {
  const [begin, stop] = [box.querySelector("[data-begin]"), box.querySelector("[data-stop]")];
  const [bar, lines, state] = ["progress", "ul", "[role=status]"].map((one) => box.querySelector(one));
  const shown = JSON.parse(box.dataset.claim);
  begin.hidden = false;
  begin.addEventListener("click", async () => {
    const stopping = new AbortController();
    const line = (right, code, places) => {
      const one = document.createElement("li");
      one.className = right ? "right" : "wrong";
      one.textContent = filled(words, code, places);
      lines.append(one);
    };
    stop.onclick = () => stopping.abort();
    lines.replaceChildren();
    [begin.disabled, stop.hidden, bar.hidden, lines.hidden] = [true, false, false, false];
    bar.removeAttribute("value");
    state.textContent = filled(words, "begin");
    try {
      await verify(new Reader(box.dataset.base, stopping.signal), shown, line, (done, of) => {
        [bar.value, bar.max] = [done, of];
        state.textContent = filled(words, "reading", { done, of });
      });
      state.textContent = box.dataset.good;
    } catch (error) {
      if (error.name === "AbortError") state.textContent = filled(words, "stopped");
      else {
        const wrong = error instanceof Wrong ? error : new Wrong("malformed", { name: error.message });
        if (!wrong.places.said) line(false, wrong.code, wrong.places);
        state.textContent = box.dataset.bad;
      }
    }
    box.dataset.outcome = state.textContent === box.dataset.good ? "good" : "bad";
    [begin.disabled, stop.hidden, bar.hidden] = [false, true, true];
  });
}

const said = globalThis.document?.getElementById("verify-words");
if (said) for (const box of document.querySelectorAll("[data-claim]")) start(box, JSON.parse(said.textContent));
