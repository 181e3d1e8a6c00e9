// Marks of the components: eight shapes, then the same shapes hollow. Each is an SVG path around (0, 0).

import look from "../look.json" with { type: "json" };
import { svg } from "./elements.js";

/** @param {{ disc?: number, corners?: number[][] }} mark */
const outline = ({ disc, corners }) =>
  disc
    ? `M${-disc},0A${disc},${disc},0,1,0,${disc},0A${disc},${disc},0,1,0,${-disc},0Z`
    : `M${corners?.map(([x, y]) => `${x},${y}`).join("L")}Z`;

const SHAPES = look.marks.map(outline);

/** @param {number} k */
export const markPath = (k) => SHAPES[k % SHAPES.length];
/** @param {number} k */
export const isHollow = (k) => k >= SHAPES.length;

/**
 * @param {number} k
 * @param {string} colour
 * @param {Record<string, string>} attributes
 */
export const drawMark = (k, colour, attributes = {}) => {
  const name = isHollow(k) ? "mark hollow" : "mark";
  return svg("path", { class: name, d: markPath(k), style: `--colour: ${colour}`, ...attributes });
};

/**
 * A mark as large as a letter, for rows and titles.
 * @param {number} k
 * @param {string} colour
 */
export const badge = (k, colour) =>
  svg("svg", { viewBox: "-9 -9 18 18", class: "badge", "aria-hidden": "true" }, drawMark(k, colour));
