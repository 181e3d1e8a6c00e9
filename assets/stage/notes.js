// Notes on top of a picture: rings, trails, threads that pull, handles to hold, a guess beside the truth.

import { grip } from "./hands.js";
import { mark, radiusFor } from "./picture.js";
import { outline } from "./plane.js";
import { path, svg } from "./svg.js";

const meanOf = ({ D, means }, k) => means.subarray(D * k, D * (k + 1));

// Rings around the points on which the twins disagree.
export function drawRings(picture, { run, centres }, which) {
  const r = radiusFor(run.N) + 2.6;
  picture.ringed.replaceChildren(
    ...which.map((n) =>
      svg("circle", { class: "ring", cx: centres[2 * n], cy: centres[2 * n + 1], r }),
    ),
  );
}

export function ringAround({ run, centres }, n) {
  const r = radiusFor(run.N) + 5;
  return svg("circle", { class: "chosen", cx: centres[2 * n], cy: centres[2 * n + 1], r });
}

// The way of each mean so far.
export function drawTrails({ run, toScreen }, theme, steps) {
  return Array.from({ length: run.K }, (_, k) => {
    const way = steps.map((means) => toScreen(means.subarray(2 * k, 2 * k + 2)));
    return svg("path", { class: "trail", d: path(way), style: `--colour: ${theme.colours[k]}` });
  });
}

// A thread from each point that pulls to the mean, as thick as its responsibility.
export function drawPulls({ centres, toScreen }, theme, k, mixture, list) {
  const [x, y] = toScreen(meanOf(mixture, k));
  return list.map(({ n, share }) =>
    svg("line", {
      class: "pull",
      x1: x,
      y1: y,
      x2: centres[2 * n],
      y2: centres[2 * n + 1],
      "stroke-width": (0.3 + 3 * share).toFixed(2),
      style: `--colour: ${theme.colours[k]}`,
    }),
  );
}

export function drawGrip({ toScreen }, theme, k, held) {
  return held.map(({ what, at }) => {
    const [cx, cy] = toScreen(at);
    return svg("circle", { class: `handle ${what}`, cx, cy, r: 6, style: `--colour: ${theme.colours[k]}` });
  });
}

// A guessed component, dashed; once the truth is known, a line leads from one to the other.
export function drawGhost(shared, theme, guess, truth) {
  return [...guess.moved].flatMap((k) => {
    const colour = theme.colours[k];
    const held = grip(guess.mixture, k);
    const [x, y] = shared.toScreen(held.mean);
    const parts = [];
    if (shared.run.D === 2) {
      parts.push(svg("ellipse", { ...outline(shared, held, 1), class: "guess", style: `--colour: ${colour}` }));
    }
    if (truth) {
      const [tx, ty] = shared.toScreen(meanOf(truth, k));
      parts.push(svg("line", { class: "off", x1: x, y1: y, x2: tx, y2: ty }));
    }
    const ghost = mark(k, x, y, theme);
    ghost.classList.add("guessed");
    return [...parts, ghost];
  });
}

// What to do where there is nothing yet.
export function inviteAt([width, height]) {
  return svg(
    "text",
    { class: "invite", x: width / 2, y: height / 2 },
    "Click to put points down, drag to spray",
  );
}
