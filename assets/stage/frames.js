// What a frame shows, computed where it is looked at: responsibilities, labels, parameters, and the
// numbers of its sentence.

import { annealedStep } from "./annealing.js";
import { sigmasBetween } from "./inspection.js";
import { eStep, gapShares, likeliest, nearest, oneHot } from "./mixture.js";
import { colouredAt, drawnAt, iterationAt, nameOf, phaseAt } from "./tape.js";

const KEPT = 24; // E-steps kept for stepping to and fro

// `tapes` are the run's own, or an annealed one in the place of one of them.
export function makeFrames(run, tapes = run.tapes) {
  const { points, K, D, frequencies } = run;
  const soft = tapes.find(({ kind }) => kind === "mixture");
  const hard = tapes.find(({ kind }) => kind === "centroids");
  const steps = ({ phases }) => phases === "steps";
  // Beside tapes of half-steps a tape of whole steps moves where they make their M-step.
  const whole = tapes.every(steps);
  const slow = (tape) => steps(tape) && !whole;
  const last = (tape) => (slow(tape) ? 2 : 1) * (tape.frames - 1);
  const within = (tape, frame) =>
    slow(tape) ? Math.floor(Math.min(frame, last(tape)) / 2) : Math.min(frame, last(tape));
  const drawn = (tape, frame) => drawnAt(within(tape, frame), steps(tape));
  const coloured = (tape, frame) => colouredAt(within(tape, frame), steps(tape));

  const memory = new Map();
  function remember(key, compute) {
    if (!memory.has(key)) {
      if (memory.size >= KEPT) memory.delete(memory.keys().next().value);
      memory.set(key, compute());
    }
    return memory.get(key);
  }
  const shapesOf = (tape) => (tape.kind === "mixture" ? tape.mixtures : tape.centroids);
  const colouring = (tape, index) =>
    remember(`${tapes.indexOf(tape)} ${index}`, () => {
      const by = shapesOf(tape)[index];
      if (tape.kind === "centroids") return assignTo(run, by);
      if (tape.stopped === "annealed") return annealedStep(run, by);
      return assignSoftly(run, by);
    });

  // An E-step's colours; null where there has been none.
  function colouringOn(tape, frame) {
    const by = coloured(tape, frame);
    return by === null ? null : colouring(tape, by);
  }
  const shapeOn = (tape, frame) => shapesOf(tape)[drawn(tape, frame)];
  const mixtureOn = (frame) => shapeOn(soft, frame);

  // The mixture that gave, or will give, the responsibilities: before the first E-step the start's.
  const askedOn = (frame) => soft.mixtures[coloured(soft, frame) ?? 0];
  // What the M-step made, or will make, of the responsibilities on show.
  const answerOn = (frame) =>
    soft.mixtures[Math.min((coloured(soft, frame) ?? 0) + 1, soft.mixtures.length - 1)];
  const askedCentroids = (frame) => hard?.centroids[coloured(hard, frame) ?? 0];

  // Each point's share of the gap that an M-step has opened, or null where there is none.
  function sharesOn(frame) {
    if (phaseAt(frame, whole) !== "M" || frame > last(soft)) return null;
    return remember(`shares ${frame}`, () => {
      const { logDensity } = colouring(soft, drawn(soft, frame));
      const { gamma } = colouringOn(soft, frame);
      const shares = gapShares(points, gamma, mixtureOn(frame), logDensity);
      return frequencies ? shares.map((share, n) => share * frequencies[n]) : shares;
    });
  }

  function farthestMove(frame) {
    const [from, to] = [mixtureOn(frame - 1), mixtureOn(frame)];
    const moves = Array.from({ length: K }, (_, k) =>
      sigmasBetween(from, k, to.means.subarray(D * k, D * (k + 1))),
    );
    const sigmas = Math.max(...moves);
    return { k: moves.indexOf(sigmas), sigmas };
  }

  // How many points changed their label at a tape's E-step; undefined at its first one.
  function changedAt(tape, frame) {
    if (frame <= 2) return undefined;
    const [now, before] = [frame, frame - 2].map((at) => colouringOn(tape, at).labels);
    return now.reduce((count, label, n) => count + (label !== before[n]), 0);
  }

  function certaintyAt(frame) {
    const { gamma } = colouringOn(soft, frame);
    let sum = 0;
    for (let n = 0; n < gamma.length; n += K) sum += Math.max(...gamma.subarray(n, n + K));
    return sum / run.N;
  }

  // The numbers of a tape's sentence.
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
    phase: (frame) => phaseAt(frame, whole),
    iteration: (frame) => iterationAt(frame, whole),
    // Of a tape that may have ended, or be slower.
    iterationOf: (tape, frame) => iterationAt(within(tape, frame), steps(tape)),
    name: (frame) => nameOf(frame, whole),
    stride: whole ? 1 : 2,
    colouringOn,
    shapeOn,
    softOn: (frame) => colouringOn(soft, frame),
    mixtureOn,
    askedOn,
    answerOn,
    askedCentroids,
    // The way of each mean so far.
    wayTo: (tape, frame) =>
      shapesOf(tape)
        .slice(0, drawn(tape, frame) + 1)
        .map((shape) => shape.means ?? shape),
    sharesOn,
    readingOf,
  };
}

function assignSoftly({ points, frequencies, K }, mixture) {
  const step = eStep(points, mixture, frequencies);
  return { ...step, labels: likeliest(step.gamma, K) };
}

function assignTo({ points, D, K }, centroids) {
  const labels = nearest(points, centroids, D);
  return { labels, gamma: oneHot(labels, K) };
}

// The parameters and colours on show, a part for each tape: the frame's, or those that a hand makes of
// them, where k-means follows the means.
export function shotOf({ run, frames, frame, held }) {
  if (run.blank) return { parts: run.tapes.map(() => ({})) };
  const live = held?.mixture;
  const soft = live ? assignSoftly(run, live) : frames.softOn(frame);
  const parts = frames.tapes.map((tape) => {
    if (!live) return { shape: frames.shapeOn(tape, frame), colouring: frames.colouringOn(tape, frame) };
    if (tape.kind === "mixture") return { shape: live, colouring: soft };
    return { shape: live.means, colouring: assignTo(run, live.means) };
  });
  return {
    parts,
    mixture: live ?? frames.mixtureOn(frame),
    soft,
    hard: parts[frames.tapes.indexOf(frames.hard)]?.colouring,
    live: live && soft.logLikelihood,
  };
}
