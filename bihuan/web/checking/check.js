// The whole receipt: every step of one case, its proofs, its signatures. Gives one line for each thing looked at, in the
// order and with the codes of bihuan/transparency/receipt_files.py; a test holds the two against each other.

import { base64url, equal, fromBase64, text } from "./bytes.js";
import { ANSWERS, checkSignature, keyHash, readEntry, shownField } from "./leaves.js";
import { cosigners, enough, openCheckpoint, openPromise, readPolicy } from "./notes.js";
import { inclusion, leafHash } from "./tree.js";

const HEAD = "c2sp.org/tlog-proof@v1";
const line = (check, state, n = null, code = "", where = "") => ({ check, state, n, code, where });

/** Lines, and what was read on the way: the proven leaves, heads, promises and shown fields, for the page. */
export async function checkFile(bytes, trust = null, code = null) {
  const read = { proven: new Map(), heads: new Map(), promise: null, waiting: new Map(), shown: [], trust: "" };
  const said = readFile(bytes);
  if (!said) return { lines: [line("file", "fails", null, "receipt-malformed")], ...read };
  read.trust = trust ?? said.trust;
  const policy = await readPolicy(read.trust);
  const lines = [line("file", "holds")];
  if (policy.code) return { lines: [...lines, line("trust", "fails", null, policy.code)], ...read };
  lines.push(line("trust", trust === null ? "open" : "holds"));
  for (const [n, step] of said.steps.entries()) lines.push(...(await checkStep(n, step, policy, read)));
  if (said.promise !== null) lines.push(await checkPromise(said.promise, policy, read));
  lines.push(await checkChain(said.steps.length, read.proven));
  lines.push(...(await checkWords(read.proven, code)), ...(await checkShown(said.shown, read)));
  return { lines, steps: said.steps.length, ...read };
}

function readFile(bytes) {
  const written = text(bytes);
  if (written === null || bytes.length > 4_000_000) return null;
  let said = { kind: "bihuan receipt", v: 1, trust: "", steps: [{ proof: written }] };
  try {
    if (!written.startsWith(`${HEAD}\n`)) said = JSON.parse(written);
  } catch {
    return null;
  }
  if (!isObject(said) || said.kind !== "bihuan receipt" || said.v !== 1) return null;
  const { steps, trust, shown = [], promise = null } = said;
  const isStep = (step) => isObject(step) && typeof ("proof" in step ? step.proof : step.promise) === "string";
  const whole = Array.isArray(steps) && steps.length > 0 && steps.length <= 1000 && steps.every(isStep);
  const texts = typeof trust === "string" && (promise === null || typeof promise === "string");
  return whole && texts && Array.isArray(shown) && shown.every(shows) ? { trust, promise, steps, shown } : null;
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function shows(one) {
  const listed = (part) => Array.isArray(part) && part.every((member) => typeof member === "string");
  return isObject(one) && Number.isInteger(one.n) && listed(one.digests) && listed(one.disclosures);
}

/** A C2SP tlog-proof in its parts, or null. */
function readProof(written) {
  const gap = written.indexOf("\n\n");
  const lines = written.slice(0, gap).split("\n");
  if (gap < 0 || lines.shift() !== HEAD) return null;
  let entry = null;
  if (lines[0]?.startsWith("extra ")) {
    entry = fromBase64(lines.shift().slice(6));
    if (!entry) return null;
  }
  const index = /^index (0|[1-9][0-9]{0,1000})$/.exec(lines.shift() ?? "")?.[1];
  const proof = lines.map(fromBase64);
  if (index === undefined || !entry || proof.length > 63 || proof.some((hash) => hash?.length !== 32)) return null;
  return { index: BigInt(index), proof, entry, checkpoint: written.slice(gap + 2) };
}

async function checkStep(n, step, policy, read) {
  if (!("proof" in step)) {
    const given = await openPromise(step.promise, policy);
    if (!given.code) read.waiting.set(n, given);
    return [line("waiting", given.code ? "fails" : "open", n, given.code ?? "")];
  }
  const receipt = readProof(step.proof);
  if (!receipt) return [line("inclusion", "fails", n, "receipt-malformed")];
  const lines = [];
  if (!read.heads.has(receipt.checkpoint)) lines.push(...(await checkHead(n, receipt.checkpoint, policy, read.heads)));
  const head = read.heads.get(receipt.checkpoint);
  const code = head ? await place(receipt, head) : "no-head";
  const fields = code ? null : readEntry(receipt.entry);
  if (fields) read.proven.set(n, { ...receipt, head, fields, hash: await leafHash(receipt.entry) });
  const wrong = code || (fields ? "" : "not-canonical");
  return [...lines, line("inclusion", wrong ? "fails" : "holds", n, wrong)];
}

const place = async ({ entry, index, proof }, { size, root }) => inclusion(await leafHash(entry), index, size, proof, root);

async function checkHead(n, written, policy, heads) {
  heads.set(written, null);
  const head = await openCheckpoint(written, policy);
  if (head.code) return [line("signature", "fails", n, head.code)];
  const first = line("signature", "holds", n);
  const signed = await cosigners(head, policy);
  if (signed.code) return [first, line("witnesses", "fails", n, signed.code)];
  const count = `${signed.size}/${policy.witnesses.size}`;
  if (!enough(policy, new Set(signed.keys()))) return [first, line("witnesses", "fails", n, "no-quorum", count)];
  heads.set(written, { ...head, times: signed });
  const none = policy.quorum[0] === "none";
  return [first, line("witnesses", none ? "open" : "holds", n, none ? "no-quorum" : "", count)];
}

async function checkPromise(written, policy, read) {
  const promise = await openPromise(written, policy);
  if (promise.code) return line("promise", "fails", null, promise.code);
  read.promise = promise;
  if (!read.proven.has(0)) return line("promise", "open", null, "not-yet");
  const same = equal(read.proven.get(0).hash, promise.leaf);
  return line("promise", same ? "holds" : "fails", null, same ? "" : "other-leaf");
}

/** Whether the leaves are those of one case, without a gap from its first on. */
async function checkChain(steps, proven) {
  if (steps === 1 && proven.has(0) && proven.get(0).fields.n !== 0) return line("chain", "open", null, "one-step");
  let before;
  for (let n = 0; n < steps; n += 1) {
    if (!proven.has(n)) {
      const later = [...proven.keys()].some((other) => other > n);
      return line("chain", later ? "fails" : "open", n, later ? "wrong-number" : "not-yet");
    }
    const { fields, hash } = proven.get(n);
    if (typeof fields.c !== "string" || fields.c !== proven.get(0).fields.c) return line("chain", "fails", n, "other-stream");
    if (fields.n !== n) return line("chain", "fails", n, "wrong-number");
    if (fields.h !== before) return line("chain", "fails", n, "chain-broken");
    before = base64url(hash);
  }
  return line("chain", "holds");
}

/** What was said in the reporter's name, and whether the code in the reader's hand is the one given at intake. */
async function checkWords(proven, code) {
  const first = proven.get(0)?.fields ?? {};
  const promised = first.n === 0 && typeof first.rk === "string" ? first.rk : "";
  const lines = [];
  if (code) {
    const wrong = !promised ? "no-receipt-key" : (await keyHash(code)) === promised ? "" : "other-receipt";
    lines.push(line("code", !promised ? "open" : wrong ? "fails" : "holds", null, wrong));
  }
  for (const [n, { fields }] of proven) {
    if (!ANSWERS.includes(fields.k) && !("sig" in fields)) continue;
    const wrong = await checkSignature(fields, promised);
    lines.push(line("word", wrong === "not-signed" ? "open" : wrong ? "fails" : "holds", n, wrong));
  }
  return lines;
}

async function checkShown(shown, read) {
  const lines = [];
  for (const { n, digests, disclosures } of shown) {
    for (const disclosure of disclosures) {
      if (!read.proven.has(n)) {
        lines.push(line("shown", "open", n, "not-yet"));
        continue;
      }
      const found = await shownField(digests, String(read.proven.get(n).fields.x), disclosure);
      if (!found.code) read.shown.push({ n, ...found });
      lines.push(line("shown", found.code ? "fails" : "holds", n, found.code ?? "", found.name ?? ""));
    }
  }
  return lines;
}
