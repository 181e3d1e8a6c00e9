// Buttons, scrubber, keys and play: ways to say which frame comes next. None of them draws.

import { openDialog } from "./dialogs.js";
import { isGuessing } from "./dragging.js";
import { dialogOver, ownsKeys } from "./focus.js";

/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").State} State */

const HALF_STEP = 800; // milliseconds
const VERDICT = 4000; // for a guess that has been judged
const KEYS = ["ArrowRight", "ArrowLeft", "Home", "End", "?", " "];
const NAMES = { E: "E-step", M: "M-step", step: "Step", start: "" };

/**
 * `read()` tells the state, `go(frame)` moves there, `focus` whose the keys are,
 * `signal` is the end of it all.
 * @param {Root} root
 * @param {{ read: () => State, go: (frame: number) => void,
 *   focus: ReturnType<typeof import("./focus.js").watchFocus>, signal: AbortSignal }} stage
 */
export function makeTransport(root, { read, go, focus, signal }) {
  const at = () => read().frame;
  const last = () => read().frames.length - 1;
  /** @param {string} name */
  const button = (name) => root.querySelector(`[data-do="${name}"]`);
  const scrubber = root.querySelector(".scrubber");
  const speed = root.querySelector(".speed select");
  const help = root.querySelector("dialog.help");
  /** @type {number | undefined} */
  let timer;

  let waiting = false; // a tape that plays waits for a guess

  const playing = () => timer !== undefined;
  const waits = () => waiting && isGuessing(read());
  const pause = () => {
    clearTimeout(timer);
    timer = undefined;
    if (read().run) show();
  };
  const tick = () => {
    waiting = isGuessing(read());
    if (waiting) {
      pause();
      return;
    }
    timer = setTimeout(() => {
      go(at() + 1);
      if (at() < last()) tick();
      else pause();
    }, read().guess?.result ? VERDICT : HALF_STEP / Number(speed.value));
    show();
  };
  // From a guess it goes on at once: that was waited for.
  const play = () => {
    if (at() >= last()) go(0);
    if (isGuessing(read())) go(at() + 1);
    tick();
  };
  const halt = () => {
    waiting = false;
    if (playing()) pause();
  };
  /** @param {number} frame */
  const jump = (frame) => {
    halt();
    go(frame);
  };
  const actions = {
    restart: () => jump(0),
    back: () => jump(at() - 1),
    step: () => (waits() ? play() : jump(at() + 1)),
    end: () => jump(last()),
    play: () => (playing() ? pause() : play()),
    help() {
      openDialog(help);
      help.scrollTop = 0; // to its beginning, and not to the button that has the focus
    },
  };
  for (const [name, action] of Object.entries(actions)) {
    /** @param {any} event */
    button(name).onclick = (event) => {
      if (event.currentTarget.getAttribute("aria-disabled") !== "true") action();
    };
  }
  scrubber.oninput = () => jump(Number(scrubber.value));

  // Whole iterations end on an M-step, the start included.
  const stride = () => read().frames.stride;
  const iterationOn = () => jump(stride() * (Math.floor(at() / stride()) + 1));
  const iterationBack = () => jump(stride() * (Math.ceil(at() / stride()) - 1));
  /**
   * What a key does; nothing of what else the page has for it is done as well.
   * @param {KeyboardEvent} event
   * @param {any} target
   */
  const act = (event, target) => {
    const action = {
      ArrowRight: event.shiftKey ? iterationOn : actions.step,
      ArrowLeft: event.shiftKey ? iterationBack : actions.back,
      Home: actions.restart,
      End: actions.end,
      "?": actions.help,
      // A button that has the focus takes the space bar for itself.
      " ": target?.closest?.("button, a, summary, [role=button]") ? undefined : actions.play,
    }[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    action();
  };
  /** @param {KeyboardEvent} event */
  const isMine = (event) =>
    !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey &&
    KEYS.includes(event.key) && read().run && !read().hidden.includes("transport") && !help.open && !dialogOver();
  // Before anything that was pressed hears of it.
  /** @param {KeyboardEvent} event */
  const onKeyFirst = (event) => {
    if (isMine(event) && focus.isByHand() && focus.release()) act(event, null);
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const target = /** @type {any} */ (event.composedPath()[0]);
    if (isMine(event) && !ownsKeys(target)) act(event, target);
  };
  window.addEventListener("keydown", onKeyFirst, { signal, capture: true });
  window.addEventListener("keydown", onKey, { signal });

  function show() {
    const { frame, frames } = read();
    const end = last();
    scrubber.max = end;
    scrubber.setAttribute("aria-label", frames.stride === 2 ? "Half-step" : "Step");
    scrubber.value = frame;
    scrubber.setAttribute("aria-valuetext", `${frames.name(frame)}, ${frame} of ${end}`);
    scrubber.style.setProperty("--share", end ? frame / end : 0);
    root.querySelector(".position").textContent = `${frame} of ${end}`;
    for (const name of ["restart", "back"]) button(name).setAttribute("aria-disabled", frame === 0);
    for (const name of ["step", "end"]) button(name).setAttribute("aria-disabled", frame === end);
    const step = button("step");
    const kind = frames.stride === 2 ? "half-step" : "step";
    step.querySelector(".label").textContent = NAMES[frames.phase(frame + 1)];
    step.title = `The next ${kind}: iteration ${frames.iteration(frame + 1)} (right arrow)`;
    const player = button("play");
    player.classList.toggle("playing", playing());
    player.classList.toggle("waits", waits());
    const name = playing() ? "Pause" : "Play";
    player.querySelector(".label").textContent = waits() ? "Waits" : name;
    player.setAttribute("aria-label", waits() ? "Play: it waits for your guess" : name);
  }

  return {
    show,
    jump,
    playing,
    pause,
    reset: halt,
    close: () => clearTimeout(timer),
  };
}
