// One dimension: a rug of points, a histogram stacked by responsibility, densities, boundaries.

import { bins, boundaries, lineView, stackedBins } from "./geometry.js";
import { logJointOf } from "./mixture.js";
import { isHollow } from "./marks.js";
import { axisNames, drawAxes, mark, preparePoints } from "./picture.js";
import { path, svg } from "./elements.js";

/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Layers} Layers */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Picture} Picture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Size} Size */
/** @typedef {import("./types").Stamps} Stamps */
/** @typedef {import("./types").Theme} Theme */

const RUG = 34;
const SAMPLES = 240;

/**
 * The height that shows every frame: of the histogram, and of densities unless they soar far above it.
 * @param {Run} run
 * @param {ReturnType<typeof bins>} histogram
 */
function peakOf(run, histogram) {
  const tallest = Math.max(...stackedBins(histogram, new Float64Array(run.N).fill(1), 1, run.frequencies));
  let peak = tallest;
  for (const mixture of run.tapes.flatMap((tape) => (tape.kind === "mixture" ? tape.mixtures : []))) {
    for (const mean of mixture.means) peak = Math.max(peak, density(mixture, mean));
  }
  return 1.12 * Math.min(peak, 2.5 * tallest);
}

/**
 * @param {Mixture} mixture
 * @param {number} x
 */
function density(mixture, x) {
  let sum = 0;
  for (let k = 0; k < mixture.K; k += 1) sum += Math.exp(logJointOf(mixture, k)(x));
  return sum;
}

/**
 * @param {Run} run
 * @param {Size} size
 */
export function lineFor(run, [width, height]) {
  const histogram = bins(run.points);
  const peak = peakOf(run, histogram);
  const ground = height - RUG;
  const view = lineView(run.points, width, ground, peak);
  // The rug's dots are spread over its height by the golden ratio: even, and the same every time.
  const centres = new Float64Array(2 * run.N);
  run.points.forEach((x, n) => {
    centres[2 * n] = view.x(x);
    centres[2 * n + 1] = ground + 6 + (((n + 1) * 0.6180339887498949) % 1) * (RUG - 12);
  });
  return {
    run,
    size: [width, height],
    view,
    centres,
    ground,
    histogram,
    /** @param {any} place */
    toScreen: ([x]) => [view.x(x), ground],
    /** @param {number} x */
    toPlace: (x) => [view.box[0] + (x / width) * (view.box[2] - view.box[0])],
  };
}

/**
 * @param {Picture} picture
 * @param {any} line
 * @param {Theme} theme
 */
export function prepareLine(picture, line, theme) {
  const { run, size, view } = line;
  const up = { label: "density", origin: 0, spread: 1 / run.axes[0].spread };
  const axes = [run.axes[0], up];
  drawAxes(picture, view, axes, size);
  const names = () => axisNames([{ label: "" }, up], size).concat(
    axisNames([run.axes[0], { label: "" }], [size[0], line.ground]),
  );
  const paint = preparePoints(picture, line.centres, run.N, size, theme);
  return {
    /**
     * @param {Uint8ClampedArray} colours
     * @param {Stamps} stamps
     * @param {Float64Array} [gamma]
     */
    paintPoints: (colours, stamps, gamma) => {
      paint(colours, stamps);
      drawHistogram(picture, line, theme, gamma);
    },
    /**
     * @param {Mixture} mixture
     * @param {Layers} layers
     */
    drawMixture: (mixture, layers) => drawMixture(picture, line, theme, mixture, layers, names()),
    /**
     * @param {Float64Array} centroids
     * @param {Layers} layers
     */
    drawCentroids: (centroids, layers) =>
      drawCentroids(picture, line, theme, centroids, layers, names()),
  };
}

/**
 * @param {Picture} picture
 * @param {ReturnType<typeof lineFor>} line
 * @param {Theme} theme
 * @param {Float64Array | undefined} gamma
 */
function drawHistogram(picture, { run, view, histogram }, theme, gamma) {
  const { K } = run;
  const heights = gamma
    ? stackedBins(histogram, gamma, K, run.frequencies)
    : stackedBins(histogram, new Float64Array(run.N).fill(1), 1, run.frequencies);
  const layers = gamma ? K : 1;
  const outlines = Array.from({ length: layers }, () => "");
  for (let bin = 0; bin < histogram.count; bin += 1) {
    const left = view.x(histogram.start + bin * histogram.width);
    const right = view.x(histogram.start + (bin + 1) * histogram.width) - 1;
    let floor = 0;
    for (let k = 0; k < layers; k += 1) {
      const height = heights[bin * layers + k];
      if (height <= 0) continue;
      const [low, high] = [view.y(floor).toFixed(2), view.y(floor + height).toFixed(2)];
      outlines[k] += `M${left.toFixed(2)} ${low}V${high}H${right.toFixed(2)}V${low}Z`;
      floor += height;
    }
  }
  const ground = view.y(0);
  picture.under.replaceChildren(
    ...outlines.map((d, k) =>
      svg("path", { class: "bar", d, style: gamma ? `--colour: ${theme.colours[k]}` : "" }),
    ),
    svg("line", { class: "ground", x1: 0, x2: 1e4, y1: ground, y2: ground }),
  );
}

/**
 * @param {Picture} picture
 * @param {Ground} line
 * @param {Theme} theme
 * @param {Mixture} mixture
 * @param {Layers} layers
 * @param {SVGElement[]} names
 */
function drawMixture(picture, { view, size }, theme, mixture, layers, names) {
  const { K, means } = mixture;
  const [low, , high] = view.box;
  // Each mean is among the samples, so that a narrow component shows its peak.
  const xs = Array.from({ length: SAMPLES + 1 }, (_, i) => low + ((high - low) * i) / SAMPLES);
  for (let k = 0; k < K; k += 1) {
    const sd = Math.sqrt(mixture.covariances[k]);
    for (let z = -4; z <= 4; z += 0.25) xs.push(means[k] + z * sd);
  }
  xs.sort((a, b) => a - b);
  const sum = new Float64Array(xs.length);
  const ceiling = -2 * size[1];
  const joints = Array.from({ length: K }, (_, k) => logJointOf(mixture, k));
  const curves = joints.map((logJoint) =>
    xs.map((x, i) => {
      const value = Math.exp(logJoint(x));
      sum[i] += value;
      return [view.x(x), Math.max(ceiling, view.y(value))];
    }),
  );
  const total = xs.map((x, i) => [view.x(x), Math.max(ceiling, view.y(sum[i]))]);
  picture.over.replaceChildren(
    ...(layers.regions ? bands(xs, joints, view, theme, size) : []),
    svg("path", {
      class: layers.density ? "total filled" : "total",
      d: path(total),
    }),
    ...curves.map((curve, k) =>
      svg("path", { class: isHollow(k) ? "density dashed" : "density", d: path(curve), style: `--colour: ${theme.colours[k]}` }),
    ),
    ...names,
    ...Array.from({ length: K }, (_, k) => mark(k, view.x(means[k]), view.y(0), theme)),
  );
}

/**
 * Where each component wins, as bands of its colour behind the curves.
 * @param {number[]} xs
 * @param {((x: number) => number)[]} joints
 * @param {Ground["view"]} view
 * @param {Theme} theme
 * @param {Size} size
 */
function bands(xs, joints, view, theme, size) {
  const winners = xs.map((x) => {
    let winner = 0;
    joints.forEach((logJoint, k) => {
      if (logJoint(x) > joints[winner](x)) winner = k;
    });
    return winner;
  });
  const starts = winners.map((k, i) => i).filter((i) => i === 0 || winners[i] !== winners[i - 1]);
  return starts.map((from, i) => {
    const left = view.x(xs[from]);
    const right = i + 1 < starts.length ? view.x(xs[starts[i + 1]]) : size[0];
    return svg("rect", {
      class: "band",
      x: left,
      width: Math.max(0, right - left),
      y: 0,
      height: size[1],
      style: `--colour: ${theme.colours[winners[from]]}`,
    });
  });
}

/**
 * @param {Picture} picture
 * @param {Ground} line
 * @param {Theme} theme
 * @param {Float64Array} centroids
 * @param {Layers} layers
 * @param {SVGElement[]} names
 */
function drawCentroids(picture, { view, size }, theme, centroids, layers, names) {
  picture.over.replaceChildren(
    ...(layers.cells ? boundaries(centroids) : []).map((x) =>
      svg("line", { class: "boundary", x1: view.x(x), x2: view.x(x), y1: 0, y2: size[1] }),
    ),
    ...Array.from(centroids, (x, k) =>
      svg("line", {
        class: "stem", x1: view.x(x), x2: view.x(x), y1: 18, y2: view.y(0),
        style: `--colour: ${theme.colours[k]}`,
      }),
    ),
    ...names,
    ...Array.from(centroids, (x, k) => mark(k, view.x(x), view.y(0), theme)),
  );
}
