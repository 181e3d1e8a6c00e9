// A start set by hand as text for the address, as gmm/ui/carried.py reads and writes it: what it belongs
// to, a dot, and K, D, the numbers and a checksum in base64url.

const CRCS = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

// The checksum of zlib and PNG.
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRCS[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const sizeOf = (K, D) => K * (1 + D + (D * (D + 1)) / 2);

export function startToText({ K, D, weights, means, covariances }, belongs) {
  const view = new DataView(new ArrayBuffer(2 + 8 * sizeOf(K, D) + 4));
  view.setUint8(0, K);
  view.setUint8(1, D);
  [...weights, ...means, ...covariances].forEach((value, i) => view.setFloat64(2 + 8 * i, value, true));
  const end = view.byteLength - 4;
  view.setUint32(end, crc32(new Uint8Array(view.buffer, 0, end)), true);
  const text = btoa(String.fromCharCode(...new Uint8Array(view.buffer)));
  return `${belongs}.${text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}`;
}

// Null for a text that is not one of these.
export function startFromText(text) {
  const [, belongs, sealed] = /^([0-9a-f]{8})\.([\w-]+)$/.exec(text) ?? [];
  if (!sealed) return null;
  let bytes;
  try {
    const characters = atob(sealed.replace(/-/g, "+").replace(/_/g, "/"));
    bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
  const [K, D] = bytes;
  const end = bytes.length - 4;
  if (!K || !D || end !== 2 + 8 * sizeOf(K, D)) return null;
  const view = new DataView(bytes.buffer);
  if (view.getUint32(end, true) !== crc32(bytes.subarray(0, end))) return null;
  const numbers = Float64Array.from({ length: sizeOf(K, D) }, (_, i) => view.getFloat64(2 + 8 * i, true));
  const [weights, means] = [numbers.subarray(0, K), numbers.subarray(K, K + K * D)];
  return { belongs, mixture: { K, D, weights, means, covariances: numbers.subarray(K + K * D) } };
}
