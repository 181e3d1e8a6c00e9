// Hands on the parameters: what lies under a pointer, and what a pull or a key there changes.

import { grip, handles, pulled, withGrip } from "./grip.js";
import { nearestTo } from "./inspection.js";
import { meanOf } from "./mixture.js";

/** @typedef {import("./types").Grip} Grip */
/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Patch} Patch */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Target} Target */

/**
 * While the M-step is guessed a hand moves the guess; otherwise it moves the start of a new run.
 * @param {State} state
 */
export const isGuessing = ({ view, run, frames, frame }) =>
  Boolean(view.predict) && !run.blank && frames.phase(frame) === "E" && frame < frames.last(frames.soft);

/** @param {State} state */
export const canHold = (state) =>
  !state.view.temperature && !state.run.blank && !state.held?.sent && (state.editable || isGuessing(state));

/**
 * What can be held or looked at, nearest first: handles, means, points.
 * @param {State} state
 * @param {Ground} shared
 * @param {number} tape
 * @param {number} x
 * @param {number} y
 * @param {boolean} coarse
 * @returns {Target | null}
 */
export function hit(state, shared, tape, x, y, coarse) {
  const { run, frames, frame, guess, chosen } = state;
  if (run.easel) return { held: true, what: "draw", cursor: "crosshair" };
  if (run.blank) return null;
  const near = coarse ? 24 : 12;
  /** @param {ArrayLike<number> & Iterable<number>} place */
  const within = (place) => {
    const [px, py] = shared.toScreen(place);
    return Math.hypot(px - x, py - y) < near;
  };
  const leads = frames.tapes[tape] === frames.soft;
  const target = guess?.frame === frame ? guess.mixture : frames.mixtureOn(frame);
  const holds = leads && canHold(state);
  if (holds && chosen?.component !== undefined) {
    const held = handles(grip(target, chosen.component, shared.stretch), run.covariance);
    const handle = held.find(({ at }) => within(at));
    if (handle) return { held: true, k: chosen.component, what: handle.what, cursor: "grab" };
  }
  const shape = leads ? target : frames.shapeOn(frames.tapes[tape], frame);
  for (let k = 0; k < run.K; k += 1) {
    if (within(meanOf(shape, k))) {
      return { held: holds, k, what: "mean", cursor: holds ? "grab" : "pointer" };
    }
  }
  const point = nearestTo(shared.centres, x, y, near);
  return point === null ? null : { point, cursor: "pointer" };
}

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
  return change.guess ? { ...change, chosen: { component: k } } : change;
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
