// What fills the plane: the mixture's density in bands, or the regions in which each component wins.

import { rgb } from "./colours.js";
import { logJointOf } from "./mixture.js";

/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Theme} Theme */

const CELL = 3; // pixels
const BANDS = 9;

/**
 * @param {Uint8ClampedArray} pixels
 * @param {number} i
 * @param {number[]} colour
 * @param {number} alpha
 */
function paintCell(pixels, i, [red, green, blue], alpha) {
  pixels[4 * i] = red;
  pixels[4 * i + 1] = green;
  pixels[4 * i + 2] = blue;
  pixels[4 * i + 3] = alpha;
}

/**
 * Bands of equal steps in density, from faint to strong; `ink` is the text's colour.
 * @param {Float64Array} joints
 * @param {number} K
 * @param {number} cells
 * @param {number[]} ink
 * @param {Uint8ClampedArray} pixels
 */
function densityBands(joints, K, cells, ink, pixels) {
  const density = new Float64Array(cells);
  let peak = 0;
  for (let i = 0; i < cells; i += 1) {
    for (let k = 0; k < K; k += 1) density[i] += Math.exp(joints[k * cells + i]);
    peak = Math.max(peak, density[i]);
  }
  for (let i = 0; i < cells; i += 1) {
    // The square root gives the tails bands of their own.
    const band = Math.floor(BANDS * Math.sqrt(density[i] / peak) * 0.999);
    paintCell(pixels, i, ink, 15 * band);
  }
}

/**
 * @param {Float64Array} joints
 * @param {number} K
 * @param {number} cells
 * @param {string[]} colours
 * @param {Uint8ClampedArray} pixels
 */
function winningRegions(joints, K, cells, colours, pixels) {
  const sources = colours.map(rgb);
  for (let i = 0; i < cells; i += 1) {
    let winner = 0;
    for (let k = 1; k < K; k += 1) {
      if (joints[k * cells + i] > joints[winner * cells + i]) winner = k;
    }
    paintCell(pixels, i, sources[winner], 46);
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Ground} ground
 * @param {Mixture | undefined} mixture
 * @param {string | false | null} kind
 * @param {Theme} theme
 */
export function paintField(canvas, { view, size: [width, height] }, mixture, kind, theme) {
  const [columns, rows] = [Math.ceil(width / CELL), Math.ceil(height / CELL)];
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  if (!kind || !mixture) {
    context.clearRect(0, 0, columns, rows);
    return;
  }
  const cells = columns * rows;
  const joints = new Float64Array(mixture.K * cells);
  const [left, , , top] = view.box;
  const step = CELL / view.scale;
  for (let k = 0; k < mixture.K; k += 1) {
    const logJoint = logJointOf(mixture, k);
    let at = k * cells;
    for (let row = 0; row < rows; row += 1) {
      const y = top - (row + 0.5) * step;
      for (let column = 0; column < columns; column += 1, at += 1) {
        joints[at] = logJoint(left + (column + 0.5) * step, y);
      }
    }
  }
  const image = context.createImageData(columns, rows);
  if (kind === "density") densityBands(joints, mixture.K, cells, theme.ink, image.data);
  else winningRegions(joints, mixture.K, cells, theme.colours, image.data);
  context.putImageData(image, 0, 0);
}
