// Numbers in a lesson's words that follow the frame on show, in the data's own units. gmm/ui/course has the
// same names; there they can be of any frame.

import { ellipse } from "./geometry.js";
import { bayes } from "./inspection.js";
import { eStep } from "./mixture.js";
import { counted, fixed } from "./numbers.js";
import { pair } from "./pairing.js";
import { entriesOf } from "./parameters.js";
import { undecided } from "./pies.js";
import { countHere, countOfPoints, mixtureInUnits, placeInUnits } from "./units.js";

/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").State} State */
/** @typedef {{ state: State, shot: Shot, k: number, n: number, d: number }} Asked k and n from 0, d is 1 for .y */

/** @param {Asked} asked */
const mixtureOf = ({ state: { run }, shot: { mixture } }) => mixtureInUnits(run.axes, /** @type {any} */ (mixture));

/**
 * The covariance of component k: xx, xy, yy, or the variance alone.
 * @param {Asked} asked
 */
const covarianceOf = (asked) => entriesOf(mixtureOf(asked), asked.k);

/** @param {Asked} asked */
const varianceOf = (asked) => covarianceOf(asked)[asked.d === 0 ? 0 : 2];

/** @param {Asked} asked */
function axesOf(asked) {
  const [xx, xy, yy] = covarianceOf(asked);
  return yy === undefined ? { major: Math.sqrt(xx), minor: Math.sqrt(xx), angle: 0 } : ellipse(xx, xy, yy);
}

/**
 * Bayes' rule for point n, with the mixture that gave, or will give, the responsibilities.
 * @param {Asked} asked
 */
function bayesOf({ state: { run, frames, frame, held }, n }) {
  return bayes(run.points, held?.mixture ?? frames.askedOn(frame), n, run.log_volume);
}

/**
 * The mixture's density at a point, in the data's own units.
 * @param {State} state
 * @param {Shot} shot
 * @param {number} n
 */
export const densityAt = (state, shot, n) => bayesOf({ state, shot, n, k: 0, d: 0 }).sum;

/**
 * The lowest of the densities at all points, and from there the n-th above it.
 * @param {Asked} asked
 */
function lowestOf({ state, shot, n }) {
  return Float64Array.from({ length: state.run.N }, (_, i) => densityAt(state, shot, i)).sort()[n];
}

/**
 * @param {State} state
 * @param {(n: number) => unknown} which
 */
const countWhere = ({ run }, which) => countOfPoints(run, Array.from({ length: run.N }, (_, n) => n).filter(which));

/**
 * How many points have a label of another true kind, after the best matching.
 * @param {State} state
 * @param {Uint8Array | undefined} labels
 */
function countWrong(state, labels) {
  const { truth, K, frequencies } = state.run;
  if (!truth || !labels) return NaN;
  const kinds = Math.max(K, ...truth.map((kind) => kind + 1));
  const known = truth.map((kind, n) => (kind < 0 ? 0 : (frequencies?.[n] ?? 1))); // what has no label is not wrong
  const pairs = pair(labels, Uint8Array.from(truth), kinds, Float64Array.from(known));
  return countWhere(state, (n) => truth[n] >= 0 && pairs[truth[n]] !== labels[n]);
}

/**
 * How many points EM and k-means label otherwise; not a number before they all have a label.
 * @param {State} state
 * @param {Shot} shot
 */
export function countDiffering(state, { soft, hard }) {
  return soft && hard ? countWhere(state, (n) => soft.labels[n] !== hard.labels[n]) : NaN;
}

/**
 * Of the log-likelihood's tape, or of what a hand holds.
 * @param {State} state
 * @param {Shot} shot
 */
export function logLikelihoodOn({ frames, frame }, { live }) {
  return live ?? frames.measureOf(frames.soft)[frames.within(frames.soft, frame)];
}

/**
 * What the iteration on show has gained so far.
 * @param {State} state
 */
export function gainOn({ frames, frame }) {
  const [values, at] = [frames.measureOf(frames.soft), frames.within(frames.soft, frame)];
  if (at === 0) return NaN;
  return values[at] - values[frames.stride === 1 ? at - 1 : at - (at % 2 === 1 ? 1 : 2)];
}

/** @param {Asked} asked */
const boundOn = ({ state: { frames, frame } }) => frames.boundOf(frames.soft)?.[frames.within(frames.soft, frame)] ?? NaN;

/** @type {Record<string, (K: number, D: number) => number>} */
const COVARIANCES = {
  full: (K, D) => (K * D * (D + 1)) / 2,
  tied: (_, D) => (D * (D + 1)) / 2,
  diag: (K, D) => K * D,
  spherical: (K) => K,
};

/**
 * -2 log-likelihood and what each free parameter costs.
 * @param {Asked} asked
 * @param {number} price
 */
function criterion({ state, shot }, price) {
  const { K, D, recording } = state.run;
  return -2 * logLikelihoodOn(state, shot) + price * (K - 1 + K * D + COVARIANCES[recording.covariance](K, D));
}

/** @param {Asked} asked */
const bicOn = (asked) => criterion(asked, Math.log(countHere(asked.state.run)));

/** @param {Asked} asked */
function icl(asked) {
  const { run } = asked.state;
  const { gamma } = eStep(run.points, /** @type {any} */ (asked.shot.mixture));
  let surest = 0;
  for (let n = 0; n < run.N; n += 1) {
    surest += (run.frequencies?.[n] ?? 1) * Math.log(Math.max(...gamma.subarray(n * run.K, (n + 1) * run.K)));
  }
  return bicOn(asked) - 2 * surest;
}

/** @type {Record<string, (asked: Asked) => number>} */
const NUMBERS = {
  iteration: ({ state: { frames, frame } }) => frames.iteration(frame),
  log_likelihood: ({ state, shot }) => logLikelihoodOn(state, shot),
  bound: boundOn,
  gap: (asked) => logLikelihoodOn(asked.state, asked.shot) - boundOn(asked),
  gain: ({ state }) => gainOn(state),
  inertia: ({ state: { frames, frame } }) => (frames.hard ? frames.measureOf(frames.hard)[frames.within(frames.hard, frame)] : NaN),
  weight: (asked) => mixtureOf(asked).weights[asked.k],
  count: ({ state: { run }, shot: { soft }, k }) =>
    soft ? soft.gamma.reduce((sum, share, i) => (i % run.K === k ? sum + share * (run.frequencies?.[Math.floor(i / run.K)] ?? 1) : sum), 0) : NaN,
  mean: (asked) => mixtureOf(asked).means[asked.state.run.D * asked.k + asked.d],
  variance: varianceOf,
  sd: (asked) => Math.sqrt(varianceOf(asked)),
  covariance: (asked) => covarianceOf(asked)[1],
  correlation(asked) {
    const [xx, xy, yy] = covarianceOf(asked);
    return xy / Math.sqrt(xx * yy);
  },
  centroid: ({ state: { run }, shot: { centroids }, k, d }) =>
    centroids ? placeInUnits(run.axes, centroids.subarray(run.D * k, run.D * (k + 1)))[d] : NaN,
  share: (asked) => bayesOf(asked).rows[asked.k].share,
  density: (asked) => bayesOf(asked).rows[asked.k].density,
  joint: (asked) => bayesOf(asked).rows[asked.k].joint,
  lowest: lowestOf,
  mixture: (asked) => bayesOf(asked).sum,
  size: ({ state, shot: { soft }, k }) => (soft ? countWhere(state, (n) => soft.labels[n] === k) : NaN),
  undecided({ state, shot: { soft } }) {
    if (!soft) return NaN;
    const doubtful = undecided(soft.gamma, state.run.K);
    return countWhere(state, (n) => doubtful[n]);
  },
  differ: ({ state, shot }) => countDiffering(state, shot),
  wrong: ({ state, shot }) => countWrong(state, shot.soft?.labels),
  "wrong.kmeans": ({ state, shot }) => countWrong(state, shot.hard?.labels),
  bic: bicOn,
  aic: (asked) => criterion(asked, 2),
  icl,
  long: (asked) => axesOf(asked).major,
  short: (asked) => axesOf(asked).minor,
  angle: (asked) => (180 / Math.PI) * axesOf(asked).angle,
};

/**
 * The number of this name: not a number where it is none yet.
 * @param {string} name as "share.7.2": of point 7, component 2
 * @param {State} state
 * @param {Shot} shot
 */
function numberOf(name, state, shot) {
  if (!shot.mixture) return NaN;
  const [first, ...parts] = name.split(".");
  const told = NUMBERS[name] ?? NUMBERS[first];
  const [one, other] = parts.map(Number).filter(Number.isFinite);
  const n = (first === "mixture" || first === "lowest" || other ? one : 0) - 1;
  return told ? told({ state, shot, n, k: (other ?? one) - 1, d: parts.at(-1) === "y" ? 1 : 0 }) : NaN;
}

/**
 * As gmm/ui/course writes a number: "2" is so many decimals, "%1" per cent with one, "" a whole number
 * or four significant digits.
 * @param {number} value
 * @param {string} format
 */
export function write(value, format) {
  if (Number.isNaN(value)) return "–";
  if (format.startsWith("%")) return `${fixed(100 * value, Number(format.slice(1)))}\u00a0%`;
  return format === "" ? counted(value) : fixed(value, Number(format));
}

/**
 * Write all that are in these words, where they have changed.
 * @param {HTMLElement} host
 * @param {State} state
 * @param {Shot} shot
 */
export function followLive(host, state, shot) {
  for (const element of host.querySelectorAll("[data-live]")) {
    const { live = "", format = "" } = /** @type {HTMLElement} */ (element).dataset;
    const text = write(numberOf(live, state, shot), format);
    if (element.textContent !== text) element.textContent = text;
  }
}
