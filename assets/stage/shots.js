// What a frame shows, computed where it is looked at: responsibilities, labels, parameters, and the
// numbers of its sentence. `em` is the run's own tape, or an annealed one in its place.

import { annealedStep } from "./annealing.js";
import { sigmasBetween } from "./inspection.js";
import { eStep, gapShares, likeliest, nearest, oneHot } from "./mixture.js";
import { colouredAt, drawnAt, phaseAt } from "./tape.js";

const KEPT = 24; // E-steps kept for stepping to and fro

export function makeShots(run, em) {
  const { points, K, D, kmeans, frequencies } = run;
  const memory = new Map();
  function remember(key, compute) {
    if (!memory.has(key)) {
      if (memory.size >= KEPT) memory.delete(memory.keys().next().value);
      memory.set(key, compute());
    }
    return memory.get(key);
  }
  const softBy = (index) =>
    remember(`soft ${index}`, () => {
      if (em.stopped === "annealed") return annealedStep(run, em.mixtures[index]);
      const step = eStep(points, em.mixtures[index], frequencies);
      return { ...step, labels: likeliest(step.gamma, K) };
    });
  const hardBy = (index) =>
    remember(`hard ${index}`, () => {
      const labels = nearest(points, kmeans.centroids[index], D);
      return { gamma: oneHot(labels, K), labels };
    });
  const within = ({ frames }, frame) => Math.min(frame, frames - 1);

  // An E-step's colours; null where there has been none.
  const softOn = (frame) => {
    const by = colouredAt(within(em, frame));
    return by === null ? null : softBy(by);
  };
  const hardOn = (frame) => {
    const by = kmeans ? colouredAt(within(kmeans, frame)) : null;
    return by === null ? null : hardBy(by);
  };
  const mixtureOn = (frame) => em.mixtures[drawnAt(within(em, frame))];
  const centroidsOn = (frame) => kmeans?.centroids[drawnAt(within(kmeans, frame))];

  // The mixture that gave, or will give, the responsibilities: before the first E-step the start's.
  const askedOn = (frame) => em.mixtures[colouredAt(within(em, frame)) ?? 0];
  // What the M-step made, or will make, of the responsibilities on show.
  const answerOn = (frame) => {
    const by = colouredAt(within(em, frame)) ?? 0;
    return em.mixtures[Math.min(by + 1, em.mixtures.length - 1)];
  };
  const askedCentroids = (frame) =>
    kmeans?.centroids[colouredAt(within(kmeans, frame)) ?? 0];

  // Each point's share of the gap that an M-step has opened, or null where there is none.
  function sharesOn(frame) {
    if (phaseAt(frame) !== "M" || frame > em.frames - 1) return null;
    const { logDensity } = softBy(drawnAt(frame));
    const shares = gapShares(points, softOn(frame).gamma, mixtureOn(frame), logDensity);
    return frequencies ? shares.map((share, n) => share * frequencies[n]) : shares;
  }

  const differences = (a, b) => a.reduce((count, label, n) => count + (label !== b[n]), 0);

  function farthestMove(frame) {
    const [from, to] = [mixtureOn(frame - 1), mixtureOn(frame)];
    const moves = Array.from({ length: K }, (_, k) =>
      sigmasBetween(from, k, to.means.subarray(D * k, D * (k + 1))),
    );
    const sigmas = Math.max(...moves);
    return { k: moves.indexOf(sigmas), sigmas };
  }

  // The numbers of the frame's sentence.
  function reading(frame) {
    const numbers = {};
    const alive = frame < em.frames;
    const twin = kmeans && frame < kmeans.frames;
    if (phaseAt(frame) === "E") {
      if (alive && frame > 2) numbers.changed = differences(softOn(frame).labels, softOn(frame - 2).labels);
      if (alive) {
        const { gamma } = softOn(frame);
        let sum = 0;
        for (let n = 0; n < gamma.length; n += K) sum += Math.max(...gamma.subarray(n, n + K));
        numbers.certainty = sum / run.N;
      }
      if (twin && frame > 2) {
        numbers.clusterChanged = differences(hardOn(frame).labels, hardOn(frame - 2).labels);
      }
    } else if (phaseAt(frame) === "M") {
      if (alive) {
        numbers.gain = em.logLikelihood[frame] - em.logLikelihood[frame - 1];
        numbers.farthest = farthestMove(frame);
      }
      if (twin) numbers.fall = kmeans.inertia[frame - 1] - kmeans.inertia[frame];
    }
    return numbers;
  }

  return {
    em,
    softOn,
    hardOn,
    mixtureOn,
    centroidsOn,
    askedOn,
    answerOn,
    askedCentroids,
    sharesOn,
    reading,
  };
}
