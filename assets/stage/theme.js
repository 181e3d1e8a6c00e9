// The page's theme as the pictures need it: numbers, not CSS.

import look from "../look.json" with { type: "json" };
import { isDark, palette, parse, rgb } from "./colours.js";
import { showInHall } from "./hall.js";

const ORDINARY = 14; // pixels of the stage's letters: what distances beside them are made for

/**
 * @param {HTMLElement} root
 * @param {number} K
 * @param {boolean} projector
 */
export function readTheme(root, K, projector) {
  const style = getComputedStyle(root);
  const paper = parse(style.backgroundColor);
  const dark = isDark(paper);
  root.classList.toggle("dark", dark);
  showInHall(root, Boolean(projector));
  return {
    paper,
    ink: parse(style.color),
    colours: palette(paper, K),
    neutral: rgb(look.neutral[dark ? "dark" : "light"]),
    thick: projector ? 1.6 : 1,
    digit: measureDigit(style),
    scale: Math.max(1, parseFloat(style.fontSize) / ORDINARY),
  };
}

/**
 * How many pixels wide a digit is beside an axis, which is written in 0.82 of the stage's size.
 * @param {CSSStyleDeclaration} style
 */
function measureDigit({ fontFamily, fontSize }) {
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  context.font = `${0.82 * parseFloat(fontSize)}px ${fontFamily}`;
  return context.measureText("0").width;
}
