// Notes on top of a picture: rings, trails, threads that pull, handles to hold, a guess beside the truth.

import { path, svg } from "./elements.js";
import { grip, handles } from "./grip.js";
import { pulls } from "./inspection.js";
import { meanOf } from "./mixture.js";
import { mark, radiusFor } from "./picture.js";
import { outline } from "./plane.js";

/** @typedef {import("./types").FullShot} FullShot */
/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Guess} Guess */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Picture} Picture */
/** @typedef {import("./types").Shape} Shape */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").Size} Size */
/** @typedef {import("./types").State} State */

/**
 * What lies on top in each pane: trails, the chosen point or component, handles, a guess.
 * @param {State} state
 * @param {Ground} shared
 * @param {Shot} shot
 * @returns {SVGElement[][]}
 */
export function notesOn(state, shared, shot) {
  const { run, view, frames, frame, chosen, held, guess } = state;
  if (run.blank) return run.tapes.map((_, i) => (i === 0 && run.N === 0 ? [inviteAt(shared.size)] : []));
  return frames.tapes.map((tape) => {
    /** @type {SVGElement[]} */
    const notes = [];
    if (view.trails && run.D > 1 && !held) notes.push(...drawTrails(shared, frames.wayTo(tape, frame)));
    if (chosen?.point !== undefined) notes.push(ringAround(shared, chosen.point));
    if (tape !== frames.soft) return notes;
    if (chosen?.component !== undefined) notes.push(...componentNotes(state, chosen.component, shared, /** @type {FullShot} */ (shot)));
    const truth = guess && guess.frame < frame ? shot.mixture : null;
    return guess ? [...notes, ...drawGhost(shared, guess, truth)] : notes;
  });
}

/**
 * @param {State} state
 * @param {number} k
 * @param {Ground} shared
 * @param {FullShot} shot
 */
function componentNotes({ run, view, held, guess }, k, shared, { mixture, soft }) {
  const strongest = soft && !held ? pulls(run.points, soft.gamma, mixture, k, 12) : [];
  const threads = drawPulls(shared, k, mixture, strongest);
  if (view.temperature) return threads;
  const now = held?.k === k ? held.grip : grip(guess?.mixture ?? mixture, k);
  return [...threads, ...drawGrip(shared, k, handles(now, run.covariance))];
}

/**
 * Rings around the points on which the tapes disagree.
 * @param {Picture} picture
 * @param {Ground} shared
 * @param {number[]} which
 */
export function drawRings(picture, { run, centres }, which) {
  const r = radiusFor(run.N) + 2.6;
  picture.ringed.replaceChildren(
    ...which.map((n) =>
      svg("circle", { class: "ring", cx: centres[2 * n], cy: centres[2 * n + 1], r }),
    ),
  );
}

/**
 * @param {Ground} shared
 * @param {number} n
 */
function ringAround({ run, centres }, n) {
  const r = radiusFor(run.N) + 5;
  return svg("circle", { class: "chosen", cx: centres[2 * n], cy: centres[2 * n + 1], r });
}

/**
 * The way of each mean so far.
 * @param {Ground} shared
 * @param {Shape[]} steps
 */
function drawTrails({ run: { K }, toScreen, theme }, steps) {
  return Array.from({ length: K }, (_, k) => {
    const way = steps.map((shape) => toScreen(meanOf(shape, k)));
    return svg("path", { class: "trail", d: path(way), style: `--colour: ${theme.colours[k]}` });
  });
}

/**
 * A thread from each point that pulls to the mean, as thick as its responsibility.
 * @param {Ground} shared
 * @param {number} k
 * @param {Mixture} mixture
 * @param {{ n: number, share: number }[]} list
 */
function drawPulls({ centres, toScreen, theme }, k, mixture, list) {
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

/**
 * @param {Ground} shared
 * @param {number} k
 * @param {{ what: string, at: number[] }[]} held
 */
function drawGrip({ toScreen, theme }, k, held) {
  return held.map(({ what, at }) => {
    const [cx, cy] = toScreen(at);
    return svg("circle", { class: `handle ${what}`, cx, cy, r: 6, style: `--colour: ${theme.colours[k]}` });
  });
}

/**
 * A guessed component, dashed; once the truth is known, a line leads from one to the other.
 * @param {Ground} shared
 * @param {Guess} guess
 * @param {Mixture | null | undefined} truth
 */
function drawGhost(shared, guess, truth) {
  return [...guess.moved].flatMap((k) => {
    const held = grip(guess.mixture, k);
    const [x, y] = shared.toScreen(held.mean);
    const parts = [];
    if (shared.run.D > 1) {
      parts.push(svg("ellipse", { ...outline(shared, held, 1), class: "guess", style: `--colour: ${shared.theme.colours[k]}` }));
    }
    if (truth) {
      const [tx, ty] = shared.toScreen(meanOf(truth, k));
      parts.push(svg("line", { class: "off", x1: x, y1: y, x2: tx, y2: ty }));
    }
    const ghost = mark(k, [x, y], shared.theme);
    ghost.classList.add("guessed");
    return [...parts, ghost];
  });
}

/**
 * What to do where there is nothing yet.
 * @param {Size} size
 */
function inviteAt([width, height]) {
  return svg(
    "text",
    { class: "invite", x: width / 2, y: height / 2 },
    "Click to put points down, drag to spray",
  );
}
