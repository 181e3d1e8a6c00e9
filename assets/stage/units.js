// From the units that a run is fitted in to the data's own, in which numbers are shown (gmm/scaling.py).

/** @typedef {import("./types").Axis} Axis */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Tape} Tape */

const ANOTHER_MODEL =
  "Circles and a ridge depend on how the columns are scaled: fitted to standardised columns, this is another model " +
  "than one fitted to the data as they are. The number is in the data's own units, but do not compare the two.";
const DISTANCES = "Squared standard deviations: k\u2011means measures distances after each column is divided by its standard deviation.";

/**
 * @param {Axis[]} axes
 * @param {ArrayLike<number>} place
 */
export const placeInUnits = (axes, place) => axes.map(({ origin, spread }, d) => origin + spread * place[d]);

/**
 * @param {Axis[]} axes
 * @param {Mixture} mixture
 * @returns {Mixture}
 */
export function mixtureInUnits(axes, mixture) {
  const { D, means, covariances } = mixture;
  const scales = axes.flatMap(({ spread }, i) => axes.slice(i).map((other) => spread * other.spread));
  return {
    ...mixture,
    means: means.map((value, i) => axes[i % D].origin + axes[i % D].spread * value),
    covariances: covariances.map((value, i) => value * scales[i % scales.length]),
  };
}

/**
 * A log-likelihood, or a bound of it. Each point's density is per unit of every column: stretched by
 * its spread, it falls by as much.
 * @param {Run} run
 * @param {number} nats
 * @param {number} count
 */
export const natsInUnits = (run, nats, count) => nats - count * run.log_volume;

/**
 * How many points are here, each as often as it was counted: of a sampled run fewer than `run.total`.
 * @param {Pick<Run, "N" | "frequencies">} run
 */
export const countHere = ({ N, frequencies }) => (frequencies ? frequencies.reduce((sum, often) => sum + often, 0) : N);

/**
 * How many points these are, each as often as it was counted.
 * @param {Pick<Run, "frequencies">} run
 * @param {number[]} which
 */
export const countOfPoints = ({ frequencies }, which) =>
  frequencies ? which.reduce((sum, n) => sum + frequencies[n], 0) : which.length;

/**
 * What a tape's sums are over: the engine records all points, the browser those that are here.
 * @param {Run} run
 * @param {Tape} tape
 */
const countOf = (run, tape) => (tape.stopped === "annealed" ? countHere(run) : run.total);

/**
 * What a tape is measured by, frame by frame: log-likelihood in the data's own units, or inertia, whose
 * distances are those that k-means sees.
 * @param {Run} run
 * @param {Tape} tape
 */
export function measureOf(run, tape) {
  if (tape.kind === "centroids") return tape.inertia;
  const count = countOf(run, tape);
  if (tape.mixtures[0]?.frozen) return tape.logLikelihood.map(() => -Infinity);
  return tape.logLikelihood.map((nats) => natsInUnits(run, nats, count));
}

/**
 * @param {Run} run
 * @param {Tape} tape
 */
export function boundOf(run, tape) {
  if (tape.kind === "centroids") return null;
  const count = countOf(run, tape);
  if (tape.mixtures[0]?.frozen) return tape.bound.map(() => NaN);
  return tape.bound.map((nats) => natsInUnits(run, nats, count));
}

/**
 * The word beside a tape's number where the number depends on how the points are scaled. k-means' distances
 * always do; a log-likelihood does with circles (the temperature's are) and with a ridge.
 * @param {Run} run
 * @param {Tape} tape
 */
export function remarkOn(run, tape) {
  if (tape.kind === "centroids") return run.standardised ? { words: "SD²", why: DISTANCES } : null;
  const sees = tape.stopped === "annealed" ? run.standardised : run.sees_scaling;
  return sees ? { words: "(standardised)", why: ANOTHER_MODEL } : null;
}

/**
 * What an axis of inertia is in: squares of the unit that every column has, or the quantity's own name.
 * @param {Run} run
 */
export function unitOfInertia({ standardised, axes }) {
  if (standardised) return "SD²";
  const [unit, ...others] = axes.map(({ label, name }) => label.slice(name.length).replace(/^ \((.*)\)$/, "$1"));
  return /^\p{L}+$/u.test(unit) && others.every((other) => other === unit) ? `${unit}²` : "inertia";
}
