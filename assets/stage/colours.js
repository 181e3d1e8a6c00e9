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
 * (N, 3): each point's colour is that of its likeliest component.
 * @param {{ inks: number[][], labels: Uint8Array }} faces
 */
export function colour({ inks, labels }) {
  const colours = new Uint8ClampedArray(3 * labels.length);
  labels.forEach((k, n) => colours.set(inks[k], 3 * n));
  return colours;
}
