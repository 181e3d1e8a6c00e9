// Geometry without drawing: ellipses, cells, bins, ticks, and the way from data to pixels.

/** @typedef {number[]} Corner a place: x, y */
/** @typedef {ReturnType<typeof bins>} Bins */

/**
 * The axes of the 1-sigma ellipse: square roots of the covariance's eigenvalues, and the angle of the first.
 * @param {number} xx
 * @param {number} xy
 * @param {number} yy
 */
export function ellipse(xx, xy, yy) {
  const centre = (xx + yy) / 2;
  const reach = Math.hypot((xx - yy) / 2, xy);
  return {
    major: Math.sqrt(centre + reach),
    minor: Math.sqrt(Math.max(centre - reach, 0)),
    angle: 0.5 * Math.atan2(2 * xy, xx - yy),
  };
}

/**
 * The part of a polygon that is nearer to (ax, ay) than to (bx, by): Sutherland and Hodgman, one edge.
 * @param {Corner[]} polygon
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 */
function nearerHalf(polygon, ax, ay, bx, by) {
  const side = (/** @type {Corner} */ [x, y]) => (bx - ax) * (x - (ax + bx) / 2) + (by - ay) * (y - (ay + by) / 2);
  return polygon.flatMap((point, i) => {
    const next = polygon[(i + 1) % polygon.length];
    const [here, there] = [side(point), side(next)];
    const kept = here <= 0 ? [point] : [];
    if (here * there < 0) {
      const t = here / (here - there);
      kept.push([point[0] + t * (next[0] - point[0]), point[1] + t * (next[1] - point[1])]);
    }
    return kept;
  });
}

/**
 * The cell of each centroid within a box: what is nearer to it than to any other.
 * @param {Float64Array} centroids
 * @param {ArrayLike<number> & Iterable<number>} box
 */
export function cells(centroids, [left, bottom, right, top]) {
  const box = [[left, bottom], [right, bottom], [right, top], [left, top]];
  const K = centroids.length / 2;
  return Array.from({ length: K }, (_, k) => {
    const [x, y] = [centroids[2 * k], centroids[2 * k + 1]];
    /** @type {Corner[]} */
    let cell = box;
    for (let j = 0; j < K; j += 1) {
      const [ox, oy] = [centroids[2 * j], centroids[2 * j + 1]];
      // Of centroids on one spot the lowest index wins, as in the assignment itself.
      if (ox === x && oy === y) cell = j < k ? [] : cell;
      else cell = nearerHalf(cell, x, y, ox, oy);
    }
    return cell;
  });
}

/**
 * Where the nearest centroid changes along a line.
 * @param {Float64Array} centroids
 */
export function boundaries(centroids) {
  const sorted = [...new Set(centroids)].sort((a, b) => a - b);
  return sorted.slice(1).map((x, i) => (x + sorted[i]) / 2);
}

/**
 * A step of 1, 2 or 5 times a power of ten that cuts the range into about `count` parts.
 * @param {number} range
 * @param {number} count
 */
export function niceStep(range, count) {
  const rough = range / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.85) ?? 10);
}

/**
 * Round values that cut a range into about `count` parts, and the power of ten of their last digit.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
export function ticks(low, high, count) {
  const step = niceStep(high - low, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const values = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { values, grain: Math.floor(Math.log10(step) + 1e-9) };
}

/** @param {ArrayLike<number>} values */
export function extent(values, stride = 1, offset = 0) {
  let [low, high] = [Infinity, -Infinity];
  for (let i = offset; i < values.length; i += stride) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return [low, high];
}

/**
 * A range with air on both sides, and with some width even where all values are one.
 * @param {number[]} range
 * @param {number} share
 */
export function padded([low, high], share) {
  // Widths that could not be divided by are none.
  const width = [high - low, Math.abs(high)].find((size) => size > 1e-290) ?? 1;
  return [low - share * width, high + share * width];
}

// Where one scale for both axes fills less than so much of a picture, each has its own: but for data that
// are not much longer one way than the other.
const [FULL, LONG] = [2 / 3, 1.5];

/**
 * From data to pixels in the plane. `round` asks for one scale for both axes, so that a circle stays a
 * circle; otherwise an axis is stretched where long data would leave much of the picture empty.
 * @param {ArrayLike<number>} points
 * @param {number} width
 * @param {number} height
 * @param {boolean} round
 */
export function planeView(points, width, height, round) {
  const [x0, x1] = padded(extent(points, 2, 0), 0.07);
  const [y0, y1] = padded(extent(points, 2, 1), 0.07);
  const own = [width / (x1 - x0), height / (y1 - y0)];
  const least = Math.min(...own);
  const sides = (x1 - x0) / (y1 - y0);
  const fills = least >= FULL * Math.max(...own) || Math.max(sides, 1 / sides) < LONG;
  const [across, up] = round || fills ? [least, least] : own;
  const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const reachX = width / across / 2;
  const reachY = height / up / 2;
  return {
    scales: [across, up],
    box: [cx - reachX, cy - reachY, cx + reachX, cy + reachY],
    x: (/** @type {number} */ value) => width / 2 + (value - cx) * across,
    y: (/** @type {number} */ value) => height / 2 - (value - cy) * up,
  };
}

/**
 * From data to pixels on a line, with room above for densities up to `peak`.
 * @param {ArrayLike<number>} points
 * @param {number} width
 * @param {number} height
 * @param {number} peak
 */
export function lineView(points, width, height, peak) {
  const [low, high] = padded(extent(points), 0.07);
  return {
    scales: [width / (high - low), height / peak],
    box: [low, 0, high, peak],
    x: (/** @type {number} */ value) => ((value - low) / (high - low)) * width,
    y: (/** @type {number} */ density) => height * (1 - density / peak),
  };
}

/**
 * The step of a grid that all values lie on, the smallest among them: 0 where there is none.
 * @param {Float64Array} points
 */
function gridOf(points) {
  const sorted = points.slice().sort();
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const slack = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  let step = Infinity;
  for (let n = 1; n < sorted.length; n += 1) {
    const gap = sorted[n] - sorted[n - 1];
    if (gap > slack && gap < step) step = gap;
  }
  const steps = Math.round((high - low) / step);
  if (steps === 0) return 0;
  step = (high - low) / steps; // with the digits that the smallest gap has lost
  const onIt = (/** @type {number} */ x) => Math.abs((x - low) / step - Math.round((x - low) / step)) < 1e-6;
  return points.every(onIt) ? step : 0;
}

/**
 * Bins of one width over the points, and which bin each point is in. The width is a nice one; of
 * points on a coarse grid it is a whole number of the grid's steps, and each bin reaches half a step
 * beyond its values, so that all of them cover as many places.
 * @param {Float64Array} points
 */
export function bins(points) {
  const [low, high] = extent(points);
  const count = Math.min(50, Math.max(10, Math.ceil(4.5 * Math.cbrt(points.length))));
  const nice = niceStep(high - low || Math.abs(high) || 1, count);
  const step = gridOf(points);
  let [width, from] = [nice, 0];
  if (step > nice / 20) {
    width = step * Math.max(1, Math.round(nice / step));
    // Edges are whole numbers of widths from the grid's place nearest to 0, less half a step.
    from = low - step * Math.round(low / step) - step / 2;
  } else if (low === high && Math.abs(low / width - Math.round(low / width)) < 1e-9) {
    from = -width / 2; // one value alone, on the edge of such bins, is given a bin around it
  }
  const first = Math.floor((low - from) / width);
  const of = Int32Array.from(points, (x) => Math.floor((x - from) / width) - first);
  return { width, start: first * width + from, count: Math.max(...extent(of)) + 1, of };
}

/**
 * (count, K): the responsibilities of the points of each bin, summed and scaled to a density.
 * @param {Bins} bins
 * @param {Float64Array} gamma
 * @param {number} K
 * @param {Float64Array | null} frequencies
 */
export function stackedBins({ width, count, of }, gamma, K, frequencies = null) {
  const heights = new Float64Array(count * K);
  const total = frequencies ? frequencies.reduce((sum, often) => sum + often, 0) : of.length;
  of.forEach((bin, n) => {
    const unit = (frequencies ? frequencies[n] : 1) / (total * width);
    for (let k = 0; k < K; k += 1) heights[bin * K + k] += gamma[n * K + k] * unit;
  });
  return heights;
}
