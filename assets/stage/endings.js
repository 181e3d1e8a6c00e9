// How a run has ended, and what may be done next.

import { areAlike } from "./convergence.js";
import { RECORDING } from "./edits.js";
import { plural, significant } from "./numbers.js";
import { tellGain, tellOthers, tellSign } from "./words.js";

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Offer} Offer */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").SoftTape} SoftTape */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Story} Story */

const ROOM = 210; // letters beside the offers
const LITTLE = 5e-4; // nats: three decimals do not show it

/**
 * @param {State} state
 * @returns {Story}
 */
export function tellEnding(state) {
  const { run, frames, frame } = state;
  const { soft } = frames;
  const { headline, details } = nameEnding(run, soft, plural(frames.iterationOf(soft, Infinity), "iteration", "iterations"));
  const { gain } = frames.readingOf(soft, Math.min(frame, frames.last(soft)));
  const steps = frame === frames.last(soft) && soft.stopped !== "collapsed" && Number.isFinite(gain);
  const step = steps ? `${frames.name(frame)}: ${tellGain(gain)}.` : "";
  // What matters more comes first; what has no room is left out whole.
  const parts = [details, tellSign(state) || step, tellOthers(state)].filter(Boolean);
  const told = parts.filter((_, i) => parts.slice(0, i + 1).join(" ").length <= ROOM);
  return { headline, details: told.join(" ") };
}

/**
 * @param {Run} run
 * @param {SoftTape} tape
 * @param {string} after
 * @returns {Story}
 */
function nameEnding(run, tape, after) {
  const { name, stopped, rest } = tape;
  if (stopped === "converged") {
    return { headline: `${name} has converged after ${after}.`, details: tellRest(run, rest) };
  }
  if (stopped === "identical") {
    const [one, other] = findAlike(tape.mixtures[tape.mixtures.length - 1]);
    return {
      headline: `${name} can go no further after ${after}: components ${one + 1} and ${other + 1} are identical.`,
      details: "Identical components get equal shares of every point, so they stay identical. Move one of them, or try another start.",
    };
  }
  if (stopped === "collapsed") return tellCollapse(run, tape);
  if (stopped === "small_gain") {
    return { headline: `${name} stops after ${after}, by the rule of scikit\u2011learn.`, details: `${tellLastGain(run, tape)}${tellRest(run, rest)}` };
  }
  if (stopped === "rule") return { headline: `${name} stops after ${after}, by the rule it was given.`, details: tellRest(run, rest) };
  return { headline: `${name} stops at its limit after ${after}. It has not converged.`, details: tellRest(run, rest) };
}

/**
 * @param {Run} run
 * @param {number | null} rest
 */
function tellRest({ recording }, rest) {
  // JSON has no infinity: nobody knows the rest.
  if (rest === null || !Number.isFinite(rest)) return "How much more iterations would gain cannot be estimated.";
  const gain = rest <= LITTLE ? "less than 0.0005" : `about ${significant(rest, 2)}`;
  const would = recording.ridge > 0 ? "change the log-likelihood by" : "gain";
  return `More iterations would ${would} ${gain} nats, by estimate.`;
}

/**
 * What scikit-learn's rule looks at: it compares what the last two E-steps found.
 * @param {Run} run
 * @param {SoftTape} tape
 */
function tellLastGain({ total }, { frames, logLikelihood }) {
  // A first value may be another one there: scikit-learn starts with weights that do not add up to 1.
  if (frames < 7) return "";
  const change = Math.abs(logLikelihood[frames - 2] - logLikelihood[frames - 4]) / total;
  return `The last change was only ${significant(change, 2)} nats per point. `;
}

/**
 * What became of a component, and why.
 * @param {Run} run
 * @param {SoftTape} tape
 * @returns {Story}
 */
function tellCollapse({ K, D, axes }, { collapsed, cause, name }) {
  const number = Number(collapsed) + 1;
  const who = K === 1 ? "all points" : `the points of component ${number}`;
  if (cause === "empty") {
    return { headline: `${name} stops: component ${number} has no points left.`, details: "Try another start or fewer components." };
  }
  const cures = K === 1 ? "Try a ridge." : "Try another start, fewer components or a ridge.";
  if (cause === "point") {
    return {
      headline: `${name} stops: ${who} ${D === 1 ? "all have one value" : "all lie at one place"}.`,
      details: `The width becomes 0 and the density grows without end. ${cures}`,
    };
  }
  const same = K === 1 && D === 2;
  return {
    headline: `${name} stops: ${who} lie on a line.`,
    details: same
      ? `The columns ${axes[0].name} and ${axes[1].name} say the same: choose another column, or try a ridge.`
      : `The width across the line becomes 0 and the density grows without end. ${cures}`,
  };
}

/** @param {Mixture} mixture */
function findAlike(mixture) {
  const all = Array.from({ length: mixture.K }, (_, k) => k);
  const pairs = all.flatMap((one) => all.slice(one + 1).map((other) => [one, other]));
  return pairs.find(([one, other]) => areAlike(mixture, one, other)) ?? [0, 1];
}

/** @type {Record<string, (run: Run) => string>} */
const LABELS = {
  seed: () => "Another start",
  random: () => "Start at random points",
  more: () => "One component more",
  fewer: () => "One component fewer",
  ridge: ({ recording }) => (recording.ridge > 0 ? "A larger ridge" : "A small ridge"),
  truth: () => "Compare with the truth",
};

/** @type {Record<string, string[]>} */
const NEXT = {
  converged: ["seed", "more", "truth"],
  max_iterations: ["seed", "fewer", "truth"],
  small_gain: ["seed", "more", "truth"],
  rule: ["seed", "more", "truth"],
  identical: ["random", "seed", "fewer"],
  empty: ["random", "seed", "fewer"],
  point: ["seed", "fewer", "ridge"],
  line: ["seed", "fewer", "ridge"],
};

/**
 * What may be done next where a run has ended: of what the page allows, what helps there.
 * @param {State} state
 * @returns {Offer[]}
 */
export function listOffers({ run, frames, frame, held, notice, view }) {
  const { soft } = frames;
  if (run.blank || held || notice === RECORDING || view.temperature || frame < frames.length - 1) return [];
  const names = NEXT[soft.stopped === "collapsed" ? `${soft.cause}` : soft.stopped] ?? [];
  // The comparison is a dialog of the page, which the hall view covers.
  const can = run.offers.filter((name) => name !== "truth" || !view.projector);
  return names.filter((name) => can.includes(name)).map((name) => ({ name, label: LABELS[name](run) }));
}

