// Colours of the components: after Okabe and Ito, safe for colour-blind eyes, one set a background.

import look from "../look.json" with { type: "json" };

/** @param {string} hex */
export function rgb(hex) {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/**
 * A CSS colour as the browser resolves it, "rgb(18, 21, 28)" or "#12151c", as three numbers.
 * @param {string} css
 */
export function parse(css) {
  if (css.startsWith("#")) return rgb(css);
  return /** @type {string[]} */ (css.match(/[\d.]+/g)).slice(0, 3).map(Number);
}

/** @param {number[]} colour */
export const isDark = ([red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue < 128;

/**
 * More components than colours begin again; their marks differ.
 * @param {number[]} paper
 * @param {number} K
 */
export function palette(paper, K) {
  const set = look.palette[isDark(paper) ? "dark" : "light"];
  return Array.from({ length: K }, (_, k) => set[k % set.length]);
}

/**
 * (N, 3): each point's colour is the mean of the components' colours, weighted by its responsibilities.
 * @param {Float64Array} gamma
 * @param {number} K
 * @param {string[]} colours
 */
export function blend(gamma, K, colours) {
  const sources = colours.flatMap(rgb);
  const blended = new Uint8ClampedArray((gamma.length / K) * 3);
  for (let i = 0; i < blended.length; i += 1) {
    const [n, channel] = [Math.floor(i / 3), i % 3];
    let sum = 0;
    for (let k = 0; k < K; k += 1) sum += gamma[n * K + k] * sources[3 * k + channel];
    blended[i] = sum;
  }
  return blended;
}

/**
 * @param {number} N
 * @param {number[]} colour
 */
export const uniform = (N, colour) => Uint8ClampedArray.from({ length: 3 * N }, (_, i) => colour[i % 3]);
