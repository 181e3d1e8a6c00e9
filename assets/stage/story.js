// The story of the stage: one short headline for the state, in a fixed place, and details beside it.

import { isGuessing } from "./dragging.js";
import { tellEnding } from "./endings.js";
import { tellGuesses } from "./guessing.js";
import { counted, plural } from "./numbers.js";
import { tellStart, tellStep } from "./words.js";

/** @typedef {import("./types").Held} Held */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Story} Story */

/**
 * What is told of the state; `frozen` where the circle of the temperature has shrunk to nothing.
 * @param {State} state
 * @param {boolean} frozen
 * @returns {Story}
 */
export function tellStory(state, frozen) {
  const { run, view, held, guess, frame, frames, notice } = state;
  if (notice) return split(notice);
  if (run.blank) return invite(run);
  if (held) return tellHand(held);
  if (view.temperature && frozen) {
    return {
      headline: "At a width of 0, EM is k\u2011means, step for step.",
      details: "The circles have shrunk to points: each responsibility is 0 or 1.",
    };
  }
  if (guess?.result && guess.frame < frame) return tellGuesses(state);
  if (isGuessing(state)) {
    return {
      headline: "Your turn: where does the M-step take a component?",
      details: "Drag a mean to where you expect it, then press M-step. The distance to the true place is shown.",
    };
  }
  if (frame === 0) return tellStart(state);
  const last = frames.last(frames.soft);
  const ended = last > 0 && frame >= last && frames.soft.stopped !== "annealed";
  return ended ? tellEnding(state) : tellStep(state);
}

/**
 * The first sentence of a notice is its headline.
 * @param {string} notice
 * @returns {Story}
 */
function split(notice) {
  const end = notice.indexOf(". ");
  if (end < 0) return { headline: notice, details: "" };
  return { headline: `${notice.slice(0, end)}.`, details: notice.slice(end + 2) };
}

/**
 * While a hand holds a component.
 * @param {Held} held
 * @returns {Story}
 */
function tellHand({ k, what, sent }) {
  if (sent) return { headline: `Component ${k + 1} is where you put it.`, details: "" };
  const deed = { mean: "move", turn: "turn" }[what] ?? "change the width of";
  return {
    headline: `You ${deed} component ${k + 1}.`,
    details: "Colours and log-likelihood follow your hand. Let go, and a new run is recorded from here.",
  };
}

/**
 * When there is nothing to run on yet: so many points, in so many different places.
 * @param {Run} run
 * @returns {Story}
 */
function invite({ points, N, K, awaits }) {
  if (awaits) {
    return {
      headline: `Choose ${awaits} again.`,
      details: "A link does not contain a file, and the server has it only while its page is connected.",
    };
  }
  if (N === 0) {
    return { headline: "No points yet.", details: "Click into the picture to put points down, or drag to spray them." };
  }
  const places = new Set(Array.from({ length: N }, (_, n) => points.subarray(2 * n, 2 * n + 2).join())).size;
  const least = Math.max(K, 2);
  const drawn = plural(N, "point", "points");
  if (places >= least) return { headline: `${drawn} drawn.`, details: "" };
  const where = places < N ? ` in ${plural(places, "place", "places")}` : "";
  const different = places < N ? " in different places" : "";
  const fewer = K > 2 ? ", or choose fewer components" : "";
  return {
    headline: `${drawn}${where} so far.`,
    details: `${plural(K, "component needs", "components need")} at least ${counted(least)} points${different}. Add more${fewer}.`,
  };
}

