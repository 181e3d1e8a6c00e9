// What a frame shows, computed where it is looked at: responsibilities, labels, parameters, and the
// numbers of its sentence.

import { annealedStep } from "./annealing.js";
import { sigmasBetween } from "./inspection.js";
import { assignSoftly, assignWhole, gapShares, meanOf } from "./mixture.js";
import { makePairs, pair, rearrange, rearrangeColouring } from "./pairing.js";
import { colouredAt, drawnAt, iterationAt, nameOf, phaseAt } from "./tape.js";
import { boundOf, countHere, countOfPoints, measureOf, natsInUnits } from "./units.js";

/** @typedef {import("./types").Colouring} Colouring */
/** @typedef {import("./types").HardTape} HardTape */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Shape} Shape */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").SoftColouring} SoftColouring */
/** @typedef {import("./types").SoftTape} SoftTape */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Tape} Tape */

const KEPT = 48; // numbers of E-steps kept for stepping to and fro

/**
 * `tapes` are the run's own, or an annealed one in the place of one of them.
 * @param {Run} run
 */
export function makeFrames(run, tapes = run.tapes) {
  const { points, K, D, frequencies } = run;
  const soft = /** @type {SoftTape} */ (tapes.find(({ kind }) => kind === "mixture"));
  const hard = /** @type {HardTape | undefined} */ (tapes.find(({ kind }) => kind === "centroids"));
  /** @param {Tape} tape */
  const steps = ({ phases }) => phases === "steps";
  // Beside tapes of half-steps a tape of whole steps moves where they make their M-step.
  const whole = tapes.every(steps);
  /** @param {Tape} tape */
  const slow = (tape) => steps(tape) && !whole;
  /** @param {Tape} tape */
  const last = (tape) => (slow(tape) ? 2 : 1) * (tape.frames - 1);
  /**
   * @param {Tape} tape
   * @param {number} frame
   */
  const within = (tape, frame) =>
    slow(tape) ? Math.floor(Math.min(frame, last(tape)) / 2) : Math.min(frame, last(tape));
  /**
   * @param {Tape} tape
   * @param {number} frame
   */
  const drawn = (tape, frame) => drawnAt(within(tape, frame), steps(tape));
  /**
   * @param {Tape} tape
   * @param {number} frame
   */
  const coloured = (tape, frame) => colouredAt(within(tape, frame), steps(tape));

  const memory = new Map();
  /**
   * @template T
   * @param {string} key
   * @param {() => T} compute
   * @returns {T}
   */
  function remember(key, compute) {
    if (!memory.has(key)) {
      if (memory.size >= KEPT) memory.delete(memory.keys().next().value);
      memory.set(key, compute());
    }
    return memory.get(key);
  }
  /** @type {Map<Tape, Shape[]>} */
  const shapes = new Map();
  for (const tape of tapes) {
    const own = tape.kind === "mixture" ? tape.mixtures : tape.centroids.map((means) => ({ K, D, means }));
    shapes.set(tape, own);
  }
  const measures = new Map(tapes.map((tape) => [tape, measureOf(run, tape)]));
  const bounds = new Map(tapes.map((tape) => [tape, boundOf(run, tape)]));
  /** @param {Tape} tape */
  const shapesOf = (tape) => /** @type {Shape[]} */ (shapes.get(tape));
  /**
   * @param {Tape} tape
   * @param {number} index
   */
  const colouring = (tape, index) =>
    remember(`${tapes.indexOf(tape)} ${index}`, () => {
      const by = /** @type {any} */ (shapesOf(tape)[index]);
      if (tape.kind === "centroids") return assignWhole(run, by);
      return (tape.stopped === "annealed" ? annealedStep : assignSoftly)(run, by);
    });

  /**
   * An E-step's colours with the tape's own numbers; null where there has been none.
   * @param {Tape} tape
   * @param {number} frame
   */
  function ownColouringOn(tape, frame) {
    const by = coloured(tape, frame);
    return by === null ? null : colouring(tape, by);
  }
  const { pairsOn, colouringOn, shapeAt } = makePairs(run, soft, { coloured, ownColouringOn, shapesOf, remember });
  /**
   * @param {Tape} tape
   * @param {number} frame
   */
  const shapeOn = (tape, frame) => shapeAt(tape, drawn(tape, frame), frame);
  /**
   * @param {number} frame
   * @returns {Mixture}
   */
  const mixtureOn = (frame) => /** @type {Mixture} */ (shapeOn(soft, frame));

  /**
   * The mixture that gave, or will give, the responsibilities: before the first E-step the start's.
   * @param {number} frame
   */
  const askedOn = (frame) => soft.mixtures[askedIteration(frame)];
  /**
   * The M-step (or step) that made its parameters; 0 for the start.
   * @param {number} frame
   */
  const askedIteration = (frame) => coloured(soft, frame) ?? 0;
  /**
   * The responsibilities on show, or those that the first E-step will make.
   * @param {number} frame
   */
  const askedStep = (frame) => colouring(soft, coloured(soft, frame) ?? 0);
  /**
   * What the M-step made, or will make, of the responsibilities on show.
   * @param {number} frame
   */
  const answerOn = (frame) => soft.mixtures[(coloured(soft, frame) ?? 0) + 1] ?? soft.mixtures.at(-1);
  /** @param {number} frame */
  const askedCentroids = (frame) => hard && shapeAt(hard, coloured(hard, frame) ?? 0, frame).means;

  /**
   * Each point's share of the gap that an M-step has opened, or null where there is none.
   * @param {number} frame
   */
  function sharesOn(frame) {
    if (phaseAt(frame, whole) !== "M" || frame > last(soft)) return null;
    return remember(`shares ${frame}`, () => {
      const { logDensity } = /** @type {SoftColouring} */ (colouring(soft, drawn(soft, frame)));
      const { gamma } = /** @type {Colouring} */ (colouringOn(soft, frame));
      return gapShares(points, gamma, mixtureOn(frame), logDensity, frequencies);
    });
  }

  /** @param {number} frame */
  function farthestMove(frame) {
    const [from, to] = [mixtureOn(frame - 1), mixtureOn(frame)];
    const moves = Array.from({ length: K }, (_, k) => sigmasBetween(from, k, meanOf(to, k)));
    const sigmas = Math.max(...moves);
    return { k: moves.indexOf(sigmas), sigmas };
  }

  /**
   * How many points changed their label at a tape's E-step; undefined at its first one.
   * @param {Tape} tape
   * @param {number} frame
   */
  function changedAt(tape, frame) {
    if (frame <= 2) return undefined;
    const [now, before] = [frame, frame - 2].map((at) => /** @type {Colouring} */ (ownColouringOn(tape, at)).labels);
    return countOfPoints(run, Array.from(now.keys()).filter((n) => now[n] !== before[n]));
  }

  /** @param {number} frame */
  function certaintyAt(frame) {
    const { gamma, labels } = /** @type {Colouring} */ (colouringOn(soft, frame));
    /** @param {number} n */
    const often = (n) => (frequencies ? frequencies[n] : 1);
    return labels.reduce((sum, k, n) => sum + often(n) * gamma[n * K + k], 0) / countHere(run);
  }

  /**
   * The numbers of a tape's sentence.
   * @param {Tape} tape
   * @param {number} frame
   * @returns {any} of { changed, certainty, gain, farthest: { k, sigmas } } those that there are
   */
  function readingOf(tape, frame) {
    if (frame === 0 || frame > last(tape)) return {};
    if (phaseAt(frame, whole) === "E") {
      return { changed: slow(tape) ? undefined : changedAt(tape, frame), certainty: tape === soft && certaintyAt(frame) };
    }
    const values = tape.kind === "mixture" ? tape.logLikelihood : tape.inertia;
    const gain = values[within(tape, frame)] - values[within(tape, frame - (slow(tape) ? 2 : 1))];
    return { gain, farthest: tape === soft && farthestMove(frame) };
  }

  return {
    tapes,
    soft,
    hard,
    length: Math.max(...tapes.map((tape) => last(tape) + 1)),
    last,
    within,
    /** @param {number} frame */
    phase: (frame) => phaseAt(frame, whole),
    /** @param {number} frame */
    iteration: (frame) => iterationAt(frame, whole),
    /**
     * Of a tape that may have ended, or be slower.
     * @param {Tape} tape
     * @param {number} frame
     */
    iterationOf: (tape, frame) => iterationAt(within(tape, frame), steps(tape)),
    /** @param {number} frame */
    name: (frame) => nameOf(frame, whole),
    stride: whole ? 1 : 2,
    colouringOn,
    shapeOn,
    /**
     * @param {number} frame
     * @returns {SoftColouring | null}
     */
    softOn: (frame) => /** @type {SoftColouring | null} */ (colouringOn(soft, frame)),
    mixtureOn,
    askedOn,
    askedIteration,
    askedStep,
    answerOn,
    askedCentroids,
    /**
     * The way of each mean so far.
     * @param {Tape} tape
     * @param {number} frame
     */
    wayTo: (tape, frame) => {
      const way = shapesOf(tape).slice(0, drawn(tape, frame) + 1);
      return way.map((_, index) => shapeAt(tape, index, frame));
    },
    pairsOn,
    sharesOn,
    readingOf,
    /**
     * Log-likelihood in the data's own units, or inertia, frame by frame of the tape.
     * @param {Tape} tape
     */
    measureOf: (tape) => /** @type {Float64Array} */ (measures.get(tape)),
    /**
     * The bound in the data's own units; NaN at the start, null for centroids.
     * @param {Tape} tape
     */
    boundOf: (tape) => bounds.get(tape) ?? null,
  };
}

/**
 * The parameters and colours on show, a part for each tape: the frame's, or those that a hand makes of
 * them, where k-means follows the means.
 * @param {State} state
 * @returns {Shot}
 */
export function shotOf({ run, frames, frame, held }) {
  if (run.blank) return { parts: run.tapes.map(() => ({})) };
  const live = held?.mixture;
  const soft = live ? assignSoftly(run, live) : frames.softOn(frame);
  const parts = frames.tapes.map((tape) => {
    if (!live) {
      const [shape, colouring] = [frames.shapeOn(tape, frame), frames.colouringOn(tape, frame)];
      return { shape, colouring, pairs: frames.pairsOn(tape, frame) };
    }
    if (tape.kind === "mixture" || !soft) return { shape: live, colouring: soft };
    const own = assignWhole(run, live);
    const pairs = pair(soft.labels, own.labels, run.K, run.frequencies);
    const shape = rearrange({ K: run.K, D: run.D, means: live.means }, pairs);
    return { shape, colouring: rearrangeColouring(own, pairs), pairs };
  });
  const twin = parts[frames.tapes.indexOf(/** @type {any} */ (frames.hard))];
  return {
    parts,
    mixture: live ?? frames.mixtureOn(frame),
    soft,
    hard: twin?.colouring,
    centroids: twin?.shape?.means,
    live: live && soft && natsInUnits(run, soft.logLikelihood, countHere(run)),
  };
}
