// Weights, means and covariances of the frame on show, in the data's own units.

import { badge } from "./card.js";
import { fixed, significant } from "./numbers.js";

function cell(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function row(...cells) {
  const element = document.createElement("tr");
  element.append(...cells);
  return element;
}

// The head names what each column is; the numbers are written into the body frame by frame. A row's
// head is a button: `onChoose(k)` opens the component's card.
export function drawParameters(host, run, theme, onChoose) {
  const { K, axes } = run;
  const names = axes.map(({ name }) => name);
  const columns = axes.length === 1 ? 1 : 3;
  const groups = row(
    cell("td", "", { rowspan: 2 }),
    cell("th", "Weight", { rowspan: 2, scope: "col" }),
    cell("th", "Mean", { colspan: axes.length, scope: "colgroup" }),
    cell("th", columns === 1 ? "Variance" : "Covariance", { colspan: columns, scope: "colgroup" }),
  );
  const heads = columns === 1 ? [...names, names[0]] : [...names, names[0], "both", names[1]];
  const subheads = row(...heads.map((name) => cell("th", name, { scope: "col", title: name })));
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
    body.append(row(label, ...numbers));
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

function numbersOf({ D, weights, means, covariances }, k, axes) {
  const mean = axes.map(({ origin, spread }, d) => origin + spread * means[D * k + d]);
  const units =
    D === 1
      ? [axes[0].spread ** 2]
      : [axes[0].spread ** 2, axes[0].spread * axes[1].spread, axes[1].spread ** 2];
  const covariance = units.map((unit, i) => unit * covariances[units.length * k + i]);
  return [
    fixed(weights[k], 3),
    ...mean.map((value) => significant(value)),
    ...covariance.map((value) => significant(value, 3)),
  ];
}
