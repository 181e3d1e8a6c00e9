// The link to what is on show as a code to scan, as large as the screen allows. The server draws it.

import { openDialog } from "./dialogs.js";
import { html } from "./elements.js";

/** @typedef {import("./types").Root} Root */

/**
 * `ask()` asks the server for it. Gives a function that shows the code, an SVG.
 * @param {Root} root
 * @param {() => void} ask
 */
export function makeScan(root, ask) {
  const dialog = root.querySelector("dialog.code");
  root.querySelector(".scan").onclick = ask;
  return (/** @type {string} */ code) => {
    if (!code) return;
    const source = `data:image/svg+xml,${encodeURIComponent(code)}`;
    dialog.querySelector(".square").replaceChildren(html("img", { src: source, alt: "The link to this page as a QR code" }));
    openDialog(dialog);
  };
}
