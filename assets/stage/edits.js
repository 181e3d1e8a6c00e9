// Edits on their way to the server: numbered, and always answered or given up with a sentence.

/** @typedef {import("./types").Edit} Edit */
/** @typedef {import("./types").Payload} Payload */

const MOMENT = 600; // milliseconds before anything is said
const PATIENCE = 10_000;

export const RECORDING = "Recording the run.";
/** @type {Record<string, string>} */
const UNDER_WAY = { code: "Drawing the code." };
/** @type {Record<string, string>} */
const GIVEN_UP = {
  code: "The server does not answer. There is no code to scan: check your connection, then try again.",
  points:
    "The server does not answer. Your drawing is kept here: check your connection, then draw or erase a point to try again.",
  other: "The server does not answer. The run stays as it was: check your connection, then try again.",
};

/**
 * `post(message)` sends; `tell({ notice, over })` is told what to say, and when waiting is over.
 * @param {(edit: Edit) => void} post
 * @param {(told: { notice: string, over: boolean }) => void} tell
 */
export function makeEdits(post, tell) {
  /** @type {Edit | null} */
  let waiting = null; // the edit that has no answer yet
  let number = 0;
  /** @type {number[]} */
  let timers = [];

  function end() {
    timers.forEach(clearTimeout);
    waiting = null;
  }
  function giveUp() {
    const { kind } = /** @type {Edit} */ (waiting);
    end();
    tell({ notice: GIVEN_UP[kind] ?? GIVEN_UP.other, over: true });
  }

  /** @param {Edit} edit */
  function begin(edit) {
    end();
    waiting = edit;
    timers = [
      setTimeout(() => tell({ notice: UNDER_WAY[edit.kind] ?? RECORDING, over: false }), MOMENT),
      setTimeout(giveUp, PATIENCE),
    ];
    // A page that has lost its server may refuse the message itself; then nothing answers it.
    try {
      post(edit);
    } catch {
      giveUp();
    }
  }

  return {
    waiting: () => waiting,
    /** @param {{ kind: string, [part: string]: any }} edit */
    send(edit) {
      number = Math.max(Date.now(), number + 1);
      begin({ number, ...edit });
    },
    // What has no answer may have been sent to nobody: the same edit, with as much patience as a new one.
    again() {
      if (waiting) begin(waiting);
    },
    /**
     * What a payload says of the edit: the edit if it is answered, else null.
     * @param {Payload} payload
     * @returns {Edit | null}
     */
    answered({ answered }) {
      const edit = waiting;
      if (!edit || !(answered >= edit.number)) return null;
      end();
      return edit;
    },
    /**
     * Where one is: nothing waits for an answer.
     * @param {Record<string, string | number>} where
     */
    tell(where) {
      try {
        post({ number: 0, kind: "where", where });
      } catch {
        // A server that is gone need not know.
      }
    },
    letGo: end,
  };
}
