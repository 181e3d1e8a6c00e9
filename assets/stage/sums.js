// The sums of an M-step for one component, each with a few of its terms written out (Bishop 2006, eq. 9.24
// to 9.27). Numbers are in the data's own units.

import { counted, fixed, significant } from "./numbers.js";
import { meanOf } from "./mixture.js";
import { entriesOf, writersOf } from "./parameters.js";
import { mixtureInUnits, placeInUnits } from "./units.js";

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */

const WRITTEN = 3; // terms
const SEEN = 0.005; // responsibilities below it are written 0.00

/**
 * The first points that component k is responsible for, or those that come nearest to it.
 * @param {Run} run
 * @param {Float64Array} gamma
 * @param {number} k
 */
function firstPoints({ N, K, frequencies }, gamma, k) {
  /** @param {number} n */
  const counts = (n) => !frequencies || frequencies[n] > 0;
  /** @type {number[]} */
  const found = [];
  for (let n = 0; n < N && found.length < WRITTEN; n += 1) {
    if (gamma[n * K + k] >= SEEN && counts(n)) found.push(n);
  }
  if (found.length) return found;
  const order = Array.from({ length: N }, (_, n) => n).filter(counts);
  return order.sort((a, b) => gamma[b * K + k] - gamma[a * K + k]).slice(0, WRITTEN);
}

/**
 * 0.98 × 3.6 + 0.02 × 1.8 + …, and 3 × 0.98 × 3.6 where a point counts three times. `factor(n)` is what a
 * responsibility is multiplied by.
 * @param {Run} run
 * @param {Float64Array} gamma
 * @param {number} k
 * @param {number[]} which
 * @param {(n: number) => string} [factor]
 */
function writeSum({ N, K, frequencies, sampled }, gamma, k, which, factor) {
  const terms = which.map((n) => {
    const often = frequencies ? [counted(frequencies[n])] : [];
    return [...often, fixed(gamma[n * K + k], 2), ...(factor ? [factor(n)] : [])].join(" × ");
  });
  return [...terms, ...(which.length < N || sampled ? ["…"] : [])].join(" + ");
}

/**
 * A value of the data, with no more digits than it has.
 * @param {string} text
 */
const bare = (text) => (/\.\d+$/.test(text) ? text.replace(/\.?0+$/, "") : text);

/**
 * Component k after an M-step with the responsibilities `gamma`: [what, how it is worked out] for its count,
 * weight, means and variances. `given` where weights and widths are not worked out.
 * @param {Run} run
 * @param {number} k
 * @param {Mixture} to
 * @param {Float64Array} gamma
 * @param {boolean} given
 */
export function sumsOf(run, k, to, gamma, given) {
  const { D, axes, frequencies, N, K } = run;
  const writers = writersOf(run);
  const which = firstPoints(run, gamma, k);
  const count = given ? countOf(run, gamma, k) : to.weights[k] * run.total;
  const total = given ? (frequencies ? frequencies.reduce((sum, often) => sum + often, 0) : N) : run.total;
  const many = significant(count);
  const whole = counted(total);
  const weight = writers.weight(to.weights[k]);
  /** @type {[string, string][]} */
  const lines = [
    ["Effective count", `${writeSum(run, gamma, k, which)} = ${many}, of ${whole} points`],
    ["Weight", given ? `1 ÷ ${K} = ${weight}, the same for all components` : `${many} ÷ ${whole} = ${weight}`],
  ];
  if (count === 0) return [lines[0], lines[1], /** @type {[string, string]} */ (["Mean", "no point: it stays where it is"])];
  const mean = placeInUnits(axes, meanOf(to, k));
  /** @param {number} d */
  const valueOf = (d) => (/** @type {number} */ n) => axes[d].origin + axes[d].spread * run.points[D * n + d];
  const shown = axes.slice(0, 2);
  /** @param {string} what */
  const named = (what) => (/** @type {number} */ d) => (D > 1 ? `${what} of ${axes[d].name}` : what);
  shown.forEach((_, d) => {
    const write = writers.means[d];
    const sum = writeSum(run, gamma, k, which, (n) => bracketed(bare(write(valueOf(d)(n)))));
    lines.push([named("Mean")(d), `(${sum}) ÷ ${many} = ${write(mean[d])}`]);
  });
  if (D > 2) lines.push(["Other means", mean.slice(2).map((value, i) => writers.means[i + 2](value)).join(", ")]);
  const variances = entriesOf(mixtureInUnits(axes, to), k, true);
  const diagonal = D !== 2;
  /** @param {number} d */
  const writeVariance = (d) => writers.entries[diagonal ? d : 2 * d](variances[d]);
  if (D > 2) {
    lines.push(["Variances", variances.map((_, d) => writeVariance(d)).join(", ")]);
  } else if (given) {
    lines.push(["Width", "the same for all components; the slider sets it"]);
  } else if (run.covariance === "tied" || (run.covariance === "spherical" && D > 1)) {
    const circle = run.standardised ? "of a circle in the standardised columns" : "the average over both axes";
    const told = run.covariance === "tied" ? "one for all components: the average of their own, by weight" : circle;
    shown.forEach((_, d) => lines.push([named("Variance")(d), `${writeVariance(d)}, ${told}${plusRidge(run, d)}`]));
  } else {
    shown.forEach((_, d) => {
      const away = (/** @type {number} */ n) => `${significant(Math.abs(valueOf(d)(n) - mean[d]), 3)}²`;
      const sum = writeSum(run, gamma, k, which.slice(0, 2), away);
      const deviation = D === 1 ? `; standard deviation ${significant(Math.sqrt(variances[0]))}` : "";
      lines.push([named("Variance")(d), `(${sum}) ÷ ${many}${plusRidge(run, d)} = ${writeVariance(d)}${deviation}`]);
    });
  }
  return lines;
}

/** @param {string} text */
const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);

/**
 * @param {Run} run
 * @param {Float64Array} gamma
 * @param {number} k
 */
function countOf({ N, K, frequencies }, gamma, k) {
  let sum = 0;
  for (let n = 0; n < N; n += 1) sum += (frequencies ? frequencies[n] : 1) * gamma[n * K + k];
  return sum;
}

/**
 * The ridge in the data's units.
 * @param {Run} run
 * @param {number} d
 */
const ridgeOf = ({ recording, axes }, d) => significant(recording.ridge * axes[d].spread ** 2, 3);

/**
 * @param {Run} run
 * @param {number} d
 */
const plusRidge = (run, d) => (run.recording.ridge > 0 ? ` + ${ridgeOf(run, d)} (ridge)` : "");
