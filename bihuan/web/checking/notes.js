// Signed notes, checkpoints, cosignatures, promises, and the file that says whom to trust (C2SP signed-note,
// tlog-checkpoint, tlog-cosignature, tlog-policy). What is wrong is given as a code; words stand in words.js.

import { fromBase64, hex, joined, utf8 } from "./bytes.js";
import { sha256, verify } from "./crypto.js";

const ED25519 = 1;
const COSIGNATURE = 4;
const NAME = /^[^\s+\x00-\x1f\x7f]+$/;

const wrong = (code, where = "") => ({ code, where });

/** A vkey: name+id+base64(kind ‖ public). null unless its id is the one that its parts give. */
async function readKey(written) {
  const parts = written.trim().split("+");
  if (parts.length < 3 || !NAME.test(parts[0])) return null;
  const data = fromBase64(parts.slice(2).join("+"));
  if (data?.length !== 33 || ![ED25519, COSIGNATURE].includes(data[0])) return null;
  const id = hex((await sha256(joined(utf8(`${parts[0]}\n`), data))).subarray(0, 4));
  return id === parts[1] ? { name: parts[0], id, kind: data[0], public: data.subarray(1) } : null;
}

/** Whom a reader trusts, or a code. */
export async function readPolicy(written) {
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: [] };
  for (const line of written.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/)) {
    const words = line.split("#")[0].split(/\s+/).filter(Boolean);
    if (words.length && !(await take(policy, words))) return wrong("policy-line");
  }
  return policy.logs.length && policy.quorum.length === 1 ? policy : wrong("policy-line");
}

async function take(policy, [what, ...rest]) {
  const known = (name) => policy.witnesses.has(name) || policy.groups.has(name);
  const free = (name) => name !== "none" && !known(name);
  if (what === "log" && (rest.length === 1 || rest.length === 2)) {
    const key = await readKey(rest[0]);
    return key?.kind === ED25519 && policy.logs.push(key) > 0;
  }
  if (what === "witness" && (rest.length === 2 || rest.length === 3) && free(rest[0])) {
    const key = await readKey(rest[1]);
    return key?.kind === COSIGNATURE && Boolean(policy.witnesses.set(rest[0], key));
  }
  if (what === "group" && rest.length > 2 && free(rest[0])) {
    const [name, count, ...members] = rest;
    const least = { any: "1", all: String(members.length) }[count] ?? count;
    const right = /^[0-9]+$/.test(least) && Number(least) >= 1 && Number(least) <= members.length;
    if (!right || new Set(members).size !== members.length || !members.every(known)) return false;
    return Boolean(policy.groups.set(name, { least: Number(least), members }));
  }
  const settles = what === "quorum" && rest.length === 1 && (rest[0] === "none" || known(rest[0]));
  return settles && policy.quorum.push(rest[0]) > 0;
}

/** Whether cosignatures by these keys are enough. */
export function enough(policy, keys, name = policy.quorum[0]) {
  if (name === "none") return true;
  if (policy.witnesses.has(name)) return keys.has(policy.witnesses.get(name));
  const group = policy.groups.get(name);
  return group.members.filter((member) => enough(policy, keys, member)).length >= group.least;
}

/** A note in its parts, or a code. */
function readNote(written) {
  // eslint-disable-next-line no-control-regex
  if (written.length > 1_000_000 || /[\x00-\x09\x0b-\x1f]/.test(written)) return wrong("note-malformed");
  const gap = written.lastIndexOf("\n\n");
  const lines = written.slice(gap + 2);
  if (gap < 1 || !lines.endsWith("\n")) return wrong("note-malformed");
  const signatures = lines.slice(0, -1).split("\n").map(readLine);
  if (signatures.includes(null) || signatures.length > 100) return wrong("note-malformed");
  return { text: `${written.slice(0, gap)}\n`, signatures };
}

function readLine(line) {
  const [, name, encoded] = /^— ([^ ]*) (.*)$/su.exec(line) ?? [];
  const data = encoded === undefined ? null : fromBase64(encoded);
  if (!data || data.length < 5 || !NAME.test(name)) return null;
  return { name, id: hex(data.subarray(0, 4)), data: data.subarray(4) };
}

async function holds(key, signature, text) {
  if (key.kind !== COSIGNATURE) return verify(key.public, signature.data, utf8(text));
  if (signature.data.length !== 72) return false;
  const message = utf8(`cosignature/v1\ntime ${seconds(signature)}\n${text}`);
  return verify(key.public, signature.data.subarray(8), message);
}

const seconds = ({ data }) => new DataView(data.buffer, data.byteOffset).getBigUint64(0);

/** Those of `keys` that signed, each with when (0 for a plain signature); a code if a line of one of them is false. */
async function signers(note, keys) {
  const found = new Map();
  for (const signature of note.signatures) {
    const key = keys.find((one) => one.name === signature.name && one.id === signature.id);
    if (!key || found.has(key)) continue;
    if (!(await holds(key, signature, note.text))) return wrong("note-bad-signature", key.name);
    found.set(key, key.kind === COSIGNATURE ? Number(seconds(signature)) : 0);
  }
  return found;
}

/** The head that a note states, signed by the log; or a code. */
export async function openCheckpoint(written, policy) {
  const note = readNote(written);
  if (note.code) return note;
  const lines = note.text.split("\n");
  const root = fromBase64(lines[2] ?? "");
  const whole = lines.length >= 4 && lines[0] && /^(0|[1-9][0-9]{0,17})$/.test(lines[1]) && root?.length === 32;
  if (!whole || lines.slice(3, -1).includes("")) return wrong("checkpoint-malformed");
  const signed = await signers(note, policy.logs);
  if (signed.code) return signed;
  if (!signed.size) return wrong("not-the-log", lines[0]);
  return { origin: lines[0], size: BigInt(lines[1]), root, note, logs: [...signed.keys()] };
}

/** The witnesses of the trust file that cosigned; a code if a line in the name of one is false. */
export const cosigners = ({ note }, policy) => signers(note, [...policy.witnesses.values()]);

/** What the log promised, signed by it; or a code. */
export async function openPromise(written, policy) {
  const note = readNote(written);
  if (note.code) return note;
  const [kind, origin, leaf, given, within, end, ...more] = note.text.split("\n");
  const hash = fromBase64(leaf ?? "");
  const counts = [given, within].every((count) => /^(0|[1-9][0-9]{0,11})$/.test(count ?? ""));
  if (kind !== "promise" || !origin || !counts || hash?.length !== 32 || end !== "" || more.length) {
    return wrong("promise-malformed");
  }
  const signed = await signers(note, policy.logs);
  if (signed.code) return signed;
  if (!signed.size) return wrong("not-the-log", origin);
  return { origin, leaf: hash, given: Number(given), by: Number(given) + Number(within) };
}
