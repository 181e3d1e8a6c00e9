// A start set by hand as text for the address, as gmm/ui/carried.py reads it: what it belongs to, a dot, and
// K, D, the numbers and a checksum in base64url.

/** @typedef {import("./types").Mixture} Mixture */

/**
 * @param {Mixture} mixture
 * @param {string} belongs
 */
export function startToText({ K, D, weights, means, covariances }, belongs) {
  const numbers = [...weights, ...means, ...covariances];
  const view = new DataView(new ArrayBuffer(2 + 8 * numbers.length + 4));
  view.setUint8(0, K);
  view.setUint8(1, D);
  numbers.forEach((value, i) => view.setFloat64(2 + 8 * i, value, true));
  const bytes = new Uint8Array(view.buffer);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)), true);
  const text = btoa(String.fromCharCode(...bytes));
  return `${belongs}.${text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/**
 * The checksum of zlib and PNG.
 * @param {Uint8Array} bytes
 */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return ~crc >>> 0;
}
