// Tapes recorded in the browser from a given start, frame by frame as gmm/tape.py records them.

import { eStep, gapShares, nearest } from "./mixture.js";

// The run's tapes recorded anew from a mixture; k-means begins at its means. Only tapes of half-steps
// are known here.
export function recordTapes(run, mixture) {
  const { points, D, frequencies, recording, tapes } = run;
  return tapes
    .filter(({ phases }) => phases !== "steps")
    .map((tape) => ({
      ...tape,
      ...(tape.kind === "mixture"
        ? recordEm(points, mixture, recording, frequencies)
        : recordKmeans(points, D, mixture.means, recording, frequencies)),
    }));
}

export function recordEm(points, mixture, recording, frequencies = null) {
  const { tolerance, iterations, narrowest, empty } = recording;
  const data = counted(points, mixture.D, frequencies);
  const scales = columnScales(data, mixture.D).map((scale) => Math.sqrt(scale ** 2 + recording.ridge));
  let now = mixture;
  let step = eStep(data.points, now, data.often);
  const mixtures = [now];
  const logLikelihood = [step.logLikelihood];
  const bound = [NaN];
  const ending = (stopped, collapsed = null) => ({
    frames: logLikelihood.length,
    stopped,
    collapsed,
    tolerance,
    mixtures,
    logLikelihood: Float64Array.from(logLikelihood),
    bound: Float64Array.from(bound),
  });
  for (let i = 1; i <= iterations; i += 1) {
    logLikelihood.push(step.logLikelihood);
    bound.push(step.logLikelihood);
    const counts = countsOf(step.gamma, data, now.K);
    const emptiest = lowest(counts);
    if (counts[emptiest] < empty * data.number) return ending("collapsed", emptiest);
    const fitted = mStep(data, step.gamma, counts, now, recording);
    const widths = Float64Array.from({ length: now.K }, (_, k) => narrowness(fitted, k, scales));
    const narrow = lowest(widths);
    if (widths[narrow] < narrowest) return ending("collapsed", narrow);
    const before = step;
    now = fitted;
    step = eStep(data.points, now, data.often);
    mixtures.push(now);
    logLikelihood.push(step.logLikelihood);
    const shares = gapShares(data.points, before.gamma, now, step.logDensity);
    bound.push(step.logLikelihood - shares.reduce((sum, share, n) => sum + share * data.often[n], 0));
    if (Math.abs(step.logLikelihood - before.logLikelihood) < tolerance * data.number) return ending("converged");
  }
  return ending("max_iterations");
}

export function recordKmeans(points, D, start, { iterations }, frequencies = null) {
  const data = counted(points, D, frequencies);
  let now = start;
  let labels = nearest(data.points, now, D);
  let before = null;
  const centroids = [now];
  const inertia = [inertiaOf(data, labels, now, D)];
  const ending = (stopped) => ({ frames: inertia.length, stopped, centroids, inertia: Float64Array.from(inertia) });
  for (let i = 1; i <= iterations; i += 1) {
    const distortion = inertiaOf(data, labels, now, D);
    inertia.push(distortion);
    if (before && labels.every((label, n) => label === before[n])) {
      centroids.push(now);
      inertia.push(distortion);
      return ending("converged");
    }
    now = update(data, labels, now, D);
    centroids.push(now);
    inertia.push(inertiaOf(data, labels, now, D));
    before = labels;
    labels = nearest(data.points, now, D);
  }
  return ending("max_iterations");
}

// A point that counts for nothing has no part in the run.
function counted(points, D, frequencies) {
  const N = points.length / D;
  if (!frequencies) return { points, often: new Float64Array(N).fill(1), number: N };
  const kept = points.filter((_, i) => frequencies[Math.floor(i / D)] > 0);
  const often = frequencies.filter((count) => count > 0);
  return { points: kept, often, number: often.reduce((sum, count) => sum + count, 0) };
}

// Each column's standard deviation; a constant one borrows the largest of the others.
function columnScales({ points, often, number }, D) {
  const spreads = Array.from({ length: D }, (_, d) => {
    let [mean, squares, low, high] = [0, 0, Infinity, -Infinity];
    often.forEach((count, n) => {
      const x = points[D * n + d];
      mean += (count * x) / number;
      [low, high] = [Math.min(low, x), Math.max(high, x)];
    });
    often.forEach((count, n) => {
      squares += count * (points[D * n + d] - mean) ** 2;
    });
    return high - low > 1e-150 ? Math.sqrt(squares / number) : 0;
  });
  const largest = Math.max(...spreads);
  return spreads.map((spread) => spread || largest || 1);
}

function countsOf(gamma, { often }, K) {
  const counts = new Float64Array(K);
  for (let n = 0; n < often.length; n += 1) {
    for (let k = 0; k < K; k += 1) counts[k] += often[n] * gamma[n * K + k];
  }
  return counts;
}

const lowest = (values) => values.indexOf(Math.min(...values));

// The M-step: weights, means and scatters around them, under the constraint (gmm/em.py).
function mStep({ points, often }, gamma, counts, { K, D }, { covariance, ridge }) {
  const N = often.length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const entries = (D * (D + 1)) / 2;
  const means = new Float64Array(K * D);
  const scatters = new Float64Array(K * entries);
  const away = new Float64Array(D);
  for (let k = 0; k < K; k += 1) {
    for (let n = 0; n < N; n += 1) {
      const share = (often[n] * gamma[n * K + k]) / counts[k];
      for (let d = 0; d < D; d += 1) means[k * D + d] += share * points[n * D + d];
    }
    for (let n = 0; n < N; n += 1) {
      const share = (often[n] * gamma[n * K + k]) / counts[k];
      if (share === 0) continue;
      for (let d = 0; d < D; d += 1) away[d] = points[n * D + d] - means[k * D + d];
      let at = k * entries;
      for (let row = 0; row < D; row += 1) {
        for (let column = row; column < D; column += 1, at += 1) scatters[at] += share * away[row] * away[column];
      }
    }
  }
  const weights = counts.map((count) => count / total);
  const covariances = constrained(scatters, weights, K, D, covariance);
  for (let k = 0; k < K; k += 1) diagonal(D).forEach((i) => (covariances[k * entries + i] += ridge));
  return { K, D, weights, means, covariances };
}

// Where the diagonal lies in an upper triangle.
const diagonal = (D) => Array.from({ length: D }, (_, d) => d * D - (d * (d - 1)) / 2);

function constrained(scatters, weights, K, D, covariance) {
  const entries = (D * (D + 1)) / 2;
  if (covariance === "full") return scatters;
  if (covariance === "tied") {
    const pooled = new Float64Array(entries);
    scatters.forEach((value, i) => (pooled[i % entries] += weights[Math.floor(i / entries)] * value));
    return scatters.map((_, i) => pooled[i % entries]);
  }
  const places = diagonal(D);
  const variance = (k) => places.reduce((sum, i) => sum + scatters[k * entries + i], 0) / D;
  return scatters.map((value, i) => {
    if (!places.includes(i % entries)) return 0;
    return covariance === "diag" ? value : variance(Math.floor(i / entries));
  });
}

// The standard deviation along the narrowest direction, in standardised columns.
function narrowness({ D, covariances }, k, scales) {
  const matrix = scales.map(() => new Array(D));
  let at = (k * D * (D + 1)) / 2;
  for (let row = 0; row < D; row += 1) {
    for (let column = row; column < D; column += 1, at += 1) {
      matrix[row][column] = matrix[column][row] = covariances[at] / scales[row] / scales[column];
    }
  }
  return Math.sqrt(Math.max(leastEigenvalue(matrix), 0));
}

function leastEigenvalue(matrix) {
  if (matrix.length === 1) return matrix[0][0];
  if (matrix.length === 2) {
    const [[a, b], [, c]] = matrix;
    const greatest = (a + c) / 2 + Math.hypot((a - c) / 2, b);
    // The product of both is the determinant: no difference of nearly equal numbers.
    return greatest > 0 ? (a * c - b * b) / greatest : 0;
  }
  // Jacobi's rotations (Golub and Van Loan, section 8.5).
  const a = matrix.map((row) => [...row]);
  for (let sweep = 0; sweep < 30; sweep += 1) {
    for (let p = 0; p < a.length; p += 1) {
      for (let q = p + 1; q < a.length; q += 1) rotate(a, p, q);
    }
  }
  return Math.min(...a.map((row, i) => row[i]));
}

function rotate(a, p, q) {
  if (a[p][q] === 0) return;
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const [c, s] = [1 / Math.hypot(t, 1), t / Math.hypot(t, 1)];
  for (let i = 0; i < a.length; i += 1) [a[i][p], a[i][q]] = [c * a[i][p] - s * a[i][q], s * a[i][p] + c * a[i][q]];
  for (let i = 0; i < a.length; i += 1) [a[p][i], a[q][i]] = [c * a[p][i] - s * a[q][i], s * a[p][i] + c * a[q][i]];
}

function inertiaOf({ points, often }, labels, centroids, D) {
  let sum = 0;
  for (let n = 0; n < often.length; n += 1) {
    let square = 0;
    for (let d = 0; d < D; d += 1) square += (points[n * D + d] - centroids[labels[n] * D + d]) ** 2;
    sum += often[n] * square;
  }
  return sum;
}

// How far each centroid has to go, not where: sums of small numbers round less. One without points stays.
function update({ points, often }, labels, centroids, D) {
  const counts = new Float64Array(centroids.length / D);
  const sums = new Float64Array(centroids.length);
  labels.forEach((k, n) => {
    counts[k] += often[n];
    for (let d = 0; d < D; d += 1) sums[k * D + d] += often[n] * (points[n * D + d] - centroids[k * D + d]);
  });
  return centroids.map((value, i) => value + sums[i] / (counts[Math.floor(i / D)] || 1));
}
