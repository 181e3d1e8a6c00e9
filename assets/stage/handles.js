// What a hand can take hold of, and where: every mean, and the handles of the components that are chosen
// or under the pointer. What has left the picture waits at its edge.

import { canHold, isGuessing } from "./dragging.js";
import { moved, svg } from "./elements.js";
import { grip, handles } from "./grip.js";

/** @typedef {import("./types").Grip} Grip */
/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Size} Size */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Theme} Theme */

/** @typedef {{ k: number, what: string, place: number[], beyond: number | null, faint: boolean }} Hold `beyond` is the way out, in degrees */

const EDGE = 14; // pixels from the edge at which it waits
const NEAR = 16; // pixels around a handle that belong to its component

/**
 * What a hand moves: the guess, the start of a new run, or the parameters on show.
 * @param {State} state
 */
const targetOf = ({ frames, frame, guess, held }) =>
  held?.mixture ?? (guess?.frame === frame ? guess.mixture : frames.mixtureOn(frame));

/**
 * @param {State} state
 * @param {Mixture} target
 * @param {number} k
 * @param {number} stretch
 */
const gripOf = ({ held }, target, k, stretch) => (held?.k === k ? held.grip : grip(target, k, stretch));

/**
 * @param {State} state
 * @param {Ground} shared
 * @returns {Hold[]}
 */
export function holdsOn(state, shared) {
  const { run, chosen, hovered, held } = state;
  if (!canHold(state) && !held) return [];
  const target = targetOf(state);
  return Array.from({ length: run.K }, (_, k) => {
    const now = gripOf(state, target, k, shared.stretch);
    const mean = shared.toScreen(now.mean);
    const wanted = [chosen?.component, hovered, held?.k].includes(k);
    const faint = chosen?.component !== k && held?.k !== k;
    return [
      { what: "mean", ...atEdge(mean, shared.size) },
      ...(wanted ? handles(now, run.covariance) : []).flatMap(({ what, at }) => {
        const place = atEdge(shared.toScreen(at), shared.size, mean);
        return place ? [{ what, ...place }] : [];
      }),
    ].map((each) => /** @type {Hold} */ ({ k, faint, ...each }));
  }).flat();
}

/**
 * A place in the picture, or where the way to it leaves it: from the mean, if that is inside, else the
 * nearest place. null for a handle of a component that is out of the picture altogether.
 * @param {number[]} at
 * @param {Size} size
 * @param {number[]} [mean]
 */
function atEdge(at, size, mean) {
  /** @param {number[]} place */
  const isInside = (place) => place.every((value, i) => value >= 0 && value <= size[i]);
  if (isInside(at)) return { place: at, beyond: null };
  if (mean && !isInside(mean)) return null;
  const nearest = at.map((value, i) => Math.max(EDGE, Math.min(size[i] - EDGE, value)));
  const way = mean && at.map((value, i) => value - mean[i]);
  // How much of the way from the mean stays inside.
  const share = way && Math.max(0, Math.min(...way.map((step, i) => (step ? ((step > 0 ? size[i] - EDGE : EDGE) - mean[i]) / step : Infinity))));
  const place = way ? mean.map((value, i) => value + Number(share) * way[i]) : nearest;
  const beyond = (Math.atan2(at[1] - place[1], at[0] - place[0]) * 180) / Math.PI;
  return { place, beyond };
}

/**
 * The component under a pointer: the nearest one within 2 sigma, or the one whose handles lie there.
 * @param {State} state
 * @param {Ground} shared
 * @param {number} x
 * @param {number} y
 */
export function componentUnder(state, shared, x, y) {
  const holds = holdsOn(state, shared);
  const near = holds.find(({ place }) => Math.hypot(place[0] - x, place[1] - y) < NEAR);
  if (near || !holds.length) return near?.k ?? null;
  const target = targetOf(state);
  const at = shared.toPlace(x, y);
  const away = Array.from({ length: state.run.K }, (_, k) => sigmasAway(grip(target, k, shared.stretch), at));
  const least = Math.min(...away);
  return least <= 2 ? away.indexOf(least) : null;
}

/**
 * @param {Grip} grip
 * @param {number[]} at
 */
function sigmasAway({ mean, stretch, major, minor, angle }, at) {
  const dx = at[0] - mean[0];
  if (mean.length === 1) return Math.abs(dx) / major;
  const dy = stretch * (at[1] - mean[1]);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return Math.hypot((dx * c + dy * s) / major, (dy * c - dx * s) / minor);
}

/**
 * The components whose mean, as it is drawn, can be taken hold of: a guess has left it.
 * @param {State} state
 */
export function graspable(state) {
  if (!canHold(state)) return [];
  const left = isGuessing(state) ? state.guess?.moved : null;
  return Array.from({ length: state.run.K }, (_, k) => k).filter((k) => !left?.has(k));
}

/**
 * Arrows around a mean: the ways in which it can be moved.
 * @param {number[]} place
 * @param {Ground} ground
 */
export function hint([x, y], { run, theme: { thick } }, name = "") {
  const arrow = "M-3.4,-12.6L0,-16.4L3.4,-12.6";
  const turns = run.D > 1 ? [0, 90, 180, 270] : [90, 270];
  const ways = turns.map((turn) => svg("path", { d: arrow, transform: `rotate(${turn})` }));
  return svg("g", { class: `hint ${name}`, transform: `${moved(x, y)} scale(${thick})` }, ...ways);
}

/**
 * What is held besides the means, and what waits at the edge, with an arrow that points out.
 * @param {Hold} hold
 * @param {Theme} theme
 */
export function drawHold({ k, what, place: [cx, cy], beyond, faint }, { colours, thick }) {
  const style = `--colour: ${colours[k]}`;
  const circle = svg("circle", { class: `handle ${what}${faint ? " faint" : ""}`, cx, cy, r: 6, style });
  if (beyond === null) return what === "mean" ? [] : [circle];
  const out = { class: "beyond", d: "M9,-6L16,0L9,6Z", transform: `${moved(cx, cy, beyond)} scale(${thick})`, style };
  return [circle, svg("path", out)];
}
