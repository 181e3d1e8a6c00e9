// When a task is done: named conditions on what the stage shows. `own` is the run that the scene brought.

import { countDiffering, densityAt, gainOn, logLikelihoodOn } from "./live.js";
import { squareBetween } from "./mixture.js";
import { assign } from "./pairing.js";
import { mixtureInUnits } from "./units.js";

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").State} State */
/** @typedef {{ state: State, shot: Shot, own: Run }} Seen */
/** @typedef {any[]} Given the numbers and words of a condition */

const SLACK = 1 + 1e-9; // the server calculates in another order
const ALIKE = 0.05; // nats between two ends that are one optimum

/** @param {Seen} seen */
const isByHand = ({ state: { run }, own }) => Boolean(run.hand) && run.run !== own.run;

/** @param {Seen} seen */
const isAtEnd = ({ state: { frames, frame } }) => frame >= frames.last(frames.soft);

/**
 * What a hand's run, at its end, has over the scene's own: not a number before that.
 * @param {Seen} seen
 */
function lead(seen) {
  const { state: { run }, own } = seen;
  if (!isByHand(seen) || !isAtEnd(seen)) return NaN;
  const [theirs, ours] = [run, own].map(({ soft }) => /** @type {number} */ (soft.logLikelihood.at(-1)));
  return theirs - ours;
}

/**
 * Whether the same components have other numbers.
 * @param {Mixture} one
 * @param {Mixture} other
 */
function isReordered({ K, D, means }, other) {
  const costs = Float64Array.from({ length: K * K }, (_, i) => squareBetween(means, Math.floor(i / K), other.means, i % K, D));
  return assign(costs, K).some((to, from) => to !== from);
}

/** @type {Record<string, (seen: Seen, given: Given) => boolean>} */
export const CONDITIONS = {
  frame: ({ state }, [frame]) => state.frame >= frame,
  end: ({ state: { frame, frames } }) => frame === frames.length - 1,
  flat({ state }, [nats]) {
    const at = Math.min(state.frame, state.frames.last(state.frames.soft));
    return at > 0 && state.frames.phase(at) !== "E" && gainOn(state) < nats;
  },
  point: ({ state: { chosen } }) => chosen?.point !== undefined,
  undecided({ state: { chosen, run, frames, frame }, shot }, [most]) {
    if (chosen?.point === undefined || run.blank) return false;
    const { gamma } = shot.soft ?? frames.askedStep(frame);
    return Math.max(...gamma.subarray(chosen.point * run.K, (chosen.point + 1) * run.K)) <= most;
  },
  rare: ({ state, shot }, [most]) =>
    state.chosen?.point !== undefined && !state.run.blank && densityAt(state, shot, state.chosen.point) <= most * SLACK,
  component: ({ state: { chosen } }) => chosen?.component !== undefined,
  collapsed: (seen) => seen.state.frames.soft.stopped === "collapsed" && isAtEnd(seen),
  hand: isByHand,
  worse: (seen, [nats]) => lead(seen) <= -nats,
  same: (seen, [nats]) => Math.abs(lead(seen)) <= nats,
  better: (seen, [nats]) => lead(seen) >= nats,
  above: ({ state, shot }, [nats]) => logLikelihoodOn(state, shot) >= nats,
  layer: ({ state: { view } }, [name]) => Boolean(view[name]),
  temperature: ({ state: { view, frames } }, [width]) =>
    Boolean(view.temperature) && Math.sqrt(frames.soft.mixtures[0].covariances[0]) <= width,
  differ: ({ state, shot }, [least]) => countDiffering(state, shot) >= least,
  agree: ({ state, shot }, [most]) => countDiffering(state, shot) <= most,
  near({ state: { run }, shot: { mixture } }, given) {
    if (!mixture) return false;
    const { D, means } = mixtureInUnits(run.axes, mixture);
    const [k, ...place] = given;
    const reach = place.pop();
    return Math.hypot(...place.map((value, d) => value - means[D * (k - 1) + d])) <= reach;
  },
  swapped: (seen) =>
    Math.abs(lead(seen)) <= ALIKE &&
    isReordered(/** @type {any} */ (seen.own.soft.mixtures.at(-1)), /** @type {any} */ (seen.state.run.soft.mixtures.at(-1))),
};

/**
 * @param {[name: string, ...given: Given]} when
 * @param {Seen} seen
 */
export const isMet = ([name, ...given], seen) => Boolean(CONDITIONS[name]?.(seen, given));
