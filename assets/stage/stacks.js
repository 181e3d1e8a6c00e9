// Points of one place: where there are many of them they are drawn once, with an area that says how many.

import look from "../look.json" with { type: "json" };

/** @typedef {import("./types").Run} Run */
/** @typedef {{ first: Int32Array, many: Float64Array }} Stacks the first point at each one's place, and how many are there */

const { from, largest } = look.stacks;

/** @type {WeakMap<Float64Array, Map<ArrayLike<number> | null, Stacks>>} */
const known = new WeakMap();

/**
 * All points by their places, apart by their labels where those are given. A point that was counted
 * often is as many.
 * @param {Run} run
 * @param {number[] | null} labels
 */
function stack({ points, N, D, frequencies }, labels = null) {
  const found = known.get(points) ?? new Map();
  known.set(points, found);
  if (!found.has(labels)) {
    const [first, many, leads] = [new Int32Array(N), new Float64Array(N), new Map()];
    for (let n = 0; n < N; n += 1) {
      const key = `${points.subarray(n * D, n * D + D)} ${labels?.[n]}`;
      if (!leads.has(key)) leads.set(key, n);
      first[n] = leads.get(key);
      many[first[n]] += frequencies ? frequencies[n] : 1;
    }
    found.set(labels, { first, many: many.map((_, n) => many[first[n]]) });
  }
  return /** @type {Stacks} */ (found.get(labels));
}

/**
 * How many points are where point n is, each as often as it was counted.
 * @param {Run} run
 * @param {number} n
 */
export const countAt = (run, n) => stack(run).many[n];

/**
 * The stacks that are drawn: null where few points share a place, and on a line, whose rug lays them
 * side by side.
 * @param {Run} run
 * @param {number[] | null} labels
 * @returns {Stacks | null}
 */
export function stacksOf(run, labels = null) {
  if (run.D === 1) return null;
  const { first } = stack(run);
  const covered = first.reduce((sum, lead, n) => sum + Number(lead !== n), 0);
  return covered >= from * run.N && covered > 0 ? stack(run, labels) : null;
}

/**
 * Sizes beside a plain disc's, so that areas are as the numbers: one point is a plain disc, unless the
 * largest stack would cover too much.
 * @param {Float64Array} many
 */
export function sizesOf(many) {
  const most = many.reduce((top, one) => Math.max(top, one), 1);
  const unit = Math.min(1, largest / Math.sqrt(most));
  return many.map((one) => unit * Math.sqrt(one));
}
