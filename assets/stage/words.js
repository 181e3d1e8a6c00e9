// What just happened, in sentences: what moved, what stayed, and the numbers.

import { tellExample } from "./example.js";
import { counted, plural, significant, whole } from "./numbers.js";
import { countHere } from "./units.js";

/** @typedef {import("./types").Frames} Frames */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Story} Story */
/** @typedef {import("./types").Tape} Tape */

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];

const LEAST = 0.001; // nats: what is less is not told in digits
const STILL = 1e-6; // standard deviations that are no move

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
export function tellGain(gain) {
  const by = Math.abs(gain);
  if (by < 1e-7) return "the log-likelihood did not change";
  const nats = by < LEAST ? `less than ${LEAST} nats` : `${significant(by, 3)} nats`;
  return `the log-likelihood ${gain > 0 ? "rose" : "fell"} by ${nats}${gain < 0 ? ", as it may with a ridge" : ""}`;
}

/**
 * The first sight: what is in the picture, and what to press.
 * @param {State} state
 * @returns {Story}
 */
export function tellStart({ run, frames, view }) {
  const seen = view.temperature && run.D > 1 ? ["circle", "circles"] : run.D === 1 ? ["bell curve", "bell curves"] : ["bell curve, seen from above,", "bell curves, seen from above,"];
  const curves = `${NUMBERS[run.K] ?? counted(run.K)} ${seen[run.K === 1 ? 0 : 1]}`;
  const put = run.hand ? " as set by hand" : "";
  const rows = run.rows === "points" ? plural(run.row_count, "point", "points") : `${whole(run.row_count)} ${run.rows}`;
  const press = frames.stride === 2 ? "Press E\u2011step" : "Press Step";
  const asks =
    run.K === 1
      ? `${press}: with one curve, every point belongs to it.`
      : `${press}: each point is coloured by how likely each curve is to have produced it.`;
  return { headline: `${curves}${put} for ${rows}.`, details: asks };
}

/**
 * A half-step, or a whole one.
 * @param {State} state
 * @returns {Story}
 */
export function tellStep(state) {
  const { run, frames, frame } = state;
  const others = tellOthers(state);
  const ended = frame > frames.last(frames.soft);
  if (ended) return { headline: `${frames.name(frame)}: ${frames.soft.name} has ended.`, details: others };
  const { headline, details } = frames.phase(frame) === "E" ? tellE(state) : tellM(run, frames, frame);
  const first = tellExample(state);
  const parts = first ? [first, others] : [details, tellSign(state), others];
  return { headline, details: parts.filter(Boolean).join(" ") };
}

/**
 * @param {State} state
 * @returns {Story}
 */
function tellE({ run, frames, frame }) {
  const name = `E\u2011step ${frames.iteration(frame)}`;
  const details = `Colours are calculated${frame > 1 ? " again" : ""}; shapes stay.`;
  const { changed } = frames.readingOf(frames.soft, frame);
  if (run.K === 1) return { headline: `${name}: the one curve is responsible for every point.`, details };
  if (changed === undefined) {
    return { headline: `${name}: a point\u2019s colour shows which curve may have produced it.`, details };
  }
  const verb = changed > 1 ? "changed their" : "changed its";
  return { headline: `${name}: ${ofPoints(changed, run)} ${verb} likeliest component.`, details };
}

/**
 * @param {Run} run
 * @param {Frames} frames
 * @param {number} frame
 * @returns {Story}
 */
function tellM(run, frames, frame) {
  const { farthest, gain } = frames.readingOf(frames.soft, frame);
  const halves = frames.stride === 2;
  const name = frames.name(frame).replace("-", "\u2011");
  const moved =
    farthest.sigmas < STILL
      ? "No mean moved."
      : `Component ${farthest.k + 1} moved farthest, by ${significant(farthest.sigmas, 3)} of its standard deviations.`;
  const details = halves ? `Shapes are calculated again; colours stay. ${moved}` : moved;
  if (frame === 2 && halves) {
    const all = run.K === 1 ? "the" : "each";
    const fitted = frames.soft.stopped === "annealed" ? "mean is calculated again from" : "curve is fitted again to";
    return { headline: `${name}: ${all} ${fitted} its share of the points.`, details };
  }
  return { headline: `${name}: ${Number.isFinite(gain) ? tellGain(gain) : "shapes moved"}.`, details };
}

/**
 * Where a log-likelihood is above 0, which looks like a mistake.
 * @param {State} state
 */
export function tellSign({ frames, frame }) {
  const values = frames.measureOf(frames.soft);
  const at = frames.within(frames.soft, frame);
  const first = at > 0 && values[at - 1] <= 0;
  const ends = at === values.length - 1;
  return values[at] > 0 && (first || ends) ? "A density may be above 1, so a log-likelihood may be positive." : "";
}

/**
 * The tapes beside it.
 * @param {State} state
 */
export function tellOthers({ run, frames, frame }) {
  const others = frame > 0 ? frames.tapes.filter((tape) => tape !== frames.soft) : [];
  if (others.length > 1 && others.every(({ kind }) => kind === "mixture")) return tellClimbers(frames, others, frame);
  return others.map((tape) => tellOther(run, frames, tape, frame)).filter(Boolean).join(" ");
}

/**
 * Several that climb the same log-likelihood, in one sentence: there is no room for one each.
 * @param {Frames} frames
 * @param {Tape[]} others
 * @param {number} frame
 */
function tellClimbers(frames, others, frame) {
  const told = others.flatMap((tape) => {
    if (frame > frames.last(tape)) return [`${nameOf(tape)} stands still`];
    const { gain } = frames.readingOf(tape, frame);
    if (!Number.isFinite(gain)) return [];
    return [`${nameOf(tape)} ${gain < LEAST ? `less than ${LEAST}` : `+${significant(gain, 3)}`}`];
  });
  return told.length ? `Beside it, in nats: ${told.join(", ")}.` : "";
}

/**
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
  if (!(gain < 0)) return `${name}: no centroid moved; it has converged.`;
  const fell = `${name}: inertia fell by ${significant(-gain, 3)}.`;
  const why = frame === frames.last(tape) ? RULES[tape.stopped] : undefined;
  return why ? `${fell} ${why}` : fell;
}

/**
 * Why k-means stops before it has converged.
 * @type {Record<string, string>}
 */
const RULES = {
  small_shift: "It stops by the rule of scikit\u2011learn: the centroids moved little.",
  rule: "It stops by the rule it was given.",
};

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
  if (tape.stopped === "converged") return ["converged", ` at iteration ${i}`];
  return [tape.stopped === "collapsed" ? "collapsed" : "stopped", ` at iteration ${i}`];
}
