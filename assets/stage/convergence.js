// How much log-likelihood EM would still gain if it went on, as gmm/convergence.py has it.

import { measureInformation, move } from "./information.js";
import { eStep } from "./mixture.js";

/** @typedef {import("./types").Counted} Counted */
/** @typedef {import("./types").Information} Information */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Recording} Recording */

const DOUBLINGS = 12; // EM is followed 2^12 iterations ahead
const LOOKS = 8;
const NEGLIGIBLE = 1e-3;
const TOLD = 0.1; // nats
const ALIKE = 1e-12; // of a standard deviation

/**
 * How many nats EM would still gain, by estimate; Infinity where that cannot be foreseen. A first
 * estimate above `worth` is the answer.
 * @param {Counted} data
 * @param {Float64Array} gamma
 * @param {Mixture} mixture
 * @param {Pick<Recording, "covariance" | "ridge">} recording
 * @param {number} worth
 */
export function estimateRest(data, gamma, mixture, { covariance, ridge }, worth = Infinity) {
  let [rest, before] = [0, Infinity];
  for (let look = 0; look < LOOKS; look += 1) {
    const { way, gain } = follow(measureInformation(data, gamma, mixture, covariance, ridge));
    const gained = Math.abs(data.number * gain);
    if (!(gained <= before / 2)) return Infinity; // nor if it is NaN
    if (before === Infinity && gained > worth) return gained;
    rest += gained;
    if (gained <= NEGLIGIBLE * Math.min(worth, TOLD)) return rest;
    before = gained;
    const ahead = move(mixture, way, covariance);
    if (!ahead) return Infinity;
    mixture = ahead;
    gamma = eStep(data.points, mixture, data.often).gamma;
  }
  return Infinity;
}

/**
 * One component of those that are alike but for rounding; the very mixture where there are none.
 * @param {Mixture} mixture
 * @param {Float64Array} gamma
 */
export function mergeIdentical(mixture, gamma) {
  const { K, D, weights, means, covariances } = mixture;
  const first = Array.from({ length: K }, (_, k) => k);
  for (let one = 0; one < K; one += 1) {
    for (let other = one + 1; other < K; other += 1) {
      if (areAlike(mixture, one, other)) first[other] = Math.min(first[other], first[one]);
    }
  }
  const kept = first.filter((from, k) => from === k);
  if (kept.length === K) return { mixture, gamma };
  const entries = covariances.length / K;
  /** @type {(values: Float64Array, each: number) => Float64Array} */
  const keep = (values, each) => values.filter((_, i) => first[Math.floor(i / each)] === Math.floor(i / each));
  /** @type {(values: Float64Array, row: number) => number[]} */
  const together = (values, row) =>
    kept.map((k) => first.reduce((sum, from, other) => sum + (from === k ? values[row * K + other] : 0), 0));
  const rows = Array.from({ length: gamma.length / K }, (_, n) => together(gamma, n));
  return {
    mixture: {
      K: kept.length,
      D,
      weights: Float64Array.from(together(weights, 0)),
      means: keep(means, D),
      covariances: keep(covariances, entries),
    },
    gamma: Float64Array.from(rows.flat()),
  };
}

/**
 * @param {Mixture} mixture
 * @param {number} one
 * @param {number} other
 */
export function areAlike({ K, D, means, covariances }, one, other) {
  const entries = covariances.length / K;
  const root = Array.from({ length: D }, (_, d) => Math.sqrt(covariances[one * entries + d * D - (d * (d - 1)) / 2]));
  for (let d = 0; d < D; d += 1) {
    if (!(Math.abs(means[one * D + d] - means[other * D + d]) <= ALIKE * root[d])) return false;
  }
  let at = 0;
  for (let row = 0; row < D; row += 1) {
    for (let column = row; column < D; column += 1, at += 1) {
      const apart = Math.abs(covariances[one * entries + at] - covariances[other * entries + at]);
      if (!(apart <= ALIKE * root[row] * root[column])) return false;
    }
  }
  return true;
}

/**
 * Where EM is 2^DOUBLINGS iterations ahead, and its gain in nats per point.
 * @param {Information} information
 */
function follow({ missing, score, rate, step }) {
  const size = score.length;
  let [way, power] = [step, rate];
  for (let i = 0; i < DOUBLINGS; i += 1) {
    const added = multiply(power, way, size, 1);
    way = way.map((value, at) => value + added[at]);
    if (!way.every(Number.isFinite)) return { way, gain: NaN };
    if (i < DOUBLINGS - 1) power = multiply(power, power, size, size);
  }
  const left = multiply(missing, way, size, 1);
  let gain = 0;
  for (let i = 0; i < size; i += 1) gain += score[i] * way[i] + (way[i] * (left[i] - way[i])) / 2;
  return { way, gain };
}

/**
 * @param {Float64Array} a
 * @param {Float64Array} b
 * @param {number} size
 * @param {number} columns
 */
function multiply(a, b, size, columns) {
  const product = new Float64Array(size * columns);
  for (let i = 0; i < size; i += 1) {
    for (let m = 0; m < size; m += 1) {
      const factor = a[i * size + m];
      if (factor === 0) continue;
      for (let j = 0; j < columns; j += 1) product[i * columns + j] += factor * b[m * columns + j];
    }
  }
  return product;
}
