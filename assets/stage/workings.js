// The cards that work out a point's colour or a component's move, number by number.

import { html } from "./elements.js";
import { grip } from "./grip.js";
import { bayes, distances, pulls } from "./inspection.js";
import { badge } from "./marks.js";
import { meanOf } from "./mixture.js";
import { fixed, significant, whole } from "./numbers.js";
import { entriesInUnits } from "./parameters.js";

/** @typedef {import("./types").Axis} Axis */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Theme} Theme */

/**
 * @param {Axis} axis
 * @param {number} value
 */
const dataValue = ({ origin, spread }, value) => origin + spread * value;

/**
 * @param {Run} run
 * @param {ArrayLike<number>} values
 */
const places = (run, values) =>
  run.axes.map((axis, d) => significant(dataValue(axis, values[d]))).join(", ");

/**
 * Bayes' rule for one point: a row a component, weight x density = joint, and its share of the sum.
 * @param {Run} run
 * @param {Theme} theme
 * @param {number} n
 * @param {Mixture} mixture
 * @param {Float64Array | undefined} centroids
 */
export function pointCard(run, theme, n, mixture, centroids) {
  const { rows, sum } = bayes(run.points, mixture, n);
  const away = centroids && distances(run.points, centroids, run.D, n);
  const winner = away && away.indexOf(Math.min(...away));
  const names = ["Weight", "Density", "Joint", "Share", ...(away ? ["Distance"] : [])];
  const head = [
    html("th", "", html("span", "unseen", "Component")),
    ...names.map((text) => html("th", "", text)),
  ];
  const table = html(
    "table",
    "",
    html("thead", "", html("tr", "", ...head)),
    html(
      "tbody",
      "",
      ...rows.map(({ weight, density, joint, share }, k) => {
        const bar = html("td", "share", html("span", "", fixed(share, 3)));
        bar.style.setProperty("--share", `${share}`);
        bar.style.setProperty("--colour", theme.colours[k]);
        return html(
          "tr",
          "",
          html("th", "", badge(k, theme.colours[k]), `${k + 1}`),
          html("td", "", fixed(weight, 3)),
          html("td", "", significant(density, 3)),
          html("td", "", significant(joint, 3)),
          bar,
          ...(away ? [html("td", k === winner ? "winner" : "", significant(away[k], 3))] : []),
        );
      }),
    ),
    html(
      "tfoot",
      "",
      html(
        "tr",
        "",
        html("th", "", "Sum"),
        html("td"),
        html("td"),
        html("td", "", significant(sum, 3)),
        html("td", "share", html("span", "", "1")),
        ...(away ? [html("td")] : []),
      ),
    ),
  );
  const notes = ["Weight × density = joint; joint ÷ sum = responsibility, the share."];
  if (away) notes.push(`k\u2011means: centroid ${Number(winner) + 1} is nearest and takes the point whole.`);
  if (rows.some(({ density }) => density > 1)) {
    notes.push("A density is no probability: it is per unit and may be above 1.");
  }
  return {
    title: `Point ${whole(n + 1)} at ${places(run, run.points.subarray(run.D * n, run.D * (n + 1)))}`,
    body: [table, ...notes.map((text) => html("p", "", text))],
  };
}

/**
 * The sums of the M-step for one component, with the responsibilities on show.
 * @param {Run} run
 * @param {Theme} theme
 * @param {number} k
 * @param {{ gamma: Float64Array, hard?: Uint8Array, from: Mixture, to: Mixture, when: string }} step
 */
export function componentCard(run, theme, k, { gamma, hard, from, to, when }) {
  const { D, axes, total } = run;
  const list = html("dl");
  /**
   * @param {string} term
   * @param {...(Node | string)} what
   */
  const line = (term, ...what) => list.append(html("dt", "", term), html("dd", "", ...what));
  const entries = entriesInUnits(to, k, axes);
  const inUnits = entries.map(({ value }) => value);
  line("Effective count", `N${sub(k)} = ${fixed(to.weights[k] * total, 2)} of ${whole(total)} points`);
  line("Weight", `N${sub(k)} ÷ N = ${fixed(to.weights[k], 4)}`);
  line("Mean", `average weighted by responsibility = ${places(run, meanOf(to, k))}`);
  if (D === 1) line("Variance", `${significant(inUnits[0])}, standard deviation ${significant(Math.sqrt(inUnits[0]))}`);
  else if (D > 2) {
    const variances = entries.filter(({ row, column }) => row === column);
    line("Variances", variances.map(({ value }) => significant(value, 3)).join(", "));
  } else {
    line("Covariance", `${significant(inUnits[0], 3)}, ${significant(inUnits[1], 3)}; ${significant(inUnits[1], 3)}, ${significant(inUnits[2], 3)}`);
    line("Correlation", fixed(inUnits[1] / Math.sqrt(inUnits[0] * inUnits[2]), 3));
    // The picture's axes, in the units that the run is fitted in.
    const { major, minor, angle } = grip(to, k);
    line(
      "Eigenvalues",
      `${significant(major ** 2, 3)} and ${significant(minor ** 2, 3)}; half-axes ${significant(major, 3)} and ${significant(minor, 3)} at ${whole((angle * 180) / Math.PI)}°`,
    );
  }
  const strongest = gamma ? pulls(run.points, gamma, from, k, 3) : [];
  if (strongest.length) {
    line("Pull hardest", strongest.map(({ n, share }) => `point ${n + 1} (${fixed(share, 2)})`).join(", "));
  }
  if (hard) {
    const members = Array.from(hard.keys()).filter((n) => hard[n] === k);
    /** @param {number} n */
    const often = (n) => (run.frequencies ? run.frequencies[n] : 1);
    const count = members.reduce((sum, n) => sum + often(n), 0);
    const mean = Array.from({ length: D }, (_, d) =>
      members.reduce((sum, n) => sum + often(n) * run.points[D * n + d], 0) / count,
    );
    line(
      "k\u2011means",
      count > 0
        ? `the plain average of ${run.frequencies ? significant(count, 6) : whole(count)} points = ${places(run, mean)}`
        : "no point: the centroid stays",
    );
  }
  const note = html("p", "", when);
  return {
    title: html("span", "", badge(k, theme.colours[k]), `Component ${k + 1}`),
    body: [note, list],
  };
}

/** @param {number} k */
const sub = (k) =>
  String(k + 1).replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
