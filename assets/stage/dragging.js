// Hands on the parameters: when they can be held, and what a pull or a key changes.

import { grip, handles, pulled, withGrip } from "./grip.js";

/** @typedef {import("./types").Grip} Grip */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Patch} Patch */
/** @typedef {import("./types").State} State */

/**
 * While the M-step is guessed a hand moves the guess; otherwise it moves the start of a new run.
 * @param {State} state
 */
export const isGuessing = ({ view, run, frames, frame }) =>
  Boolean(view.predict) && !run.blank && frames.phase(frame) === "E" && frame < frames.last(frames.soft);

/** @param {State} state */
export const canHold = (state) =>
  !state.view.temperature && !state.run.blank && !state.held?.sent && (state.editable || isGuessing(state));

/** @param {State} state */
const baseOf = (state) =>
  (isGuessing(state) ? state.guess : state.held)?.mixture ?? state.frames.mixtureOn(state.frame);

/**
 * What a grip makes of a component: the guess moves, or the start of a new run.
 * @param {State} state
 * @param {Mixture} base
 * @param {number} k
 * @param {string} what
 * @param {Grip} after
 * @returns {Patch}
 */
function hold(state, base, k, what, after) {
  const mixture = withGrip(base, k, after, what, state.run.covariance);
  if (!isGuessing(state)) return { held: { k, what, grip: after, mixture } };
  const moved = new Set([...(state.guess?.moved ?? []), k]);
  return { guess: { mixture, frame: state.frame, moved } };
}

/**
 * What a pull to a place changes. `grasped` is the mixture and the grip that the pull began with.
 * @param {State} state
 * @param {{ k: number, what: string }} target
 * @param {number[]} place
 * @param {number} reach
 * @param {number} stretch
 * @returns {Patch}
 */
export function pull(state, { k, what }, place, reach, stretch) {
  const base = state.grasped?.base ?? baseOf(state);
  const grasped = state.grasped ?? { base, first: grip(base, k, stretch) };
  const after = pulled(grasped.first, what, place, state.run.covariance, reach);
  const change = { grasped, ...hold(state, base, k, what, after) };
  return change.guess && !state.hidden.includes("card") ? { ...change, chosen: { component: k } } : change;
}

/**
 * What a key on a chosen component changes; null for a key that means nothing there.
 * @param {State} state
 * @param {string} key
 * @param {number[] | undefined} way
 * @param {number} reach
 * @param {number} stretch
 */
export function nudge(state, key, way, reach, stretch) {
  const k = /** @type {number} */ (state.chosen?.component);
  const base = baseOf(state);
  const now = state.held?.k === k ? state.held?.grip : grip(base, k, stretch);
  if (way) {
    const step = reach / 40;
    const mean = now.mean.map((value, d) => value + step * (d === 0 ? way[0] : -way[1] / stretch));
    return hold(state, base, k, "mean", { ...now, mean });
  }
  const held = handles(now, state.run.covariance).map(({ what }) => what);
  if ("[]".includes(key)) {
    const angle = now.angle + (key === "[" ? 1 : -1) * (Math.PI / 36);
    return held.includes("turn") ? hold(state, base, k, "turn", { ...now, angle }) : null;
  }
  const factor = key === "-" ? 1 / 1.1 : 1.1;
  const after = { ...now, major: now.major * factor, minor: now.minor * factor };
  return held.length ? hold(state, base, k, "major", after) : null;
}
