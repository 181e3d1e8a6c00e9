// Drawing points by hand: a spray, an eraser, undo and clear. It changes a list of points, nothing else.

import look from "../look.json" with { type: "json" };

export const MOST = look.limits.drawing;
const UNDOS = 100;

// `points` are x, y, x, y, ...; a stroke is one undo.
export function makeDrawing() {
  /** @type {number[]} */
  let points = [];
  /** @type {number[][]} */
  let past = [];
  const keep = () => {
    past = [...past, points].slice(-UNDOS);
  };
  return {
    points: () => points,
    /** @param {Iterable<number>} values */
    load(values) {
      const given = Array.from(values);
      if (`${given}` === `${points}`) return; // and what can be undone stays
      points = given;
      past = [];
    },
    begin: keep,
    // Whether the stroke changed anything; one that did not leaves nothing to undo.
    end() {
      const changed = past[past.length - 1].length !== points.length;
      if (!changed) past = past.slice(0, -1);
      return changed;
    },
    /**
     * Some points around a place, normally distributed; a spread of 0 puts them on it. Points stay in the box.
     * @param {number[]} place
     * @param {number} many
     * @param {number} spread
     * @param {number[]} box
     */
    spray([x, y], many, spread, [left, bottom, right, top]) {
      /** @type {number[]} */
      const added = [];
      for (let i = 0; i < many && points.length + added.length < 2 * MOST; i += 1) {
        const [u, v] = [normal(), normal()];
        added.push(
          hundredths(Math.min(right, Math.max(left, x + spread * u))),
          hundredths(Math.min(top, Math.max(bottom, y + spread * v))),
        );
      }
      points = points.concat(added);
    },
    /**
     * @param {number[]} place
     * @param {number} reach
     */
    erase([x, y], reach) {
      points = points.filter((_, i) => {
        const n = i - (i % 2);
        return Math.hypot(points[n] - x, points[n + 1] - y) > reach;
      });
    },
    clear() {
      points = [];
    },
    undo() {
      points = past.pop() ?? points;
    },
  };
}

/**
 * Nobody draws finer, and a link carries more points that way.
 * @param {number} value
 */
const hundredths = (value) => Math.round(100 * value) / 100;

// Box and Muller.
function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
