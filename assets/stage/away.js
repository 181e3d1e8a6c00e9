// A quiet line while the server is away. What is on the page goes on, so nothing may cover it.

/** @typedef {{ goes_on: string }} Words what is told beside the fact, of this page */

const MOMENT = 1500; // milliseconds: a connection that comes back at once is not told of
const SLOW = 20_000; // a server that answers nothing for so long is told of
const FAREWELL = 4000; // how long it is said that the connection is back
const BACK = "connectionback"; // an event of the window: Streamlit itself asks for nothing then

const LOST = "The connection is lost.";
const SILENT = "The server has not answered yet.";

const STYLE = [
  '.connection { position: fixed; inset: 0 0 auto auto; margin: 11px 12px; padding: 7px 14px;' +
    ' max-width: calc(100vw - 24px); box-sizing: border-box; border: 1px solid; border-radius: 8px; font: 500 14px/1.35 "Source Sans", sans-serif; pointer-events: none; }',
  '.in-hall .connection { inset: auto auto 0 0; margin: 0 auto 2px 12px; }',
  '@media (max-width: 640px) { .connection { inset: 0 0 auto 0; margin: 4px; max-width: none; } }',
  '@media print { .connection { display: none; } }',
].join("\n");

let words = { goes_on: "" };

/**
 * Watch what Streamlit says of its connection, once in a document.
 * @param {Words} told
 */
function watchConnection(told) {
  words = told;
  const app = document.querySelector("[data-testid=stApp]");
  if (!app || document.querySelector("[data-testid=connection]")) return;
  const line = document.createElement("div");
  line.className = "connection";
  line.dataset.testid = "connection";
  line.setAttribute("role", "status");
  line.popover = "manual"; // so it lies above the hall, which is one, too
  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
  document.body.append(line);

  let said = "";
  let timer = 0;
  let lost = false;

  /** @param {string} sentence */
  function say(sentence) {
    if (sentence === said) return;
    said = sentence;
    if (!sentence) {
      line.textContent = "";
      line.hidePopover?.();
      return;
    }
    const { color, backgroundColor } = getComputedStyle(/** @type {Element} */ (app));
    Object.assign(line.style, { color, backgroundColor });
    raise();
    // A reader hears what changes in a region that is there already.
    requestAnimationFrame(() => (line.textContent = said));
  }

  // What is opened later would lie above it.
  function raise() {
    if (!said || !line.showPopover) return;
    line.hidePopover();
    line.showPopover();
  }

  function look() {
    const connection = app?.getAttribute("data-test-connection-state");
    clearTimeout(timer);
    if (connection === "DISCONNECTED_FOREVER") {
      say("The connection is lost. Reload the page to go on from its address.");
    } else if (connection !== "CONNECTED") {
      const sentence = `${LOST} ${words.goes_on}`;
      if (said) say(sentence);
      else timer = setTimeout(() => say(sentence), MOMENT);
    } else if (said.startsWith(LOST)) {
      say("The connection is back.");
      timer = setTimeout(() => say(""), FAREWELL);
    } else say("");
    const back = lost && connection === "CONNECTED";
    lost = connection !== "CONNECTED";
    if (back) window.dispatchEvent(new Event(BACK));
  }

  new MutationObserver(look).observe(app, { attributeFilter: ["data-test-connection-state"] });
  let patience = 0;
  listenToSockets({
    asked() {
      patience ||= setTimeout(() => said || say(`${SILENT} ${words.goes_on}`), SLOW);
    },
    heard() {
      clearTimeout(patience);
      patience = 0;
      if (said.startsWith(SILENT)) say("");
    },
  });
  for (const name of ["click", "keyup"]) window.addEventListener(name, () => setTimeout(raise), { capture: true });
  look();
}

/**
 * A server that hangs keeps its connections: what tells is that a message has had no answer. Streamlit says
 * nowhere that it has sent one.
 * @param {{ asked: () => void, heard: () => void }} told
 */
function listenToSockets({ asked, heard }) {
  const { send } = WebSocket.prototype;
  /** @type {WeakSet<WebSocket>} */
  const known = new WeakSet();
  WebSocket.prototype.send = function (data) {
    if (!known.has(this)) {
      known.add(this);
      for (const name of ["message", "close"]) this.addEventListener(name, heard);
    }
    asked();
    send.call(this, data);
  };
}

/**
 * What Streamlit calls on each page.
 * @param {{ data: Words }} component
 */
export default function away({ data }) {
  watchConnection(data);
}
