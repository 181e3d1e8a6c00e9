// A picture: layers over one plot area (a field, what lies under the points, the points, what lies over
// them, notes on top) and axes around it. Both twins share one view, so that the same point is at the same place.

import { widthOf, writeTicks } from "./apart.js";
import { drawMark, markPath } from "./marks.js";
import { makeStamp, stamp } from "./stamps.js";
import { html, moved, segment, svg, written } from "./elements.js";
import { ticks } from "./geometry.js";
import { hint } from "./handles.js";
import { meanOf } from "./mixture.js";
import { significant } from "./numbers.js";

/** @typedef {import("./types").Axis} Axis */
/** @typedef {import("./types").Faces} Faces */
/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Layers} Layers */
/** @typedef {import("./types").Picture} Picture */
/** @typedef {import("./types").Shape} Shape */
/** @typedef {import("./types").Size} Size */
/** @typedef {import("./types").Stamps} Stamps */
/** @typedef {import("./types").Theme} Theme */

const MARGIN = { left: 40, right: 8, top: 4, bottom: 22 };
const ACROSS = 48; // pixels for the number of a tick below the picture

/** @param {HTMLElement} host */
export function makePicture(host) {
  const layer = { class: "layer", "aria-hidden": "true" };
  const axes = svg("svg", { class: "axes", "aria-hidden": "true" });
  const [field, points] = [html("canvas", "layer field"), html("canvas", "layer")];
  const [ringed, over, notes] = [svg("g"), svg("g"), svg("g")];
  const under = svg("svg", layer);
  const plot = html("div", "plot", field, under, points, svg("svg", layer, ringed, over, notes));
  host.replaceChildren(axes, plot);
  return { host, plot, axes, field, under, points, ringed, over, notes, beside: ["", ""] };
}

/**
 * Nothing of another run, or of another kind of picture, stays behind.
 * @param {Picture} picture
 */
export function clearPicture({ under, ringed, over, notes, field }) {
  for (const layer of [under, ringed, over, notes]) layer.replaceChildren();
  field.width = field.height = 0;
}

/** @param {Pick<Theme, "scale">} theme */
const marginsFor = ({ scale }) => ({
  left: scale * MARGIN.left,
  right: scale * MARGIN.right,
  top: scale * MARGIN.top,
  bottom: scale * MARGIN.bottom,
});

/**
 * The plot's inner size in CSS pixels.
 * @param {Picture} picture
 * @param {Theme} theme
 * @returns {Size}
 */
export function innerSize(picture, theme) {
  const { width, height } = picture.host.getBoundingClientRect();
  const { left, right, top, bottom } = marginsFor(theme);
  return [Math.max(40, width - left - right), Math.max(40, height - top - bottom)];
}

/**
 * Ticks stand at round numbers of the data's own units, also where the points are standardised.
 * @param {number[]} range
 * @param {Pick<Axis, "origin" | "spread">} axis
 * @param {number} count
 * @param {number} room
 */
function axisTicks([low, high], { origin, spread }, count, room) {
  const { values, grain } = ticks(origin + spread * low, origin + spread * high, count);
  const { texts, beside } = writeTicks(values, grain, room);
  return { beside, marks: values.map((value, i) => ({ at: (value - origin) / spread, text: texts[i] })) };
}

/**
 * @param {Picture} picture
 * @param {Ground} ground
 */
export function drawAxes(picture, { view, axes: [across, up], size: [width, height], theme }) {
  const [left, bottom, right, top] = view.box;
  const { scale } = theme;
  const margin = marginsFor(theme);
  picture.plot.style.inset = `${margin.top}px ${margin.right}px ${margin.bottom}px ${margin.left}px`;
  const below = axisTicks([left, right], across, width / (70 * scale), (scale * ACROSS) / theme.digit);
  const beside = axisTicks([bottom, top], up, height / (45 * scale), (margin.left - 4) / theme.digit);
  picture.beside = [below.beside, beside.beside];
  const x0 = margin.left;
  const y0 = margin.top + height;
  picture.axes.replaceChildren(
    svg("rect", { class: "edge", x: x0, y: margin.top, width, height }),
    ...below.marks.flatMap(({ at, text }) => {
      const x = x0 + view.x(at);
      // A number at the right end stays on the picture.
      const middle = Math.min(x, x0 + width + margin.right - 0.5 * theme.digit * widthOf(text));
      return [segment("grid", [x, margin.top], [x, y0]), written(middle, y0 + 14 * scale, "middle", text)];
    }),
    ...beside.marks.flatMap(({ at, text }) => {
      const y = margin.top + view.y(at);
      return [segment("grid", [x0, y], [x0 + width, y]), written(x0 - 5, y + 3.5 * scale, "end", text)];
    }),
  );
}

/**
 * An axis's name, what its ticks leave out, and how far it is stretched: in one line, which lies in the air
 * around the points, or in as many as the picture needs.
 * @param {string[]} parts
 * @param {number} room
 */
function linesOf(parts, room) {
  const words = parts.filter(Boolean);
  const line = words.join(", ");
  return line.length < room ? [line] : words;
}

/**
 * A frame's shape: what the ground makes of it, the names of the axes with a halo, at the ends that they
 * run to, and a mark on each mean.
 * @param {Picture} picture
 * @param {Ground} ground
 * @param {Shape} shape
 * @param {Layers} layers
 */
export function drawShape({ under, over, beside }, ground, shape, layers) {
  const { axes: [across, up], size: [width], floor, stretch, theme, toScreen } = ground;
  const { below, above } = ground.draw(shape, layers);
  const line = 2.4 * theme.digit;
  /** @param {number} times */
  const note = (times) => (times > 1.001 ? `stretched ${significant(times, 2)} times` : "");
  const room = (width - 10) / theme.digit; // letters are about as wide as digits
  const upper = linesOf([up.label, beside[1], note(stretch)], room);
  const lower = linesOf([across.label, beside[0], note(1 / stretch)], room);
  if (below) under.replaceChildren(...below);
  over.replaceChildren(
    ...above,
    ...lower.map((words, i) => written(width - 5, floor - 6 - (lower.length - 1 - i) * line, "end", words, "name")),
    ...upper.map((words, i) => written(5, 14 * theme.scale + i * line, "start", words, "name")),
    ...layers.graspable.map((/** @type {number} */ k) => hint(toScreen(meanOf(shape, k)), ground, layers.asks)),
    ...Array.from({ length: shape.K }, (_, k) => mark(k, toScreen(meanOf(shape, k)), theme)),
  );
}

/**
 * Smaller discs for more points; never too small to show a colour.
 * @param {number} N
 */
export const radiusFor = (N) => Math.max(1.8, Math.min(4, 12.5 / N ** 0.23));

/**
 * Gives a function that paints the points: their colours, and how each is stamped: `kinds` are
 * { shape, size, hollow } with the size relative to a plain disc, `which` picks one for each point.
 * @param {Picture} picture
 * @param {Ground} ground
 * @returns {(faces: Faces, stamps: Stamps) => void}
 */
export function preparePoints(picture, { centres, run, size: [width, height], theme }) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  picture.points.width = Math.round(width * ratio);
  picture.points.height = Math.round(height * ratio);
  const context = /** @type {CanvasRenderingContext2D} */ (picture.points.getContext("2d", { willReadFrequently: true }));
  const image = context.createImageData(picture.points.width, picture.points.height);
  const scaled = centres.map((value) => value * ratio);
  const radius = radiusFor(run.N) * ratio * theme.thick;
  const made = new Map();
  /** @param {Stamps["kinds"][number]} kind */
  const stampOf = ({ shape, size, hollow }) => {
    const key = `${shape} ${size} ${hollow}`;
    if (!made.has(key)) {
      const look = { path: markPath(shape), unit: 6.5, radius: radius * size, rim: 0.6 * ratio, hollow };
      made.set(key, makeStamp(look, document));
    }
    return made.get(key);
  };
  return (faces, { kinds, which, order }) => {
    image.data.fill(0);
    stamp(image, scaled, faces, { stamps: kinds.map(stampOf), which, order }, theme.paper);
    context.putImageData(image, 0, 0);
  };
}

/**
 * @param {number} k
 * @param {number[]} place
 * @param {Theme} theme
 */
export const mark = (k, [x, y], { colours, thick }) =>
  drawMark(k, colours[k], { transform: `${moved(x, y)} scale(${thick})` });
