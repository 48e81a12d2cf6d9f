// The whole log, checked in the browser: what verify.py does, in its order and with its codes and places. A test holds the
// two against each other over generated and damaged logs. Words stand with the page, which has them from verify.py.

import { sha256 } from "@noble/hashes/sha2.js";

import { base64url, equal, joined, text, utf8 } from "./bytes.js";
import { Matter, count, percent } from "./counting.js";
import { canonical, checkSignature } from "./leaves.js";
import { cosigners, enough, openCheckpoint, readPolicy } from "./notes.js";

const OWN = new Set(["figure", "erasure", "access", "administration", "page"]);
const WIDTH = 256;
const AHEAD = 4;

const node = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

/** Something that does not hold: a code of verify.py and what fills its places. */
export class Lie extends Error {
  constructor(code, ...where) {
    super(code);
    [this.code, this.where] = [code, where];
  }
}

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
    return this.peaks.length ? this.peaks.reduceRight((right, left) => node(left, right)) : sha256(new Uint8Array());
  }
}

/** The address of a tile or bundle (C2SP tlog-tiles). */
function tile(kind, number, width) {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0").match(/.{3}/g);
  const name = digits.map((group, at) => (at < digits.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${kind}/${name}${width === WIDTH ? "" : `.p/${width}`}`;
}

/** Files of a log by their names. Throws Unreachable where they cannot be had at all. */
export class Reader {
  constructor(base, signal) {
    [this.base, this.signal] = [base, signal];
  }

  async bytes(name) {
    const answer = await fetch(this.base + name, { signal: this.signal }).catch((error) => {
      throw error.name === "AbortError" ? error : new Unreachable(name);
    });
    if (answer.status === 404) throw new Lie("missing", name);
    if (!answer.ok) throw new Unreachable(name);
    return new Uint8Array(await answer.arrayBuffer());
  }

  async text(name) {
    return text(await this.bytes(name)) ?? "";
  }

  /** Bundle by bundle its number, its entries, and what the tile says their hashes are; some fetched ahead. */
  async *bundles(size) {
    const fetched = [];
    const last = Math.ceil(size / WIDTH);
    for (let number = 0; number < last; number += 1) {
      for (let next = number + fetched.length; fetched.length < AHEAD && next < last; next += 1) {
        const width = Math.min(WIDTH, size - next * WIDTH);
        const both = ["entries", "0"].map((kind) => this.bytes(tile(kind, next, width)));
        for (const one of both) one.catch(() => undefined); // told when it is its turn
        fetched.push({ width, both });
      }
      const { width, both } = fetched.shift();
      const [data, hashes] = [await both[0], await both[1]];
      yield [number * WIDTH, split(number, data, hashes, width), hashes];
    }
  }
}

export class Unreachable extends Error {}

function split(number, data, hashes, width) {
  const entries = [];
  let at = 0;
  while (entries.length < width && at + 2 <= data.length) {
    const end = at + 2 + ((data[at] << 8) | data[at + 1]);
    entries.push(data.subarray(at + 2, end));
    at = end;
  }
  if (at !== data.length || entries.length !== width || hashes.length !== 32 * width) {
    throw new Lie("cut", `tile/entries ${number}`);
  }
  return entries;
}

/** A head: its size and root, when its witnesses had all seen it (null without any), who cosigned. */
async function headOf(written, policy) {
  const head = written.includes("\ufffd") ? { code: "note-malformed" } : await openCheckpoint(written, policy);
  const signed = head.code ? head : await cosigners(head, policy);
  const code = signed.code;
  if (code === "note-bad-signature") throw new Lie("signature", signed.where);
  if (code === "not-the-log" || (!code && !head.logs.some((key) => key.name === head.origin))) {
    throw new Lie("log", code ? signed.where : head.origin);
  }
  if (code) throw new Lie("malformed", "note");
  if (!enough(policy, signed)) throw new Lie("quorum", `${signed.size}/${policy.witnesses.size}`);
  const when = signed.size ? Math.max(...signed.values()) * 1000 : null;
  return { size: Number(head.size), root: head.root, when, signed: signed.size, of: policy.witnesses.size };
}

/** The published head and every earlier one, by size; the entry of the largest is what is published. */
async function headsOf(reader) {
  const policy = await readPolicy(await reader.text("trust"));
  if (policy.code) throw new Lie("malformed", "trust");
  const notes = [await reader.text("checkpoint"), ...JSON.parse(await reader.text("heads.json"))];
  const heads = new Map();
  for (const note of notes) {
    const head = await headOf(note, policy);
    heads.set(head.size, head);
  }
  return heads;
}

/** For each head by size the days that what it added may claim: from the head below, until it. */
function daysOf(heads, zone, within) {
  const form = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  let after = "";
  return [...heads.keys()].sort((a, b) => a - b).map((size) => {
    const { when } = heads.get(size);
    const days = { size, after, until: when === null ? "9" : form.format(when) };
    after = when === null ? "" : form.format(when - within * 3_600_000);
    return days;
  });
}

/** Hashes and roots of all entries; the figures that the log claims, in the order in which they are counted. */
async function throughTheTree(reader, heads, size, progress) {
  const [tree, claims] = [new Tree(), []];
  for await (const [first, entries, stated] of reader.bundles(size)) {
    entries.forEach((entry, n) => {
      const hash = sha256(joined(Uint8Array.of(0), entry));
      if (!equal(hash, stated.subarray(32 * n, 32 * n + 32))) throw new Lie("entry", first + n);
    });
    entries.forEach((entry, n) => {
      tree.add(stated.subarray(32 * n, 32 * n + 32));
      const head = heads.get(tree.size);
      if (head && !equal(tree.root(), head.root)) throw new Lie("root", tree.size);
      const written = text(entry);
      if (written === null) throw new Lie("malformed", `entry ${first + n}`);
      if (written.includes('"k":"figure"')) claims.push({ index: first + n, leaf: parsed(written, first + n) });
    });
    progress(tree.size, 2 * size);
  }
  return claims.sort((a, b) => a.leaf.size - b.leaf.size || a.index - b.index);
}

function parsed(written, index) {
  try {
    return JSON.parse(written);
  } catch {
    throw new Lie("malformed", `entry ${index}`);
  }
}

/** One stream as far as it was read: number and hash of its last leaf, the receipt key of the first, the matter, names. */
class Chain {
  expected = 0;
  last = undefined;
  key = undefined;
  matter = null;
  shown = new Set();

  async take(leaf, hash, index, lie) {
    if (leaf.n !== this.expected || leaf.h !== this.last) {
      lie(leaf.n !== this.expected ? "number" : "chain", index, leaf.c, this.expected);
    }
    if ("sig" in leaf && (await checkSignature(leaf, this.key)) !== "") lie("signed", index);
    if (!leaf.n) this.key = leaf.rk;
    [this.expected, this.last] = [leaf.n + 1, base64url(hash)];
    if (!("k" in leaf) || OWN.has(leaf.k)) return;
    this.matter ??= new Matter(leaf);
    this.matter.tell(leaf);
    const names = ["u", "a", "g"].filter((name) => (leaf[name] ?? "other") !== "other");
    this.shown.add(names.map((name) => `${name}=${leaf[name]}`).join(" "));
  }
}

/** All of a published log, as verify.py's report: entries, chains, figures, lies as [code, ...places], small cells. */
export async function readLog(reader, progress = () => {}) {
  const report = { entries: 0, chains: 0, figures: [], lies: [], small: [], smallest: 0, claims: new Map(), head: null };
  const lies = [];
  const lie = (...one) => lies.push(one);
  let stop = [];
  try {
    const heads = await headsOf(reader);
    const about = JSON.parse(await reader.text("log.json"));
    report.entries = Math.max(...heads.keys());
    report.smallest = about.smallest;
    report.head = heads.get(report.entries);
    const claims = await throughTheTree(reader, heads, report.entries, progress);
    await Promise.all(claims.map((claim) => define(reader, claim)));
    const chains = await chainByChain(reader, daysOf(heads, about.zone, about.within), claims, report, lie, progress);
    cells(chains, report);
    for (const claim of claims) judge(claim, heads, report, lie);
  } catch (error) {
    if (error.name === "AbortError" || error instanceof Unreachable) throw error;
    stop = [error instanceof Lie ? [error.code, ...error.where] : ["malformed", error.message]];
  }
  report.lies = [...lies.sort((a, b) => a[1] - b[1]), ...stop];
  return report;
}

async function chainByChain(reader, days, claims, report, lie, progress) {
  const chains = new Map();
  let [at, told] = [0, 0];
  const tell = (index) => {
    for (; told < claims.length && claims[told].leaf.size <= index; told += 1) {
      const { definition, leaf } = claims[told];
      const matters = [...chains.values()].flatMap(({ matter }) => matter ?? []);
      claims[told].counted = definition ? count(definition, matters, leaf) : [0, 0, {}];
    }
  };
  for await (const [first, entries, hashes] of reader.bundles(report.entries)) {
    for (const [n, entry] of entries.entries()) {
      const [index, written] = [first + n, text(entry)];
      tell(index);
      const leaf = parsed(written, index);
      if (canonical(leaf) !== written) lie("canonical", index);
      if (typeof leaf.c !== "string" || typeof leaf.t !== "string") throw new Lie("malformed", `entry ${index}`);
      while (days[at].size <= index) at += 1;
      const { after, until } = days[at];
      if (leaf.t < after || leaf.t > until) lie(leaf.t < after ? "late" : "early", index, leaf.t, after, until);
      if (!chains.has(leaf.c)) chains.set(leaf.c, new Chain());
      await chains.get(leaf.c).take(leaf, hashes.subarray(32 * n, 32 * n + 32), index, lie);
    }
    progress(report.entries + first + entries.length, 2 * report.entries);
  }
  tell(report.entries);
  report.chains = chains.size;
  return chains;
}

/** Names that stand for fewer cases than the district publishes, the smallest first. */
function cells(chains, report) {
  const found = new Map();
  for (const { shown } of chains.values()) for (const cell of shown) found.set(cell, (found.get(cell) ?? 0) + 1);
  found.delete("");
  const few = [...found].filter(([, cases]) => cases < report.smallest);
  report.small = few.sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
}

/** The definition file that a figure names by its hash; none if it is not there or was changed. */
async function define(reader, claim) {
  const { p, d, e, dh } = claim.leaf;
  const written = await reader.bytes(`definitions/${p}.${d}.${e}.json`).catch((error) => {
    if (error instanceof Lie) return utf8("");
    throw error;
  });
  claim.definition = base64url(sha256(written)) === dh ? JSON.parse(text(written)) : null;
}

const told = (yes, of, rate, by) =>
  `${yes.toLocaleString("en")} / ${of.toLocaleString("en")} = ${rate}${Object.entries(by).map(([word, n]) => `, ${word} ${n}`).join("")}`;

function judge({ index, leaf, definition, counted }, heads, report, lie) {
  const head = heads.get(leaf.size);
  const own = { known: leaf.size <= index && head !== undefined && base64url(head.root) === leaf.root, leaf };
  report.claims.set(index, own);
  if (!own.known) lie("head", index, leaf.size);
  const name = `${leaf.p}.${leaf.d}.${leaf.e}`;
  own.defined = definition !== null;
  if (!own.defined) {
    lie("definition", index, name);
    return;
  }
  const [yes, of, by] = counted ?? [0, 0, {}];
  const claimed = leaf.by ?? {};
  const found = told(yes, of, percent(yes, of), Object.fromEntries(Object.keys(claimed).map((word) => [word, by[word] ?? "None"])));
  const said = told(leaf.num, leaf.den, leaf.val, claimed);
  Object.assign(own, { right: found === said, counted: [yes, of, by] });
  if (!own.right) lie("figure", index, `${name} ${said}`, found);
  if (of < report.smallest) lie("small", index, of, report.smallest);
  const text = told(yes, of, percent(yes, of), by);
  report.figures.push(`${own.right ? "✓" : "✗"} ${name} ${leaf.from ?? "…"}–${leaf.to ?? "…"}: ${text}`);
}
