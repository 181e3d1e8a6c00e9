// Long work in slices, so that the page answers meanwhile.

const FIRST = 100; // milliseconds: what is done by then is done at once
const LATER = 24;

/**
 * Go through steps. `done` gets what they come to; a function is given back that stops them.
 * @template T
 * @param {Generator<void, T>} steps
 * @param {{ done: (value: T) => void, waits: () => void }} tell
 * @returns {() => void}
 */
export function workInSlices(steps, { done, waits }) {
  /** @type {number | undefined} */
  let timer;
  /** @param {number} budget */
  function work(budget) {
    const end = performance.now() + budget;
    let step = steps.next();
    while (!step.done && performance.now() < end) step = steps.next();
    if (step.done) done(step.value);
    else timer = setTimeout(() => work(LATER), 0);
    return step.done;
  }
  if (!work(FIRST)) waits();
  return () => clearTimeout(timer);
}
