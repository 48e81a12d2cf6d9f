// Bytes and texts: strict base64 both ways, UTF-8, comparing. Nothing about logs lives here.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const utf8 = (text) => encoder.encode(text);

/** The text behind UTF-8 bytes, or null. */
export function text(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const equal = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

export const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

export const base64url = (bytes) => base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The bytes behind padded base64, or null unless it is exactly what `base64` writes. */
export function fromBase64(written) {
  if (typeof written !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(written) || written.length % 4) return null;
  const bytes = Uint8Array.from(atob(written), (one) => one.charCodeAt(0));
  return base64(bytes) === written ? bytes : null;
}

/** The bytes behind base64url without padding, or null unless it is exactly what `base64url` writes. */
export function fromBase64url(written) {
  if (typeof written !== "string" || !/^[A-Za-z0-9_-]*$/.test(written) || written.length % 4 === 1) return null;
  const padded = written.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat(-written.length & 3);
  return fromBase64(padded);
}
