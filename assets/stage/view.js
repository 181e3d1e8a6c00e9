// What the person wants to see: layers and modes, each a box to tick in the View menu.

import look from "../look.json" with { type: "json" };
import { html } from "./elements.js";
import { dialogOver } from "./focus.js";

/** @typedef {import("./types").Chosen} Chosen */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").View} View */

/** @param {Run} run */
const hasHalves = (run) => run.soft.phases !== "steps"; // a whole step has no bound and no M-step

// name -> label, where it applies. Their order, and what is on at first, are in look.json.
/** @type {Record<string, [label: string, applies: (run: Run) => unknown]>} */
const BOXES = {
  density: ["Density of the mixture", (run) => run.D <= 2],
  regions: ["Regions of the likeliest component", (run) => run.D <= 2],
  cells: ["Cells of k-means", (run) => run.hard && run.D <= 2],
  third: ["Ellipses at 3 sigma as well", (run) => run.D > 1],
  trails: ["Trails of the means", (run) => run.D > 1],
  rings: ["Rings where the pictures differ", (run) => run.tapes.length > 1],
  truth: ["True labels, as shapes", (run) => run.truth],
  proportions: ["True proportions: no axis is stretched", (run) => run.D > 1 && !run.box],
  future: ["The whole curve, with what is to come", (run) => !run.blank],
  bound: ["The lower bound beside the log-likelihood", hasHalves],
  shares: ["Each point's share of the gap, as its size", hasHalves],
  predict: ["Guess the M-step", hasHalves],
  temperature: ["Temperature: from soft to hard", (run) => run.hard && !run.blank],
  projector: ["Hall view: large, on the whole screen", () => true],
};
const NAMES = [...look.view.layers, ...look.view.modes];
/** @type {View} */
const START = Object.fromEntries(look.view.on.map((name) => [name, true]));

/** @returns {View} */
export const startView = () => ({ ...START });

/**
 * The view as a word for the address: what differs from the start, and what the card is about.
 * "density.no-cells.point-17" is the density on, the cells off, and the card of point 17.
 * @param {View} view
 * @param {Chosen | null} chosen
 */
export function viewToText(view, chosen) {
  const differ = NAMES.filter((name) => Boolean(view[name]) !== Boolean(START[name]));
  const words = differ.map((name) => (view[name] ? name : `no-${name}`));
  for (const kind of /** @type {const} */ (["point", "component"])) {
    if (chosen?.[kind] !== undefined) words.push(`${kind}-${chosen[kind] + 1}`);
  }
  return words.join(".");
}

/**
 * Where a person is, in words for the address.
 * @param {{ frame: number, view: View, chosen: Chosen | null }} state
 */
export const whereabouts = ({ frame, view, chosen }) => ({ frame, view: viewToText(view, chosen) });

/**
 * The way back. Words that mean nothing, and cards about what is not there, are passed over.
 * @param {string} text
 * @param {{ N: number, K: number }} run
 */
export function viewFromText(text, { N, K }) {
  const view = startView();
  /** @type {Chosen | null} */
  let chosen = null;
  for (const word of (text ?? "").split(".")) {
    const off = word.startsWith("no-");
    const name = off ? word.slice(3) : word;
    if (NAMES.includes(name)) view[name] = !off;
    const [, kind, number] = /^(point|component)-(\d{1,5})$/.exec(word) ?? [];
    if (kind && +number >= 1 && +number <= (kind === "point" ? N : K)) chosen = { [kind]: +number - 1 };
  }
  return { view, chosen };
}

/**
 * The view with a box ticked or not. Two fillings at once would hide each other.
 * @param {View} view
 * @param {string} name
 * @param {boolean} on
 */
export function switched(view, name, on) {
  const after = { ...view, [name]: on };
  if (on && name === "density") after.regions = false;
  if (on && name === "regions") after.density = false;
  return after;
}

/**
 * Builds the menu; `changed(name, on)` is told when a box is ticked. `show(state)` ticks them, `reset()` closes it.
 * @param {Root} root
 * @param {(name: string, on: boolean) => void} changed
 * @param {AbortSignal} signal
 */
export function makeMenu(root, changed, signal) {
  const menu = root.querySelector(".menu");
  /** @param {string} name */
  const box = (name) => {
    const input = html("input", { type: "checkbox", name });
    input.onchange = () => changed(name, input.checked);
    return html("label", {}, input, BOXES[name][0]);
  };
  /**
   * @param {string} title
   * @param {string[]} names
   */
  const group = (title, names) => html("fieldset", {}, html("legend", {}, title), ...names.map(box));
  const body = menu.querySelector(".boxes");
  body.replaceChildren(group("Layers", look.view.layers), group("Modes", look.view.modes));
  root.addEventListener("pointerdown", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  // Also where the focus has gone back to the stage; what lies under it stays open.
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key !== "Escape" || !menu.open || dialogOver()) return;
    const within = menu.matches(":focus-within");
    menu.open = false;
    if (within) menu.querySelector("summary").focus();
    event.stopPropagation();
  };
  window.addEventListener("keydown", onKey, { signal, capture: true });
  /** @param {State} state */
  function show({ run, view }) {
    for (const name of NAMES) {
      const input = body.querySelector(`[name=${name}]`);
      input.checked = Boolean(view[name]);
      input.disabled = !BOXES[name][1](run);
      input.parentElement.hidden = input.disabled;
    }
  }
  return { show, reset: () => (menu.open = false) };
}
