// What the signs in the pictures mean, in a few words each.

import { html, svg } from "./elements.js";
import { drawMark } from "./marks.js";

/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").State} State */

/** @param {...Element} parts */
const icon = (...parts) => svg("svg", { viewBox: "-9 -9 18 18", class: "sign", "aria-hidden": "true" }, ...parts);

/** @param {...number} widths */
const ovals = (...widths) =>
  icon(...widths.map((rx, i) => svg("ellipse", { rx, ry: 0.62 * rx, class: "line", "stroke-width": i === 0 ? 2 : 1.2 })));

const pie = () => icon(svg("circle", { r: 6.5, class: "part" }), svg("path", { class: "other", d: "M0 0V-6.5A6.5 6.5 0 0 1 3.8 5.3Z" }));
const ring = () => icon(svg("circle", { r: 6, class: "line", "stroke-width": 1.6 }));
/** @param {string} [dash] */
const line = (dash = "none") => icon(svg("path", { class: "line", d: "M-8 0H8", "stroke-width": 2.2, "stroke-dasharray": dash }));
/** @param {number} shape */
const mark = (shape) => icon(drawMark(shape, "var(--muted)"));

/**
 * @param {State} state
 * @returns {[Element, string][]}
 */
function entriesFor({ run, view, guess }) {
  /** @type {[Element, string][]} */
  const entries = [];
  if (run.blank) return entries;
  if (run.D > 1 && view.third) entries.push([ovals(8.5, 5.8, 3), "lines at 1, 2 and 3 sigma"]);
  else if (run.D > 1) entries.push([ovals(8.5, 5), "inner line 1 sigma, outer 2"]);
  else entries.push([line(), "weight × density of a component"], [line("4 2.5"), "their sum"]);
  if (view.truth && run.truth) {
    run.label_names.forEach((name, label) => entries.push([mark(label), name]));
  } else if (view.shares) entries.push([icon(svg("circle", { r: 6, class: "part" })), "size: share of the gap"]);
  if (run.K > 1) entries.push([pie(), "pie: below 90 % for any one"]);
  if (view.rings && run.tapes.length > 1) {
    entries.push([ring(), run.hard ? "ring: EM and k\u2011means differ" : "ring: not the same component"]);
  }
  if (guess) entries.push([line("3 4"), "your guess"]);
  return entries;
}

/**
 * Gives a function that shows the signs which the state's pictures use.
 * @param {Root} root
 */
export function makeLegend(root) {
  const list = root.querySelector(".legend");
  let told = "";
  return (/** @type {State} */ state) => {
    const entries = entriesFor(state);
    const now = entries.map(([, words]) => words).join();
    if (now === told) return;
    told = now;
    list.replaceChildren(...entries.map(([sign, words]) => html("li", {}, sign, words)));
  };
}
