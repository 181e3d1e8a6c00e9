// A page of the static site: what it shows stands in it as data, and one script serves all pages.

import stage from "./component.js";
import course from "./course.js";
import lesson from "./lesson.js";
import { loadMathFont } from "./mathfont.js";
import { search } from "./search.js";

/** @type {Record<string, (component: { data: any, parentElement: HTMLElement }) => unknown>} */
const KINDS = { course, lesson, search, stage };

export default function site() {
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  const shown = /** @type {HTMLElement | null} */ (main.querySelector("script[data-kind]"));
  const skip = /** @type {HTMLElement} */ (document.querySelector(".skip"));
  // The address keeps the scene of a lesson, so the way over the bar is none of its places.
  skip.onclick = (event) => {
    event.preventDefault();
    main.focus();
  };
  if (document.querySelector("math")) loadMathFont();
  if (!shown) return;
  const data = JSON.parse(shown.textContent);
  const show = () => KINDS[shown.dataset.kind ?? ""]({ data, parentElement: main });
  show();
  // The pictures have colours of their own for each theme.
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
}
