// Leaves: reading an entry strictly, what the reporter's key signed in it, what a disclosed field proves (RFC 9901).

import { base64url, fromBase64url, joined, text, utf8 } from "./bytes.js";
import { publicOf, sha256, signed, verify } from "./crypto.js";

export const ANSWERS = ["confirm", "rate", "dispute"];

/** Canonical JSON (RFC 8785) of plain data; undefined for what has no canonical form here. */
export function canonical(value, depth = 0) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value === "string") return /\p{Surrogate}/u.test(value) ? undefined : quoted(value);
  if (depth >= 32) return undefined;
  const parts = Array.isArray(value)
    ? value.map((one) => canonical(one, depth + 1))
    : Object.keys(value).sort().map((key) => {
        const inner = canonical(value[key], depth + 1);
        return /^[\x00-\x7f]*$/.test(key) && inner !== undefined ? `${quoted(key)}:${inner}` : undefined;
      });
  if (parts.includes(undefined)) return undefined;
  return Array.isArray(value) ? `[${parts.join(",")}]` : `{${parts.join(",")}}`;
}

const quoted = (value) => JSON.stringify(value);

/** The fields of an entry, or null unless its bytes are the canonical form of an object. */
export function readEntry(entry) {
  const written = text(entry);
  try {
    const fields = JSON.parse(written);
    const object = fields !== null && typeof fields === "object" && !Array.isArray(fields);
    return object && canonical(fields) === written ? fields : null;
  } catch {
    return null;
  }
}

/** What the reporter signs: which case, which leaf is answered, the verb, and finding, answer or score. */
export function statement(fields) {
  const said = { b: fields.b ?? null, c: fields.c ?? null, k: fields.k ?? null };
  for (const wire of ["f", "r", "s"]) if (fields[wire] !== undefined && fields[wire] !== null) said[wire] = fields[wire];
  return utf8(`bihuan reporter statement v1\n${canonical(said)}`);
}

/** "" if the leaf is signed with the receipt key that leaf 0 promised and answers the leaf before; else a code. */
export async function checkSignature(fields, promised) {
  const [key, signature] = [fields.pk, fields.sig].map(fromBase64url);
  if (!key?.length || !signature?.length) return "not-signed";
  if (base64url(await sha256(key)) !== promised) return "other-receipt";
  if (!(await verify(key, signature, statement(fields)))) return "bad-signature";
  return (fields.b ?? null) === (fields.h ?? null) ? "" : "answers-other";
}

/** The secret of a receipt code (its 13 bytes). */
export const secretOf = (code) => sha256(joined(utf8("bihuan receipt key v1|"), code));

/** What leaf 0 carries of a code's key. */
export async function keyHash(code) {
  return base64url(await sha256(publicOf(await secretOf(code))));
}

/** Public key and signature of an answer, as a form sends them. */
export async function answer(code, fields) {
  const secret = await secretOf(code);
  return { signer: base64url(publicOf(secret)), signature: base64url(signed(secret, statement(fields))) };
}

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The 13 bytes behind a code as people type it, or null: core/receipt_codes.py says how it is written. */
export async function readCode(typed) {
  const plain = typed.slice(0, 200).normalize("NFKC").toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
  const letters = plain.replaceAll("O", "0").replaceAll("I", "1").replaceAll("L", "1");
  if (letters.length !== 24 || [...letters].some((one) => !ALPHABET.includes(one))) return null;
  let data = 0n;
  for (const one of letters.slice(0, 21)) data = data * 32n + BigInt(ALPHABET.indexOf(one));
  if (data & 1n) return null;
  data >>= 1n;
  const code = Uint8Array.from({ length: 13 }, (_, at) => Number((data >> BigInt(8 * (12 - at))) & 255n));
  const digest = await sha256(joined(utf8("bihuan receipt check v1|"), code));
  const number = ((digest[0] << 8) | digest[1]) >> 1;
  const check = [10, 5, 0].map((shift) => ALPHABET[(number >> shift) & 31]).join("");
  return letters.endsWith(check) ? code : null;
}

/** The field that a disclosure shows, if the leaf with commitment `x` holds it; else a code. */
export async function shownField(digests, x, disclosure) {
  if (digests.some((one, at) => at && digests[at - 1] >= one)) return { code: "digests-unordered" };
  const data = fromBase64url(disclosure);
  let array = null;
  try {
    array = data && JSON.parse(text(data));
  } catch {
    // stays null
  }
  const right = Array.isArray(array) && array.length === 3 && typeof array[0] === "string" && array[0] !== "";
  if (!right || typeof array[1] !== "string" || !array[1] || canonical(array) === undefined) {
    return { code: "disclosure-malformed" };
  }
  const listed = canonical(digests);
  if (listed === undefined || base64url(await sha256(utf8(listed))) !== x) return { code: "commitment-differs" };
  const digest = base64url(await sha256(utf8(disclosure)));
  return digests.includes(digest) ? { name: array[1], value: array[2] } : { code: "not-committed" };
}
