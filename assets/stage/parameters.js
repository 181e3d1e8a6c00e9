// Weights, means and covariances of the frame on show, in the data's own units.

import { digitsApart, grainApart, grainWithin, widthOf, writeAt } from "./apart.js";
import { html, row } from "./elements.js";
import { extent } from "./geometry.js";
import { badge } from "./marks.js";
import { meanOf } from "./mixture.js";
import { significant } from "./numbers.js";
import { mixtureInUnits } from "./units.js";

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Theme} Theme */
/** @typedef {(value: number) => string} Write */
/** @typedef {{ weight: Write, means: Write[], entries: Write[] }} Writers */

const LONGEST = 14; // letters of a word in a head
const LOOKED_AT = 48; // of a tape's mixtures, when digits are chosen
/** @type {WeakMap<Run, Writers>} */
const chosen = new WeakMap();

/**
 * The head names what each column is; the numbers are written into the body frame by frame. A row's
 * head is a button: `onChoose(k)` opens the component's card. Beyond two dimensions there are no covariances.
 * @param {HTMLElement} host
 * @param {Run} run
 * @param {Theme} theme
 * @param {(k: number) => void} onChoose
 * @returns {(mixture?: Mixture) => void}
 */
export function drawParameters(host, run, theme, onChoose) {
  const { K, axes } = run;
  const names = axes.map(({ name }) => name);
  const ofBoth = axes.length === 2 ? ["Covariance"] : [];
  // As wide as the column gets on the whole tape: what is beside the table stays where it is.
  const cellOf = (/** @type {number} */ width) =>
    html("td", { style: `min-width: calc(${width}ch + var(--gap, 8px))` });
  const cells = Array.from({ length: K }, () => widthsOf(run).map(cellOf));
  const rows = cells.map((numbers, k) => {
    const named = { type: "button", "aria-label": `Component ${k + 1}` };
    const button = html("button", named, badge(k, theme.colours[k]), `${k + 1}`);
    button.onclick = () => onChoose(k);
    return row(html("th", { scope: "row" }, button), ...numbers);
  });
  const alone = (/** @type {string} */ name) => headOf(name, 2);
  const group = (/** @type {string} */ name) => html("th", { colspan: names.length, scope: "colgroup" }, name);
  const groups = row(html("td", { rowspan: 2 }), alone("Weight"), group("Mean"), group("Variance"), ...ofBoth.map(alone));
  const columns = row(...[...names, ...names].map((name) => headOf(name, 1)));
  host.replaceChildren(html("table", {}, html("thead", {}, groups, columns), html("tbody", {}, ...rows)));

  return (mixture) => {
    const own = mixture && mixtureInUnits(axes, mixture);
    cells.forEach((numbers, k) => {
      const texts = own ? numbersOf(own, k, run) : numbers.map(() => "–");
      texts.forEach((text, i) => {
        if (numbers[i].textContent !== text) numbers[i].textContent = text;
      });
    });
  };
}

/**
 * A column's name in whole words, in as many lines as it takes; only a very long word is broken.
 * @param {string} name
 * @param {number} rowspan
 */
function headOf(name, rowspan) {
  const long = name.split(/\s+/).some((word) => word.length > LONGEST);
  return html("th", { rowspan, scope: "col", class: long ? "long" : "" }, name);
}

/**
 * A component's row: its weight, mean, variances and, of two dimensions, the covariance.
 * @param {Mixture} mixture
 * @param {number} k
 * @param {Run} run
 */
function numbersOf(mixture, k, run) {
  const { weight, means, entries } = writersOf(run);
  const spreads = entriesOf(mixture, k, mixture.D !== 2).map((value, i) => (mixture.frozen ? "0" : entries[i](value)));
  if (mixture.D === 2) spreads.push(...spreads.splice(1, 1));
  return [weight(mixture.weights[k]), ...Array.from(meanOf(mixture, k), (value, d) => means[d](value)), ...spreads];
}

/**
 * How many digits wide each column gets.
 * @param {Run} run
 */
function widthsOf(run) {
  const rows = lookAt(run).flatMap((mixture) =>
    Array.from({ length: mixture.K }, (_, k) => numbersOf(mixture, k, run).map(widthOf)),
  );
  const columns = 1 + run.D + (run.D === 2 ? 3 : run.D);
  return Array.from({ length: columns }, (_, i) => rows.reduce((most, digits) => Math.max(most, digits[i]), 1));
}

/**
 * Some of the tape's mixtures in the data's own units, evenly, the last one among them.
 * @param {Run} run
 */
function lookAt({ axes, soft: { mixtures } }) {
  const stride = Math.ceil(mixtures.length / LOOKED_AT);
  const some = mixtures.filter((_, i) => (mixtures.length - 1 - i) % stride === 0);
  return some.map((mixture) => mixtureInUnits(axes, mixture));
}

/**
 * How each column is written, over the whole tape: components that differ read differently, above all at the
 * end, and no digit comes or goes from frame to frame.
 * @param {Run} run
 * @returns {Writers}
 */
export function writersOf(run) {
  const known = chosen.get(run) ?? chooseWriters(run);
  chosen.set(run, known);
  return known;
}

/**
 * @param {Run} run
 * @returns {Writers}
 */
function chooseWriters(run) {
  const { axes, D, points } = run;
  const between = lookAt(run);
  const end = between.slice(-1);
  /**
   * A column in each of these mixtures.
   * @param {Mixture[]} list
   * @param {(mixture: Mixture, k: number) => number} take
   */
  const sets = (list, take) => list.map((mixture) => Array.from({ length: mixture.K }, (_, k) => take(mixture, k)));
  /**
   * @param {number} grain
   * @param {(mixture: Mixture, k: number) => number} take
   */
  const grainFor = (grain, take) =>
    Math.min(grainApart(grain, sets(between, take), 1), grainApart(grain, sets(end, take), 2));
  const diagonal = D !== 2;
  return {
    weight: writeAt(1, grainFor(-3, ({ weights }, k) => weights[k])),
    means: axes.map(({ origin, spread }, d) => {
      const [low, high] = points.length ? extent(points, D, d).map((value) => origin + spread * value) : [0, 1];
      const grain = grainFor(grainWithin(low, high), ({ means }, k) => means[D * k + d]);
      return writeAt(Math.max(Math.abs(low), Math.abs(high)), grain);
    }),
    entries: Array.from({ length: diagonal ? D : 3 }, (_, i) => {
      /** @type {(mixture: Mixture, k: number) => number} */
      const take = (mixture, k) => entriesOf(mixture, k, diagonal)[i];
      const digits = Math.max(digitsApart(3, sets(between, take), 1), digitsApart(3, sets(end, take), 2));
      return (value) => significant(value, digits);
    }),
  };
}

/**
 * The covariance's upper triangle, row by row, or its diagonal alone.
 * @param {Mixture} mixture
 * @param {number} k
 */
export function entriesOf({ D, covariances }, k, diagonal = false) {
  const count = (D * (D + 1)) / 2;
  const values = Array.from(covariances.subarray(k * count, (k + 1) * count));
  if (!diagonal) return values;
  return Array.from({ length: D }, (_, d) => values[d * D - (d * (d - 1)) / 2]);
}
