// The cards that work out a point's colour or a component's move, number by number.

import { writeSizes } from "./apart.js";
import { html, row } from "./elements.js";
import { grip } from "./grip.js";
import { bayes, distances, pulls } from "./inspection.js";
import { badge } from "./marks.js";
import { meanOf } from "./mixture.js";
import { counted, fixed, plural, whole } from "./numbers.js";
import { entriesOf, writersOf } from "./parameters.js";
import { sumsOf } from "./sums.js";
import { mixtureInUnits, placeInUnits } from "./units.js";

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Theme} Theme */

const DRAWN = "Of the covariance above, in the data's units. In a picture that is standardised or stretched the ellipse has other axes.";

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
 * @param {boolean} large
 */
export function pointCard(run, theme, n, mixture, centroids, when, large) {
  const { rows, sum } = bayes(run.points, mixture, n, run.log_volume);
  const away = centroids && distances(run.points, centroids, run.D, n);
  const winner = away && away.indexOf(Math.min(...away));
  const names = ["Weight", "× density", "= joint", "Share", ...(away ? ["Distance"] : [])];
  const head = () => [html("span", "unseen", "Component"), ...names].map((name) => html("th", {}, name));
  const densities = writeSizes(rows.map(({ density }) => density));
  const [all, ...joints] = writeSizes([sum, ...rows.map(({ joint }) => joint)], 3, 1);
  const shares = writePercents(rows.map(({ share }) => share));
  const lengths = writeSizes(Array.from(away ?? []));
  const body = rows.map(({ weight, share }, k) => {
    const style = `--share: ${share}; --colour: ${theme.colours[k]}`;
    const worked = [writersOf(run).weight(weight), `×\u2009${densities[k]}`, `=\u2009${joints[k]}`];
    return row(
      html("th", {}, badge(k, theme.colours[k]), `${k + 1}`),
      ...worked.map((text) => html("td", {}, text)),
      html("td", { class: "share", style }, html("span", {}, shares[k])),
      ...(away ? [html("td", k === winner ? "winner" : "", lengths[k])] : []),
    );
  });
  const foot = [
    html("th", {}, "Sum"),
    ...["", "", all].map((text) => html("td", {}, text)),
    html("td", "share", html("span", {}, "100 %")),
    ...(away ? [html("td")] : []),
  ];
  // In a hall many rows stand in two tables, which can lie side by side.
  const cut = large && body.length > 6 ? Math.ceil(body.length / 2) : body.length;
  const tables = [body.slice(0, cut), body.slice(cut)].filter(({ length }) => length).map((part) =>
    html("table", {}, html("thead", {}, row(...head())), html("tbody", {}, ...part)),
  );
  tables[tables.length - 1].append(html("tfoot", {}, row(...foot)));
  const first = rows.reduce((best, { share }, k) => (share > rows[best].share ? k : best), 0);
  const notes = [
    sum > 0
      ? `Share of component ${first + 1}: ${joints[first]} ÷ ${all} ${shares[first].startsWith(">") ? "" : "= "}${shares[first]}.`
      : "The densities are so small here that they round to 0; the shares are worked out from their logarithms.",
  ];
  if (away) {
    const units = run.standardised ? " Distances are in standardised units." : "";
    notes.push(`k\u2011means: centroid ${Number(winner) + 1} is nearest and takes the point whole.${units}`);
  }
  const here = countAt(run, n);
  if (here > 1) notes.push(`${counted(here)} ${run.sampled ? "drawn points" : "points"} lie at this place.`);
  if (run.frequencies) notes.push(`This point counts ${plural(run.frequencies[n], "time", "times")}.`);
  if (rows.some(({ density }) => density > 1)) {
    notes.push("A density is no probability: it is per unit and may be above 1.");
  }
  return {
    title: `${run.sampled ? "Drawn point" : "Point"} ${whole(n + 1)} at ${places(run, run.points.subarray(run.D * n, run.D * (n + 1)))}`,
    body: [html("p", {}, when), ...tables, ...notes.map((text) => html("p", {}, text))],
  };
}

/**
 * Shares in whole percents, or with a decimal where one of them would read 0 or 100 and is not.
 * @param {number[]} shares
 */
function writePercents(shares) {
  const near = shares.some((share) => (share > 0 && share < 0.005) || (share < 1 && share >= 0.995));
  const least = near ? 0.0005 : 0.005;
  return shares.map((share) => {
    if (share > 0 && share < least) return "< 0.1 %";
    if (share < 1 && share >= 1 - least) return "> 99.9 %";
    return `${fixed(100 * share, near ? 1 : 0)} %`;
  });
}

/**
 * How many points lie where point n lies.
 * @param {Run} run
 * @param {number} n
 */
function countAt({ points, N, D }, n) {
  let count = 0;
  for (let m = 0; m < N; m += 1) {
    let d = 0;
    while (d < D && points[D * m + d] === points[D * n + d]) d += 1;
    if (d === D) count += 1;
  }
  return count;
}

/**
 * How one component came to be. With `gamma` as the sums of the M-step that made `to` of these
 * responsibilities; `given` where weights and widths are given. Without, as the numbers that it has.
 * @param {Run} run
 * @param {Theme} theme
 * @param {number} k
 * @param {{ gamma: Float64Array | null, given: boolean, hard?: Uint8Array, from: Mixture, to: Mixture, when: string }} step
 */
export function componentCard(run, theme, k, { gamma, given, hard, from, to, when }) {
  const list = html("dl");
  /**
   * @param {string} term
   * @param {string} what
   */
  const line = (term, what, why = "") =>
    list.append(html("div", { title: why }, html("dt", {}, term), html("dd", {}, what)));
  const worked = gamma ? sumsOf(run, k, to, gamma, given) : valuesOf(run, k, to);
  worked.forEach(([term, what]) => line(term, what));
  if (run.D === 2 && !given) tellShape(run, k, to, line);
  const strongest = gamma ? pulls(run.points, gamma, from, k, 3, run.frequencies) : [];
  if (strongest.length) {
    line(run.sampled ? "Of those drawn, pull hardest" : "Pull hardest", strongest.map(({ n, share }) => `point ${whole(n + 1)} (${fixed(share, 2)})`).join(", "));
  }
  if (gamma && hard) line("k\u2011means", tellTwin(run, k, hard));
  return {
    title: html("span", {}, badge(k, theme.colours[k]), `Component ${k + 1}`),
    body: [html("p", {}, when), list],
  };
}

/**
 * The numbers alone.
 * @param {Run} run
 * @param {number} k
 * @param {Mixture} mixture
 * @returns {[string, string][]}
 */
function valuesOf(run, k, mixture) {
  const { weight, entries } = writersOf(run);
  const [D, own] = [run.D, entriesOf(mixtureInUnits(run.axes, mixture), k, true)];
  const written = own.map((value, d) => entries[D === 2 ? 2 * d : d](value));
  return [
    ["Weight", weight(mixture.weights[k])],
    ["Mean", places(run, meanOf(mixture, k))],
    [D > 1 ? "Variances" : "Variance", written.join(", ")],
  ];
}

/**
 * What both axes have in common: the covariance, and the ellipse.
 * @param {Run} run
 * @param {number} k
 * @param {Mixture} mixture
 * @param {(term: string, what: string, why?: string) => void} line
 */
function tellShape(run, k, mixture, line) {
  const own = mixtureInUnits(run.axes, mixture);
  const [xx, xy, yy] = entriesOf(own, k);
  const { major, minor, angle } = grip(own, k);
  if (run.covariance === "full" || run.covariance === "tied") {
    line("Covariance", `${writersOf(run).entries[1](xy)}; correlation ${fixed(xy / Math.sqrt(xx * yy), 3)}`);
  }
  const [values, axesOf] = [[major ** 2, minor ** 2], [major, minor]].map((pair) => writeSizes(pair).join(" and "));
  line("Eigenvalues", `${values}; half-axes ${axesOf} at ${whole((angle * 180) / Math.PI)}°`, DRAWN);
}

/**
 * What k-means makes of its cluster k.
 * @param {Run} run
 * @param {number} k
 * @param {Uint8Array} hard
 */
function tellTwin(run, k, hard) {
  const members = Array.from(hard.keys()).filter((n) => hard[n] === k);
  /** @param {number} n */
  const often = (n) => (run.frequencies ? run.frequencies[n] : 1);
  const count = members.reduce((sum, n) => sum + often(n), 0);
  if (count === 0) return "no point: the centroid stays";
  if (run.sampled) return `${counted(count)} of the drawn points`;
  /** @param {number} d */
  const sumOf = (d) => members.reduce((sum, n) => sum + often(n) * run.points[run.D * n + d], 0);
  return `the plain average of ${plural(count, "point", "points")} = ${places(run, run.axes.map((_, d) => sumOf(d) / count))}`;
}
