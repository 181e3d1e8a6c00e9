// The arithmetic behind a point's colour and behind a component's move, as numbers to be shown.

import { eStep, logDensityOf } from "./mixture.js";

// Bayes' rule for point n, a row a component: weight x density = joint, joint / sum = responsibility.
// A point so far out that every density rounds to 0 still has its shares: they come from the logarithms.
export function bayes(points, mixture, n) {
  const { K, D, weights } = mixture;
  const point = points.subarray(D * n, D * (n + 1));
  const { gamma } = eStep(point, mixture);
  const rows = Array.from({ length: K }, (_, k) => {
    const density = Math.exp(logDensityOf(mixture, k)(...point));
    return { weight: weights[k], density, joint: weights[k] * density, share: gamma[k] };
  });
  return { rows, sum: rows.reduce((sum, { joint }) => sum + joint, 0) };
}

export function distances(points, centroids, D, n) {
  return Array.from({ length: centroids.length / D }, (_, k) =>
    Math.hypot(
      points[D * n] - centroids[D * k],
      D === 2 ? points[2 * n + 1] - centroids[2 * k + 1] : 0,
    ),
  );
}

// The points that pull hardest at component k: largest responsibilities times distances first.
export function pulls(points, gamma, mixture, k, count) {
  const { K, D, means } = mixture;
  return Array.from({ length: points.length / D }, (_, n) => ({
    n,
    share: gamma[n * K + k],
    pull:
      gamma[n * K + k] *
      Math.hypot(points[D * n] - means[D * k], D === 2 ? points[2 * n + 1] - means[2 * k + 1] : 0),
  }))
    .sort((a, b) => b.pull - a.pull)
    .slice(0, count);
}

// The point whose largest responsibility is smallest.
export function mostUncertain(gamma, K) {
  let [found, least] = [0, Infinity];
  for (let n = 0; n < gamma.length / K; n += 1) {
    const most = Math.max(...gamma.subarray(n * K, (n + 1) * K));
    if (most < least) [found, least] = [n, most];
  }
  return found;
}

// The nearest point to the left, right, above or below (on screen): within 45 degrees of that way.
export function neighbour(centres, n, [dx, dy]) {
  let [found, best] = [n, Infinity];
  for (let m = 0; m < centres.length / 2; m += 1) {
    const [x, y] = [centres[2 * m] - centres[2 * n], centres[2 * m + 1] - centres[2 * n + 1]];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (m === n || ahead <= 0 || aside > ahead) continue;
    const distance = ahead + 2 * aside;
    if (distance < best) [found, best] = [m, distance];
  }
  return found;
}

export function nearestTo(centres, x, y, reach) {
  let [found, best] = [null, reach * reach];
  for (let n = 0; n < centres.length / 2; n += 1) {
    const distance = (centres[2 * n] - x) ** 2 + (centres[2 * n + 1] - y) ** 2;
    if (distance < best) [found, best] = [n, distance];
  }
  return found;
}

// How far apart two means are, in standard deviations of component k (Mahalanobis distance).
export function sigmasBetween(mixture, k, mean) {
  const { D, means, covariances } = mixture;
  const dx = mean[0] - means[D * k];
  if (D === 1) return Math.abs(dx) / Math.sqrt(covariances[k]);
  const dy = mean[1] - means[2 * k + 1];
  const [xx, xy, yy] = covariances.subarray(3 * k, 3 * k + 3);
  return Math.sqrt((yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / (xx * yy - xy * xy));
}
