// Keys of the whole stage: Escape lets go of one thing after another, Ctrl Z takes back what a hand did.

import { ownsKeys } from "./focus.js";

/**
 * @param {AbortSignal} signal
 * @param {{ letGo: () => void, undo: () => void }} deeds
 */
export function listenToShortcuts(signal, { letGo, undo }) {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key === "Escape") letGo();
    const undoes = event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (undoes && !ownsKeys(event.composedPath()[0])) undo();
  };
  window.addEventListener("keydown", onKey, { signal });
}
