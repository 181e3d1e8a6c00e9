// Two dimensions: points in the plane, ellipses and means, centroids and their cells.

import { cells, ellipse, planeView } from "./geometry.js";
import { axisNames, drawAxes, mark, preparePoints } from "./picture.js";
import { moved, path, svg } from "./svg.js";

const SIGMAS = [2, 1];

export function planeFor(run, size) {
  const view = planeView(run.points, ...size);
  const centres = Float64Array.from(run.points, (value, i) =>
    i % 2 ? view.y(value) : view.x(value),
  );
  return { run, size, view, centres };
}

export function preparePlane(picture, plane, theme) {
  drawAxes(picture, plane.view, plane.run.axes, plane.size);
  return {
    paintPoints: preparePoints(picture, plane.centres, plane.run.N, plane.size, theme.paper),
    drawMixture: (mixture) => drawMixture(picture, plane, theme, mixture),
    drawCentroids: (centroids) => drawCentroids(picture, plane, theme, centroids),
  };
}

function drawMixture(picture, { run, size, view }, theme, { K, means, covariances }) {
  const shapes = [];
  const marks = [];
  for (let k = 0; k < K; k += 1) {
    const [x, y] = [view.x(means[2 * k]), view.y(means[2 * k + 1])];
    const { major, minor, angle } = ellipse(...covariances.subarray(3 * k, 3 * k + 3));
    for (const sigmas of SIGMAS) {
      const outline = {
        rx: (sigmas * major * view.scale).toFixed(2),
        ry: (sigmas * minor * view.scale).toFixed(2),
        transform: moved(x, y, (-angle * 180) / Math.PI),
        style: `--colour: ${theme.colours[k]}`,
      };
      // A casing in the paper's colour keeps the line visible among points of its own colour.
      shapes.push(svg("ellipse", { ...outline, class: `casing sigma-${sigmas}` }));
      shapes.push(svg("ellipse", { ...outline, class: `ellipse sigma-${sigmas}` }));
    }
    marks.push(mark(k, x, y, theme.colours[k]));
  }
  picture.over.replaceChildren(...shapes, ...axisNames(run.axes, size), ...marks);
}

function drawCentroids(picture, { run, size, view }, theme, centroids) {
  const tiles = cells(centroids, view.box).map((cell, k) =>
    svg("path", {
      class: "cell",
      d: cell.length ? `${path(cell.map(([x, y]) => [view.x(x), view.y(y)]))}Z` : "",
      style: `--colour: ${theme.colours[k]}`,
    }),
  );
  const marks = tiles.map((_, k) =>
    mark(k, view.x(centroids[2 * k]), view.y(centroids[2 * k + 1]), theme.colours[k]),
  );
  picture.under.replaceChildren(...tiles);
  picture.over.replaceChildren(...axisNames(run.axes, size), ...marks);
}
