// The list of lessons, with what this browser has done of each.

import { html } from "./elements.js";
import { makeProgress } from "./progress.js";

/** @typedef {{ name: string, number: number, title: string, goal: string, minutes: number, scenes: number, address: string }} Entry */

/** @param {number} done @param {number} scenes */
function tell(done, scenes) {
  if (done === 0) return "";
  return done < scenes ? `${done} of ${scenes} scenes done` : "Done";
}

/** @param {Entry} entry @param {AbortSignal} signal */
function listed({ name, number, title, goal, minutes, scenes, address }, signal) {
  const [told, item] = [html("span", "told"), html("li", {})];
  const show = () => {
    const done = progress.done();
    told.textContent = tell(done, scenes);
    item.classList.toggle("done", done === scenes);
  };
  const progress = makeProgress(name, scenes, signal, show);
  const link = html("a", { href: `${address}#1` }, title);
  const aside = html("p", "aside", `${minutes} minutes, ${scenes} scenes`, told);
  item.append(html("span", { class: "number", "aria-hidden": "true" }, `${number}`), html("div", {}, html("h2", {}, link), html("p", "goal", goal), aside));
  show();
  return item;
}

/** @type {WeakMap<Element, AbortController>} */
const lists = new WeakMap();

/** @param {{ data: { lessons: Entry[] }, parentElement: HTMLElement }} component */
export default function course({ data, parentElement }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".lessons"));
  lists.get(root)?.abort();
  const closing = new AbortController();
  lists.set(root, closing);
  root.replaceChildren(html("ol", {}, ...data.lessons.map((entry) => listed(entry, closing.signal))));
  return () => closing.abort();
}
