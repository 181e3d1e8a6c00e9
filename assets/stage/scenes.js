// Which scene is on show: Back, Next, the keys of a presenter, and the browser's history. Each scene is a place in
// it, "#3". Streamlit leaves its page alone as long as there is such a word at the address's end.

import { dialogOver } from "./focus.js";

/**
 * `arrive(scene, byKeys)` is told of each scene that comes, from 0; `fresh` where the address is not its own.
 * @param {number} count
 * @param {{ signal: AbortSignal, fresh: boolean, isBusy: () => boolean, arrive: (scene: number, byKeys: boolean) => void }} lesson
 */
export function makeScenes(count, { signal, fresh, isBusy, arrive }) {
  const page = window.location.pathname + window.location.search;
  /** @param {number} scene */
  const within = (scene) => Math.max(0, Math.min(count - 1, scene));
  const told = () => within(Number(/^#(\d{1,6})$/.exec(window.location.hash)?.[1] ?? 1) - 1);

  /** @param {"pushState" | "replaceState"} how */
  function write(how) {
    const url = new URL(window.location.href);
    url.hash = `${at + 1}`;
    if (url.href === window.location.href) return;
    try {
      window.history[how](window.history.state, "", url);
    } catch {
      // A page in a sandboxed frame has no history of its own.
    }
  }

  /**
   * @param {number} to
   * @param {boolean} byKeys
   */
  function go(to, byKeys = false) {
    const scene = within(to);
    if (scene === at) return;
    at = scene;
    write("pushState");
    arrive(at, byKeys);
  }

  /** The browser's Back and Forward, or an address that was written by hand. */
  function follow() {
    if (window.location.pathname + window.location.search !== page) return;
    const scene = told();
    if (scene === at) return;
    at = scene;
    write("replaceState");
    arrive(at, false);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const way = { PageDown: 1, PageUp: -1 }[event.key];
    const target = /** @type {any} */ (event.composedPath()[0]);
    if (!way || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy() || dialogOver()) return;
    if (target.closest?.("textarea, select, [type=range]")) return;
    event.preventDefault();
    go(at + way, true);
  }

  let at = fresh ? 0 : told();
  write("replaceState");
  window.addEventListener("popstate", follow, { signal });
  window.addEventListener("hashchange", follow, { signal });
  window.addEventListener("keydown", onKey, { signal });
  return { now: () => at, go };
}
