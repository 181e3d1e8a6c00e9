// A component that has no density any more, as gmm/collapse.py has it.

import { leastEigenvalue } from "./eigenvalues.js";

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Collapse} Collapse */

const EMPTY = 1e-200; // of all points
const SINGULAR = 1e-14; // least eigenvalue of a correlation matrix
const SPACING = 16 * Number.EPSILON; // of a mean
const SMALLEST = 1e-150; // a standard deviation whose square underflows

/**
 * @param {Float64Array} counts
 * @param {number} number
 * @returns {Collapse | null}
 */
export function findEmpty(counts, number) {
  const component = counts.indexOf(Math.min(...counts));
  return counts[component] < EMPTY * number ? { component, cause: "empty" } : null;
}

/**
 * The flattest component, if it has no width.
 * @param {Mixture} mixture
 * @returns {Collapse | null}
 */
export function findFlat({ K, D, means, covariances }) {
  const entries = covariances.length / K;
  const spreads = Array.from({ length: K }, (_, k) =>
    Array.from({ length: D }, (__, d) => Math.sqrt(Math.max(covariances[k * entries + d * D - (d * (d - 1)) / 2], 0))),
  );
  /** @type {(mean: number) => number} */
  const least = (mean) => Math.max(SPACING * Math.abs(mean), SMALLEST);
  const thin = spreads.map((spread, k) => spread.filter((value, d) => value <= least(means[k * D + d])).length);
  const thinnest = Math.max(...thin);
  if (thinnest > 0) return { component: thin.indexOf(thinnest), cause: thinnest === D ? "point" : "line" };
  if (D === 1) return null;
  const widths = spreads.map((spread, k) => {
    // Far from zero the points' own last digits are a part of the width.
    const blur = Math.max(...spread.map((value, d) => (SPACING * Math.abs(means[k * D + d])) / value)) ** 2;
    return leastEigenvalue(correlate(covariances.subarray(k * entries), spread)) / Math.max(SINGULAR, blur);
  });
  const flattest = Math.min(...widths);
  return flattest < 1 ? { component: widths.indexOf(flattest), cause: "line" } : null;
}

/**
 * @param {Float64Array} covariance
 * @param {number[]} spreads
 */
function correlate(covariance, spreads) {
  const matrix = spreads.map(() => spreads.map(() => 0));
  let at = 0;
  for (let row = 0; row < spreads.length; row += 1) {
    for (let column = row; column < spreads.length; column += 1, at += 1) {
      matrix[row][column] = matrix[column][row] = covariance[at] / spreads[row] / spreads[column];
    }
  }
  return matrix;
}
