// A tour in four steps, on the first visit and from the help. It goes on by doing what it says.

/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").State} State */

const SEEN = "mixtape-tour";

// What it says, and what it points at: two steps at the start, one after each of the first half-steps.
const STEPS = [
  ["Each dot is one row of the data. The outlined shapes are the bell curves of the mixture.", ".pane"],
  ["Press E-step. Each dot gets a colour: the curve that is likely to have produced it.", "[data-do=step]"],
  ["Press M-step. Each curve is fitted again to its share of the dots.", "[data-do=step]"],
  ["Press Play to see the rest. The line below shows how well the mixture fits.", "[data-do=play]"],
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

/**
 * `go(frame)` goes to a frame.
 * @param {Root} root
 * @param {(frame: number) => void} go
 */
export function makeTour(root, go) {
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
  // The middle steps are done by a press on the button that they point at, or here in its place.
  on.onclick = () => (step === 1 || step === 2 ? go(step) : show(step + 1));
  off.onclick = () => show(STEPS.length);

  return {
    start() {
      go(0);
      show(0);
    },
    /** Whether there was one to end. */
    end() {
      if (step < 0) return false;
      show(STEPS.length);
      return true;
    },
    /**
     * On the first visit to the app's own opening: a link to something else, or a page that only shows
     * a run, has words of its own.
     * @param {boolean} [editable]
     */
    greet(editable) {
      if (editable && !window.location.search && !wasSeen()) show(0);
    },
    /**
     * It speaks of the frame that is on show, also after Back or with other data.
     * @param {State} state
     */
    follow({ frame }) {
      if (step < 0) return;
      const now = frame === 0 ? Math.min(step, 1) : frame + 1;
      if (now !== step) show(now);
    },
  };
}
