// The mode of the temperature: a tape of circles of one width stands in for the run's own.

import { anneal, spreadOf, widthAt } from "./annealing.js";
import { makeFrames } from "./frames.js";
import { plural, significant } from "./numbers.js";
import { countOfPoints } from "./units.js";

/** @typedef {import("./types").HardTape} HardTape */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").State} State */

/**
 * `changed()` is told when the slider moves.
 * @param {Root} root
 * @param {() => void} changed
 */
export function makeTemperature(root, changed) {
  const label = root.querySelector(".temperature");
  const slider = label.querySelector("input");
  const warmth = () => Number(slider.value);
  /** @param {Run} run */
  const width = (run) => widthAt(warmth(), spreadOf(run));
  slider.oninput = changed;
  return {
    /**
     * What the mode changes, switched on or off.
     * @param {State} state
     */
    retape({ run, view, frame }) {
      const first = () => anneal(run, run.soft.mixtures[0].means, width(run), /** @type {HardTape} */ (run.hard).frames);
      const tapes = view.temperature
        ? run.tapes.map((tape) => (tape === run.soft ? { ...tape, ...first() } : tape))
        : run.tapes;
      const frames = makeFrames(run, tapes);
      return { frames, frame: Math.min(frame, frames.length - 1) };
    },
    isFrozen: () => warmth() === 0,
    /**
     * @param {State} state
     * @param {number[]} differing
     */
    show({ run, view }, differing) {
      label.hidden = !view.temperature;
      label.querySelector("output").textContent = view.temperature
        ? `σ ${warmth() > 0 ? significant(width(run), 2) : "0"}${run.standardised ? " SD" : ""}: ${plural(countOfPoints(run, differing), "point differs", "points differ")}`
        : "";
    },
  };
}
