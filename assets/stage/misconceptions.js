// Misconception cards: short notes that the state of a run raises, each until it has been read.

import { areAlike } from "./convergence.js";
import { dialogOver } from "./focus.js";
import { sigmasBetween } from "./inspection.js";
import { meanOf } from "./mixture.js";
import { counted, fixed, significant } from "./numbers.js";
import { assign } from "./pairing.js";
import { countHere, countOfPoints } from "./units.js";
import { tellSign } from "./words.js";

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").State} State */

/**
 * `about` is the part of the stage that it speaks of, which has to be on show. `tell` gives "" where
 * there is nothing to say; `before` is the run that was on show before this one.
 * @typedef {{ name: string, about: string, tell: (state: State, shot: Shot, before: Run | null) => string }} Misconception
 */

const LEAST = 0.001; // nats that are a fall
const SAME = 0.01; // nats between ends that are one optimum
const NEAR = 0.1; // standard deviations between means that are one
const TINY = 0.05; // nats of an iteration that looks like the last
const MUCH = 1; // nats that are still to come
const LOPSIDED = 5; // times as wide as the other column
const NAME = 20; // letters of a column's name that a card has room for

/** The most special ones come first. @type {Misconception[]} */
const MISCONCEPTIONS = [
  { name: "ridge", about: ".curve", tell: tellRidge },
  { name: "swapped", about: ".pane", tell: tellSwapped },
  { name: "more", about: ".curve", tell: tellMore },
  { name: "identical", about: ".pane", tell: tellIdentical },
  { name: "positive", about: ".curve", tell: tellPositive },
  { name: "slow", about: ".curve", tell: tellSlow },
  { name: "unscaled", about: ".pane", tell: tellUnscaled },
  { name: "truth", about: ".pane", tell: tellTruth },
  { name: "sizes", about: ".pane", tell: tellSizes },
];

// ------------------------------------------------------------------ what they say

/**
 * The story tells that it fell; here is why.
 * @param {State} state
 */
function tellRidge({ run, frames, frame }) {
  const { gain } = frames.readingOf(frames.soft, frame);
  if (run.recording.ridge === 0 || !(gain < -LEAST)) return "";
  return `EM itself never loses log-likelihood. The ridge, added after each fit, cost ${significant(-gain, 3)} nats more here than the fit gained.`;
}

/**
 * @param {State} state
 * @param {Shot} shot
 * @param {Run | null} before
 */
function tellSwapped(state, shot, before) {
  const { run } = state;
  if (!hasEnded(state) || !before || !canCompare(run, before) || before.K !== run.K) return "";
  if (!(Math.abs(endOf(run) - endOf(before)) <= SAME)) return "";
  const [now, then] = [run, before].map(({ soft }) => soft.mixtures[soft.mixtures.length - 1]);
  const was = match(now, then);
  const k = was ? was.findIndex((other, own) => other !== own) : -1;
  if (!was || k < 0) return "";
  return `The same end as in the run before, in another order: component ${k + 1} here was component ${was[k] + 1} there. A component\u2019s number has no meaning.`;
}

/**
 * @param {State} state
 * @param {Shot} shot
 * @param {Run | null} before
 */
function tellMore(state, shot, before) {
  const { run } = state;
  if (!hasEnded(state) || !before || !canCompare(run, before) || before.K >= run.K) return "";
  if (run.recording.ridge > 0 || before.soft.stopped === "collapsed") return "";
  const gain = endOf(run) - endOf(before);
  if (!(gain > SAME)) return "";
  const [now, then] = [run, before].map((each) => fixed(bicOf(each), 1));
  return `${run.K} components fit ${significant(gain, 3)} nats better than ${before.K}, but more can always fit better. Compare BIC, lower is better: ${then} before, ${now} now.`;
}

/**
 * Exactly alike they are at the end, too, and the ending says so; nearly alike they were put down.
 * @param {State} state
 * @param {Shot} shot
 */
function tellIdentical({ run, frames, frame }, { mixture, soft }) {
  if (!mixture || !soft || run.K === 1 || (frame >= frames.last(frames.soft) && frames.soft.stopped === "identical")) return "";
  const all = Array.from({ length: run.K }, (_, k) => k);
  const pairs = all.flatMap((one) => all.slice(one + 1).map((other) => [one, other]));
  const [one, other] = pairs.find(([a, b]) => areAlike(mixture, a, b) && mixture.weights[a] === mixture.weights[b]) ?? [-1, -1];
  if (one >= 0) {
    return `Components ${one + 1} and ${other + 1} are identical. Each point gives them equal shares, so every M-step leaves them identical: they never separate.`;
  }
  if (frame > 2 || run.sampled || pairs.some(([a, b]) => !(sigmasBetween(mixture, a, meanOf(mixture, b)) < NEAR))) return "";
  const most = soft.gamma.reduce((top, share) => Math.max(top, share), 0);
  if (most > 1 / run.K + NEAR) return "";
  return `The components begin almost alike: no responsibility is above ${fixed(100 * most, 1)} %. From exactly the same place they would never separate.`;
}

/**
 * At an E-step, whose densities are those of the log-likelihood on show; where the story says something
 * of the kind, nothing.
 * @param {State} state
 * @param {Shot} shot
 */
function tellPositive(state, { soft }) {
  const { run, frames, frame } = state;
  const value = frames.measureOf(frames.soft)[frames.within(frames.soft, frame)];
  if (!soft || run.sampled || frames.phase(frame) === "M" || !(value > 0) || tellSign(state)) return "";
  const above = Array.from(soft.logDensity.keys()).filter((n) => soft.logDensity[n] > run.log_volume);
  return `A log-likelihood of ${significant(value)} is no mistake: the density is above 1 at ${ofPoints(above, run)}. A density is not a probability.`;
}

/** @param {State} state */
function tellSlow({ run, frames, frame }) {
  const { soft } = frames;
  const { gain } = frames.readingOf(soft, frame);
  if (run.recording.ridge > 0 || soft.stopped === "collapsed" || frames.iteration(frame) < 3) return "";
  const values = frames.measureOf(soft);
  const rest = values[values.length - 1] - values[frames.within(soft, frame)];
  if (!(gain > 0 && gain < TINY && rest > MUCH)) return "";
  const more = frames.iterationOf(soft, Infinity) - frames.iterationOf(soft, frame);
  return `A small gain does not mean that EM has converged: the next ${counted(more)} iterations of this run gain ${significant(rest, 3)} nats.`;
}

/** @param {State} state */
function tellUnscaled({ run, frame }) {
  const circles = run.covariance === "spherical";
  if (run.standardised || run.D === 1 || frame === 0 || !(run.hard || circles)) return "";
  const variances = run.axes.map((_, d) => varianceOf(run, d));
  const [wide, thin] = variances[0] > variances[1] ? [0, 1] : [1, 0];
  if (!(variances[thin] > 0 && variances[wide] >= LOPSIDED ** 2 * variances[thin])) return "";
  const share = (100 * variances[wide]) / (variances[0] + variances[1]);
  const most = share < 99.95 ? `${fixed(share, 1)} %` : "more than 99.9 %";
  const [much, little] = [wide, thin].map((d) => nameOf(run, d));
  return run.hard
    ? `${most} of the squared distances that k\u2011means compares come from ${much}. It hardly sees ${little}: standardise the columns.`
    : `${most} of the variance is along ${much}, and a circle has one width for both. It cannot fit ${little}: standardise the columns.`;
}

/**
 * @param {State} state
 * @param {Shot} shot
 */
function tellTruth({ run, view }, { soft }) {
  const { truth, K } = run;
  if (!view.truth || !truth || !soft || run.sampled || K === 1) return "";
  const size = Math.max(K, ...truth.map((kind) => kind + 1));
  const known = Array.from(truth.keys()).filter((n) => truth[n] >= 0);
  const alike = new Float64Array(size * size); // what is not there is alike with nothing
  for (const n of known) alike[soft.labels[n] * size + truth[n]] += run.frequencies?.[n] ?? 1;
  const kinds = assign(alike.map((many) => -many), size);
  const apart = known.filter((n) => kinds[soft.labels[n]] !== truth[n]);
  if (!apart.length) return "";
  return `EM never sees the true labels: it fits bell curves to points. Matched as well as possible, labels and components differ at ${ofPoints(apart, run)}.`;
}

/**
 * @param {State} state
 * @param {Shot} shot
 */
function tellSizes({ run, frames, frame }, { soft }) {
  if (!soft || run.sampled || run.K === 1 || frame < 3 || frames.phase(frame) === "M") return "";
  const [counts, sizes] = [new Float64Array(run.K), new Float64Array(run.K)];
  soft.labels.forEach((label, n) => {
    const often = run.frequencies?.[n] ?? 1;
    sizes[label] += often;
    for (let k = 0; k < run.K; k += 1) counts[k] += often * soft.gamma[n * run.K + k];
  });
  const apart = counts.map((count, k) => Math.abs(count - sizes[k]));
  const k = apart.indexOf(Math.max(...apart));
  if (apart[k] < Math.max(2, 0.05 * countHere(run))) return "";
  return `Component ${k + 1} is the likeliest for ${counted(sizes[k])} points, but its responsibilities add up to ${fixed(counts[k], 1)}: each point is shared. The weight follows the sum.`;
}

// ------------------------------------------------------------------ what they look at

/** @param {State} state */
function hasEnded({ frames, frame }) {
  return frame > 0 && frame >= frames.last(frames.soft) && frames.soft.stopped !== "collapsed";
}

/**
 * Whether two runs are of one model on the same points.
 * @param {Run} one
 * @param {Run} other
 */
function canCompare(one, other) {
  const alike = one.covariance === other.covariance && one.recording.ridge === other.recording.ridge && one.log_volume === other.log_volume;
  if (!alike || one.total !== other.total || one.points.length !== other.points.length) return false;
  return one.points.every((value, i) => value === other.points[i]);
}

/**
 * The log-likelihood at the end of a run, in the data's own units.
 * @param {Run} run
 */
function endOf({ soft, total, log_volume }) {
  return soft.logLikelihood[soft.logLikelihood.length - 1] - total * log_volume;
}

/**
 * As gmm/selection.py has it.
 * @param {Run} run
 */
function bicOf(run) {
  const { K, D, covariance, total } = run;
  const widths = { full: (K * D * (D + 1)) / 2, tied: (D * (D + 1)) / 2, diag: K * D, spherical: K }[covariance];
  return (K - 1 + K * D + widths) * Math.log(total) - 2 * endOf(run);
}

/**
 * Which component of the other mixture each one is; null where they are not the same mixture.
 * @param {Mixture} own
 * @param {Mixture} other
 */
function match(own, other) {
  const { K } = own;
  const away = Float64Array.from({ length: K * K }, (_, i) => sigmasBetween(own, Math.floor(i / K), meanOf(other, i % K)));
  if (!away.every(Number.isFinite)) return null;
  const was = assign(away, K);
  return was.every((to, k) => away[k * K + to] < NEAR) ? was : null;
}

/**
 * @param {Run} run
 * @param {number} d
 */
function varianceOf({ N, D, points, frequencies }, d) {
  let [count, sum, squares] = [0, 0, 0];
  const origin = points[d];
  for (let n = 0; n < N; n += 1) {
    const often = frequencies?.[n] ?? 1;
    const away = points[n * D + d] - origin;
    count += often;
    sum += often * away;
    squares += often * away * away;
  }
  return squares / count - (sum / count) ** 2;
}

/**
 * @param {Run} run
 * @param {number} d
 */
function nameOf({ axes }, d) {
  return axes[d].name.length <= NAME ? axes[d].name : d === 0 ? "the column across" : "the column upwards";
}

/**
 * @param {number[]} which
 * @param {Run} run
 */
const ofPoints = (which, run) => `${counted(countOfPoints(run, which))} of ${counted(countHere(run))} points`;

// ------------------------------------------------------------------ one at a time

const KEPT = "mixtape-cards";
/** @type {Set<string>} */
const closed = new Set(); // where the browser keeps nothing

/** The names of those that have been read in this browser. */
function listClosed() {
  try {
    for (const name of (window.localStorage.getItem(KEPT) ?? "").split(" ")) closed.add(name);
  } catch {
    // What has been closed since the page was loaded is known.
  }
  return closed;
}

/** @param {string} name */
function keepClosed(name) {
  listClosed().add(name);
  try {
    window.localStorage.setItem(KEPT, [...closed].filter(Boolean).join(" "));
  } catch {
    // Then it comes again on the next visit.
  }
}

/**
 * Whether somebody has been asked something and has not answered: a card would give the answer away.
 * @param {Root} root
 */
function isAsked(root) {
  const lesson = root.closest(".lesson");
  if (lesson && !lesson.querySelector(".paging.ready")) return true;
  return Boolean(root.querySelector(".question:not([hidden]) .answer[hidden]"));
}

/** @param {Root} root */
export function makeMisconceptions(root) {
  const box = root.querySelector(".note");
  const [words, button] = ["p", "button"].map((name) => box.querySelector(name));
  let shown = ""; // the name of the one on show
  let looked = ""; // what was looked at last
  /** @type {Run | null} */
  let run = null;
  /** @type {Run | null} */
  let before = null;

  /**
   * @param {string} name
   * @param {string} told
   */
  function show(name, told) {
    shown = name;
    box.hidden = !name;
    root.classList.toggle("noted", Boolean(name));
    if (words.textContent !== told) words.textContent = told;
  }

  function close() {
    if (!shown || dialogOver() || root.querySelector("dialog[open]")) return;
    keepClosed(shown);
    show("", ""); // the next one waits for another frame
  }
  /** @param {MouseEvent} event */
  button.onclick = (event) => {
    close();
    // From a key: the focus goes on to what comes next, not back to the top of the page.
    if (event.detail === 0) root.querySelector("[data-do=step]").focus();
  };

  return {
    close,
    /**
     * `quiet` while a tape plays or a hand holds something.
     * @param {State} state
     * @param {Shot} shot
     * @param {boolean} quiet
     */
    follow(state, shot, quiet) {
      const { frames, frame, view } = state;
      if (!state.run.blank && state.run.run !== run?.run) [before, run] = [run, state.run];
      const busy = quiet || state.run.blank || state.notice || state.grasped || frames.soft.stopped === "annealed";
      const still = busy || isAsked(root) || root.classList.contains("touring") ? "" : `${state.run.run} ${frame} ${view.truth}`;
      if (still && still === looked) return;
      looked = still;
      const done = listClosed();
      // Whether something is on show takes a layout, so it is asked last.
      /** @param {Misconception} card */
      const raise = ({ name, about, tell }) => {
        const told = done.has(name) ? "" : tell(state, shot, before);
        return told && root.querySelector(about)?.checkVisibility() ? told : "";
      };
      // The one on show stays as long as it is true.
      const order = MISCONCEPTIONS.toSorted((a, b) => Number(b.name === shown) - Number(a.name === shown));
      for (const card of still ? order : []) {
        const told = raise(card);
        if (told) {
          show(card.name, told);
          return;
        }
      }
      show("", "");
    },
  };
}
