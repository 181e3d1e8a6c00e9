// What fills the plane: the mixture's density in bands, or the regions in which each component wins.

import { rgb } from "./colours.js";
import { extent } from "./geometry.js";
import { eStep, likeliest, logJoint } from "./mixture.js";

/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Theme} Theme */

const CELL = 3; // pixels
const BANDS = 9;

/**
 * A pixel as one number.
 * @param {number[]} colour
 * @param {number} alpha
 */
const pixel = ([red, green, blue], alpha) => (alpha << 24) | (blue << 16) | (green << 8) | red;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Pick<Ground, "view" | "size">} plane
 * @param {Mixture | undefined} mixture
 * @param {string | false | null} kind
 * @param {Pick<Theme, "ink" | "colours">} theme
 */
export function paintField(canvas, { view, size: [width, height] }, mixture, kind, theme) {
  const [columns, rows] = [Math.ceil(width / CELL), Math.ceil(height / CELL)];
  Object.assign(canvas, { width: columns, height: rows }); // which empties it
  if (!kind || !mixture) return;
  const [left, , , top] = view.box;
  const [across, up] = view.scales.map((scale) => CELL / scale);
  const middles = new Float64Array(2 * columns * rows);
  for (let i = 0; i < columns * rows; i += 1) {
    middles[2 * i] = left + ((i % columns) + 0.5) * across;
    middles[2 * i + 1] = top - (Math.floor(i / columns) + 0.5) * up;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  if (kind === "density") {
    // Bands of equal steps; the square root gives the tails bands of their own.
    const heights = eStep(middles, mixture).logDensity.map((value) => Math.exp(value / 2));
    const [, peak] = extent(heights);
    heights.forEach((value, i) => {
      pixels[i] = pixel(theme.ink, 15 * Math.floor((BANDS * 0.999 * value) / peak));
    });
  } else {
    const paints = theme.colours.map((colour) => pixel(rgb(colour), 46));
    likeliest(logJoint(middles, mixture), mixture.K).forEach((k, i) => {
      pixels[i] = paints[k];
    });
  }
  context.putImageData(image, 0, 0);
}
