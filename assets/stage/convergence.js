// How much log-likelihood EM would still gain if it went on, as gmm/convergence.py has it.

import { leastEigenvalue } from "./eigenvalues.js";
import { eStep, rootOf } from "./mixture.js";

/** @typedef {import("./types").Constraint} Constraint */
/** @typedef {import("./types").Counted} Counted */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Recording} Recording */

/**
 * Where the numbers of a component stand among the coordinates: `own` of each, then what is shared.
 * @typedef {{ width: number, own: number, size: number, tied: boolean }} Layout
 * @typedef {{ missing: Float64Array, score: Float64Array, step: Float64Array }} Information
 */

const DOUBLINGS = 12; // EM is followed 2^12 iterations ahead
const LOOKS = 8;
const NEGLIGIBLE = 1e-3;
const ALIKE = 1e-12; // of a standard deviation
const MOST_PARAMETERS = 600;

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
    if (gained <= NEGLIGIBLE * (worth === Infinity ? rest : worth)) return rest;
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
 * The information that is missing (Louis 1982), the score and EM's step, in nats per point.
 * @param {Counted} data
 * @param {Float64Array} gamma
 * @param {Mixture} mixture
 * @param {Constraint} covariance
 * @param {number} ridge
 * @returns {Information}
 */
export function measureInformation({ points, D, often, number }, gamma, mixture, covariance, ridge) {
  const { K, weights } = mixture;
  const { width, own, size, tied } = layOut(K, D, covariance);
  const lower = weights.map((_, k) => k).reduce((all, k) => all.set(k, rootOf(mixture, k)), new Map());
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
      tell(points, n * D, mixture, k, lower.get(k), s);
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
  const step = score.slice();
  for (let k = 0; ridge > 0 && k < (tied ? 1 : K); k += 1) {
    const more = widen(lower.get(k), D, width, ridge);
    more.forEach((value, i) => (step[tied ? K * own + i : k * own + 1 + D + i] += (tied ? 1 : roots[k]) * value));
  }
  return { missing, score, step };
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
  return { width, own, size: K * own + (tied ? width : 0), tied };
}

/**
 * What a point says about a component, had that made it: 1, its place from the mean and its squares in
 * the component's own units.
 * @param {Float64Array} points
 * @param {number} at
 * @param {Mixture} mixture
 * @param {number} k
 * @param {Float64Array} lower
 * @param {Float64Array} out
 */
function tell(points, at, { D, means }, k, lower, out) {
  out[0] = 1;
  for (let row = 0; row < D; row += 1) {
    let rest = points[at + row] - means[k * D + row];
    for (let i = 0; i < row; i += 1) rest -= lower[row * D + i] * out[1 + i];
    out[1 + row] = rest / lower[row * D + row];
  }
  const width = out.length - 1 - D;
  if (width === 1) {
    let square = 0;
    for (let d = 1; d <= D; d += 1) square += out[d] * out[d] - 1;
    out[1 + D] = square / Math.sqrt(2 * D);
    return;
  }
  for (let d = 0; d < D; d += 1) out[1 + D + d] = (out[1 + d] * out[1 + d] - 1) / Math.SQRT2;
  for (let row = 1, to = 1 + 2 * D; to < out.length; row += 1) {
    for (let column = row + 1; column <= D; column += 1) out[to++] = out[row] * out[column];
  }
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
 * @param {number} width
 * @param {number} ridge
 */
function widen(lower, D, width, ridge) {
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
  const more = diagonal.map((value) => value / Math.SQRT2);
  for (let row = 0; width > D && row < D; row += 1) {
    for (let column = row + 1; column < D; column += 1) more.push(entry(row, column));
  }
  return more;
}

/**
 * Where EM is 2^DOUBLINGS iterations ahead, and its gain in nats per point.
 * @param {Information} information
 */
function follow({ missing, score, step }) {
  const size = score.length;
  let [way, power] = [step, missing];
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

/**
 * The mixture where a way leads, if it is one there.
 * @param {Mixture} mixture
 * @param {Float64Array} way
 * @param {Constraint} covariance
 * @returns {Mixture | null}
 */
function move(mixture, way, covariance) {
  const { K, D } = mixture;
  const { width, own, tied } = layOut(K, D, covariance);
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
    const turned = turn(shapes, D, width);
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
 * @param {number} width
 */
function turn(shapes, D, width) {
  const turned = Array.from({ length: D }, (_, row) => Array.from({ length: D }, (__, d) => Number(d === row)));
  for (let d = 0; d < D; d += 1) turned[d][d] += width === 1 ? shapes[0] * Math.sqrt(2 / D) : shapes[d] * Math.SQRT2;
  for (let row = 0, at = D; width > D && row < D; row += 1) {
    for (let column = row + 1; column < D; column += 1, at += 1) {
      turned[row][column] = turned[column][row] = shapes[at];
    }
  }
  return turned;
}
