// Tapes recorded in the browser from a given start, frame by frame as gmm/tape.py records them.

import { findEmpty, findFlat } from "./collapse.js";
import { estimateRest, mergeIdentical } from "./convergence.js";
import { gapShares, logJoint, nearest, normalise, squareBetween } from "./mixture.js";

/** @typedef {import("./types").CentroidTape} CentroidTape */
/** @typedef {import("./types").Collapse} Collapse */
/** @typedef {import("./types").Constraint} Constraint */
/** @typedef {import("./types").Counted} Counted */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").MixtureTape} MixtureTape */
/** @typedef {import("./types").Recording} Recording */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Tape} Tape */

const ROUNDING = 1e-13; // of the log-likelihood: gains that are no more than its last digits
const PATIENCE = 8; // the rest is not estimated again before the run is an eighth longer

/**
 * The run's tapes recorded anew from a mixture; k-means begins at its means. Only tapes of half-steps
 * are known here.
 * @param {Run} run
 * @param {Mixture} mixture
 */
export const recordTapes = (run, mixture) => finish(recordTapesStepwise(run, mixture));

/**
 * The same, with a pause after each iteration of EM.
 * @param {Run} run
 * @param {Mixture} mixture
 * @returns {Generator<void, Tape[]>}
 */
export function* recordTapesStepwise({ points, D, frequencies, recording, tapes }, mixture) {
  /** @type {Tape[]} */
  const recorded = [];
  for (const tape of tapes) {
    if (tape.phases === "steps") continue;
    if (tape.kind === "mixture") {
      recorded.push({ ...tape, ...(yield* recordEmStepwise(points, mixture, recording, frequencies)) });
    } else {
      recorded.push({ ...tape, ...recordKmeans(points, D, mixture.means, recording, frequencies) });
    }
  }
  return recorded;
}

/**
 * @param {Float64Array} points
 * @param {Mixture} mixture
 * @param {Recording} recording
 * @param {Float64Array | null} frequencies
 */
export const recordEm = (points, mixture, recording, frequencies = null) =>
  finish(recordEmStepwise(points, mixture, recording, frequencies));

/**
 * Without pauses.
 * @template T
 * @param {Generator<void, T>} steps
 * @returns {T}
 */
function finish(steps) {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/**
 * @param {Float64Array} points
 * @param {Mixture} mixture
 * @param {Recording} recording
 * @param {Float64Array | null} frequencies
 * @returns {Generator<void, MixtureTape>}
 */
function* recordEmStepwise(points, mixture, recording, frequencies) {
  const data = count(points, mixture.D, frequencies);
  // Of points that count less than once on average there is less to gain.
  const tolerance = recording.tolerance * Math.min(1, data.number / data.often.length);
  let now = mixture;
  let joint = logJoint(data.points, now);
  let step = normalise(joint, now.weights, data.often, new Float64Array(joint.length));
  const mixtures = [now];
  const logLikelihood = [step.logLikelihood];
  const bound = [NaN];
  /** @type {(stopped: string, rest: number | null, collapse?: Collapse | null) => MixtureTape} */
  const end = (stopped, rest, collapse = null) => ({
    frames: logLikelihood.length,
    stopped,
    collapsed: collapse && collapse.component,
    cause: collapse && collapse.cause,
    rest,
    mixtures,
    logLikelihood: Float64Array.from(logLikelihood),
    bound: Float64Array.from(bound),
  });
  /** @param {number} [worth] */
  const foresee = (worth) => {
    const apart = mergeIdentical(now, step.gamma);
    const still = standsStill(now, mixtures[mixtures.length - 2]);
    const rest = still ? 0 : estimateRest(data, apart.gamma, apart.mixture, recording, worth);
    return { rest, kind: apart.mixture === now ? "converged" : "identical" };
  };
  let due = 1; // when the rest is worth an estimate again
  for (let i = 1; i <= recording.iterations; i += 1) {
    logLikelihood.push(step.logLikelihood);
    bound.push(step.logLikelihood);

    const counts = countShares(data, step.gamma, now.K);
    const empty = findEmpty(counts, data.number);
    if (empty) return end("collapsed", null, empty);
    const fitted = mStep(data, step.gamma, counts, recording);
    const flat = findFlat(fitted);
    if (flat) return end("collapsed", null, flat);

    const before = { ...step, joint };
    now = fitted;
    joint = logJoint(data.points, now);
    step = normalise(joint, now.weights, data.often, new Float64Array(joint.length));
    mixtures.push(now);
    logLikelihood.push(step.logLikelihood);
    bound.push(boundAfter(data, now, joint, step, before));

    const bar = Math.max(tolerance, ROUNDING * Math.abs(step.logLikelihood));
    const gain = Math.abs(step.logLikelihood - before.logLikelihood);
    if (tolerance > 0 && (i >= due || i === recording.iterations) && gain <= bar) {
      const { rest, kind } = foresee(bar);
      if (rest <= bar) return end(kind, rest);
      due = i + 1 + Math.floor(i / PATIENCE);
    }
    yield;
  }
  return end("max_iterations", foresee().rest);
}

/**
 * @param {Mixture} now
 * @param {Mixture | undefined} before
 */
function standsStill(now, before) {
  const parts = /** @type {const} */ (["weights", "means", "covariances"]);
  return before !== undefined && parts.every((part) => now[part].every((value, i) => value === before[part][i]));
}

/**
 * @param {Float64Array} points
 * @param {number} D
 * @param {Float64Array} start
 * @param {{ iterations: number }} recording
 * @param {Float64Array | null} frequencies
 * @returns {CentroidTape}
 */
export function recordKmeans(points, D, start, { iterations }, frequencies = null) {
  const data = count(points, D, frequencies);
  let now = start;
  let labels = nearest(data.points, now, D);
  let before = null;
  let distortion = inertiaOf(data, labels, now);
  const centroids = [now];
  const inertia = [distortion];
  /** @type {(stopped: string) => CentroidTape} */
  const end = (stopped) => ({
    frames: inertia.length,
    stopped,
    centroids,
    inertia: Float64Array.from(inertia),
  });
  for (let i = 1; i <= iterations; i += 1) {
    inertia.push(distortion);
    if (before?.every((label, n) => label === labels[n])) {
      centroids.push(now);
      inertia.push(distortion);
      return end("converged");
    }

    now = moveCentroids(data, labels, now);
    centroids.push(now);
    inertia.push(inertiaOf(data, labels, now));

    before = labels;
    labels = nearest(data.points, now, D);
    distortion = inertiaOf(data, labels, now);
  }
  return end("max_iterations");
}

/**
 * @param {Float64Array} points
 * @param {number} D
 * @param {Float64Array | null} frequencies
 * @returns {Counted}
 */
function count(points, D, frequencies) {
  const N = points.length / D;
  if (!frequencies) return { points, D, often: new Float64Array(N).fill(1), number: N, origin: 0 };
  const often = frequencies.filter((times) => times > 0);
  return {
    points: points.filter((_, i) => frequencies[Math.floor(i / D)] > 0),
    D,
    often,
    number: often.reduce((sum, times) => sum + times, 0),
    origin: often.indexOf(Math.max(...often)),
  };
}

/**
 * How many points each component holds.
 * @param {Counted} data
 * @param {Float64Array} gamma
 * @param {number} K
 */
function countShares({ often }, gamma, K) {
  const counts = new Float64Array(K);
  for (let n = 0; n < often.length; n += 1) {
    for (let k = 0; k < K; k += 1) counts[k] += often[n] * gamma[n * K + k];
  }
  return counts;
}

/**
 * The M-step: weights, means and scatters around them, under the constraint (gmm/em.py).
 * @param {Counted} data
 * @param {Float64Array} gamma
 * @param {Float64Array} counts
 * @param {Recording} recording
 * @returns {Mixture}
 */
function mStep({ points, D, often, origin }, gamma, counts, { covariance, ridge }) {
  const K = counts.length;
  const entries = (D * (D + 1)) / 2;
  // Seen from a point of the data, sums lose nothing to data far from zero.
  const first = points.subarray(origin * D, origin * D + D);
  const means = new Float64Array(K * D);
  const scatters = new Float64Array(K * entries);
  const away = new Float64Array(D);
  const left = new Float64Array(D);
  for (let k = 0; k < K; k += 1) {
    for (let n = 0; n < often.length; n += 1) {
      const share = often[n] * gamma[n * K + k];
      for (let d = 0; d < D; d += 1) means[k * D + d] += share * (points[n * D + d] - first[d]);
    }
    for (let d = 0; d < D; d += 1) means[k * D + d] = first[d] + means[k * D + d] / counts[k];
    // The origin may be an outlier that costs a mean its digits: what residuals leave over gives them back.
    left.fill(0);
    for (let n = 0; n < often.length; n += 1) {
      const share = (often[n] * gamma[n * K + k]) / counts[k];
      for (let d = 0; d < D; d += 1) {
        away[d] = points[n * D + d] - means[k * D + d];
        left[d] += share * away[d];
      }
      let at = k * entries;
      for (let row = 0; row < D; row += 1) {
        const pull = share * away[row];
        for (let column = row; column < D; column += 1) scatters[at++] += pull * away[column];
      }
    }
    let at = k * entries;
    for (let row = 0; row < D; row += 1) {
      means[k * D + row] += left[row];
      for (let column = row; column < D; column += 1) scatters[at++] -= left[row] * left[column];
    }
  }
  const total = counts.reduce((sum, share) => sum + share, 0);
  const weights = counts.map((share) => share / total);
  const covariances = CONSTRAINTS[covariance](scatters, weights, D);
  if (ridge > 0) {
    const places = diagonal(D);
    for (let k = 0; k < K; k += 1) places.forEach((i) => (covariances[k * entries + i] += ridge));
  }
  return { K, D, weights, means, covariances };
}

/**
 * The likeliest covariances under a constraint, given each component's own scatter (gmm/covariance.py).
 * @type {Record<Constraint, (scatters: Float64Array, weights: Float64Array, D: number) => Float64Array>}
 */
const CONSTRAINTS = {
  full: (scatters) => scatters,
  tied(scatters, weights) {
    const entries = scatters.length / weights.length;
    const pooled = new Float64Array(entries);
    scatters.forEach((value, i) => {
      pooled[i % entries] += weights[Math.floor(i / entries)] * value;
    });
    return scatters.map((_, i) => pooled[i % entries]);
  },
  diag(scatters, weights, D) {
    const entries = scatters.length / weights.length;
    const places = diagonal(D);
    return scatters.map((value, i) => (places.includes(i % entries) ? value : 0));
  },
  spherical(scatters, weights, D) {
    const entries = scatters.length / weights.length;
    const places = diagonal(D);
    return scatters.map((_, i) => {
      if (!places.includes(i % entries)) return 0;
      const own = i - (i % entries);
      return places.reduce((sum, place) => sum + scatters[own + place], 0) / D;
    });
  },
};

/**
 * Where the diagonal lies in an upper triangle.
 * @param {number} D
 */
const diagonal = (D) => Array.from({ length: D }, (_, d) => d * D - (d * (d - 1)) / 2);

/**
 * F after an M-step. After the E-step before it F was the log-likelihood, and gamma ln gamma has not
 * changed since: F has risen by what the joint densities have, on average over gamma.
 * @param {Counted} data
 * @param {Mixture} mixture
 * @param {Float64Array} joint
 * @param {{ logDensity: Float64Array, logLikelihood: number }} step
 * @param {{ joint: Float64Array, gamma: Float64Array, logLikelihood: number }} before
 */
function boundAfter({ points, often }, mixture, joint, step, before) {
  let rise = 0;
  for (let n = 0, at = 0; n < often.length; n += 1) {
    for (let k = 0; k < mixture.K; k += 1, at += 1) {
      rise += often[n] * before.gamma[at] * (joint[at] - before.joint[at]);
    }
  }
  const bound = before.logLikelihood + rise;
  if (Number.isFinite(bound)) return bound;
  // A start so narrow that it does not reach a point leaves Infinity - Infinity there.
  const shares = gapShares(points, before.gamma, mixture, step.logDensity);
  return shares.reduce((sum, share, n) => sum - often[n] * share, step.logLikelihood);
}

/**
 * @param {Counted} data
 * @param {Uint8Array} labels
 * @param {Float64Array} centroids
 */
function inertiaOf({ points, D, often }, labels, centroids) {
  return often.reduce(
    (sum, times, n) => sum + times * squareBetween(points, n, centroids, labels[n], D),
    0,
  );
}

/**
 * How far each centroid has to go, not where: sums of small numbers round less. One without points stays.
 * @param {Counted} data
 * @param {Uint8Array} labels
 * @param {Float64Array} centroids
 */
function moveCentroids({ points, D, often }, labels, centroids) {
  const counts = new Float64Array(centroids.length / D);
  const sums = new Float64Array(centroids.length);
  labels.forEach((k, n) => {
    counts[k] += often[n];
    for (let d = 0; d < D; d += 1) {
      sums[k * D + d] += (points[n * D + d] - centroids[k * D + d]) * often[n];
    }
  });
  return centroids.map((value, i) => value + sums[i] / (counts[Math.floor(i / D)] || 1));
}
