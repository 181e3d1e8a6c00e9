// What Streamlit is given with each message in place of a whole script: it fetches that once, from an
// address that a browser keeps, and hands the messages on in their order.

// Python writes in what is fetched, and what is called there.
const FILE = "ADDRESS";
const CALL = "CALLED";

// Several parts of a page come from one file, and each part asks for it by itself.
const page = /** @type {any} */ (globalThis);
const { files, turns, closers } = (page.mixtape ??= { files: new Map(), turns: new WeakMap(), closers: new WeakMap() });

/** @param {string} query */
function bring(query) {
  // Only the browser knows under which path it sees the app: Streamlit's own script lies there.
  const own = /** @type {HTMLScriptElement} */ (document.querySelector('script[src*="static/js/"]'));
  return import(new URL(FILE, own ? new URL("../../", own.src) : document.baseURI).href + query);
}

/** @returns {Promise<any>} */
function load() {
  if (!files.has(FILE)) {
    // A browser remembers that an address has failed: the second try asks for it by another one.
    const again = () => new Promise((done) => setTimeout(done, 1000)).then(() => bring(`?${Date.now()}`));
    const coming = bring("").catch(again);
    coming.catch(() => files.delete(FILE));
    files.set(FILE, coming);
  }
  return files.get(FILE);
}

/** @param {HTMLElement} place */
function tell(place) {
  const coming = /** @type {HTMLElement | null} */ (place.querySelector(".coming"));
  if (!coming) return;
  const button = document.createElement("button");
  button.textContent = "Reload";
  button.onclick = () => window.location.reload();
  coming.replaceChildren("This part of the page did not load. Check the connection, then press Reload.", button);
  coming.setAttribute("role", "alert");
  coming.hidden = false;
}

/** @param {{ data: [any], parentElement: HTMLElement }} message what is given comes alone in a list */
export default async function receive(message) {
  const [given] = message.data;
  const place = message.parentElement;
  const turn = (turns.get(place) ?? 0) + 1;
  turns.set(place, turn);
  // While a file or a part were on their way a newer message may have come: then that one counts.
  const isLast = () => turns.get(place) === turn;
  /** @type {number | undefined} */
  let late;
  /** @param {number} wait milliseconds, until a person is told that nothing has come */
  const expect = (wait) => {
    clearTimeout(late);
    late = setTimeout(() => isLast() && tell(place), wait);
  };
  /** @type {(() => void) | undefined} */
  let close;
  try {
    expect(30_000);
    const file = await load();
    if (!isLast()) return undefined;
    const brought = /** @type {HTMLElement | null} */ (place.querySelector(".brought"));
    if (brought && brought.dataset.file !== FILE) {
      closers.get(place)?.(); // an earlier version's
      brought.innerHTML = `<style>${file.style}</style>${file.markup}`;
      brought.dataset.file = FILE;
    }
    expect(10_000);
    const data = given.parts ? await file.complete(given) : given;
    if (!isLast()) return undefined;
    close = file[CALL]({ ...message, data });
    closers.set(place, close);
    place.querySelector(".coming")?.setAttribute("hidden", "");
  } catch (error) {
    console.warn(error);
    if (isLast()) tell(place);
  } finally {
    clearTimeout(late);
  }
  // Streamlit also ends a message that a newer one has overtaken; what is on show goes on.
  return () => isLast() && close?.();
}
