// A start set by hand as text for the address, as gmm/ui/carried.py reads and writes it: what it belongs
// to, a dot, and K, D, the numbers and a checksum in base64url.

import { logJoint } from "./mixture.js";

/** @typedef {import("./types").Mixture} Mixture */

/**
 * @param {Mixture} mixture
 * @param {string} belongs
 */
export function startToText({ K, D, weights, means, covariances }, belongs) {
  const view = new DataView(new ArrayBuffer(2 + 8 * sizeOf(K, D) + 4));
  view.setUint8(0, K);
  view.setUint8(1, D);
  const numbers = [...weights, ...means, ...covariances];
  numbers.forEach((value, i) => view.setFloat64(2 + 8 * i, value, true));
  const bytes = new Uint8Array(view.buffer);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)), true);
  return `${belongs}.${encode(bytes)}`;
}

/**
 * Null for a text that is not one of these, or not a mixture to begin with.
 * @param {string} text
 * @returns {{ belongs: string, mixture: Mixture } | null}
 */
export function startFromText(text) {
  const [, belongs, sealed] = /^([0-9a-f]{8})\.([\w-]+)$/.exec(text) ?? [];
  const bytes = sealed ? decode(sealed) : new Uint8Array();
  const [K, D] = bytes;
  if (!K || !D || bytes.length !== 2 + 8 * sizeOf(K, D) + 4) return null;
  const view = new DataView(bytes.buffer);
  if (view.getUint32(bytes.length - 4, true) !== crc32(bytes.subarray(0, -4))) return null;
  const numbers = new Float64Array(sizeOf(K, D)).map((_, i) => view.getFloat64(2 + 8 * i, true));
  const weights = numbers.subarray(0, K);
  const means = numbers.subarray(K, K + K * D);
  const mixture = { K, D, weights, means, covariances: numbers.subarray(K + K * D) };
  return begins(mixture) ? { belongs, mixture } : null;
}

/**
 * Whether a run can begin there: the weights sum to 1, the densities are numbers.
 * @param {Mixture} mixture
 */
function begins(mixture) {
  const { weights, means } = mixture;
  const whole = Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) <= 1e-6;
  if (!whole || !weights.every((weight) => weight > 0)) return false;
  return logJoint(means, mixture).every((value) => value < Infinity); // NaN is not, either
}

/**
 * @param {number} K
 * @param {number} D
 */
const sizeOf = (K, D) => K * (1 + D + (D * (D + 1)) / 2);

/** @param {Uint8Array} bytes */
function encode(bytes) {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * Nothing for a text that `encode` would have written otherwise.
 * @param {string} text
 */
function decode(text) {
  try {
    const characters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0));
    return encode(bytes) === text ? bytes : new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}

const CRCS = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/**
 * The checksum of zlib and PNG.
 * @param {Uint8Array} bytes
 */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRCS[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
