// SHA-256 and Ed25519: by the browser's own WebCrypto where it exists, by the bundled noble libraries elsewhere (plain
// http under a name that the browser does not trust, older browsers). Both give the same answers; `means` says which.

import * as ed from "@noble/ed25519";
import { sha256 as nobleSha256, sha512 } from "@noble/hashes/sha2.js";

ed.hashes.sha512 = sha512;

const subtle = globalThis.crypto?.subtle;
let native = subtle ? undefined : false;

/** Whether the browser itself does Ed25519 here; found out once. */
async function browserDoes() {
  if (native === undefined) {
    try {
      await subtle.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]);
      native = true;
    } catch {
      native = false;
    }
  }
  return native;
}

/** "browser" or "bundled". */
export const means = async () => ((await browserDoes()) ? "browser" : "bundled");

export async function sha256(bytes) {
  return subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : nobleSha256(bytes);
}

/** Whether it is the signature of the message by this public key (RFC 8032). False for anything malformed. */
export async function verify(publicKey, signature, message) {
  try {
    if (publicKey.length !== 32 || signature.length !== 64) return false;
    if (!(await browserDoes())) return ed.verify(signature, message, publicKey, { zip215: false });
    const key = await subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await subtle.verify("Ed25519", key, signature, message);
  } catch {
    return false;
  }
}

/** Public key and signature made from a secret of 32 bytes. Always bundled: WebCrypto takes secrets in wrappings only. */
export const publicOf = (secret) => ed.getPublicKey(secret);
export const signed = (secret, message) => ed.sign(message, secret);
