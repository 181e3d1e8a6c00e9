// Starts that a hand sets: the run from there is recorded and put on show, and undone again.

import { startToText } from "./carry.js";
import { RECORDING } from "./edits.js";
import { fork, ghostOf, makeForks, opened, undo } from "./forks.js";
import { workInSlices } from "./slices.js";
import { whereabouts } from "./view.js";

/** @typedef {import("./types").Held} Held */
/** @typedef {import("./types").Left} Left */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Patch} Patch */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").State} State */

/**
 * `open(patch)` puts another run on show, `drop()` lets go of what a hand holds, `send(edit)` asks the server.
 * @param {{ read: () => State, change: (patch: Patch) => void, open: (patch: Patch) => void, drop: () => void,
 *   send: (edit: { kind: string, [part: string]: any }) => void,
 *   address: () => ReturnType<typeof import("./address.js").makeAddress> }} stage
 */
export function makeStarts({ read, change, open, drop, send, address }) {
  const forks = makeForks();
  let stop = () => {};
  /** @type {Left | null} */
  let sent = null; // what a start on its way to the server leaves

  /**
   * What is held stays where it was put until the run from there is recorded.
   * @param {string} notice
   */
  const holdOn = (notice) => change({ held: { .../** @type {Held} */ (read().held), sent: true }, notice });

  /**
   * @param {Run} run
   * @param {boolean} linked
   */
  const settle = (run, linked) => forks.settle(linked ? address().place() : run.run, run);

  /**
   * A run with another start gets its place in the history.
   * @param {Patch & { run: Run, frame: number }} patch
   */
  function goTo(patch) {
    const state = read();
    drop();
    if (state.linked) address().leave(whereabouts(state), { ...whereabouts({ ...state, frame: patch.frame }), hand: patch.run.hand });
    open({ ...patch, run: settle(patch.run, state.linked) });
  }

  return {
    settle,
    stop: () => stop(),
    /** @param {Mixture} mixture */
    begin(mixture) {
      const state = read();
      stop();
      if (!state.run.sampled) {
        stop = workInSlices(fork(state, mixture), { done: goTo, waits: () => holdOn(RECORDING) });
        return;
      }
      // Only some of the points are here: the server records.
      sent = { run: state.run, frame: state.frame, ghost: ghostOf(state) };
      holdOn("");
      send({ kind: "start", hand: startToText(mixture, state.run.belongs) });
    },
    /**
     * The server has answered an edit: what the start that it asked for left behind.
     * @param {string} kind
     */
    takeSent(kind) {
      const left = kind === "start" ? sent : null;
      sent = null;
      return left;
    },
    undo() {
      const before = undo(read());
      if (before) goTo(before);
      else send({ kind: "undo" });
    },
    /**
     * The browser's Back or Forward: whether the place that it leads to is known here.
     * @param {string} place
     * @param {number} frame
     */
    travel(place, frame) {
      const run = forks.find(place);
      if (!run || run.base !== read().run.base) return false;
      drop();
      open({ ...opened(run, frame), ghost: null });
      return true;
    },
  };
}
