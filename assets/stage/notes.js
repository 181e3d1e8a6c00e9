// Notes on top of a picture: rings, trails, threads that pull, handles to hold, a guess beside the truth.

import { path, segment, svg, written } from "./elements.js";
import { exampleOn } from "./example.js";
import { grip } from "./grip.js";
import { drawHold, hint, holdsOn } from "./handles.js";
import { pulls } from "./inspection.js";
import { meanOf } from "./mixture.js";
import { mark, radiusFor } from "./picture.js";
import { outline } from "./plane.js";
import { stacksOf } from "./stacks.js";
import { sizesAtRest } from "./stamping.js";

/** @typedef {import("./types").FullShot} FullShot */
/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Guess} Guess */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Picture} Picture */
/** @typedef {import("./types").Shape} Shape */
/** @typedef {import("./types").Shot} Shot */
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
  const [width, height] = shared.size;
  const words = "Click to put points down, drag to spray";
  const invite = written(width / 2, height / 2, "middle", words, "invite");
  if (run.blank) return run.tapes.map((_, i) => (i === 0 && run.N === 0 && run.easel ? [invite] : []));
  return frames.tapes.map((tape) => {
    /** @type {SVGElement[]} */
    const notes = [];
    if (view.trails && run.D > 1 && !held) notes.push(...drawTrails(shared, frames.wayTo(tape, frame)));
    if (chosen?.point !== undefined) notes.push(ringAround(shared, chosen.point, "chosen", 5));
    if (tape !== frames.soft) return notes;
    const example = state.hidden.includes("example") ? null : exampleOn(state);
    if (example !== null && chosen === null) notes.push(ringAround(shared, example, "example", 5));
    if (chosen?.component !== undefined && !held) notes.push(...threadsOf(run, chosen.component, shared, frames.askedOn(frame), /** @type {FullShot} */ (shot)));
    notes.push(...holdsOn(state, shared).flatMap((hold) => drawHold(hold, shared.theme)));
    const truth = guess && guess.frame < frame ? shot.mixture : null;
    return guess ? [...notes, ...drawGhost(shared, guess, truth)] : notes;
  });
}

/**
 * @param {State["run"]} run
 * @param {number} k
 * @param {Ground} shared
 * @param {Mixture} asked by which the responsibilities were calculated
 * @param {FullShot} shot
 */
const threadsOf = (run, k, shared, asked, { mixture, soft }) =>
  drawPulls(shared, k, mixture, soft ? pulls(run.points, soft.gamma, asked, k, 12, run.frequencies) : []);

/**
 * @param {Ground} shared
 * @param {number} n
 * @param {string} name
 * @param {number} gap
 */
const ringAround = ({ run, centres }, n, name, gap, size = sizesAtRest(run)?.[n] ?? 1) =>
  svg("circle", { class: name, cx: centres[2 * n], cy: centres[2 * n + 1], r: radiusFor(run.N) * size + gap });

/**
 * Rings around the points on which the tapes disagree.
 * @param {Picture} picture
 * @param {Ground} shared
 * @param {number[]} which
 */
export function drawRings({ ringed }, shared, which) {
  const first = stacksOf(shared.run)?.first;
  const sizes = sizesAtRest(shared.run);
  const drawn = which.filter((n) => !first || first[n] === n);
  ringed.replaceChildren(...drawn.map((n) => ringAround(shared, n, "ring", 2.6, sizes?.[n] ?? 1)));
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
  const mean = toScreen(meanOf(mixture, k));
  return list.map(({ n, share }) =>
    segment("pull", mean, [centres[2 * n], centres[2 * n + 1]], {
      "stroke-width": (0.3 + 3 * share).toFixed(2),
      style: `--colour: ${theme.colours[k]}`,
    }),
  );
}

/**
 * A guessed component, dashed; once the truth is known, a line leads from one to the other.
 * @param {Ground} shared
 * @param {Guess} guess
 * @param {Mixture | null | undefined} truth
 */
function drawGhost(shared, guess, truth) {
  return [...guess.moved].flatMap((k) => {
    const held = grip(guess.mixture, k, shared.stretch);
    const place = shared.toScreen(held.mean);
    const parts = [];
    if (shared.run.D > 1) {
      const style = `--colour: ${shared.theme.colours[k]}`;
      parts.push(svg("ellipse", { ...outline(shared, held, 1), class: "guess", style }));
    }
    if (truth) parts.push(segment("off", place, shared.toScreen(meanOf(truth, k))));
    const ghost = mark(k, place, shared.theme);
    ghost.classList.add("guessed");
    return [...parts, ...(truth ? [] : [hint(place, shared, "asks")]), ghost];
  });
}
