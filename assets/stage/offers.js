// Buttons for what may be done next where a run has ended.

import { listOffers } from "./endings.js";
import { html } from "./elements.js";

/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").State} State */

/**
 * `take(name)` is told of the one that is pressed. Gives a function that shows those of a state.
 * @param {Root} root
 * @param {(name: string) => void} take
 */
export function makeOffers(root, take) {
  const box = root.querySelector(".next");
  let told = "";
  return (/** @type {State} */ state) => {
    const offers = listOffers(state);
    const now = offers.map(({ label }) => label).join();
    box.hidden = !offers.length;
    root.classList.toggle("ended", offers.length > 0);
    if (now === told) return;
    told = now;
    const buttons = offers.map(({ name, label }) => {
      const button = html("button", { type: "button", "data-offer": name }, label);
      button.onclick = () => take(name);
      return button;
    });
    box.replaceChildren(...buttons);
  };
}
