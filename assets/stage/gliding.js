// Shapes glide from where they are to where they belong, unless somebody steps faster than that.

import { between } from "./mixture.js";

/** @typedef {import("./types").Shape} Shape */

export const GLIDE = 160; // milliseconds

/**
 * @param {any} from
 * @param {any} to
 * @param {number} t
 * @returns {Shape}
 */
const mixed = (from, to, t) =>
  to.means ? between(from, to, t) : /** @type {Float64Array} */ (to).map((value, i) => from[i] + t * (value - from[i]));

/**
 * `draw(shapes)` puts them on the screen, `ask(step)` has a function called in the next animation frame.
 * @param {Shape[]} from
 * @param {Shape[]} to
 * @param {number} start
 * @param {(shapes: Shape[]) => void} draw
 * @param {(step: (time: number) => void) => void} ask
 */
export function glide(from, to, start, draw, ask) {
  /** @param {number} time */
  const step = (time) => {
    const t = Math.min(1, Math.max(0, (time - start) / GLIDE));
    const eased = t * t * (3 - 2 * t);
    draw(t < 1 ? to.map((shape, i) => mixed(from[i], shape, eased)) : to);
    if (t < 1) ask(step);
  };
  ask(step);
}
