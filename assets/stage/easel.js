// The easel: the tools that draw points, and strokes over the picture.

import { makeDrawing, MOST } from "./drawing.js";
import { whole } from "./numbers.js";
import { withDrawing } from "./payload.js";
import { opened } from "./forks.js";

/** @typedef {import("./types").Patch} Patch */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").State} State */

/**
 * `show(patch)` is told what a stroke changes, `finish(points)` of its end: null where it changed nothing.
 * @param {Root} root
 * @param {{ read: () => State, show: (patch: Patch) => void, finish: (points: number[] | null) => void }} stage
 */
export function makeEasel(root, { read, show, finish }) {
  const form = root.querySelector(".easel");
  /** @param {string} name */
  const tool = (name) => form.querySelector(`[name=${name}]`);
  const drawing = makeDrawing();
  /** @type {State | null} */
  let before = null; // what was on show when the stroke under the hand began

  const drawn = () => ({
    ...opened(withDrawing(read().run, Float64Array.from(drawing.points())), 0),
    chosen: null,
  });

  function begin() {
    before = read();
    drawing.begin();
  }
  function end() {
    const { run, frames, frame, chosen } = /** @type {State} */ (before);
    before = null;
    if (drawing.end()) {
      finish(drawing.points());
      return;
    }
    show({ run, frames, frame, chosen });
    finish(null);
  }
  /**
   * @param {number[]} place
   * @param {number[]} box
   */
  function at(place, box) {
    const spread = Number(tool("spread").value);
    if (tool("tool").checked) drawing.spray(place, Number(tool("many").value), spread, box);
    else drawing.erase(place, Math.max(spread, 0.25));
    show(drawn());
  }
  const undo = () => {
    const count = drawing.points().length;
    drawing.undo();
    if (drawing.points().length === count) return;
    show(drawn());
    finish(drawing.points());
  };
  form.querySelector("[data-do=undraw]").onclick = undo;
  form.querySelector("[data-do=clear]").onclick = () => {
    begin();
    drawing.clear();
    show(drawn());
    end();
  };

  return {
    points: drawing.points,
    load: drawing.load,
    isDrawing: () => before !== null,
    begin,
    at,
    end,
    undo,
    // Let go of the stroke, as if it had never been begun.
    letGo() {
      if (!before) return;
      drawing.undo();
      drawing.begin();
      end();
    },
    /** @param {Run} run */
    fit(run) {
      form.hidden = !run.easel;
      form.querySelector(".tally").textContent =
        `${whole(drawing.points().length / 2)} of ${whole(MOST)} points`;
    },
  };
}
