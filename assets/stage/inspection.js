// The arithmetic behind a point's colour and behind a component's move, as numbers to be shown.

import { eStep, logJoint, squareBetween, squaredDistanceOf } from "./mixture.js";

/** @typedef {import("./types").Mixture} Mixture */

/**
 * Bayes' rule for point n, a row a component: weight x density = joint, joint / sum = responsibility.
 * Densities are per unit of the points' space, or of one that is larger by `logVolume`.
 * A point so far out that every density rounds to 0 still has its shares: they come from the logarithms.
 * @param {Float64Array} points
 * @param {Mixture} mixture
 * @param {number} n
 */
export function bayes(points, mixture, n, logVolume = 0) {
  const { D, weights } = mixture;
  const point = points.subarray(D * n, D * (n + 1));
  const { gamma } = eStep(point, mixture);
  const joints = logJoint(point, mixture).map((joint) => Math.exp(joint - logVolume));
  const rows = Array.from(joints, (joint, k) => {
    return { weight: weights[k], density: joint / weights[k], joint, share: gamma[k] };
  });
  return { rows, sum: rows.reduce((sum, { joint }) => sum + joint, 0) };
}

/**
 * @param {Float64Array} points
 * @param {Float64Array} centroids
 * @param {number} D
 * @param {number} n
 */
export function distances(points, centroids, D, n) {
  return Array.from({ length: centroids.length / D }, (_, k) =>
    Math.sqrt(squareBetween(points, n, centroids, k, D)),
  );
}

/**
 * The points that pull hardest at component k: largest responsibilities times distances first, each as
 * often as the point was counted.
 * @param {Float64Array} points
 * @param {Float64Array} gamma
 * @param {Mixture} mixture
 * @param {number} k
 * @param {number} count
 * @param {Float64Array | null} frequencies
 */
export function pulls(points, gamma, { K, D, means }, k, count, frequencies = null) {
  /** @type {{ n: number, share: number, pull: number }[]} */
  const hardest = [];
  for (let n = 0; n < points.length / D; n += 1) {
    const share = gamma[n * K + k];
    const often = frequencies ? frequencies[n] : 1;
    const pull = often * share * Math.sqrt(squareBetween(points, n, means, k, D));
    if (often === 0) continue;
    if (hardest.length === count && pull <= hardest[count - 1].pull) continue;
    hardest.push({ n, share, pull });
    hardest.sort((a, b) => b.pull - a.pull).splice(count);
  }
  return hardest;
}

/**
 * The first of N whose cost is least, or null where none is below the limit.
 * @param {number} N
 * @param {(n: number) => number} costOf
 */
function cheapest(N, costOf, limit = Infinity) {
  /** @type {[number | null, number]} */
  let [found, least] = [null, limit];
  for (let n = 0; n < N; n += 1) {
    const cost = costOf(n);
    if (cost < least) [found, least] = [n, cost];
  }
  return found;
}

/**
 * The point whose largest responsibility is smallest.
 * @param {Float64Array} gamma
 * @param {number} K
 */
export const mostUncertain = (gamma, K) =>
  cheapest(gamma.length / K, (n) => Math.max(...gamma.subarray(n * K, (n + 1) * K))) ?? 0;

/**
 * The nearest point to the left, right, above or below (on screen): within 45 degrees of that way.
 * @param {Float64Array} centres
 * @param {number} n
 * @param {number[]} way
 */
export function neighbour(centres, n, [dx, dy]) {
  const found = cheapest(centres.length / 2, (m) => {
    const [x, y] = [centres[2 * m] - centres[2 * n], centres[2 * m + 1] - centres[2 * n + 1]];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    return m === n || ahead <= 0 || aside > ahead ? Infinity : ahead + 2 * aside;
  });
  return found ?? n;
}

/**
 * The point at a place on the screen, or null where none is within reach.
 * @param {Float64Array} centres
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function nearestTo(centres, x, y, reach) {
  const away = (/** @type {number} */ n) => (centres[2 * n] - x) ** 2 + (centres[2 * n + 1] - y) ** 2;
  return cheapest(centres.length / 2, away, reach * reach);
}

/**
 * How far apart two means are, in standard deviations of component k (Mahalanobis distance).
 * @param {Mixture} mixture
 * @param {number} k
 * @param {ArrayLike<number>} mean
 */
export const sigmasBetween = (mixture, k, mean) => Math.sqrt(squaredDistanceOf(mixture, k)(mean, 0));
