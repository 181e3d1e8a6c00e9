// Hands on the pictures: gestures and keys become pulls, strokes and clicks.

import { canHold, nudge, pull } from "./dragging.js";
import { hit, hoveredAt } from "./hitting.js";
import { listenTo } from "./pointer.js";

/** @typedef {import("./types").Chosen} Chosen */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Patch} Patch */
/** @typedef {import("./types").Picture} Picture */
/** @typedef {import("./types").Prepared} Prepared */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Target} Target */

const STILL = 700; // milliseconds after which keys that moved a component are recorded

/**
 * `take()` is told when a hand takes hold of something, `begin(mixture)` of a start that is let go of.
 * @param {{ read: () => State, change: (patch: Patch) => void, set: () => Prepared, easel: ReturnType<typeof import("./easel.js").makeEasel>,
 *   choose: (what: Chosen | null) => void, take: () => void, begin: (mixture: Mixture) => void }} stage
 */
export function makeHands({ read, change, set, easel, choose, take, begin }) {
  /** @type {(() => void)[]} */
  const gestures = [];
  let still = 0;
  const reach = () => (set().shared.view.box[2] - set().shared.view.box[0]) / 2;
  /** @param {Target} target */
  const draws = ({ what }) => what === "draw";
  /** @param {[number, number]} at */
  const drawAt = (at) => easel.at(set().shared.toPlace(...at), set().shared.view.box);

  /** @param {boolean} moved */
  function letGo(moved) {
    const { held, grasped } = read();
    const givenUp = !moved && grasped && !held?.sent;
    change(givenUp ? { grasped: null, held: null } : { grasped: null });
    if (moved && held && !held.sent) begin(held.mixture);
  }

  function drop() {
    gestures.forEach((cancel) => cancel());
    clearTimeout(still);
  }

  return {
    /**
     * @param {Picture} picture
     * @param {number} i
     */
    listenOn(picture, i) {
      gestures[i] = listenTo(picture.plot, {
        hit: (x, y, coarse) => (set() ? hit(read(), set().shared, i, x, y, coarse) : null),
        hold: (target, at) => {
          take();
          if (!draws(target)) return;
          easel.begin();
          drawAt(at);
        },
        pull: (target, at) => {
          clearTimeout(still);
          if (draws(target)) drawAt(at);
          else change(pull(read(), /** @type {{ k: number, what: string }} */ (target), set().shared.toPlace(...at), reach(), set().shared.stretch));
        },
        release: (target, moved) => (draws(target) ? easel.end() : letGo(moved)),
        hover: (at) => {
          if (!set()) return;
          const hovered = hoveredAt(read(), set().shared, i, at);
          if (hovered !== read().hovered) change({ hovered });
        },
        click: (target) => {
          if (!target) choose(null);
          else if (target.point !== undefined) choose({ point: target.point });
          else if (target.k !== undefined) choose({ component: target.k });
        },
      });
    },
    /**
     * A key on the chosen component.
     * @param {string} key
     * @param {number[]} [way]
     */
    nudge(key, way) {
      const moved = canHold(read()) && nudge(read(), key, way, reach(), set().shared.stretch);
      if (!moved) return;
      change(moved);
      clearTimeout(still);
      if (moved.held) still = setTimeout(() => letGo(true), STILL);
    },
    drop,
    letGo() {
      drop();
      easel.letGo();
      change({ held: null, grasped: null, notice: "" });
    },
  };
}
