// A pane and a curve for each tape: captions and pictures. The first pane is there from the beginning.

import { html } from "./elements.js";
import { makePicture } from "./picture.js";

/** @typedef {import("./types").Pane} Pane */
/** @typedef {import("./types").Picture} Picture */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Tape} Tape */

/**
 * `opened(picture, i)` is told of each picture that comes.
 * @param {Root} root
 * @param {(picture: Picture, i: number) => void} opened
 */
export function makePanes(root, opened) {
  /** @param {string} selector */
  const find = (selector) => root.querySelector(selector);
  const [host, readings] = [find(".panes"), find(".readings")];
  const leading = find(".pane");
  const rings = find(".rings");
  /** @type {Pane[]} */
  let panes = [];

  /**
   * @param {Tape} tape
   * @param {number} i
   * @param {Tape[]} tapes
   * @returns {Pane}
   */
  function makePane(tape, i, tapes) {
    const figure = i === 0 ? leading : host.insertBefore(otherPane(), find(".card"));
    figure.dataset.pane = tape.key;
    const manner = tape.kind === "mixture" ? "soft" : "hard";
    const differ = tapes.length === 1 || tapes.some(({ kind }) => kind !== tape.kind); // else it tells nothing
    figure.querySelector(".twin").replaceChildren(`${tape.name} `, ...(differ ? [html("em", {}, manner)] : []));
    const picture = panes[i]?.picture ?? makePicture(figure.querySelector(".picture"));
    if (!panes[i]) opened(picture, i);
    const curve = readings.insertBefore(makeCurve(), find(".parameters"));
    curve.dataset.curve = tape.kind === "mixture" ? "log-likelihood" : "inertia";
    return { figure, picture, curve, status: figure.querySelector(".status") };
  }

  return {
    /**
     * The panes of these tapes, in their order.
     * @param {Tape[]} tapes
     */
    fit(tapes) {
      if (panes.map(({ figure }) => figure.dataset.pane).join() !== tapes.map(({ key }) => key).join()) {
        rings.remove();
        panes.slice(1).forEach(({ figure }) => figure.remove());
        panes.forEach(({ curve }) => curve.remove());
        panes = panes.slice(0, 1);
        panes = tapes.map(makePane);
        // A second curve of the same kind is told apart by its tape.
        panes.forEach(({ curve }, i) => {
          const same = panes.slice(0, i).some((other) => other.curve.dataset.curve === curve.dataset.curve);
          if (same) curve.dataset.curve += `-${tapes[i].key}`;
        });
        panes[panes.length - 1].figure.querySelector("figcaption").append(rings);
        root.style.setProperty("--panes", `${panes.length}`);
        root.classList.toggle("alone", panes.length === 1);
        root.classList.toggle("crowd", panes.length > 2);
      }
      rings.hidden = panes.length === 1;
      return panes;
    },
  };
}

const otherPane = () => {
  const parts = ["twin", "status", "spring"].map((name) => html("span", name));
  return html("figure", "pane", html("figcaption", {}, ...parts), html("div", "picture"));
};

const makeCurve = () => html("figure", "curve", html("figcaption"), html("div", "plot"));
