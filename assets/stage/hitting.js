// What lies under a pointer: something that can be held, or looked at.

import { componentUnder, holdsOn } from "./handles.js";
import { nearestTo } from "./inspection.js";
import { meanOf } from "./mixture.js";

/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Target} Target */

const REACH = 12; // pixels around it that a mouse may press
const FINGER = 24;
const FAINT = 8; // a handle that shows itself under the pointer leaves room for the points
const AIMED = 3;

/**
 * The nearest that can be held, else the nearest mean or point.
 * @param {State} state
 * @param {Ground} shared
 * @param {number} tape
 * @param {number} x
 * @param {number} y
 * @param {boolean} coarse
 * @returns {Target | null}
 */
export function hit(state, shared, tape, x, y, coarse) {
  const { run, frames, frame } = state;
  if (run.easel) return { held: true, what: "draw", cursor: "crosshair" };
  if (run.blank) return null;
  const near = coarse ? FINGER : REACH;
  /** @param {number[]} place */
  const away = ([px, py]) => Math.hypot(px - x, py - y);
  const leads = frames.tapes[tape] === frames.soft;
  const [nearest] = (leads && !state.held?.sent ? holdsOn(state, shared) : [])
    .filter(({ place, faint, what }) => away(place) < (faint && what !== "mean" && !coarse ? FAINT : near))
    .sort((one, other) => away(one.place) - away(other.place));
  const point = nearestTo(shared.centres, x, y, near);
  // Who aims at a point under a handle that nobody has asked for means the point.
  const aside = nearest?.faint && nearest.what !== "mean" && away(nearest.place) > AIMED && point !== null &&
    away(Array.from(shared.centres.subarray(2 * point, 2 * point + 2))) < away(nearest.place);
  if (nearest && !aside) return { held: true, k: nearest.k, what: nearest.what, cursor: nearest.what === "mean" ? "move" : "grab" };
  const shape = frames.shapeOn(frames.tapes[tape], frame);
  for (let k = 0; k < run.K; k += 1) {
    if (away(shared.toScreen(meanOf(shape, k))) < near) return { k, what: "mean", cursor: "pointer" };
  }
  return point === null ? null : { point, cursor: "pointer" };
}

/**
 * The component whose handles show themselves under the pointer; null for none.
 * @param {State} state
 * @param {Ground} shared
 * @param {number} tape
 * @param {[number, number] | null} at
 */
export function hoveredAt(state, shared, tape, at) {
  const { run, frames } = state;
  if (!at || run.blank || run.easel || frames.tapes[tape] !== frames.soft) return null;
  return componentUnder(state, shared, ...at);
}
