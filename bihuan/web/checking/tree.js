// The tree (RFC 6962 section 2.1) and the proof that a leaf stands in it (RFC 9162 section 2.1.3.2).

import { equal, joined } from "./bytes.js";
import { sha256 } from "./crypto.js";

export const leafHash = (entry) => sha256(joined(Uint8Array.of(0), entry));

const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

/** "" if the leaf hash stands at `index` under the root over `size` leaves; else what is wrong. Counts are BigInts. */
export async function inclusion(leaf, index, size, proof, root) {
  if (!(index < size)) return "proof-index";
  let [at, last, hash] = [index, size - 1n, leaf];
  for (const other of proof) {
    if (last === 0n) return "proof-too-long";
    if (at & 1n || at === last) {
      hash = await nodeHash(other, hash);
      while (!(at & 1n) && at) [at, last] = [at >> 1n, last >> 1n];
    } else {
      hash = await nodeHash(hash, other);
    }
    [at, last] = [at >> 1n, last >> 1n];
  }
  if (last !== 0n) return "proof-too-short";
  return equal(hash, root) ? "" : "not-included";
}
