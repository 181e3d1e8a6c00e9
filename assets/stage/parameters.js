// Weights, means and covariances of the frame on show, in the data's own units.

import { badge } from "./marks.js";
import { fixed, significant } from "./numbers.js";

/** @typedef {import("./types").Axis} Axis */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Theme} Theme */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} text
 * @param {Record<string, any>} attributes
 */
function cell(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** @param {...Node} cells */
function makeRow(...cells) {
  const element = document.createElement("tr");
  element.append(...cells);
  return element;
}

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
  const spreads = axes.length === 2 ? [names[0], "both", names[1]] : names;
  const groups = makeRow(
    cell("td", "", { rowspan: 2 }),
    cell("th", "Weight", { rowspan: 2, scope: "col" }),
    cell("th", "Mean", { colspan: axes.length, scope: "colgroup" }),
    cell("th", axes.length === 2 ? "Covariance" : "Variance", { colspan: spreads.length, scope: "colgroup" }),
  );
  const heads = [...names, ...spreads];
  const subheads = makeRow(...heads.map((name) => cell("th", name, { scope: "col", title: name })));
  const head = document.createElement("thead");
  head.append(groups, subheads);
  const body = document.createElement("tbody");
  const cells = Array.from({ length: K }, (_, k) => {
    const button = cell("button", "", { type: "button", "aria-label": `Component ${k + 1}` });
    button.append(badge(k, theme.colours[k]), `${k + 1}`);
    button.onclick = () => onChoose(k);
    const label = cell("th", "", { scope: "row" });
    label.append(button);
    const numbers = ["", ...heads].map(() => cell("td", ""));
    body.append(makeRow(label, ...numbers));
    return numbers;
  });
  const table = document.createElement("table");
  table.append(head, body);
  host.replaceChildren(table);

  return (mixture) => {
    cells.forEach((numbers, k) => {
      const texts = mixture ? numbersOf(mixture, k, axes) : numbers.map(() => "–");
      texts.forEach((text, i) => {
        if (numbers[i].textContent !== text) numbers[i].textContent = text;
      });
    });
  };
}

/**
 * @param {Mixture} mixture
 * @param {number} k
 * @param {Axis[]} axes
 */
function numbersOf(mixture, k, axes) {
  const { D, weights, means } = mixture;
  const mean = axes.map(({ origin, spread }, d) => origin + spread * means[D * k + d]);
  const entries = entriesInUnits(mixture, k, axes);
  const shown = D === 2 ? entries : entries.filter(({ row, column }) => row === column);
  return [
    fixed(weights[k], 3),
    ...mean.map((value) => significant(value)),
    ...shown.map(({ value }) => significant(value, 3)),
  ];
}

/**
 * The covariance's upper triangle in the data's own units, row by row.
 * @param {Mixture} mixture
 * @param {number} k
 * @param {Axis[]} axes
 */
export function entriesInUnits({ D, covariances }, k, axes) {
  const at = (k * D * (D + 1)) / 2;
  const places = axes.flatMap((_, row) => axes.slice(row).map((__, i) => [row, row + i]));
  return places.map(([row, column], i) => ({
    row,
    column,
    value: covariances[at + i] * axes[row].spread * axes[column].spread,
  }));
}
