// The cards that work out a point's colour or a component's move, number by number.

import { writeShares, writeSizes } from "./apart.js";
import { html, row } from "./elements.js";
import { grip } from "./grip.js";
import { bayes, distances, pulls } from "./inspection.js";
import { badge } from "./marks.js";
import { meanOf } from "./mixture.js";
import { counted, fixed, plural, significant, whole } from "./numbers.js";
import { entriesOf, writersOf } from "./parameters.js";
import { mixtureInUnits, placeInUnits } from "./units.js";

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Theme} Theme */

const DRAWN = "Of the covariance above, in the data's units. The picture is in standardised units, where the ellipse has other axes.";

/**
 * @param {Run} run
 * @param {ArrayLike<number>} values
 */
const places = (run, values) =>
  placeInUnits(run.axes, values).map((value, d) => writersOf(run).means[d](value)).join(", ");

/**
 * Bayes' rule for one point: a row a component, weight x density = joint, and its share of the sum.
 * `when` says whose parameters these are.
 * @param {Run} run
 * @param {Theme} theme
 * @param {number} n
 * @param {Mixture} mixture
 * @param {Float64Array | undefined} centroids
 * @param {string} when
 */
export function pointCard(run, theme, n, mixture, centroids, when) {
  const { rows, sum } = bayes(run.points, mixture, n, run.log_volume);
  const away = centroids && distances(run.points, centroids, run.D, n);
  const winner = away && away.indexOf(Math.min(...away));
  const names = ["Weight", "Density", "Joint", "Share", ...(away ? ["Distance"] : [])];
  const head = [html("span", "unseen", "Component"), ...names].map((name) => html("th", {}, name));
  const densities = writeSizes(rows.map(({ density }) => density));
  const joints = writeSizes(rows.map(({ joint }) => joint));
  const shares = writeShares(rows.map(({ share }) => share));
  const lengths = writeSizes(Array.from(away ?? []));
  const body = rows.map(({ weight, share }, k) => {
    const style = `--share: ${share}; --colour: ${theme.colours[k]}`;
    return row(
      html("th", {}, badge(k, theme.colours[k]), `${k + 1}`),
      ...[writersOf(run).weight(weight), densities[k], joints[k]].map((text) => html("td", {}, text)),
      html("td", { class: "share", style }, html("span", {}, shares[k])),
      ...(away ? [html("td", k === winner ? "winner" : "", lengths[k])] : []),
    );
  });
  const foot = [
    html("th", {}, "Sum"),
    ...["", "", significant(sum, 3)].map((text) => html("td", {}, text)),
    html("td", "share", html("span", {}, "1")),
    ...(away ? [html("td")] : []),
  ];
  const table = html(
    "table",
    {},
    html("thead", {}, row(...head)),
    html("tbody", {}, ...body),
    html("tfoot", {}, row(...foot)),
  );
  const notes = ["Weight × density = joint; joint ÷ sum = responsibility, the share."];
  if (away) {
    const units = run.standardised ? " Its distances are in standardised units." : "";
    notes.push(`k\u2011means: centroid ${Number(winner) + 1} is nearest and takes the point whole.${units}`);
  }
  if (run.frequencies) notes.push(`This point counts ${plural(run.frequencies[n], "time", "times")}.`);
  if (rows.some(({ density }) => density > 1)) {
    notes.push("A density is no probability: it is per unit and may be above 1.");
  }
  return {
    title: `${run.sampled ? "Drawn point" : "Point"} ${whole(n + 1)} at ${places(run, run.points.subarray(run.D * n, run.D * (n + 1)))}`,
    body: [html("p", {}, when), table, ...notes.map((text) => html("p", {}, text))],
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
  const own = mixtureInUnits(axes, to);
  const list = html("dl");
  /**
   * @param {string} term
   * @param {string} what
   */
  const line = (term, what, why = "") => list.append(html("dt", { title: why }, term), html("dd", { title: why }, what));
  const entries = entriesOf(own, k, D > 2);
  line("Effective count", `N${sub(k)} = ${fixed(to.weights[k] * total, 2)} of ${counted(total)} points`);
  line("Weight", `N${sub(k)} ÷ N = ${fixed(to.weights[k], 4)}`);
  line("Mean", `average weighted by responsibility = ${places(run, meanOf(to, k))}`);
  const short = entries.map((value, i) => writersOf(run).entries[i](value));
  if (D === 1) {
    const [variance] = entries;
    line("Variance", `${significant(variance)}, standard deviation ${significant(Math.sqrt(variance))}`);
  } else if (D > 2) line("Variances", short.join(", "));
  else {
    const [xx, xy, yy] = entries;
    line("Covariance", `${short[0]}, ${short[1]}; ${short[1]}, ${short[2]}`);
    line("Correlation", fixed(xy / Math.sqrt(xx * yy), 3));
    const { major, minor, angle } = grip(own, k);
    const [values, axesOf] = [[major ** 2, minor ** 2], [major, minor]].map((pair) =>
      writeSizes(pair).join(" and "),
    );
    line("Eigenvalues", `${values}; half-axes ${axesOf} at ${whole((angle * 180) / Math.PI)}°`, run.standardised ? DRAWN : "");
  }
  const strongest = gamma ? pulls(run.points, gamma, from, k, 3, run.frequencies) : [];
  if (strongest.length) {
    line(run.sampled ? "Of those drawn, pull hardest" : "Pull hardest", strongest.map(({ n, share }) => `point ${whole(n + 1)} (${fixed(share, 2)})`).join(", "));
  }
  if (hard) {
    const members = Array.from(hard.keys()).filter((n) => hard[n] === k);
    /** @param {number} n */
    const often = (n) => (run.frequencies ? run.frequencies[n] : 1);
    const count = members.reduce((sum, n) => sum + often(n), 0);
    /** @param {number} d */
    const sumOf = (d) => members.reduce((sum, n) => sum + often(n) * run.points[D * n + d], 0);
    const mean = axes.map((_, d) => sumOf(d) / count);
    const told = run.sampled
      ? `${counted(count)} of the drawn points`
      : `the plain average of ${counted(count)} points = ${places(run, mean)}`;
    line("k\u2011means", count > 0 ? told : "no point: the centroid stays");
  }
  return {
    title: html("span", {}, badge(k, theme.colours[k]), `Component ${k + 1}`),
    body: [html("p", {}, when), list],
  };
}

/** @param {number} k */
const sub = (k) =>
  String(k + 1).replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
