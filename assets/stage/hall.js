// The view for a hall: the stage over the whole page, in letters that are read from the back row.

import { dialogOver } from "./focus.js";

/**
 * In the hall the stage, or the lesson that it belongs to, covers the whole page: a popover lies above all that
 * a page has. A browser without popovers shows it where it is.
 * @param {HTMLElement} root
 * @param {boolean} projector
 */
export function showInHall(root, projector) {
  if (root.classList.contains("projector") === projector) return;
  root.classList.toggle("projector", projector);
  const whole = /** @type {HTMLElement} */ (root.closest(".lesson") ?? root);
  whole.classList.toggle("hall", projector);
  whole.popover = projector ? "manual" : null;
  if (projector) whole.showPopover?.();
  document.documentElement.classList.toggle("in-hall", projector); // what else lies above the page keeps off its buttons
}

/**
 * A dialog of the page must be seen, such as that the server is gone: the hall makes way for it. `leave()`
 * is told of one.
 * @param {AbortSignal} signal
 * @param {() => void} leave
 */
export function watchDialogs(signal, leave) {
  const observer = new MutationObserver(() => dialogOver() && leave());
  observer.observe(document.body, { childList: true, subtree: true });
  signal.addEventListener("abort", () => observer.disconnect());
}
