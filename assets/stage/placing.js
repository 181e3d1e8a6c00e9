// Where a card goes: whole, as large as there is room for, and never over what it speaks of.

import { grip } from "./grip.js";

/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Root} Root */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Rect */
/** @typedef {{ rect: Rect, cost: number, hangs?: boolean }} Area one that hangs keeps to the upper edge */
/** @typedef {{ width: number, type: number, columns: number }} Rung */

const GAP = 6; // pixels between a card and the edge of its area
/** From the best to read to the smallest: width in letters, size of the letters, columns. */
const RUNGS = [
  [25, 0.92, 1], [32, 0.92, 1], [32, 0.84, 1], [46, 0.92, 2], [46, 0.84, 2], [100, 0.84, 1], [100, 0.84, 2], [100, 0.84, 3],
  [26, 0.78, 1], [100, 0.78, 1], [100, 0.78, 2], [100, 0.78, 3], [100, 0.7, 1], [100, 0.7, 3], [100, 0.62, 1], [100, 0.62, 2], [100, 0.58, 1],
].map(([width, type, columns]) => ({ width, type, columns }));
/** In a hall, read from the back row. */
const LARGE = [[30, 1.3, 1], [40, 1.3, 1], [30, 1.15, 1], [40, 1.15, 1], [30, 1, 1], [60, 1, 2], [60, 0.84, 2]].map(([width, type, columns]) => ({ width, type, columns }));

/**
 * @param {Rect} a
 * @param {Rect} b
 */
const overlap = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/**
 * The corner of an area in which a card of this size hides least, and nothing that must be seen; null for none.
 * @param {number} width
 * @param {number} height
 * @param {Area[]} areas
 * @param {Rect[]} seen must be seen
 * @param {Rect[]} spared should be seen
 */
function findCorner(width, height, areas, seen, spared) {
  let best = null;
  for (const { rect, cost, hangs } of areas) {
    const [left, top] = [rect.left + GAP, rect.top + GAP];
    const [right, bottom] = [rect.right - GAP - width, rect.bottom - GAP - height];
    if (right < left - 0.5 || bottom < top - 0.5) continue;
    const corners = [[right, top], [left, top], [right, bottom], [left, bottom]];
    for (const [x, y] of corners.slice(0, hangs ? 2 : 4)) {
      const box = { left: x, top: y, right: x + width, bottom: y + height };
      if (seen.some((each) => overlap(box, each) > 0)) continue;
      const price = spared.reduce((sum, each) => sum + overlap(box, each), cost);
      if (!best || price < best.price) best = { box, price };
    }
  }
  return best && best.box;
}

/**
 * Puts the card where it is whole, if it can be in one window; gives its place. All rectangles are the
 * panes' own, in pixels.
 * @param {HTMLElement} card
 * @param {{ areas: Area[], seen: Rect[], spared: Rect[], large: boolean }} room
 */
export function lodge(card, { areas, seen, spared, large }) {
  const widest = Math.max(...areas.map(({ rect }) => rect.right - rect.left)) - 2 * GAP;
  const body = /** @type {HTMLElement} */ (card.querySelector(".body"));
  const rungs = large ? [...LARGE, ...RUNGS] : RUNGS;
  for (const highest of [window.innerHeight - 2 * GAP, Infinity]) {
    for (const { width, type, columns } of rungs) {
      card.style.fontSize = `${type}em`;
      card.style.setProperty("--columns", `${columns}`);
      card.style.width = `min(${width}em, ${widest}px)`;
      // A strip beside it is of no use.
      if (card.offsetWidth > 0.8 * widest) card.style.width = `${widest}px`;
      if (body.scrollWidth > body.clientWidth) continue;
      const height = card.offsetHeight;
      const place = height <= highest && findCorner(card.offsetWidth, height, areas, seen, spared);
      if (!place) continue;
      card.style.left = `${place.left}px`;
      card.style.top = `${place.top}px`;
      return place;
    }
  }
  // Nowhere whole and beside it: then below the pictures.
  const rect = areas.at(-1)?.rect;
  if (!rect) return null; // the pictures are out of sight
  card.style.left = `${rect.left + GAP}px`;
  card.style.top = `${rect.top + GAP}px`;
  return null;
}

/**
 * Whether a card that has this place may stay there.
 * @param {Rect} place
 * @param {number} height
 * @param {{ areas: Area[], seen: Rect[] }} room
 */
export function mayStay(place, height, { areas, seen }) {
  const box = { ...place, bottom: place.top + height };
  const within = areas.some(({ rect }) => box.left >= rect.left && box.right <= rect.right && box.top >= rect.top && box.bottom <= rect.bottom);
  return within && !seen.some((each) => overlap(box, each) > 0);
}

/**
 * Where a card may stand: over a picture, the others first, over all of them, in the hall over all of the
 * stage, and under the first picture.
 * @param {Root} root
 * @param {number} leading the pane in which the card's subject must be seen
 */
export function areasOf(root, leading) {
  const host = root.querySelector(".panes").getBoundingClientRect();
  /** @param {Element} element */
  const rectOf = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left: left - host.left, top: top - host.top, right: right - host.left, bottom: bottom - host.top };
  };
  // On a phone one of two pictures is behind the other.
  const shown = Array.from(root.querySelectorAll(".pane .plot")).filter((plot) => plot.checkVisibility({ visibilityProperty: true }));
  const plots = Array.from(shown, rectOf);
  const panes = rectOf(root.querySelector(".panes"));
  const stage = rectOf(root);
  const transport = root.querySelector(".transport");
  const fixed = getComputedStyle(transport).position !== "sticky";
  const first = rectOf(root.querySelectorAll(".pane")[leading]);
  const below = { ...stage, top: fixed ? Math.max(first.bottom, rectOf(transport).bottom) : first.bottom };
  const several = plots.length > 1;
  /** @type {Area[]} */
  const areas = [
    ...plots.map((rect, i) => ({ rect, cost: several && i === leading ? 1000 : 0 })),
    { rect: panes, cost: 1200 },
    // In the hall it may be as large as the screen, but for the way out.
    ...(root.classList.contains("projector") ? [{ rect: { ...stage, top: rectOf(root.querySelector(".strip")).bottom }, cost: 5000 }] : []),
    { rect: below, cost: 1e5, hangs: true },
  ];
  return { plots, areas };
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export const around = (x, y, reach) => ({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach });

/**
 * @param {Rect} rect
 * @param {Rect} by
 */
export const shifted = (rect, by) => ({
  left: rect.left + by.left, right: rect.right + by.left, top: rect.top + by.top, bottom: rect.bottom + by.top,
});

/**
 * A component on a picture: its centre, and a square around its ellipse at 1 sigma.
 * @param {Mixture} mixture
 * @param {number} k
 * @param {Ground} ground
 */
export function outlineBox(mixture, k, { toScreen, size: [width, height] }) {
  const { mean, major } = grip(mixture, k);
  const [x, y] = toScreen(mean);
  const reach = Math.hypot(...toScreen([mean[0] + major, ...mean.slice(1)]).map((value, i) => value - [x, y][i]));
  const spot = around(Math.max(0, Math.min(width, x)), Math.max(0, Math.min(height, y)), 16);
  return { spot, outline: around(x, y, Math.max(16, reach)) };
}
