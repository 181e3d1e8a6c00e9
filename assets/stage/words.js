// What just happened, in sentences: what moved, what stayed, and the numbers.

import { fixed, plural, significant, whole } from "./numbers.js";
import { iterationAt, phaseAt } from "./tape.js";

const KMEANS = "k\u2011means"; // with a hyphen that does not break

function ofPoints(count, run) {
  const points = run.sampled ? "drawn points" : "points";
  return count === 0 ? "no point" : `${whole(count)} of ${whole(run.N)} ${points}`;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

// `reading` holds the frame's numbers, as shots.js reads them.
export function sentence(run, em, frame, reading) {
  const last = em.frames - 1;
  const ended = frame > last;
  const parts = [];
  if (!ended) parts.push(emSentence(run, em, frame, reading));
  if (frame >= last && last > 0 && em.stopped !== "annealed") parts.push(ending(em));
  if (run.kmeans && frame > 0) parts.push(kmeansSentence(run, frame, reading));
  return parts.join(" ");
}

function emSentence(run, em, frame, { changed, certainty, farthest, gain }) {
  const { K } = run;
  const components = plural(K, "component", "components");
  if (phaseAt(frame) === "start") {
    const how = run.edits ? "set down by hand" : `set down by the start “${run.start}”`;
    return `Start: ${components} ${how}. No point belongs to anyone yet; the E-step comes first.`;
  }
  const i = iterationAt(frame);
  if (phaseAt(frame) === "E") {
    if (frame === em.frames - 1) return `E-step ${i}: every point asked which component made it.`;
    const who =
      frame === 1
        ? `On average a point gives its likeliest component ${fixed(certainty, 3)}.`
        : capital(`${ofPoints(changed, run)} ${changed > 1 ? "changed their" : "changed its"} likeliest component.`);
    return `E-step ${i}: every point asked which component made it. Colours changed, shapes stayed. ${who}`;
  }
  return (
    `M-step ${i}: every component moved to its share of the points. Shapes moved, colours stayed. ` +
    `Component ${farthest.k + 1} moved farthest, by ${significant(farthest.sigmas, 3)} of its standard deviations; ` +
    `the log-likelihood rose by ${significant(Math.max(gain, 0), 3)}.`
  );
}

function kmeansSentence(run, frame, { clusterChanged, fall }) {
  const { frames } = run.kmeans;
  if (frame > frames - 1) return `${KMEANS} stands still.`;
  if (phaseAt(frame) === "E") {
    return frame === 1
      ? `${KMEANS} gave each point to its nearest centroid.`
      : `${KMEANS}: ${ofPoints(clusterChanged, run)} changed cluster.`;
  }
  return fall > 0
    ? `${KMEANS}: centroids moved, inertia fell by ${significant(fall, 3)}.`
    : `${KMEANS}: no centroid moved; it has converged.`;
}

function ending({ stopped, frames, collapsed, tolerance }) {
  const i = iterationAt(frames - 1);
  if (stopped === "converged") {
    return `EM has converged after ${plural(i, "iteration", "iterations")}: the last one gained less than ${fixed(tolerance, 6)} nats a point.`;
  }
  if (stopped === "collapsed") {
    return `EM stops: component ${collapsed + 1} collapses onto a point or a line, its density grows without end. Try another start, fewer components or a small ridge.`;
  }
  return `EM stops after ${plural(i, "iteration", "iterations")}, before it has converged.`;
}

// The few words in a pane's caption.
export function status({ stopped, frames }, frame, ended) {
  if (frame < frames - 1) return frame === 0 ? "start" : `iteration ${iterationAt(frame)}`;
  if (stopped === "annealed") return `iteration ${iterationAt(frames - 1)}`;
  if (stopped === "converged") return `converged at iteration ${iterationAt(frames - 1)}`;
  return stopped === "collapsed" ? "collapsed" : ended;
}

// While a hand holds a component.
export function inHand(run, { k, what, sent }) {
  if (sent) return "Recording the run from here.";
  const deed = { mean: "moves", turn: "turns" }[what] ?? "changes its width";
  return `Component ${k + 1} ${deed} with your hand; colours and log-likelihood follow. Let go to record a new run from here.`;
}

// When there is nothing to run on yet: so many points, in so many different places.
export function invitation(run, count, places) {
  if (count === 0) return "Nothing here yet. Click into the picture to put points down, drag to spray them.";
  const least = Math.max(run.K, 2);
  if (places >= least) return "Recording the run.";
  const where = places < count ? ` in ${plural(places, "place", "places")}` : "";
  const different = places < count ? " different" : "";
  const fewer = run.K > 2 ? ", or ask for fewer components" : "";
  return `${plural(count, "point", "points")}${where} so far; ${plural(run.K, "component needs", "components need")} at least ${least}${different}. Add more${fewer}.`;
}
