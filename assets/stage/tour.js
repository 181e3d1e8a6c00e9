// A tour in four steps, on the first visit and from the help. It goes on by doing what it says.

/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").State} State */

const SEEN = "mixtape-tour";

// What it says, what it points at, and when that is done.
/** @type {[words: string, target: string, done: (state: State, from: number) => boolean][]} */
const STEPS = [
  ["Each dot is one row of the data. The outlined shapes are the bell curves of the mixture.", ".pane", ({ frame }) => frame > 0],
  ["Press E-step. Each dot gets a colour: the curve that is likely to have produced it.", "[data-do=step]", ({ frame }) => frame > 0],
  ["Press M-step. Each curve is fitted again to the dots of its colour.", "[data-do=step]", ({ frame }) => frame > 1],
  ["Press Play to see the rest. The curve below shows how well the mixture fits.", "[data-do=play]", ({ frame, frames }) => frame > 2 || frame === frames.length - 1],
];

/** Whether this browser has shown the tour; one that keeps nothing is not asked again and again. */
function wasSeen() {
  try {
    return window.localStorage.getItem(SEEN) === "seen";
  } catch {
    return true;
  }
}

function keepSeen() {
  try {
    window.localStorage.setItem(SEEN, "seen");
  } catch {
    // A browser that keeps nothing shows it again.
  }
}

/** @param {Root} root */
export function makeTour(root) {
  const box = root.querySelector(".tour");
  const [words, on, off] = ["p", "[data-do=tour-on]", "[data-do=tour-off]"].map((name) => box.querySelector(name));
  let step = -1; // none on show

  /** @param {number} to */
  function show(to) {
    root.querySelector(".pointed")?.classList.remove("pointed");
    step = to < STEPS.length ? to : -1;
    box.hidden = step < 0;
    root.classList.toggle("touring", step >= 0);
    if (step < 0) {
      keepSeen();
      return;
    }
    const [text, target] = STEPS[step];
    words.textContent = `${step + 1} of ${STEPS.length}. ${text}`;
    on.textContent = step === STEPS.length - 1 ? "Done" : "Next";
    root.querySelector(target)?.classList.add("pointed");
  }
  on.onclick = () => show(step + 1);
  off.onclick = () => show(STEPS.length);

  return {
    start: () => show(0),
    /** Whether there was one to end. */
    end() {
      if (step < 0) return false;
      show(STEPS.length);
      return true;
    },
    /** On the first visit to the app's own opening: a link to something else has words of its own. */
    greet() {
      if (!window.location.search && !wasSeen()) show(0);
    },
    /** @param {State} state */
    follow(state) {
      while (step >= 0 && STEPS[step][2](state, step)) show(step + 1);
    },
  };
}
