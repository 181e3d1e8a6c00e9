// The information that is missing and the score, in coordinates in which complete data know all
// parameters alike, as gmm/information.py has it.

import { leastEigenvalue } from "./eigenvalues.js";
import { rootOf } from "./mixture.js";

/** @typedef {import("./types").Constraint} Constraint */
/** @typedef {import("./types").Counted} Counted */
/** @typedef {import("./types").Information} Information */
/** @typedef {import("./types").Mixture} Mixture */

/**
 * Where numbers stand among the coordinates: `own` of each component, then what is shared. `width` of
 * them tell a covariance, first the diagonal, then these pairs of rows and columns.
 * @typedef {{ width: number, own: number, size: number, tied: boolean, pairs: [number, number][] }} Layout
 */

const MOST_PARAMETERS = 600;

/**
 * The information that is missing (Louis 1982) and the score, in nats per point; EM's rate and step,
 * which are the same but for a ridge.
 * @param {Counted} data
 * @param {Float64Array} gamma
 * @param {Mixture} mixture
 * @param {Constraint} covariance
 * @param {number} ridge
 * @returns {Information}
 */
export function measureInformation({ points, D, often, number }, gamma, mixture, covariance, ridge) {
  const { K, weights } = mixture;
  const layout = layOut(K, D, covariance);
  const { width, own, size, tied } = layout;
  const lower = Array.from(weights, (_, k) => rootOf(mixture, k));
  const roots = weights.map((weight) => Math.sqrt(Math.max(weight, Number.MIN_VALUE * 2 ** 52)));
  const missing = new Float64Array(size * size);
  const score = new Float64Array(size);
  const mean = new Float64Array(size);
  const length = 1 + D + width;
  const scores = new Float64Array(K * length); // of one point
  for (let n = 0; n < often.length; n += 1) {
    const mass = often[n] / number;
    if (tied) mean.fill(0, K * own);
    for (let k = 0; k < K; k += 1) {
      const s = scores.subarray(k * length, (k + 1) * length);
      const share = gamma[n * K + k];
      tell(points, n * D, mixture, k, lower[k], layout, s);
      for (let i = 0; i < own; i += 1) {
        s[i] /= roots[k];
        mean[k * own + i] = share * s[i];
      }
      for (let i = own; i < length; i += 1) mean[K * own + i - own] += share * s[i];
      addSquare(missing, size, k * own, own, K * own, s, mass * share);
    }
    for (let i = 0; i < size; i += 1) {
      const pull = mass * mean[i];
      score[i] += pull;
      if (pull !== 0) for (let j = i; j < size; j += 1) missing[i * size + j] -= pull * mean[j];
    }
  }
  for (let i = 0; i < size; i += 1) for (let j = 0; j < i; j += 1) missing[i * size + j] = missing[j * size + i];
  for (let k = 0; k < K; k += 1) score[k * own] -= roots[k];
  if (ridge === 0) return { missing, score, rate: missing, step: score };
  const step = score.slice();
  const rate = missing.slice();
  // An M-step adds it to each covariance.
  roots.forEach((root, k) => {
    if (tied && k > 0) return;
    widen(lower[k], D, layout, ridge).forEach((value, i) => {
      const to = tied ? K * own + i : k * own + 1 + D + i;
      step[to] += (tied ? 1 : root) * value;
      if (tied) return;
      for (let j = 0; j < size; j += 1) rate[to * size + j] += value * missing[k * own * size + j];
    });
  });
  return { missing, score, rate, step };
}

/**
 * @param {number} K
 * @param {number} D
 * @param {Constraint} covariance
 * @returns {Layout}
 */
function layOut(K, D, covariance) {
  const tied = covariance === "tied";
  const wanted = { spherical: 1, diag: D, tied: (D * (D + 1)) / 2, full: (D * (D + 1)) / 2 }[covariance];
  const width = K * (1 + D) + (tied ? 1 : K) * wanted <= MOST_PARAMETERS ? wanted : 1;
  const own = 1 + D + (tied ? 0 : width);
  /** @type {[number, number][]} */
  const pairs = [];
  for (let row = 0; row < D; row += 1) for (let column = row + 1; column < D; column += 1) pairs.push([row, column]);
  return { width, own, size: K * own + (tied ? width : 0), tied, pairs: width > D ? pairs : [] };
}

/**
 * What a point says about a component, had that made it: 1, its place from the mean and its squares in
 * the component's own units.
 * @param {Float64Array} points
 * @param {number} at
 * @param {Mixture} mixture
 * @param {number} k
 * @param {Float64Array} lower
 * @param {Layout} layout
 * @param {Float64Array} out
 */
function tell(points, at, { D, means }, k, lower, { width, pairs }, out) {
  out[0] = 1;
  for (let row = 0; row < D; row += 1) {
    let rest = points[at + row] - means[k * D + row];
    for (let i = 0; i < row; i += 1) rest -= lower[row * D + i] * out[1 + i];
    out[1 + row] = rest / lower[row * D + row];
  }
  if (width === 1) {
    let square = 0;
    for (let d = 1; d <= D; d += 1) square += out[d] * out[d] - 1;
    out[1 + D] = square / Math.sqrt(2 * D);
    return;
  }
  for (let d = 0; d < D; d += 1) out[1 + D + d] = (out[1 + d] * out[1 + d] - 1) / Math.SQRT2;
  for (let i = 0; i < pairs.length; i += 1) out[1 + 2 * D + i] = out[1 + pairs[i][0]] * out[1 + pairs[i][1]];
}

/**
 * Add a component's scores times themselves: its own block's upper triangle, and its part in what is shared.
 * @param {Float64Array} matrix
 * @param {number} size
 * @param {number} begin
 * @param {number} own
 * @param {number} shared
 * @param {Float64Array} s
 * @param {number} mass
 */
function addSquare(matrix, size, begin, own, shared, s, mass) {
  for (let i = 0; i < s.length; i += 1) {
    const row = (i < own ? begin + i : shared + i - own) * size;
    const pull = mass * s[i];
    for (let j = i; j < s.length; j += 1) matrix[row + (j < own ? begin + j : shared + j - own)] += pull * s[j];
  }
}

/**
 * What a ridge adds to a covariance, in the coordinates of its scores.
 * @param {Float64Array} lower
 * @param {number} D
 * @param {Layout} layout
 * @param {number} ridge
 */
function widen(lower, D, { width, pairs }, ridge) {
  // The inverse of the Cholesky factor, times its own transpose.
  const inverse = new Float64Array(D * D);
  for (let column = 0; column < D; column += 1) {
    for (let row = column; row < D; row += 1) {
      let rest = row === column ? 1 : 0;
      for (let i = column; i < row; i += 1) rest -= lower[row * D + i] * inverse[i * D + column];
      inverse[row * D + column] = rest / lower[row * D + row];
    }
  }
  /** @type {(row: number, column: number) => number} */
  const entry = (row, column) => {
    let sum = 0;
    for (let i = 0; i < D; i += 1) sum += inverse[row * D + i] * inverse[column * D + i];
    return ridge * sum;
  };
  const diagonal = Array.from({ length: D }, (_, d) => entry(d, d));
  if (width === 1) return [diagonal.reduce((sum, value) => sum + value, 0) / Math.sqrt(2 * D)];
  return [...diagonal.map((value) => value / Math.SQRT2), ...pairs.map(([row, column]) => entry(row, column))];
}

/**
 * The mixture where a way leads, if it is one there.
 * @param {Mixture} mixture
 * @param {Float64Array} way
 * @param {Constraint} covariance
 * @returns {Mixture | null}
 */
export function move(mixture, way, covariance) {
  const { K, D } = mixture;
  const layout = layOut(K, D, covariance);
  const { own, tied } = layout;
  const weights = mixture.weights.slice();
  const means = mixture.means.slice();
  const covariances = mixture.covariances.slice();
  const entries = covariances.length / K;
  for (let k = 0; k < K; k += 1) {
    const root = Math.sqrt(mixture.weights[k]);
    const lower = rootOf(mixture, k);
    weights[k] *= 1 + way[k * own] / root;
    if (!(weights[k] > 0)) return null;
    for (let row = 0; row < D; row += 1) {
      for (let i = 0; i <= row; i += 1) means[k * D + row] += (lower[row * D + i] * way[k * own + 1 + i]) / root;
    }
    const shapes = tied
      ? way.subarray(K * own)
      : way.subarray(k * own + 1 + D, (k + 1) * own).map((value) => value / root);
    const turned = turn(shapes, D, layout);
    if (!(leastEigenvalue(turned.map((row) => [...row])) > 0.1)) return null;
    let at = k * entries;
    for (let row = 0; row < D; row += 1) {
      for (let column = row; column < D; column += 1, at += 1) {
        let sum = 0;
        for (let i = 0; i <= row; i += 1) {
          for (let j = 0; j <= column; j += 1) sum += lower[row * D + i] * turned[i][j] * lower[column * D + j];
        }
        covariances[at] = sum;
      }
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { K, D, weights: weights.map((weight) => weight / total), means, covariances };
}

/**
 * A whitened covariance that has changed so much: 1 and the change.
 * @param {Float64Array} shapes
 * @param {number} D
 * @param {Layout} layout
 */
function turn(shapes, D, { width, pairs }) {
  const turned = Array.from({ length: D }, (_, row) => Array.from({ length: D }, (__, d) => Number(d === row)));
  for (let d = 0; d < D; d += 1) turned[d][d] += width === 1 ? shapes[0] * Math.sqrt(2 / D) : shapes[d] * Math.SQRT2;
  pairs.forEach(([row, column], i) => {
    turned[row][column] = turned[column][row] = shapes[D + i];
  });
  return turned;
}
