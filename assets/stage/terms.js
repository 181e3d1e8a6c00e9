// What a term or a formula's symbols mean: shown beside the word on hover, focus and press, never over it.

import { html } from "./elements.js";

/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Term} Term */

const AWAY = 6; // pixels between a word and its meaning
const EDGE = 8; // pixels from the window's edge
const PATIENCE = 160; // milliseconds for the way from the word to its meaning
const REST = 150; // milliseconds that a pointer rests on a word

/** The words that have a meaning to show: terms, and formulas. */
const MEANT = "[data-term], [data-terms]";

/**
 * @param {Root} root
 * @param {{ terms: Record<string, Term>, signal: AbortSignal, dress: (host: HTMLElement) => void }} lesson
 */
export function makeTerms(root, { terms, signal, dress }) {
  const tip = root.querySelector(".meaning");
  /** @type {HTMLElement | null} */
  let word = null; // whose meaning is on show
  let pinned = false; // by a press
  let timer = 0;
  let rest = 0;
  /** @type {HTMLElement | null} */
  let near = null; // under a pointer that moved there

  /** @param {HTMLElement} of */
  function open(of) {
    clearTimeout(timer);
    if (word === of) return;
    close();
    const { term, terms: several } = of.dataset;
    const names = (term ?? several ?? "").split(/[ ,]+/).filter((name) => terms[name]);
    if (!names.length) return;
    word = of;
    tip.replaceChildren(...names.map((name) => {
      const meaning = html("div");
      meaning.innerHTML = terms[name].meaning; // Python writes it from a short list of elements
      return html("div", {}, html("b", {}, terms[name].name), meaning);
    }));
    dress(tip);
    of.setAttribute("aria-describedby", tip.id);
    tip.hidden = false;
    tip.showPopover?.();
    place(of.getBoundingClientRect());
  }

  /** @param {DOMRect} of */
  function place({ left, top, bottom }) {
    const below = window.innerHeight - bottom - AWAY - EDGE;
    const above = top - AWAY - EDGE;
    tip.style.maxHeight = "none";
    const down = tip.offsetHeight <= below || below >= above;
    tip.style.maxHeight = `${down ? below : above}px`;
    tip.style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - tip.offsetWidth - EDGE))}px`;
    tip.style.top = `${down ? bottom + AWAY : top - AWAY - tip.offsetHeight}px`;
  }

  function close() {
    clearTimeout(timer);
    clearTimeout(rest);
    if (!word) return;
    word.removeAttribute("aria-describedby");
    word = null;
    pinned = false;
    tip.hidePopover?.();
    tip.hidden = true;
  }

  /** @param {Event} event @returns {HTMLElement | null} */
  const wordOf = (event) => /** @type {Element} */ (event.composedPath()[0]).closest?.(MEANT) ?? null;
  /** @param {Event} event */
  const isInTip = (event) => event.composedPath().includes(tip);
  /** @type {Record<string, (event: any) => void>} */
  const heard = {
    pointerover(event) {
      if (isInTip(event)) clearTimeout(timer);
    },
    // A pointer that has come to a word and rests there, not a word that has come under the pointer.
    pointermove(event) {
      const over = event.pointerType === "mouse" && !pinned ? wordOf(event) : null;
      if (over === near) return;
      clearTimeout(rest);
      near = over;
      if (over) rest = setTimeout(() => open(over), REST);
    },
    pointerout(event) {
      if (!word || pinned || (wordOf(event) !== word && !isInTip(event))) return;
      clearTimeout(timer);
      timer = setTimeout(close, PATIENCE);
    },
    focusin(event) {
      const at = wordOf(event);
      if (at) open(at);
    },
    // A press takes the focus away again (focus.js); who walks on by keys leaves the word.
    focusout(event) {
      if (event.relatedTarget && wordOf(event) === word) close();
    },
    click(event) {
      const on = wordOf(event);
      if (on && pinned && on === word) close();
      else if (on) {
        open(on);
        pinned = true;
      } else if (!isInTip(event)) close();
    },
    keydown(event) {
      if (event.key === "Enter" && wordOf(event)?.matches("math")) open(/** @type {HTMLElement} */ (wordOf(event)));
    },
  };
  for (const [name, hear] of Object.entries(heard)) root.addEventListener(name, hear, { signal });
  window.addEventListener("scroll", close, { signal, capture: true, passive: true });
  window.addEventListener("resize", close, { signal });
  // Before anything else hears of it: Escape closes one thing at a time.
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !word) return;
    event.stopImmediatePropagation();
    close();
  }, { signal, capture: true });
  return { close };
}
