// Runs that a hand begins: recorded here, each with the run and the frame that it left.

import { startToText } from "./carry.js";
import { makeFrames } from "./frames.js";
import { withTapes } from "./payload.js";
import { recordTapes, recordTapesStepwise } from "./record.js";

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").State} State */

const KEPT = 50;

export function makeForks() {
  /** @type {Map<string, Run>} */
  const known = new Map(); // by the place in the address

  return {
    /**
     * The run has its place in the address. One that has been there before comes back with what it left.
     * @param {string} place
     * @param {Run} run
     */
    settle(place, run) {
      const before = known.get(place);
      const settled = before?.run === run.run && !run.left ? { ...run, left: before.left } : run;
      known.delete(place);
      known.set(place, settled);
      if (known.size > KEPT) known.delete(/** @type {string} */ (known.keys().next().value));
      return settled;
    },
    /** @param {string} place */
    find: (place) => known.get(place) ?? null,
  };
}

/** @param {State} state */
export const ghostOf = ({ frames, frame }) =>
  frames.measureOf(frames.soft).slice(Math.min(frame, frames.soft.frames - 1));

/**
 * What a start that is let go of changes: the run begins anew from there. It pauses after each iteration.
 * @param {State} state
 * @param {Mixture} mixture
 * @returns {Generator<void, ReturnType<typeof opened> & { ghost: Float64Array }>}
 */
export function* fork(state, mixture) {
  const { run, frame } = state;
  const hand = startToText(mixture, run.belongs);
  const begun = withTapes(run, yield* recordTapesStepwise(run, mixture));
  const left = { run: shorten(run), frame };
  const forked = { ...begun, hand, run: `${run.base}:${hand}`, summary: run.by_hand, left };
  return { ...opened(forked, 0), ghost: ghostOf(state) };
}

/**
 * What going back changes: the run and the frame that the last fork left. Null where only the server
 * knows what was before.
 * @param {State} state
 */
export function undo({ run }) {
  if (!run.left) return null;
  const before = retaped(run.left.run, run);
  return before && { ...opened(before, run.left.frame), ghost: null };
}

/**
 * @param {Run} run
 * @param {number} frame
 */
export function opened(run, frame) {
  const frames = makeFrames(run);
  const within = Math.max(0, Math.min(frames.length - 1, frame));
  return { run, frames, frame: within, held: null, grasped: null, guess: null, notice: "" };
}

/**
 * k-means may have been switched on or off since.
 * @param {Run} run
 * @param {Run} like
 */
function retaped(run, like) {
  /** @param {Run} run */
  const kinds = ({ tapes }) => tapes.map(({ key }) => key).join();
  if (kinds(run) === kinds(like)) return run;
  if (run.sampled) return null;
  return withTapes(run, recordTapes({ ...run, tapes: like.tapes }, run.soft.mixtures[0]));
}

/**
 * The latest fifty can be undone.
 * @param {Run} run
 */
function shorten(run) {
  let at = run;
  for (let i = 1; i < KEPT && at.left; i += 1) at = at.left.run;
  if (at.left) at.left = null;
  return run;
}
