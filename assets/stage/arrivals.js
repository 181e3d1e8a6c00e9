// What a payload changes: another run, another scene, or nothing that is not on show already.

import { opened } from "./forks.js";
import { unpack } from "./payload.js";
import { viewFromText } from "./view.js";

/** @typedef {import("./types").Left} Left */
/** @typedef {import("./types").Patch} Patch */
/** @typedef {import("./types").Payload} Payload */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").State} State */

/** @param {{ name: string, frames: number }[]} tapes */
const list = (tapes) => tapes.map(({ name, frames }) => `${name} ${frames}`).join();

/**
 * Whether it brings what is not on show: not the run that a hand has begun here already, nor one from
 * before, when the address carries what the hand did since.
 * @param {State} state
 * @param {Payload} payload
 * @param {{ carried: string, answers: boolean }} how
 */
export function isNews({ run: shown, linked }, { run, base, hand, tapes }, { carried, answers }) {
  if (!shown) return true;
  if (run === shown.run) return list(tapes) !== list(shown.tapes);
  const isLate = !answers && shown.hand === carried && hand !== carried;
  return !(linked && base === shown.base && isLate);
}

/**
 * What is said where the server has lost a file: the run of it that is on show stays.
 * @param {string} file
 */
export const staysWithout = (file) =>
  `${file} is no longer on the server. This run stays here: choose the file again to change its settings.`;

/**
 * The run that it brings. `sent` is what a start that the server has recorded left; in a new scene nothing
 * that was done before can be undone.
 * @param {State} state
 * @param {Payload} payload
 * @param {{ sent: Left | null, fresh: boolean }} how
 * @returns {Run}
 */
export function unpackNews({ run: before }, payload, { sent, fresh }) {
  const run = unpack(payload);
  if (fresh) return run;
  if (run.run === before?.run) return { ...run, left: before.left };
  return sent && run.hand ? { ...run, left: sent } : run;
}

/**
 * `run` is the one to show; `arrives` where the payload says the frame and the view: on opening, on
 * the way through the history, and with a new scene, in which nothing is as a person left it.
 * @param {State} state
 * @param {Payload} payload
 * @param {Run} run
 * @param {{ arrives: boolean, fresh: boolean, sent: Left | null }} how
 * @returns {Patch}
 */
export function arrival(state, payload, run, { arrives, fresh, sent }) {
  const { run: before, frame, ghost } = state;
  const same = run.run === before?.run;
  const begun = opened(run, arrives ? payload.frame : same ? frame : 0);
  const moved = run.base === before?.base ? {} : { chosen: null };
  const seen = arrives ? viewFromText(payload.view, run) : {};
  if (fresh) return { ...begun, ...seen, hovered: null, guesses: [], ghost: null };
  const left = arrives ? null : curveOf(state, run);
  return { ...begun, ...moved, ...seen, ghost: sent?.ghost ?? (same ? ghost : left) };
}

/**
 * The log-likelihood of the run that settings have replaced, where it can be held against the new one: on
 * the same points, and on the same scale.
 * @param {State} state
 * @param {Run} run
 */
function curveOf({ run: before, frames }, run) {
  if (!before || before.blank || run.blank || frames.soft.stopped === "annealed") return null;
  const alike = before.points.length === run.points.length && before.points.every((value, i) => value === run.points[i]);
  const scaled = before.sees_scaling || run.sees_scaling || before.log_volume !== run.log_volume;
  return alike && !scaled ? frames.measureOf(frames.soft) : null;
}
