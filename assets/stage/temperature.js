// The mode of the temperature: a tape of circles of one width stands in for the run's own.

import { anneal, openingWarmth, spreadOf, widthAt } from "./annealing.js";
import { makeFrames } from "./frames.js";
import { html } from "./elements.js";
import { counted, significant } from "./numbers.js";
import { undecided } from "./pies.js";
import { countOfPoints } from "./units.js";

/** @typedef {import("./types").HardTape} HardTape */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").State} State */

export const WARMED = "Temperature: all components have one width and equal weight. Move the slider to the left and compare: at width 0 EM is k\u2011means.";

/**
 * `changed()` is told when the slider moves.
 * @param {Root} root
 * @param {() => void} changed
 */
export function makeTemperature(root, changed) {
  const label = root.querySelector(".temperature");
  const slider = label.querySelector("input");
  /** @type {WeakMap<Run, number>} */
  const opening = new WeakMap();
  let touched = false; // whether somebody has set it
  const warmth = () => Number(slider.value);
  /**
   * It opens with a difference to see.
   * @param {Run} run
   */
  const warm = (run) => {
    if (touched) return;
    if (!opening.has(run)) opening.set(run, openingWarmth(run));
    slider.value = opening.get(run);
  };
  /** @param {Run} run */
  const width = (run) => widthAt(warmth(), spreadOf(run));
  slider.oninput = () => {
    touched = true;
    changed();
  };
  return {
    /**
     * What the mode changes, switched on or off.
     * @param {State} state
     */
    retape({ run, view, frame }) {
      if (view.temperature) warm(run);
      const first = () => anneal(run, run.soft.mixtures[0].means, width(run), /** @type {HardTape} */ (run.hard).frames);
      const tapes = view.temperature
        ? run.tapes.map((tape) => (tape === run.soft ? { ...tape, ...first() } : tape))
        : run.tapes;
      const frames = makeFrames(run, tapes);
      return { frames, frame: Math.min(frame, frames.length - 1) };
    },
    isFrozen: () => warmth() === 0,
    reset: () => (touched = false),
    /**
     * @param {State} state
     * @param {import("./types").SoftColouring | null | undefined} soft
     */
    show({ run, view }, soft) {
      label.hidden = !view.temperature;
      if (!view.temperature) return;
      const wide = `width ${warmth() > 0 ? significant(width(run), 2) : "0"}${unitOf(run)}`;
      // Before the first E-step no point is one or the other.
      const told = soft ? `: ${counted(countUndecided(run, soft.gamma))} undecided` : "";
      label.querySelector("output").replaceChildren(wide, html("span", "more", told));
      slider.setAttribute("aria-valuetext", warmth() > 0 ? `width ${significant(width(run), 2)}${unitOf(run)}` : "width 0");
    },
  };
}

/**
 * @param {Run} run
 * @param {Float64Array} gamma
 */
function countUndecided(run, gamma) {
  const doubtful = undecided(gamma, run.K);
  return countOfPoints(run, Array.from(doubtful.keys()).filter((n) => doubtful[n]));
}

/**
 * What a width is measured in: standard deviations of the columns, or their unit if they have one in common.
 * @param {Run} run
 */
function unitOf({ standardised, axes }) {
  if (standardised) return " SD";
  const units = axes.map(({ label, name }) => label.slice(name.length).replace(/[()]/g, ""));
  return units.every((unit) => unit === units[0]) ? units[0] : "";
}
