// Buttons, scrubber, keys and play: ways to say which frame comes next. None of them draws.

import { iterationAt, nameOf, phaseAt } from "./tape.js";

const HALF_STEP = 800;

// `at()` tells the frame on show, `last()` the last one; `go(frame)` moves there.
export function makeTransport(root, { at, last, go }) {
  const button = (name) => root.querySelector(`[data-do="${name}"]`);
  const scrubber = root.querySelector(".scrubber");
  const speed = root.querySelector(".speed select");
  const help = root.querySelector("dialog.help");
  let timer = null;

  const playing = () => timer !== null;
  const pause = () => {
    clearTimeout(timer);
    timer = null;
    show();
  };
  const tick = () => {
    timer = setTimeout(() => {
      go(at() + 1);
      if (at() < last()) tick();
      else pause();
    }, HALF_STEP / Number(speed.value));
  };
  const play = () => {
    if (at() >= last()) go(0);
    tick();
    show();
  };
  const jump = (frame) => {
    if (playing()) pause();
    go(frame);
  };
  const actions = {
    restart: () => jump(0),
    back: () => jump(at() - 1),
    step: () => jump(at() + 1),
    end: () => jump(last()),
    play: () => (playing() ? pause() : play()),
    help: () => help.showModal(),
  };
  for (const [name, action] of Object.entries(actions)) {
    button(name).onclick = (event) => {
      if (event.currentTarget.getAttribute("aria-disabled") !== "true") action();
    };
  }
  scrubber.oninput = () => jump(Number(scrubber.value));

  // Whole iterations end on an M-step, the start included.
  const iterationOn = () => jump(2 * (Math.floor(at() / 2) + 1));
  const iterationBack = () => jump(2 * (Math.ceil(at() / 2) - 1));
  const onKey = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0];
    if (help.open || ownsKeys(target)) return;
    const action = {
      ArrowRight: event.shiftKey ? iterationOn : actions.step,
      ArrowLeft: event.shiftKey ? iterationBack : actions.back,
      Home: actions.restart,
      End: actions.end,
      "?": actions.help,
      // A button that has the focus takes the space bar for itself.
      " ": target.closest?.("button, a, summary, [role=button]") ? undefined : actions.play,
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  window.addEventListener("keydown", onKey);

  function show() {
    const [frame, end] = [at(), last()];
    scrubber.max = end;
    scrubber.value = frame;
    scrubber.setAttribute("aria-valuetext", `${nameOf(frame)}, ${frame} of ${end}`);
    scrubber.style.setProperty("--share", end ? frame / end : 0);
    root.querySelector(".position").textContent = `${frame} of ${end}`;
    for (const name of ["restart", "back"]) button(name).setAttribute("aria-disabled", frame === 0);
    for (const name of ["step", "end"]) button(name).setAttribute("aria-disabled", frame === end);
    const next = phaseAt(frame + 1) === "E" ? "E-step" : "M-step";
    button("step").querySelector(".label").textContent = next;
    button("step").title = `The next half-step: iteration ${iterationAt(frame + 1)} (right arrow)`;
    button("play").classList.toggle("playing", playing());
    button("play").querySelector(".label").textContent = playing() ? "Pause" : "Play";
    button("play").setAttribute("aria-label", playing() ? "Pause" : "Play");
  }

  return {
    show,
    jump,
    playing,
    pause,
    close: () => {
      clearTimeout(timer);
      window.removeEventListener("keydown", onKey);
    },
  };
}

// Text fields, sliders, menus and everything that is edited need the keys themselves.
export function ownsKeys(target) {
  return Boolean(
    target.isContentEditable ||
      target.closest?.(
        "input, textarea, select, [role=slider], [role=combobox], [role=listbox], [role=menu], " +
          "[role=dialog], [role=radiogroup], [role=tablist], [role=spinbutton]",
      ),
  );
}
