// What values of a curve are in view at each frame. It follows from what has been, one frame after another,
// and stays as long as it serves: an axis that moved at every step could not be read.

import { niceStep } from "./geometry.js";

const FLAT = 1 / 8; // of all that has been: where the last stretch is less, the view goes nearer
const FILLED = { far: 1 / 4, near: 0.4 }; // of the view: where the last stretch is less, the view goes nearer
const NEAREST = 1e-3; // of all that has been: nobody has to see less
const GAPS = 4; // gaps between a value and the bound that a view from near is high
const NOTHING = 1e-9; // of a number: less is its last digits

/** @typedef {number[]} Range low, high */

/**
 * The range of some numbers of lists, from one frame to another. What is not finite is passed over.
 * @param {((frame: number) => number)[]} lists
 * @param {number} from
 * @param {number} to
 * @returns {Range | null}
 */
function reachOf(lists, from, to) {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists) {
    for (let frame = from; frame <= to; frame += 1) {
      const value = list(frame);
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

/**
 * A view of a range between round numbers, with room where the curve is going.
 * @param {Range} range
 * @param {boolean} falls
 * @returns {Range}
 */
export function roundRange([low, high], falls) {
  const reach = high - low > NOTHING * Math.abs(high) ? high - low : 0.05 * Math.abs(high) || 1;
  const [below, above] = falls ? [0.35, 0.08] : [0.08, 0.35];
  const step = niceStep(1.43 * reach, 5);
  return [Math.floor((low - below * reach) / step) * step, Math.ceil((high + above * reach) / step) * step];
}

/**
 * Gives a function of the frame. `value` is drawn, `below` and `beside` with it; `begins(frame)` is where
 * the last stretch before it begins. With `below` the view is of that stretch alone, from so near that the gap
 * is seen; else of all that has been for as long as the stretch is seen in it.
 * @param {{ value: (frame: number) => number, below?: (frame: number) => number, beside?: (frame: number) => number,
 *   begins: (frame: number) => number, falls: boolean }} curve
 * @returns {(frame: number) => Range}
 */
export function makeZoom({ value, below, beside, begins, falls }) {
  /** @type {Range[]} */
  const views = [];
  const lists = below ? [value, below] : [value];
  const filled = below ? FILLED.near : FILLED.far;
  /** @type {Range | null} */
  let all = null; // that has been

  /**
   * How far the bound lies below; 0 where that is no number.
   * @param {number} frame
   */
  function gapOn(frame) {
    const gap = below ? value(frame) - below(frame) : 0;
    return Number.isFinite(gap) ? gap : 0;
  }

  /** @param {number} frame */
  function next(frame) {
    const now = reachOf(beside ? [...lists, beside] : lists, frame, frame);
    if (now) all = all ? [Math.min(all[0], now[0]), Math.max(all[1], now[1])] : now;
    const stretch = reachOf(lists, begins(frame), frame);
    if (!all || !stretch) return views[frame - 1] ?? [-1, 1];
    const whole = all[1] - all[0];
    const before = views[frame - 1];
    const gap = Math.max(gapOn(Math.max(0, frame - 1)), gapOn(frame));
    if (gap > NOTHING * Math.abs(stretch[1])) stretch[0] = Math.max(stretch[0], stretch[1] - GAPS * gap);
    const stands = stretch[0] === stretch[1]; // and asks for no view of its own
    if (stands && before && stretch[0] >= before[0] && stretch[1] <= before[1]) return before;
    const [low, high] = below || (!stands && stretch[1] - stretch[0] < FLAT * whole) ? stretch : all;
    const reach = Math.max(high - low, below ? 0 : NEAREST * whole);
    const serves = before && low >= before[0] && high <= before[1];
    if (serves && reach >= filled * (before[1] - before[0])) return before;
    return roundRange(falls ? [low, low + reach] : [high - reach, high], falls);
  }

  return (frame) => {
    while (views.length <= frame) views.push(next(views.length));
    return views[frame];
  };
}
