// The address bar: it follows the frame and the view without a message to the server, and each run that
// a setting or a hand makes is a place that the browser's Back returns to.

/** @typedef {import("./types").Payload} Payload */
/** @typedef {Record<string, string | number>} Words */

const PATIENCE = 300; // milliseconds of stillness before it is written; browsers limit how often
const COPIED = 1800;
// Where a press needs no word to the server: Streamlit itself reads the address when one of the settings
// changes that are bound to it. Their lists of options lie elsewhere on the page. And a link leads away:
// a word from the page that is left would call the server back to it.
const BOUND = ["k", "start", "covariance", "twin", "more"].map((name) => `.st-key-control-${name}`);
const SETTINGS = [...BOUND, '[role="listbox"]', "a[href]"].join();

/**
 * `words()` are the frame and the view on show; `travel(place, frame)` says whether it knows the place
 * that Back or Forward leads to; `tell(where)` tells the server.
 * @param {EventTarget} root
 * @param {{ signal: AbortSignal, words: () => Words, travel: (place: string, frame: number) => boolean, tell: (where: Words) => void }} stage
 */
export function makeAddress(root, { signal, words, travel: goThere, tell }) {
  /** @type {Record<string, string>} */
  let names = /** @type {any} */ (null);
  let version = 0;
  let last = window.location.href; // of the run on show
  let length = window.history.length;
  let timer = 0;
  let travelling = false;
  let told = ""; // what the server knows of
  const travel = () => {
    clearTimeout(timer);
    if (!names) return;
    travelling = !goThere(place(), Number(here(names.frame)) || 0);
    if (!travelling) last = window.location.href;
  };
  // Streamlit sends an address that it read earlier. So the server is told where one is before a button
  // beside the stage is pressed, and never while somebody steps.
  /** @param {Event} event */
  const tellFirst = (event) => {
    const path = event.composedPath();
    const presses = !("key" in event) || ["Enter", " "].includes(`${event.key}`);
    if (!names || !presses || path.includes(root) || path[0] === document.body) return;
    write(words());
    if (path.some((each) => each instanceof Element && each.matches(SETTINGS))) return;
    if (told === window.location.search) return;
    told = window.location.search;
    tell({ ...words(), hand: here(names.hand) });
  };
  window.addEventListener("popstate", travel, { signal });
  window.addEventListener("pointerdown", tellFirst, { signal, capture: true });
  window.addEventListener("keydown", tellFirst, { signal, capture: true });

  /** @param {string} name */
  const here = (name) => new URL(window.location.href).searchParams.get(name) ?? "";

  /**
   * The settings and the start set by hand: all but where the person is.
   * @param {string} href
   */
  function placeOf(href) {
    const { searchParams } = new URL(href);
    for (const name of [names.frame, names.view, names.version]) searchParams.delete(name);
    searchParams.sort();
    return searchParams.toString();
  }
  const place = () => placeOf(window.location.href);

  /**
   * @param {Words} there
   * @param {"replaceState" | "pushState"} how
   */
  function write(there, how = "replaceState") {
    clearTimeout(timer);
    // Where a setting has changed, or the history was used, the bar is already that of a run to come.
    const comes = place() !== placeOf(last);
    const url = new URL(last);
    // Streamlit puts before a page's link what widgets of the page before held: the link's own is the last.
    for (const [name, value] of new URL(last).searchParams) url.searchParams.set(name, value);
    for (const [word, value] of Object.entries(there)) {
      if (value) url.searchParams.set(names[word], `${value}`);
      else url.searchParams.delete(names[word]);
    }
    // What a link leaves out means what this version has there.
    url.searchParams.delete(names.version);
    if (url.searchParams.size > 0) url.searchParams.set(names.version, `${version}`);
    last = url.href;
    if (comes) return;
    if (last !== window.location.href) window.history[how](window.history.state, "", url);
    length = window.history.length;
  }

  return {
    place,
    hand: () => here(names.hand),
    /** @param {Payload} payload */
    obey(payload) {
      if (!names) told = window.location.search;
      [names, version] = [payload.names, payload.version];
    },
    // The address of what is on show, written at once.
    now() {
      write(words());
      return last;
    },
    follow() {
      clearTimeout(timer);
      timer = setTimeout(() => write(words()), PATIENCE);
    },
    /**
     * Another start: the one before keeps its place, with the frame that it was left at.
     * @param {Words} before
     * @param {Words} after
     */
    leave(before, after) {
      write(before);
      write(after, "pushState");
    },
    /**
     * A new run has come. Where Streamlit has overwritten the address of the one before, that gets its
     * place in the history back, unless it is the history that brought us here. Tells which.
     * @param {string} hand
     */
    arrive(hand) {
      clearTimeout(timer);
      const travelled = travelling;
      travelling = false;
      const now = window.location.href;
      if (!travelled && now !== last && window.history.length === length) {
        window.history.replaceState(window.history.state, "", last);
        window.history.pushState(window.history.state, "", now);
      }
      last = now;
      // A start by hand stays where it belongs.
      write({ hand });
      return travelled;
    },
    close: () => clearTimeout(timer),
  };
}

/**
 * The button that copies what `write` gives: the address of what is on show.
 * @param {HTMLButtonElement} button
 * @param {() => string} write
 */
export function listenToCopy(button, write) {
  const label = button.textContent;
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(write());
      button.textContent = "Copied";
    } catch {
      // A page that is not served over a secure connection has no clipboard to write to.
      button.textContent = "Copy it from the address bar";
    }
    setTimeout(() => (button.textContent = label), COPIED);
  };
}
