// The first E-step and the first M-step, worked out once for all to see: one point's shares, one mean's sum.

import { writeSizes } from "./apart.js";
import { isGuessing } from "./dragging.js";
import { bayes } from "./inspection.js";
import { meanOf } from "./mixture.js";
import { fixed } from "./numbers.js";
import { writersOf } from "./parameters.js";
import { mixtureInUnits, placeInUnits } from "./units.js";

/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").SoftColouring} SoftColouring */
/** @typedef {import("./types").State} State */

const TELLING = 0.7; // the share that shows best that a point is shared out, and not equally
const TERMS = 3;
const HEAVY = 0.5; // of the largest share: what is worth a term

/**
 * The point that the first E-step is shown by; null at any other frame.
 * @param {State} state
 */
export function exampleOn(state) {
  const { run, frames, frame, held } = state;
  if (run.blank || held || isGuessing(state) || run.K === 1 || frame !== 1 || frames.phase(frame) !== "E") return null;
  const { gamma, labels } = /** @type {SoftColouring} */ (frames.softOn(frame));
  let [found, least] = [0, Infinity];
  for (let n = 0; n < run.N; n += 1) {
    const off = Math.abs(gamma[n * run.K + labels[n]] - TELLING);
    if (off < least && run.frequencies?.[n] !== 0) [found, least] = [n, off];
  }
  return found;
}

/**
 * The arithmetic of the first E-step and the first M-step; "" at any other frame.
 * @param {State} state
 */
export function tellExample(state) {
  const { run, frames, frame } = state;
  // A card has a ring of its own.
  const n = state.chosen ? null : exampleOn(state);
  if (n !== null) return tellPoint(run, n, frames.askedOn(frame), frames.soft.stopped === "annealed");
  const isFirstMove = frame === 2 && frames.phase(frame) === "M";
  return isFirstMove && !run.sampled ? tellMean(state) : "";
}

/**
 * Weight times density for the two likeliest components, and the shares that follow.
 * @param {Run} run
 * @param {number} n
 * @param {import("./types").Mixture} mixture
 * @param {boolean} equal
 */
function tellPoint(run, n, mixture, equal) {
  const { rows } = bayes(run.points, mixture, n, run.log_volume);
  const order = Array.from(rows.keys()).sort((a, b) => rows[b].share - rows[a].share).slice(0, 2);
  const densities = writeSizes(order.map((k) => rows[k].density));
  const products = order.map((k, i) => `${equal ? "" : `${writersOf(run).weight(rows[k].weight)} × `}${densities[i]}`);
  const shares = order.map((k) => Math.round(100 * rows[k].share));
  // What is left of 100, so that the three add up.
  const left = 100 - shares[0] - shares[1];
  const rest = run.K > 2 ? `, ${left > 0 ? `${left} %` : "under 1 %"} for the others` : "";
  const what = equal ? "density" : "weight × density";
  return `The point with the ring: ${what} is ${products.join(" against ")}, so ${shares.map((share) => `${share} %`).join(" to ")}${rest}.`;
}

/**
 * The mean that moved farthest, as the weighted average that it is.
 * @param {State} state
 */
function tellMean({ run, frames, frame }) {
  const { gamma } = /** @type {SoftColouring} */ (frames.softOn(frame));
  const { k } = frames.readingOf(frames.soft, frame).farthest;
  const own = mixtureInUnits(run.axes, frames.mixtureOn(frame));
  const write = writersOf(run).means[0];
  /** @param {number} n */
  const often = (n) => (run.frequencies ? run.frequencies[n] : 1);
  const shares = Array.from({ length: run.N }, (_, n) => often(n) * gamma[n * run.K + k]);
  const count = shares.reduce((sum, share) => sum + share, 0);
  const least = HEAVY * shares.reduce((most, share) => Math.max(most, share), 0);
  const heavy = Array.from(shares.keys()).filter((n) => shares[n] >= least).slice(0, TERMS);
  const terms = heavy.map((n) => {
    const text = write(placeInUnits(run.axes, run.points.subarray(run.D * n, run.D * (n + 1)))[0]);
    return `${fixed(shares[n], 2)} × ${text.startsWith("−") ? `(${text})` : text}`;
  });
  const what = run.D === 1 ? "" : ` along ${run.axes[0].name}`;
  return `Mean ${k + 1}${what}: (${terms.join(" + ")} + …) ÷ ${fixed(count, 1)} = ${write(meanOf(own, k)[0])}.`;
}
