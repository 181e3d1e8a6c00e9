// What just happened, in sentences: what moved, what stayed, and the numbers.

import { areAlike } from "./convergence.js";
import { isGuessing } from "./dragging.js";
import { tellGuesses } from "./guessing.js";
import { counted, fixed, plural, significant } from "./numbers.js";
import { countHere } from "./units.js";

/** @typedef {import("./types").Frames} Frames */
/** @typedef {import("./types").Held} Held */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").SoftTape} SoftTape */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Tape} Tape */

/** @param {{ name: string }} tape */
const nameOf = ({ name }) => name.replaceAll("-", "\u2011"); // with a hyphen that does not break

/**
 * @param {number} count
 * @param {Run} run
 */
function ofPoints(count, run) {
  const points = run.sampled ? "drawn points" : "points";
  return count === 0 ? "no point" : `${counted(count)} of ${counted(countHere(run))} ${points}`;
}

/**
 * With a ridge it may fall. What is less than rounding is nothing.
 * @param {number} gain
 */
function tellGain(gain) {
  if (Math.abs(gain) < 1e-7) return "the log-likelihood did not change";
  return `the log-likelihood ${gain > 0 ? "rose" : "fell"} by ${significant(Math.abs(gain), 3)}`;
}

/** @param {string} text */
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/**
 * What is told of the state; `frozen` where the circle of the temperature has shrunk to nothing.
 * @param {State} state
 * @param {boolean} frozen
 */
export function tell(state, frozen) {
  const { run, view, held, guess, frame, notice } = state;
  if (notice) return notice;
  if (run.blank) return invite(run);
  if (held) return tellHand(held);
  if (view.temperature && frozen) {
    return "The circle has shrunk to nothing: responsibilities are 0 and 1, and EM is k\u2011means, step for step.";
  }
  if (guess?.result && guess.frame < frame) return tellGuesses(state);
  if (isGuessing(state)) {
    return "Your turn: choose a component, drag it to where you think the M-step takes it, then press M-step.";
  }
  return tellFrame(state);
}

/** @param {State} state */
function tellFrame({ run, frames, frame }) {
  const { soft } = frames;
  const last = frames.last(soft);
  const ends = frame >= last && last > 0 && soft.stopped !== "annealed";
  const parts = [];
  if (frame <= last) parts.push(ends ? tellLast(frames, frame) : tellMixture(run, frames, frame));
  if (ends) parts.push(tellEnd(run, frames));
  const others = frame > 0 ? frames.tapes.filter((tape) => tape !== soft) : [];
  return [...parts, ...others.map((tape) => tellOther(run, frames, tape, frame))].filter(Boolean).join(" ");
}

/**
 * @param {Run} run
 * @param {Frames} frames
 * @param {number} frame
 */
function tellMixture(run, frames, frame) {
  const { changed, certainty, farthest, gain } = frames.readingOf(frames.soft, frame);
  const components = plural(run.K, "component", "components");
  const i = frames.iteration(frame);
  if (frame === 0) {
    const from = run.start ? ` from the start “${run.start}”` : "";
    const how = run.hand ? " set by hand" : from;
    return `Start: ${components}${how}. There are no responsibilities yet: the E-step comes first.`;
  }
  if (frames.phase(frame) === "E") {
    const told = `E-step ${i}: responsibilities calculated for every point.`;
    if (frame === frames.last(frames.soft)) return told;
    const who =
      frame === 1
        ? `On average a point gives its likeliest component ${fixed(certainty, 3)}.`
        : capital(`${ofPoints(changed, run)} ${changed > 1 ? "changed their" : "changed its"} likeliest component.`);
    return `${told} Colours changed, shapes stayed. ${who}`;
  }
  const moved = frames.stride === 2 ? `M-step ${i}: shapes moved, colours stayed. ` : `Step ${i}. `;
  return (
    `${moved}Component ${farthest.k + 1} moved farthest, by ${significant(farthest.sigmas, 3)} of its standard deviations` +
    `${Number.isFinite(gain) ? `; ${tellGain(gain)}` : ""}.`
  );
}

/**
 * The tapes beside it.
 * @param {Run} run
 * @param {Frames} frames
 * @param {Tape} tape
 * @param {number} frame
 */
function tellOther(run, frames, tape, frame) {
  const name = nameOf(tape);
  const { changed, gain } = frames.readingOf(tape, frame);
  if (frame > frames.last(tape)) return `${name} stands still.`;
  if (tape.kind === "mixture") {
    return !Number.isFinite(gain) ? "" : `${name}: ${tellGain(gain)}.`;
  }
  if (frames.phase(frame) === "E") {
    return frame === 1
      ? `${name} gave each point to its nearest centroid.`
      : changed === undefined ? "" : `${name}: ${ofPoints(changed, run)} changed cluster.`;
  }
  return gain < 0
    ? `${name}: inertia fell by ${significant(-gain, 3)}.`
    : `${name}: no centroid moved; it has converged.`;
}

/**
 * The last step in short: how the run ended matters more.
 * @param {Frames} frames
 * @param {number} frame
 */
function tellLast(frames, frame) {
  const { gain } = frames.readingOf(frames.soft, frame);
  if (frames.soft.stopped === "collapsed" || !Number.isFinite(gain)) return "";
  return `${frames.name(frame)}: ${tellGain(gain)}.`;
}

/**
 * @param {Run} run
 * @param {Frames} frames
 */
function tellEnd(run, frames) {
  const { stopped, rest, name } = frames.soft;
  const i = frames.iterationOf(frames.soft, Infinity);
  const after = plural(i, "iteration", "iterations");
  if (stopped === "converged") return `${name} has converged after ${after}${tellRest(run, rest)}.`;
  if (stopped === "identical") {
    const [one, other] = findAlike(frames.soft.mixtures[frames.soft.mixtures.length - 1]);
    return `${name} stands still after ${after}: components ${one + 1} and ${other + 1} are identical, and EM cannot part them. Move one by hand, or try another start.`;
  }
  if (stopped === "collapsed") return tellCollapse(run, frames.soft);
  const would = run.recording.ridge > 0 ? "change the log-likelihood by" : "gain";
  const left = Number.isFinite(rest ?? NaN)
    ? `by estimate, more of them would ${would} ${significant(Number(rest), 2)} nats`
    : "how much would still be gained cannot be estimated";
  return `${name} stops after ${after}, before it has converged: ${left}.`;
}

const LITTLE = 5e-4; // nats: three decimals do not show it

/**
 * @param {Run} run
 * @param {number | null} rest
 */
function tellRest({ recording }, rest) {
  if (rest === null) return "";
  const gain = rest <= LITTLE ? "less than 0.0005" : `about ${significant(rest, 2)}`;
  const would = recording.ridge > 0 ? "change the log-likelihood by" : "gain";
  return `: by estimate, more of them would ${would} ${gain} nats`;
}

/**
 * What became of a component, and what helps there.
 * @param {Run} run
 * @param {SoftTape} tape
 */
function tellCollapse({ K, D, axes, recording }, { collapsed, cause, name }) {
  const all = K === 1;
  const who = all ? "all points" : `the points of component ${Number(collapsed) + 1}`;
  const ridge = recording.ridge > 0 ? "a larger ridge" : "a small ridge";
  const begun = `${name} stops: `;
  const fewer = all ? "" : "another start, fewer components or ";
  if (cause === "empty") return `${begun}component ${Number(collapsed) + 1} has no points left. Try another start or fewer components.`;
  if (cause === "point") {
    return `${begun}${who} all have one value, so its width becomes 0 and its density grows without end. Try ${fewer}${ridge}.`;
  }
  const apart = all && D === 2 ? `The columns ${axes[0].name} and ${axes[1].name} say the same: choose another column, or try` : `Try ${fewer}`;
  return `${begun}${who} lie on a line, so the density grows without end. ${apart} ${ridge}.`.replace("  ", " ");
}

/** @param {Mixture} mixture */
function findAlike(mixture) {
  const all = Array.from({ length: mixture.K }, (_, k) => k);
  const pairs = all.flatMap((one) => all.slice(one + 1).map((other) => [one, other]));
  return pairs.find(([one, other]) => areAlike(mixture, one, other)) ?? [0, 1];
}

/**
 * The few words in a pane's caption, and what is said beside them where there is room.
 * @param {Frames} frames
 * @param {Tape} tape
 * @param {number} frame
 * @returns {[string, string]}
 */
export function statusOf(frames, tape, frame) {
  const i = frames.iterationOf(tape, frame);
  if (i === 0 && frame < frames.last(tape)) return ["start", ""];
  if (frame < frames.last(tape) || tape.stopped === "annealed") return [`iteration ${i}`, ""];
  if (["converged", "identical"].includes(tape.stopped)) return ["converged", ` at iteration ${i}`];
  return [tape.stopped === "collapsed" ? "collapsed" : "stopped", ""];
}

/**
 * While a hand holds a component.
 * @param {Held} held
 */
function tellHand({ k, what, sent }) {
  const deed = { mean: "moves", turn: "turns" }[what] ?? "changes its width";
  if (sent) return `Component ${k + 1} is where you put it.`;
  return `Component ${k + 1} ${deed} with your hand; colours and log-likelihood follow. Let go to record a new run from here.`;
}

/**
 * When there is nothing to run on yet: so many points, in so many different places.
 * @param {Run} run
 */
function invite({ points, N, K }) {
  if (N === 0) return "Nothing here yet. Click into the picture to put points down, drag to spray them.";
  const places = new Set(Array.from({ length: N }, (_, n) => points.subarray(2 * n, 2 * n + 2).join())).size;
  const least = Math.max(K, 2);
  if (places >= least) return `${plural(N, "point", "points")} drawn.`;
  const where = places < N ? ` in ${plural(places, "place", "places")}` : "";
  const different = places < N ? " different" : "";
  const fewer = K > 2 ? ", or ask for fewer components" : "";
  return `${plural(N, "point", "points")}${where} so far; ${plural(K, "component needs", "components need")} at least ${least}${different}. Add more${fewer}.`;
}
