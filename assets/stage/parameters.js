// Weights, means and covariances of the frame on show, in the data's own units.

import { html, row } from "./elements.js";
import { badge } from "./marks.js";
import { fixed, significant } from "./numbers.js";
import { meanOf } from "./mixture.js";
import { mixtureInUnits } from "./units.js";

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Theme} Theme */

/**
 * The head names what each column is; the numbers are written into the body frame by frame. A row's
 * head is a button: `onChoose(k)` opens the component's card. Beyond two dimensions the variances stand
 * for the covariance.
 * @param {HTMLElement} host
 * @param {Run} run
 * @param {Theme} theme
 * @param {(k: number) => void} onChoose
 * @returns {(mixture?: Mixture) => void}
 */
export function drawParameters(host, run, theme, onChoose) {
  const { K, axes } = run;
  const names = axes.map(({ name }) => name);
  const inPlane = axes.length === 2;
  const spreads = inPlane ? [names[0], "both", names[1]] : names;
  const heads = [...names, ...spreads];
  const cells = Array.from({ length: K }, () => ["", ...heads].map(() => html("td")));
  const rows = cells.map((numbers, k) => {
    const named = { type: "button", "aria-label": `Component ${k + 1}` };
    const button = html("button", named, badge(k, theme.colours[k]), `${k + 1}`);
    button.onclick = () => onChoose(k);
    return row(html("th", { scope: "row" }, button), ...numbers);
  });
  const groups = row(
    html("td", { rowspan: 2 }),
    html("th", { rowspan: 2, scope: "col" }, "Weight"),
    html("th", { colspan: names.length, scope: "colgroup" }, "Mean"),
    html("th", { colspan: spreads.length, scope: "colgroup" }, inPlane ? "Covariance" : "Variance"),
  );
  const columns = row(...heads.map((name) => html("th", { scope: "col", title: name }, name)));
  host.replaceChildren(html("table", {}, html("thead", {}, groups, columns), html("tbody", {}, ...rows)));

  return (mixture) => {
    const own = mixture && mixtureInUnits(axes, mixture);
    cells.forEach((numbers, k) => {
      const texts = own ? numbersOf(own, k) : numbers.map(() => "–");
      texts.forEach((text, i) => {
        if (numbers[i].textContent !== text) numbers[i].textContent = text;
      });
    });
  };
}

/**
 * @param {Mixture} mixture
 * @param {number} k
 */
function numbersOf(mixture, k) {
  return [
    fixed(mixture.weights[k], 3),
    ...Array.from(meanOf(mixture, k), (value) => significant(value)),
    ...entriesOf(mixture, k, mixture.D !== 2).map((value) => significant(value, 3)),
  ];
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
