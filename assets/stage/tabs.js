// One picture at a time where there is room for one only: tabs above them, and a swipe from one to the other.

import { html } from "./elements.js";

/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Run} Run */

const FAR = 60; // pixels that make a swipe

/**
 * `show(run)` makes a tab for each of a run's pictures, `reset()` goes back to the first. `holds()` tells whether a hand has hold of something.
 * @param {Root} root
 * @param {() => boolean} holds
 */
export function makeTabs(root, holds) {
  const [box, panes] = [root.querySelector(".tabs"), root.querySelector(".panes")];
  /** @type {string[]} */
  let keys = [];
  let chosen = "";

  /** @param {string} key */
  function choose(key) {
    chosen = key;
    for (const tab of box.children) tab.setAttribute("aria-pressed", tab.dataset.tab === key);
    for (const pane of panes.querySelectorAll(".pane")) pane.classList.toggle("behind", pane.dataset.pane !== key);
  }

  /** @type {Touch | null} */
  let from = null;
  panes.addEventListener("touchstart", (/** @type {TouchEvent} */ event) => {
    from = event.touches.length === 1 && !holds() ? event.touches[0] : null;
  }, { passive: true });
  panes.addEventListener("touchmove", () => {
    if (holds()) from = null; // it pulls, it does not swipe
  }, { passive: true });
  panes.addEventListener("touchend", (/** @type {TouchEvent} */ event) => {
    if (!from || box.hidden) return;
    const { clientX, clientY } = event.changedTouches[0];
    const [across, up] = [clientX - from.clientX, clientY - from.clientY];
    const next = keys[keys.indexOf(chosen) + (across < 0 ? 1 : -1)];
    if (Math.abs(across) > FAR && Math.abs(across) > 2 * Math.abs(up) && next) choose(next);
  }, { passive: true });

  /** @param {Run} run */
  function show({ tapes }) {
    const now = tapes.map(({ key }) => key);
    if (now.join() === keys.join()) return;
    keys = now;
    const tabs = tapes.map(({ key, name }) => {
      const tab = html("button", { type: "button", "data-tab": key, "aria-pressed": "false" }, name);
      tab.onclick = () => choose(key);
      return tab;
    });
    box.replaceChildren(...tabs);
    box.hidden = keys.length < 2;
    choose(keys.includes(chosen) ? chosen : keys[0]);
  }
  return { show, reset: () => choose(keys[0]) };
}
