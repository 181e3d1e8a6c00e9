// Elements as expressions, and the few attributes that are put together from numbers.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {string | Record<string, any>} Attributes a class, or attributes by name */

/**
 * @template {Element} T
 * @param {T} element
 * @param {Attributes} attributes
 * @param {(Node | string)[]} children
 */
function furnish(element, attributes, children) {
  const named = typeof attributes === "string" ? { class: attributes } : attributes;
  for (const [name, value] of Object.entries(named)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * @param {string} tag
 * @param {Attributes} attributes
 * @param {...(Node | string)} children
 */
export const svg = (tag, attributes = {}, ...children) =>
  furnish(document.createElementNS(SVG, tag), attributes, children);

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {...(Node | string)} children
 */
export const html = (tag, attributes = {}, ...children) =>
  furnish(document.createElement(tag), attributes, children);

/** @param {...Node} cells */
export const row = (...cells) => html("tr", {}, ...cells);

/**
 * @param {string} name
 * @param {number[]} from
 * @param {number[]} to
 */
export const segment = (name, [x1, y1], [x2, y2], attributes = {}) =>
  svg("line", { class: name, x1, y1, x2, y2, ...attributes });

/**
 * @param {number} x
 * @param {number} y
 * @param {string} anchor
 * @param {string} words
 */
export const written = (x, y, anchor, words, name = "") =>
  svg("text", { class: name, x, y, "text-anchor": anchor }, words);

/**
 * @param {number} x
 * @param {number} y
 */
export const moved = (x, y, angle = 0) =>
  `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${angle.toFixed(3)})`;

/** @param {number[][]} points */
export const path = (points) =>
  points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");
