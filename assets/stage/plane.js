// The plane: points, ellipses and means, centroids and their cells.

import { cells, planeView } from "./geometry.js";
import { grip } from "./grip.js";
import { isHollow } from "./marks.js";
import { moved, path, svg } from "./elements.js";

/** @typedef {import("./types").Grip} Grip */
/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Layers} Layers */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Shape} Shape */
/** @typedef {import("./types").Size} Size */
/** @typedef {import("./types").Theme} Theme */
/** @typedef {import("./types").View} View */

/**
 * @param {Run} run
 * @param {Size} size
 * @param {Theme} theme
 * @param {View} look
 * @returns {Ground}
 */
export function planeFor(run, size, theme, { proportions, temperature }) {
  // Of more dimensions than two the first two are seen.
  const flat = run.D === 2 ? run.points : run.points.filter((_, i) => i % run.D < 2);
  // Where components are circles they look like circles, and a drawing stays as it was drawn.
  const round = Boolean(run.box || proportions || temperature || run.covariance === "spherical");
  const view = planeView(run.box ?? flat, ...size, round);
  const [across, up] = view.scales;
  /** @type {Ground} */
  const plane = {
    run,
    size,
    theme,
    view,
    axes: run.axes,
    floor: size[1],
    stretch: up / across,
    centres: flat.map((value, i) => (i % 2 ? view.y(value) : view.x(value))),
    toScreen: ([x, y]) => [view.x(x), view.y(y)],
    toPlace: (x, y) => [view.box[0] + x / across, view.box[3] - y / up],
    draw: (shape, layers) =>
      "covariances" in shape
        ? { above: ellipses(plane, shape, layers) }
        : { below: layers.cells && run.D === 2 ? tiles(plane, shape) : [], above: [] },
  };
  return plane;
}

/**
 * The outline of a component at so many standard deviations.
 * @param {Ground} plane
 * @param {Grip} grip
 * @param {number} sigmas
 */
export function outline({ view }, { mean, major, minor, angle }, sigmas) {
  const [across] = view.scales; // a grip is as long up as it is drawn
  return {
    rx: (sigmas * major * across).toFixed(2),
    ry: (sigmas * minor * across).toFixed(2),
    transform: moved(view.x(mean[0]), view.y(mean[1]), (-angle * 180) / Math.PI),
  };
}

/**
 * @param {Ground} plane
 * @param {Mixture} mixture
 * @param {Layers} layers
 */
function ellipses(plane, mixture, { sigmas }) {
  return plane.theme.colours.flatMap((colour, k) => {
    const held = grip(mixture, k, plane.stretch);
    // More components than colours: the second round is dashed, as its marks are hollow.
    const dashed = isHollow(k) ? "dashed " : "";
    return sigmas.flatMap((count) => {
      const line = { ...outline(plane, held, count), style: `--colour: ${colour}` };
      // A casing in the paper's colour keeps the line visible among points of its own colour.
      return [
        svg("ellipse", { ...line, class: `casing sigma-${count}` }),
        svg("ellipse", { ...line, class: `ellipse ${dashed}sigma-${count}` }),
      ];
    });
  });
}

/**
 * @param {Ground} plane
 * @param {Shape} centroids
 */
function tiles({ view, theme, toScreen }, { means }) {
  return cells(means, view.box).map((cell, k) =>
    svg("path", {
      class: "cell",
      d: cell.length ? `${path(cell.map(toScreen))}Z` : "",
      style: `--colour: ${theme.colours[k]}`,
    }),
  );
}
