// What leaves tell of a matter, and how a definition counts matters: parts 5 and 6 of verify.py a second time.
// docs/reference/leaf.md says what a leaf tells.

/** What is publicly known of one matter: `Case` of verify.py. */
export class Matter {
  found = {};
  counts = {};
  late = {};
  did = new Set();
  score = null;
  lead = "other";
  by = "";
  atWork = true;
  before = [this.atWork, this.did, this.counts, this.late];

  constructor(leaf) {
    this.programme = leaf.p;
    this.history = "i" in leaf;
    this.raised = leaf.o ?? leaf.t;
  }

  tell(leaf) {
    if (leaf.k === "undo") [this.atWork, this.did, this.counts, this.late] = this.before; // the fact before it made no finding
    this.before = [this.atWork, this.did, this.counts, this.late];
    const rework = leaf.k === "check" && leaf.r === "no";
    if ("f" in leaf) this.found[leaf.f] = leaf.r ?? null;
    if (leaf.f === "satisfied") this.by = leaf.k === "call_back" ? "called" : "sig" in leaf ? "signed" : "unsigned";
    if (rework || leaf.k === "reopen" || (leaf.k === "dispatch" && !this.atWork)) {
      [this.found, this.by, this.score, this.atWork] = [{}, "", null, true];
    }
    if (rework || leaf.k === "return" || leaf.k === "reopen") {
      this.counts = { ...this.counts, [leaf.k]: (this.counts[leaf.k] ?? 0) + 1 };
    }
    if (["dispatch", "finish", "close"].includes(leaf.k) || "y" in leaf) {
      this.did = new Set([...this.did, "y" in leaf ? "contact" : leaf.k]);
    }
    for (const ruling of leaf.w ?? []) {
      const [clock, stands] = ruling.split("=");
      this.late = { ...this.late, [`late_${clock}`]: { kept: false, late: true }[stands] ?? null };
    }
    this.score = leaf.s ?? this.score;
    this.lead = leaf.u ?? this.lead;
    if (leaf.k === "finish") this.atWork = false;
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
  const asks = JSON.stringify(definition).includes('["name","satisfied"]');
  const by = asks ? { called: 0, signed: 0, unsigned: 0, unknown: 0 } : {};
  for (const matter of matters) {
    if (matter.programme !== definition.programme || matter.history !== "i" in claim) continue;
    if (matter.raised < (claim.from ?? "") || matter.raised > (claim.to ?? "9")) continue;
    const facts = matter.facts(definition.levels ?? {});
    const [inside, due, counts] = ["population", "due", "numerator"].map((part) => value(definition[part], facts));
    if (inside === false) continue;
    const known = due !== false && ![inside, due, counts].includes(null);
    if (known) [of, yes] = [of + 1, yes + (counts === true ? 1 : 0)];
    const word = known ? matter.by : "unknown";
    if (word in by && (counts === true || !known)) by[word] += 1;
  }
  return [yes, of, by];
}

/** In per cent with one decimal, rounded half up. */
export function percent(yes, of) {
  const tenths = of ? Math.floor((2000 * yes + of) / (2 * of)) : 0;
  return of ? `${Math.floor(tenths / 10)}.${tenths % 10}%` : "—";
}
