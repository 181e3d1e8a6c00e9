// The address bar: it follows the frame and the view without a message to the server, and each run that
// a setting or a hand makes is a place that the browser's Back returns to.

/** @typedef {import("./types").Payload} Payload */

const PATIENCE = 300; // milliseconds of stillness before it is written; browsers limit how often
const COPIED = 1800;

/**
 * `onTravel(place, frame)` says whether it knows the place that Back or Forward leads to.
 * @param {(place: string, frame: number) => boolean} onTravel
 */
export function makeAddress(onTravel) {
  /** @type {Record<string, string>} */
  let names = /** @type {any} */ (null);
  let version = 0;
  let last = window.location.href;
  let timer = 0;
  let travelling = false;
  const travel = () => {
    clearTimeout(timer);
    if (!names) return;
    travelling = !onTravel(place(), Number(here(names.frame)) || 0);
    if (!travelling) last = window.location.href;
  };
  window.addEventListener("popstate", travel);

  /** @param {string} name */
  const here = (name) => new URL(window.location.href).searchParams.get(name) ?? "";

  // The settings and the start set by hand: all but where the person is.
  function place() {
    const { searchParams } = new URL(window.location.href);
    for (const name of [names.frame, names.view, names.version]) searchParams.delete(name);
    searchParams.sort();
    return searchParams.toString();
  }

  /**
   * @param {Record<string, string | number>} words
   * @param {"replaceState" | "pushState"} how
   */
  function write(words, how = "replaceState") {
    const url = new URL(window.location.href);
    for (const [word, value] of Object.entries(words)) {
      if (value) url.searchParams.set(names[word], `${value}`);
      else url.searchParams.delete(names[word]);
    }
    // What a link leaves out means what this version has there.
    url.searchParams.delete(names.version);
    if (url.searchParams.size > 0) url.searchParams.set(names.version, `${version}`);
    if (url.href !== window.location.href) window.history[how](window.history.state, "", url);
    last = window.location.href;
  }

  return {
    place,
    query: () => window.location.search.slice(1),
    hand: () => here(names.hand),
    /** @param {Payload} payload */
    obey(payload) {
      [names, version] = [payload.names, payload.version];
    },
    /**
     * The address of what is on show, written at once.
     * @param {Record<string, string | number>} words
     */
    now(words) {
      clearTimeout(timer);
      write(words);
      return last;
    },
    /** @param {Record<string, string | number>} words */
    follow(words) {
      clearTimeout(timer);
      timer = setTimeout(() => write(words), PATIENCE);
    },
    /**
     * Another start: the one before keeps its place, with the frame that it was left at.
     * @param {Record<string, string | number>} before
     * @param {Record<string, string | number>} after
     */
    leave(before, after) {
      clearTimeout(timer);
      write(before);
      write(after, "pushState");
    },
    // A new run has come. Streamlit has overwritten the address of the one before: it gets its place in
    // the history back, unless it is the history that brought us here. Tells which.
    arrive() {
      clearTimeout(timer);
      const travelled = travelling;
      travelling = false;
      const now = window.location.href;
      if (!travelled && now !== last) {
        window.history.replaceState(window.history.state, "", last);
        window.history.pushState(window.history.state, "", now);
      }
      last = now;
      return travelled;
    },
    close() {
      clearTimeout(timer);
      window.removeEventListener("popstate", travel);
    },
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
    button.textContent = (await toClipboard(write())) ? "Copied" : "Copy it from the address bar";
    setTimeout(() => {
      button.textContent = label;
    }, COPIED);
  };
}

/**
 * A page that is not served over a secure connection has no clipboard to write to.
 * @param {string} text
 */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
