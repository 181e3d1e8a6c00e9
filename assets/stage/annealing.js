// Temperature: EM with equal weights and one shared circle of fixed width. As the circle shrinks to
// nothing the responsibilities become 0 and 1, and each step becomes a step of k-means (Bishop 2006,
// section 9.3.2).

import { assignSoftly, assignWhole, eStep, gapShares, oneHot } from "./mixture.js";

/** @typedef {import("./types").Data} Data */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Step} Step */

const WARMEST = 2; // of the data's spread: there all components are one
const NOTHING = 1e-7; // of the data's spread: what a circle that has shrunk to nothing is drawn with

/**
 * From the slider (0 to 1) to the circle's standard deviation: three powers of ten, then nothing.
 * @param {number} setting
 * @param {number} spread
 */
export const widthAt = (setting, spread) =>
  spread * (setting <= 0 ? NOTHING : WARMEST * 10 ** (3 * (Math.min(setting, 1) - 1)));

const LOOKED_AT = 150; // points, when a width is chosen
const LONG = 20; // frames

/**
 * A setting of the slider at which the circles' responsibilities are as far from EM's own as from those of
 * k-means (0 and 1) and from knowing nothing (1 / K): at the end of a run on some of the points.
 * @param {Data & { K: number, soft: { mixtures: Mixture[] } }} run
 */
export function openingWarmth({ points, D, K, frequencies, soft: { mixtures } }) {
  const N = points.length / D;
  const stride = Math.ceil(N / LOOKED_AT);
  const some = {
    K,
    D,
    points: points.filter((_, i) => Math.floor(i / D) % stride === 0),
    frequencies: frequencies && frequencies.filter((_, n) => n % stride === 0),
  };
  const own = eStep(some.points, mixtures[mixtures.length - 1]).gamma;
  const even = new Float64Array(own.length).fill(1 / K);
  const spread = spreadOf(some);
  const settings = Array.from({ length: 14 }, (_, i) => 0.98 - 0.02 * i);
  const worth = settings.map((setting) => {
    const tape = anneal(some, mixtures[0].means, widthAt(setting, spread), LONG);
    const soft = assignSoftly(some, tape.mixtures[tape.mixtures.length - 1]);
    return Math.min(...[own, even, oneHot(soft.labels, K)].map((other) => distanceBetween(soft.gamma, other)));
  });
  return settings[worth.indexOf(Math.max(...worth))];
}

/**
 * How far apart two sets of responsibilities are, on average.
 * @param {Float64Array} one
 * @param {Float64Array} other
 */
const distanceBetween = (one, other) => one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) / one.length;

/**
 * The columns' standard deviation, all in one.
 * @param {Data} data
 */
export function spreadOf({ points, D, frequencies }) {
  const often = (/** @type {number} */ n) => (frequencies ? frequencies[n] : 1);
  let total = 0;
  for (let d = 0; d < D; d += 1) {
    const column = points.filter((_, i) => i % D === d);
    const count = column.reduce((sum, _, n) => sum + often(n), 0);
    const mean = column.reduce((sum, x, n) => sum + often(n) * x, 0) / count;
    total += column.reduce((sum, x, n) => sum + often(n) * (x - mean) ** 2, 0) / count;
  }
  return Math.sqrt(total / D) || 1;
}

/**
 * @param {Float64Array} means
 * @param {number} K
 * @param {number} D
 * @param {number} width
 * @returns {Mixture}
 */
function circles(means, K, D, width, frozen = false) {
  const covariances = new Float64Array((K * D * (D + 1)) / 2);
  for (let k = 0, at = 0; k < K; k += 1) {
    for (let d = 0; d < D; at += D - d, d += 1) covariances[at] = width * width;
  }
  return { K, D, weights: new Float64Array(K).fill(1 / K), means, covariances, frozen };
}

/**
 * Each mean becomes the average of the points, weighted by responsibility; one without any stays.
 * @param {Data} data
 * @param {Float64Array} gamma
 * @param {Mixture} mixture
 */
function movedMeans({ points, frequencies }, gamma, { means, K, D }) {
  const counts = new Float64Array(K);
  const sums = new Float64Array(K * D);
  for (let n = 0; n < points.length / D; n += 1) {
    for (let k = 0; k < K; k += 1) {
      const share = gamma[n * K + k] * (frequencies ? frequencies[n] : 1);
      counts[k] += share;
      for (let d = 0; d < D; d += 1) sums[k * D + d] += share * points[n * D + d];
    }
  }
  return sums.map((sum, i) => {
    const count = counts[Math.floor(i / D)];
    return count > 0 ? sum / count : means[i];
  });
}

/**
 * An E-step of the circles, with each point's likeliest one. In the limit of no width a point half-way
 * between two means goes to the lowest index, as in k-means itself.
 * @param {Data} data
 * @param {Mixture} mixture
 * @returns {Step & { labels: Uint8Array }}
 */
export function annealedStep(data, mixture) {
  const limit = mixture.covariances[0] < (1e-5 * spreadOf(data)) ** 2;
  const step = assignSoftly(data, mixture);
  return limit ? { ...step, ...assignWhole(data, mixture) } : step;
}

/**
 * A tape like EM's own, from the same means and as long as asked for.
 * @param {Data & { K: number }} run
 * @param {Float64Array} means
 * @param {number} width
 * @param {number} frames
 */
export function anneal(run, means, width, frames) {
  const { points, K, D, frequencies } = run;
  const frozen = width < 2 * NOTHING * spreadOf(run);
  const mixtures = [circles(means, K, D, width, frozen)];
  const logLikelihood = [];
  const bound = [];
  let step = annealedStep(run, mixtures[0]);
  for (let frame = 0; frame < frames; frame += 1) {
    let gap = frame === 0 ? NaN : 0; // the start has no bound
    if (frame > 0 && frame % 2 === 0) {
      const { gamma } = step;
      const moved = circles(movedMeans(run, gamma, mixtures[mixtures.length - 1]), K, D, width, frozen);
      mixtures.push(moved);
      step = annealedStep(run, moved);
      const shares = gapShares(points, gamma, moved, step.logDensity, frequencies);
      gap = shares.reduce((sum, share) => sum + share, 0);
    }
    logLikelihood.push(step.logLikelihood);
    bound.push(step.logLikelihood - gap);
  }
  return {
    frames,
    mixtures,
    logLikelihood: Float64Array.from(logLikelihood),
    bound: Float64Array.from(bound),
    stopped: "annealed",
  };
}
