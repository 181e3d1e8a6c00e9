// The mixture's maths, as gmm/mixture.py and gmm/kmeans.py have it. Points are N rows of D = 1 or 2.

const LOG_2PI = Math.log(2 * Math.PI);

// ln N(x | mu_k, Sigma_k) as a function of the point, by the Cholesky factor of Sigma_k.
export function logDensityOf({ D, means, covariances }, k) {
  if (D === 1) {
    const mean = means[k];
    const sd = Math.sqrt(covariances[k]);
    const constant = -0.5 * LOG_2PI - Math.log(sd);
    return (x) => {
      const z = (x - mean) / sd;
      return constant - 0.5 * z * z;
    };
  }
  const [mx, my] = [means[2 * k], means[2 * k + 1]];
  const l11 = Math.sqrt(covariances[3 * k]);
  const l21 = covariances[3 * k + 1] / l11;
  const l22 = Math.sqrt(covariances[3 * k + 2] - l21 * l21);
  const constant = -LOG_2PI - Math.log(l11) - Math.log(l22);
  return (x, y) => {
    const u = (x - mx) / l11;
    const v = (y - my - l21 * u) / l22;
    return constant - 0.5 * (u * u + v * v);
  };
}

// ln(pi_k) + ln N(x | mu_k, Sigma_k).
export function logJointOf(mixture, k) {
  const logDensity = logDensityOf(mixture, k);
  const logWeight = Math.log(mixture.weights[k]);
  return (x, y) => logWeight + logDensity(x, y);
}

// The E-step: each component's posterior for each point, (N, K) row by row, each point's ln p(x), and
// their sum, the log-likelihood in nats (Bishop 2006, eq. 9.23 and 9.28). `frequencies` say how often
// each point was seen; null where each was seen once.
export function eStep(points, mixture, frequencies = null) {
  const { K, D } = mixture;
  const N = points.length / D;
  const gamma = new Float64Array(N * K);
  for (let k = 0; k < K; k += 1) {
    const logJoint = logJointOf(mixture, k);
    for (let n = 0; n < N; n += 1) {
      gamma[n * K + k] = D === 1 ? logJoint(points[n]) : logJoint(points[2 * n], points[2 * n + 1]);
    }
  }
  const logDensity = new Float64Array(N);
  let logLikelihood = 0;
  for (let n = 0; n < N; n += 1) {
    const at = n * K;
    let largest = gamma[at];
    for (let k = 1; k < K; k += 1) largest = Math.max(largest, gamma[at + k]);
    let sum = 0;
    for (let k = 0; k < K; k += 1) sum += gamma[at + k] = Math.exp(gamma[at + k] - largest);
    for (let k = 0; k < K; k += 1) gamma[at + k] /= sum;
    logDensity[n] = largest + Math.log(sum);
    logLikelihood += logDensity[n] * (frequencies ? frequencies[n] : 1);
  }
  return { gamma, logDensity, logLikelihood };
}

// The likeliest component of each point: a soft assignment made hard, ties to the lowest index.
export function likeliest(gamma, K) {
  const labels = new Uint8Array(gamma.length / K);
  for (let n = 0; n < labels.length; n += 1) {
    for (let k = 1; k < K; k += 1) {
      if (gamma[n * K + k] > gamma[n * K + labels[n]]) labels[n] = k;
    }
  }
  return labels;
}

// The nearest centroid of each point, ties to the lowest index.
export function nearest(points, centroids, D) {
  const K = centroids.length / D;
  const labels = new Uint8Array(points.length / D);
  for (let n = 0; n < labels.length; n += 1) {
    let best = Infinity;
    for (let k = 0; k < K; k += 1) {
      const dx = points[n * D] - centroids[k * D];
      const dy = D === 2 ? points[n * D + 1] - centroids[k * D + 1] : 0;
      const distance = dx * dx + dy * dy;
      if (distance < best) {
        best = distance;
        labels[n] = k;
      }
    }
  }
  return labels;
}

// Hard labels as responsibilities of 0 and 1, so that one way of drawing serves both twins.
export function oneHot(labels, K) {
  const gamma = new Float64Array(labels.length * K);
  labels.forEach((k, n) => {
    gamma[n * K + k] = 1;
  });
  return gamma;
}

// Each point's share of the gap between the bound and the log-likelihood: the Kullback-Leibler
// divergence from the responsibilities on show to the mixture's own (Bishop 2006, eq. 9.72), in nats.
// It takes the posterior's logarithm, which is there even where the posterior itself rounds to 0.
export function gapShares(points, gamma, mixture, logDensity) {
  const { K, D } = mixture;
  const shares = new Float64Array(logDensity.length);
  for (let k = 0; k < K; k += 1) {
    const logJoint = logJointOf(mixture, k);
    for (let n = 0; n < shares.length; n += 1) {
      const believed = gamma[n * K + k];
      if (believed === 0) continue;
      const logPosterior = logJoint(points[n * D], points[n * D + 1]) - logDensity[n];
      shares[n] += believed * (Math.log(believed) - logPosterior);
    }
  }
  return shares.map((share) => Math.max(0, share));
}

// Between two mixtures, for shapes that glide. A convex mix of covariances stays positive definite.
export function between(from, to, t) {
  const mix = (a, b) => a.map((value, i) => value + t * (b[i] - value));
  return {
    K: to.K,
    D: to.D,
    weights: mix(from.weights, to.weights),
    means: mix(from.means, to.means),
    covariances: mix(from.covariances, to.covariances),
  };
}
