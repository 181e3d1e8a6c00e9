// The words around the pictures, and what other tools read of the stage.

import { html } from "./elements.js";
import { shotOf } from "./frames.js";
import { counted } from "./numbers.js";
import { countOfPoints } from "./units.js";
import { tellStory } from "./story.js";
import { statusOf } from "./words.js";

/** @typedef {import("./types").Prepared} Prepared */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").State} State */

const PARTS = ["title", "story", "captions", "menu", "legend", "transport", "curve", "table"]; // that may be out of sight
const MANY = 4; // components, beyond which the table's rows are lower

/**
 * As high as the window leaves room for below the page's own bar; with a message above it, it scrolls.
 * @param {HTMLElement} root
 */
export function fitHeight(root) {
  const top = Math.ceil(root.getBoundingClientRect().top);
  if (top > 0 && top < 110) root.style.setProperty("--above", `${top + 8}px`);
}

/**
 * What a run, a view and a page ask for, whatever the frame.
 * @param {Root} root
 * @param {State} state
 */
export function dress(root, { run, view, linked, editable, hidden }) {
  /** @param {string} selector */
  const find = (selector) => root.querySelector(selector);
  find(".title").textContent = run.title;
  find(".summary").textContent = run.summary;
  find(".copy").hidden = !linked;
  find(".scan").hidden = !linked || !view.projector;
  find(".leave").hidden = !view.projector;
  find(".undo").hidden = !run.hand || !editable || !(linked || run.left);
  find(".uncertain").hidden = run.blank || Boolean(view.temperature);
  root.classList.toggle("editable", Boolean(editable));
  root.classList.toggle("many", run.K > MANY);
  for (const part of PARTS) root.classList.toggle(`without-${part}`, hidden.includes(part));
  root.style.setProperty("--components", `${run.K}`);
}

/**
 * What a frame asks for. `quiet` keeps a screen reader from the flood of a tape that plays.
 * @param {Root} root
 * @param {State} state
 * @param {Shot} shot
 * @param {Prepared} set
 * @param {{ quiet: boolean, frozen: boolean }} how
 */
export function caption(root, state, shot, { panes, differing }, { quiet, frozen }) {
  const { run, frames, frame, view } = state;
  panes.forEach(({ status }, i) => {
    const tape = frames.tapes[i];
    const silent = run.blank || (tape === frames.soft && view.temperature);
    const [words, more] = silent ? ["", ""] : statusOf(frames, tape, frame);
    status.replaceChildren(words, html("span", "more", more));
  });
  const words = root.querySelector(".words");
  words.setAttribute("aria-live", quiet ? "off" : "polite");
  const { headline, details } = tellStory(state, frozen);
  words.querySelector(".headline").textContent = headline;
  words.querySelector(".details").textContent = details;
  const rings = root.querySelector(".rings");
  rings.setAttribute("aria-pressed", Boolean(view.rings));
  const many = differing && countOfPoints(run, differing);
  const count = many === null ? "" : ` ${counted(many)}`;
  const what = many === 1 ? " difference" : " differences";
  rings.replaceChildren(html("span", {}, `Ring${count}`, html("span", "more", what)));
  const likelihood = shot.live ?? frames.measureOf(frames.soft)[frames.within(frames.soft, frame)];
  Object.assign(root.dataset, {
    frame,
    frames: frames.length,
    phase: frames.phase(frame),
    logLikelihood: likelihood === undefined ? "" : likelihood.toPrecision(17),
    ready: "true",
  });
}

/**
 * The frame's numbers as the picture has them.
 * @param {State} state
 * @param {Prepared} set
 * @param {number[]} drawn
 */
export function inspect(state, { shared, panes }, drawn) {
  const { run, frames, frame, view, held, guesses } = state;
  const { soft, hard, mixture } = shotOf(state);
  /** @param {unknown[]} entries */
  const byKey = (entries) => Object.fromEntries(run.tapes.map(({ key }, i) => [key, entries[i]]));
  return {
    frame,
    run: { ...run, ...byKey(run.tapes) },
    mixture,
    responsibilities: soft?.gamma ?? null,
    labels: hard?.labels ?? null,
    colours: byKey(panes.map(({ picture }) => picture.colours)),
    palette: shared.theme.colours,
    centres: shared.centres,
    toScreen: shared.toScreen,
    view: { ...view },
    shares: view.shares && !held && !run.blank ? frames.sharesOn(frame) : null,
    guesses: [...guesses],
    drawn,
  };
}
