// The mixture's maths, as gmm/mixture.py and gmm/kmeans.py have it. Points are N rows of D.

/** @typedef {import("./types").Data} Data */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Shape} Shape */
/** @typedef {import("./types").Step} Step */

const LOG_2PI = Math.log(2 * Math.PI);

/**
 * @param {{ D: number, means: Float64Array }} shape
 * @param {number} k
 */
export const meanOf = ({ D, means }, k) => means.subarray(D * k, D * (k + 1));

/**
 * ln(pi_k) + ln N(x | mu_k, Sigma_k) for all points and components, (N, K) row by row.
 * @param {Float64Array} points
 * @param {Mixture} mixture
 */
export function logJoint(points, mixture) {
  const { K, D, weights } = mixture;
  const N = points.length / D;
  const joint = new Float64Array(N * K);
  for (let k = 0; k < K; k += 1) {
    const distance = squaredDistanceOf(mixture, k);
    const peak = Math.log(weights[k]) + logPeak(mixture, k);
    for (let n = 0; n < N; n += 1) joint[n * K + k] = peak - 0.5 * distance(points, n * D);
  }
  return joint;
}

/**
 * The E-step: each component's posterior for each point, (N, K) row by row, each point's ln p(x), and
 * their sum, the log-likelihood in nats (Bishop 2006, eq. 9.23 and 9.28). `frequencies` say how often
 * each point was seen; null where each was seen once.
 * @param {Float64Array} points
 * @param {Mixture} mixture
 * @param {Float64Array | null} frequencies
 */
export function eStep(points, mixture, frequencies = null) {
  return normalise(logJoint(points, mixture), mixture.weights, frequencies);
}

/**
 * An E-step out of log joint densities, which it overwrites unless told where to write.
 * @param {Float64Array} joint
 * @param {Float64Array} weights
 * @param {Float64Array | null} frequencies
 * @returns {Step}
 */
export function normalise(joint, weights, frequencies = null, gamma = joint) {
  const K = weights.length;
  const logDensity = new Float64Array(joint.length / K); // at first, each row's largest
  let [least, most] = [Infinity, -Infinity];
  for (let n = 0; n < logDensity.length; n += 1) {
    let top = joint[n * K];
    for (let at = n * K + 1; at < n * K + K; at += 1) if (joint[at] > top) top = joint[at];
    if (top < least) least = top;
    if (top > most) most = top;
    logDensity[n] = top;
  }
  // No sum can leave a float's range: nothing has to be subtracted first.
  const near = least > -200 && most < 200;
  let logLikelihood = 0;
  for (let n = 0; n < logDensity.length; n += 1) {
    const [from, to] = [n * K, n * K + K];
    const top = near ? 0 : logDensity[n];
    let sum = 0;
    for (let at = from; at < to; at += 1) {
      // Where no density reaches, a point says nothing: what was believed before stays.
      gamma[at] = top === -Infinity ? weights[at - from] : Math.exp(joint[at] - top);
      sum += gamma[at];
    }
    for (let at = from; at < to; at += 1) gamma[at] /= sum;
    logDensity[n] = top + Math.log(sum);
    const often = frequencies ? frequencies[n] : 1;
    if (often > 0) logLikelihood += often * logDensity[n];
  }
  return { gamma, logDensity, logLikelihood };
}

/**
 * How far a point lies from a mean in the component's own units, squared: (x - mu)^T Sigma^-1 (x - mu).
 * The point is the D numbers of `points` from `at` on.
 * @param {Mixture} mixture
 * @param {number} k
 * @returns {(points: ArrayLike<number>, at: number) => number}
 */
export function squaredDistanceOf(mixture, k) {
  const { D } = mixture;
  const mean = meanOf(mixture, k);
  const root = rootOf(mixture, k);
  if (D === 1) {
    const [[mx], [sd]] = [mean, root];
    return (points, at) => {
      const z = (points[at] - mx) / sd;
      return z * z;
    };
  }
  if (D === 2) {
    const [mx, my] = mean;
    const [l11, , l21, l22] = root;
    return (points, at) => {
      const u = (points[at] - mx) / l11;
      const v = (points[at + 1] - my - l21 * u) / l22;
      return u * u + v * v;
    };
  }
  const z = new Float64Array(D);
  return (points, at) => {
    let square = 0;
    for (let row = 0; row < D; row += 1) {
      let rest = points[at + row] - mean[row];
      for (let i = 0; i < row; i += 1) rest -= root[row * D + i] * z[i];
      z[row] = rest / root[row * D + row];
      square += z[row] * z[row];
    }
    return square;
  };
}

/**
 * The log density at the mean.
 * @param {Mixture} mixture
 * @param {number} k
 */
function logPeak(mixture, k) {
  const { D } = mixture;
  const root = rootOf(mixture, k);
  let peak = -0.5 * D * LOG_2PI;
  for (let d = 0; d < D; d += 1) peak -= Math.log(root[d * D + d]);
  return peak;
}

/**
 * The Cholesky factor of Sigma_k: a lower triangle, (D, D) row by row.
 * @param {Mixture} mixture
 * @param {number} k
 */
export function rootOf({ D, covariances }, k) {
  if (D === 2) {
    const [xx, xy, yy] = covariances.subarray(3 * k, 3 * k + 3);
    return Float64Array.of(Math.sqrt(xx), 0, xy / Math.sqrt(xx), Math.sqrt(leftOver(xx, xy, yy)));
  }
  const root = new Float64Array(D * D);
  let at = (k * D * (D + 1)) / 2;
  for (let column = 0; column < D; column += 1) {
    for (let row = column; row < D; row += 1, at += 1) {
      let rest = covariances[at];
      for (let i = 0; i < column; i += 1) rest -= root[row * D + i] * root[column * D + i];
      root[row * D + column] = row === column ? Math.sqrt(rest) : rest / root[column * D + column];
    }
  }
  return root;
}

/**
 * yy - xy^2 / xx, with the digits of its rounded parts: of a tilted component 1e5 times longer than
 * wide the width would be lost otherwise.
 * @param {number} xx
 * @param {number} xy
 * @param {number} yy
 */
function leftOver(xx, xy, yy) {
  const slope = xy / xx;
  const [explained, whole] = [slope * xy, slope * xx];
  const rest = (xy - whole - roundedOff(slope, xx, whole)) / xx;
  return yy - explained - roundedOff(slope, xy, explained) - rest * xy;
}

/**
 * What the product a b has lost to rounding (Dekker 1971).
 * @param {number} a
 * @param {number} b
 * @param {number} product
 */
function roundedOff(a, b, product) {
  const [upperA, upperB] = [upperHalf(a), upperHalf(b)];
  const [lowerA, lowerB] = [a - upperA, b - upperB];
  return lowerA * lowerB - (product - upperA * upperB - lowerA * upperB - upperA * lowerB);
}

/** @param {number} a */
function upperHalf(a) {
  const shifted = (2 ** 27 + 1) * a;
  return shifted - (shifted - a);
}

/**
 * The likeliest component of each point: a soft assignment made hard, ties to the lowest index.
 * @param {Float64Array} gamma
 * @param {number} K
 */
export function likeliest(gamma, K) {
  const labels = new Uint8Array(gamma.length / K);
  for (let n = 0; n < labels.length; n += 1) {
    for (let k = 1; k < K; k += 1) {
      if (gamma[n * K + k] > gamma[n * K + labels[n]]) labels[n] = k;
    }
  }
  return labels;
}

/**
 * An E-step with each point's likeliest component.
 * @param {Data} data
 * @param {Mixture} mixture
 */
export function assignSoftly({ points, frequencies }, mixture) {
  const step = eStep(points, mixture, frequencies);
  return { ...step, labels: likeliest(step.gamma, mixture.K) };
}

/**
 * Each point given whole to its nearest mean.
 * @param {Data} data
 * @param {{ K: number, means: Float64Array }} shape
 */
export function assignWhole({ points, D }, { K, means }) {
  const labels = nearest(points, means, D);
  return { labels, gamma: oneHot(labels, K) };
}

/**
 * The nearest centroid of each point, ties to the lowest index.
 * @param {Float64Array} points
 * @param {Float64Array} centroids
 * @param {number} D
 */
export function nearest(points, centroids, D) {
  const K = centroids.length / D;
  const labels = new Uint8Array(points.length / D);
  for (let n = 0; n < labels.length; n += 1) {
    let best = Infinity;
    for (let k = 0; k < K; k += 1) {
      const distance = squareBetween(points, n, centroids, k, D);
      if (distance < best) {
        best = distance;
        labels[n] = k;
      }
    }
  }
  return labels;
}

/**
 * The squared distance from point n to place k, summed column by column: a tie is one in every language.
 * @param {Float64Array} points
 * @param {number} n
 * @param {Float64Array} places
 * @param {number} k
 * @param {number} D
 */
export function squareBetween(points, n, places, k, D) {
  let square = 0;
  for (let d = 0; d < D; d += 1) {
    const away = points[n * D + d] - places[k * D + d];
    square += away * away;
  }
  return square;
}

/**
 * Hard labels as responsibilities of 0 and 1, so that one way of drawing serves both twins.
 * @param {Uint8Array} labels
 * @param {number} K
 */
export function oneHot(labels, K) {
  const gamma = new Float64Array(labels.length * K);
  labels.forEach((k, n) => {
    gamma[n * K + k] = 1;
  });
  return gamma;
}

/**
 * Each point's share of the gap between the bound and the log-likelihood: the Kullback-Leibler
 * divergence from the responsibilities on show to the mixture's own (Bishop 2006, eq. 9.72), in nats.
 * It takes the posterior's logarithm, which is there even where the posterior itself rounds to 0.
 * @param {Float64Array} points
 * @param {Float64Array} gamma
 * @param {Mixture} mixture
 * @param {Float64Array} logDensity
 * @param {Float64Array | null} frequencies
 */
export function gapShares(points, gamma, mixture, logDensity, frequencies = null) {
  const { K, weights } = mixture;
  const joint = logJoint(points, mixture);
  return logDensity.map((density, n) => {
    let share = 0;
    for (let k = 0; k < K; k += 1) {
      const believed = gamma[n * K + k];
      if (believed === 0) continue;
      const out = density === -Infinity; // of reach: there the posterior is the weights
      const logPosterior = out ? Math.log(weights[k]) : joint[n * K + k] - density;
      share += believed * (Math.log(believed) - logPosterior);
    }
    return Math.max(0, share) * (frequencies ? frequencies[n] : 1);
  });
}

/**
 * Between two shapes, where they glide. A convex mix of covariances stays positive definite.
 * @template {Shape} T
 * @param {T} from
 * @param {T} to
 * @param {number} t
 * @returns {T}
 */
export function between(from, to, t) {
  const parts = Object.entries(to).map(([name, end]) => {
    const start = /** @type {any} */ (from)[name];
    const mixed = (/** @type {number} */ value, /** @type {number} */ i) => start[i] + t * (value - start[i]);
    return [name, start.map ? end.map(mixed) : end];
  });
  return Object.fromEntries(parts);
}
