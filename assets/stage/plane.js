// The plane: points, ellipses and means, centroids and their cells.

import { cells, planeView } from "./geometry.js";
import { grip } from "./grip.js";
import { isHollow } from "./marks.js";
import { axisNames, drawAxes, mark, preparePoints } from "./picture.js";
import { moved, path, svg } from "./elements.js";

/** @typedef {import("./types").Grip} Grip */
/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Layers} Layers */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Picture} Picture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Size} Size */
/** @typedef {import("./types").Theme} Theme */

/**
 * @param {Run} run
 * @param {Size} size
 * @returns {Ground}
 */
export function planeFor(run, size) {
  // Of more dimensions than two the first two are seen.
  const flat = run.D === 2 ? run.points : run.points.filter((_, i) => i % run.D < 2);
  const view = planeView(run.box ?? flat, ...size);
  const centres = flat.map((value, i) => (i % 2 ? view.y(value) : view.x(value)));
  return {
    run,
    size,
    view,
    centres,
    toScreen: (/** @type {any} */ [x, y]) => [view.x(x), view.y(y)],
    toPlace: (x, y) => [view.box[0] + x / view.scale, view.box[3] - y / view.scale],
  };
}

/**
 * @param {Picture} picture
 * @param {Ground} plane
 * @param {Theme} theme
 */
export function preparePlane(picture, plane, theme) {
  drawAxes(picture, plane.view, plane.run.axes, plane.size);
  return {
    paintPoints: preparePoints(picture, plane.centres, plane.run.N, plane.size, theme),
    /**
     * @param {Mixture} mixture
     * @param {Layers} layers
     */
    drawMixture: (mixture, layers) => drawMixture(picture, plane, theme, mixture, layers),
    /**
     * @param {Float64Array} centroids
     * @param {Layers} layers
     */
    drawCentroids: (centroids, layers) => drawCentroids(picture, plane, theme, centroids, layers),
  };
}

/**
 * The outline of a component at so many standard deviations.
 * @param {Ground} plane
 * @param {Grip} grip
 * @param {number} sigmas
 */
export function outline({ view }, { mean, major, minor, angle }, sigmas) {
  return {
    rx: (sigmas * major * view.scale).toFixed(2),
    ry: (sigmas * minor * view.scale).toFixed(2),
    transform: moved(view.x(mean[0]), view.y(mean[1]), (-angle * 180) / Math.PI),
  };
}

/**
 * @param {Picture} picture
 * @param {Ground} plane
 * @param {Theme} theme
 * @param {Mixture} mixture
 * @param {Layers} layers
 */
function drawMixture(picture, plane, theme, mixture, { sigmas }) {
  const { run, size, view } = plane;
  const shapes = [];
  const marks = [];
  for (let k = 0; k < mixture.K; k += 1) {
    const held = grip(mixture, k);
    // More components than colours: the second round is dashed, as its marks are hollow.
    const dashed = isHollow(k) ? "dashed " : "";
    for (const count of sigmas) {
      const line = {
        ...outline(plane, held, count),
        style: `--colour: ${theme.colours[k]}`,
      };
      // A casing in the paper's colour keeps the line visible among points of its own colour.
      shapes.push(svg("ellipse", { ...line, class: `casing sigma-${count}` }));
      shapes.push(svg("ellipse", { ...line, class: `ellipse ${dashed}sigma-${count}` }));
    }
    marks.push(mark(k, view.x(held.mean[0]), view.y(held.mean[1]), theme));
  }
  picture.over.replaceChildren(...shapes, ...axisNames(run.axes, size), ...marks);
}

/**
 * @param {Picture} picture
 * @param {Ground} plane
 * @param {Theme} theme
 * @param {Float64Array} centroids
 * @param {Layers} layers
 */
function drawCentroids(picture, { run, size, view }, theme, centroids, layers) {
  const areas = layers.cells && run.D === 2 ? cells(centroids, view.box) : [];
  const tiles = areas.map((cell, k) =>
    svg("path", {
      class: "cell",
      d: cell.length ? `${path(cell.map(([x, y]) => [view.x(x), view.y(y)]))}Z` : "",
      style: `--colour: ${theme.colours[k]}`,
    }),
  );
  const marks = Array.from({ length: run.K }, (_, k) =>
    mark(k, view.x(centroids[run.D * k]), view.y(centroids[run.D * k + 1]), theme),
  );
  picture.under.replaceChildren(...tiles);
  picture.over.replaceChildren(...axisNames(run.axes, size), ...marks);
}
