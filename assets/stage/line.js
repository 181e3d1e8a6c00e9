// One dimension: a rug of points, a histogram stacked by responsibility, densities, boundaries.

import { bins, boundaries, lineView, stackedBins } from "./geometry.js";
import { eStep, likeliest, logJoint } from "./mixture.js";
import { isHollow } from "./marks.js";
import { path, segment, svg } from "./elements.js";
import { radiusFor } from "./picture.js";
import { sizesAtRest } from "./stamping.js";

/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Layers} Layers */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Shape} Shape */
/** @typedef {import("./types").Size} Size */
/** @typedef {import("./types").Theme} Theme */

const RUG = 34;
const NAMED = 22; // pixels for the name of the axis, above every bar
const SAMPLES = 240;

/**
 * @param {Mixture} mixture
 * @param {Float64Array} xs
 */
const densities = (mixture, xs) => eStep(xs, mixture).logDensity.map(Math.exp);

/**
 * The height that shows every frame: of the histogram, and of densities unless they soar far above it.
 * @param {Run} run
 * @param {ReturnType<typeof bins>} histogram
 * @param {number} height
 */
function peakOf(run, histogram, height) {
  const tallest = Math.max(...stackedBins(histogram, new Float64Array(run.N).fill(1), 1, run.frequencies));
  const mixtures = run.tapes.flatMap((tape) => (tape.kind === "mixture" ? tape.mixtures : []));
  const peaks = mixtures.map((mixture) => Math.max(...densities(mixture, mixture.means)));
  const air = Math.max(0.107, NAMED / height);
  return Math.min(Math.max(tallest, ...peaks), 2.5 * tallest) / (1 - air);
}

/**
 * @param {Run} run
 * @param {Size} size
 * @param {Theme} theme
 * @returns {Ground}
 */
export function lineFor(run, size, theme) {
  const histogram = bins(run.points);
  const floor = size[1] - RUG;
  // As far as the bars reach.
  const ends = [histogram.start, histogram.start + histogram.count * histogram.width];
  const view = lineView(ends, size[0], floor, peakOf(run, histogram, floor));
  // The rug's dots are spread over its height by the golden ratio: even, and the same every time. A large
  // one, which was counted often, is whole as well.
  const centres = new Float64Array(2 * run.N);
  const sizes = sizesAtRest(run);
  run.points.forEach((x, n) => {
    const edge = Math.min(RUG / 2, Math.max(6, sizes ? sizes[n] * radiusFor(run.N) + 2 : 0));
    centres[2 * n] = view.x(x);
    centres[2 * n + 1] = floor + edge + (((n + 1) * 0.6180339887498949) % 1) * (RUG - 2 * edge);
  });
  /** @type {Ground} */
  const line = {
    run,
    size,
    theme,
    view,
    axes: [run.axes[0], { label: "density", origin: 0, spread: 1 / run.axes[0].spread }],
    floor,
    stretch: 1,
    centres,
    toScreen: ([x]) => [view.x(x), floor],
    toPlace: (x) => [view.box[0] + x / view.scales[0]],
    bars: (gamma) => bars(line, histogram, gamma),
    draw: (shape, layers) => ({
      above: "covariances" in shape ? curves(line, shape, layers) : stems(line, shape, layers),
    }),
  };
  return line;
}

/**
 * The points of each bin, stacked by responsibility.
 * @param {Ground} line
 * @param {ReturnType<typeof bins>} histogram
 * @param {Float64Array | undefined} gamma
 */
function bars({ run, view, size, floor: ground, theme }, histogram, gamma) {
  const colours = gamma ? theme.colours : ["var(--muted)"];
  const layers = colours.length;
  const heights = stackedBins(histogram, gamma ?? new Float64Array(run.N).fill(1), layers, run.frequencies);
  const outlines = colours.map(() => "");
  for (let bin = 0; bin < histogram.count; bin += 1) {
    const left = view.x(histogram.start + bin * histogram.width).toFixed(2);
    const right = view.x(histogram.start + (bin + 1) * histogram.width).toFixed(2);
    let floor = 0;
    for (let k = 0; k < layers; k += 1) {
      const height = heights[bin * layers + k];
      if (height <= 0) continue;
      const [low, high] = [view.y(floor).toFixed(2), view.y(floor + height).toFixed(2)];
      outlines[k] += `M${left} ${low}V${high}H${right}V${low}Z`;
      floor += height;
    }
  }
  return [
    ...outlines.map((d, k) => svg("path", { class: "bar", d, style: `--colour: ${colours[k]}` })),
    segment("ground", [0, ground], [size[0], ground]),
  ];
}

/**
 * @param {Ground} line
 * @param {Mixture} mixture
 * @param {Layers} layers
 */
function curves({ view, size, theme }, mixture, layers) {
  const { K, means, covariances } = mixture;
  const [low, , high] = view.box;
  // Each mean is among the samples, so that a narrow component shows its peak.
  const even = Array.from({ length: SAMPLES + 1 }, (_, i) => low + ((high - low) * i) / SAMPLES);
  const near = Array.from({ length: 33 * K }, (_, i) => {
    const k = Math.floor(i / 33);
    return means[k] + ((i % 33) / 4 - 4) * Math.sqrt(covariances[k]);
  });
  const xs = Float64Array.from([...even, ...near]).sort();
  const joints = logJoint(xs, mixture);
  const ceiling = -2 * size[1];
  /** @param {(i: number) => number} density */
  const curve = (density) =>
    path(Array.from(xs, (x, i) => [view.x(x), Math.max(ceiling, view.y(density(i)))]));
  const total = densities(mixture, xs);
  return [
    ...(layers.regions ? bands(xs, likeliest(joints, K), view, theme, size) : []),
    svg("path", { class: layers.density ? "total filled" : "total", d: curve((i) => total[i]) }),
    ...theme.colours.map((colour, k) =>
      svg("path", {
        class: isHollow(k) ? "density dashed" : "density",
        d: curve((i) => Math.exp(joints[K * i + k])),
        style: `--colour: ${colour}`,
      }),
    ),
  ];
}

/**
 * Where each component wins, as bands of its colour behind the curves.
 * @param {Float64Array} xs
 * @param {Uint8Array} winners
 * @param {Ground["view"]} view
 * @param {Theme} theme
 * @param {Size} size
 */
function bands(xs, winners, view, theme, [width, height]) {
  const starts = Array.from(winners.keys()).filter((i) => winners[i] !== winners[i - 1]);
  return starts.map((from, i) => {
    const x = view.x(xs[from]);
    const right = i + 1 < starts.length ? view.x(xs[starts[i + 1]]) : width;
    const style = `--colour: ${theme.colours[winners[from]]}`;
    return svg("rect", { class: "band", x, width: Math.max(0, right - x), y: 0, height, style });
  });
}

/**
 * @param {Ground} line
 * @param {Shape} centroids
 * @param {Layers} layers
 */
function stems({ view, size, floor, theme }, { means }, layers) {
  const borders = layers.cells ? boundaries(means).map(view.x) : [];
  return [
    ...borders.map((x) => segment("boundary", [x, 0], [x, size[1]])),
    ...Array.from(means, view.x).map((x, k) =>
      segment("stem", [x, 18], [x, floor], { style: `--colour: ${theme.colours[k]}` }),
    ),
  ];
}
