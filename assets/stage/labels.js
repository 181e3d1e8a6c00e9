// Words in a curve's plot: which line is which, the gap between them, and the run before.

import { segment, written } from "./elements.js";
import { fixed } from "./numbers.js";

/** @typedef {{ left: number, right: number, top: number, floor: number, digit: number }} Plot in pixels */

/**
 * How a run ended against the one before, as nats that people can read.
 * @param {number} own
 * @param {number} earlier
 */
export function compareEnds(own, earlier) {
  const apart = earlier - own;
  const size = Math.abs(apart);
  if (size < 0.005) return "the same to 0.01 nats";
  return `${fixed(size, size < 1 ? 2 : size < 10 ? 1 : 0)} nats ${apart < 0 ? "lower" : "higher"}`;
}

/**
 * Words beside a place, on the side where they fit; none where there is no room on either.
 * @param {Plot} plot
 * @param {number} x
 * @param {number} y
 * @param {string} words
 */
function beside({ left, right, top, floor, digit }, x, y, words) {
  const wide = digit * words.length;
  const level = Math.max(top + 9, Math.min(floor - 3, y));
  if (x + 8 + wide <= right) return [written(x + 8, level, "start", words, "name")];
  return x - 8 - wide >= left ? [written(x - 8, level, "end", words, "name")] : [];
}

/**
 * The names of both lines where they are now, and the gap between them where it is wide enough to be seen.
 * @param {Plot} plot
 * @param {number} x
 * @param {number} upper
 * @param {number} lower
 */
export function nameLines(plot, x, upper, lower) {
  const seen = lower - upper >= 6;
  return [
    ...(seen ? [segment("gap", [x, upper], [x, lower]), ...beside(plot, x, (upper + lower) / 2 + 4, "gap")] : []),
    ...beside(plot, x, upper - 6, "log-likelihood"),
    ...beside(plot, x, lower + (seen ? 13 : 15), "lower bound"),
  ];
}

/**
 * The name of the run before at its end, shorter where there is little room; an arrow where it is out of view.
 * @param {Plot} plot
 * @param {number} x
 * @param {number} y
 * @param {string} comparison
 */
export function nameEarlier({ left, right, top, floor, digit }, x, y, comparison) {
  const arrow = y > floor ? "↓ " : y < top ? "↑ " : "";
  const long = comparison ? `${arrow}your earlier run ended ${comparison}` : `${arrow}your earlier run`;
  const short = comparison ? `${arrow}earlier run, ${comparison}` : `${arrow}earlier run`;
  const words = digit * long.length <= right - left - 8 ? long : short;
  const end = Math.max(left + 4 + digit * words.length, Math.min(right - 4, x));
  // Down there a rising line leaves room.
  return written(Math.min(end, right), floor - 5, "end", words, "name earlier");
}
