// What somebody did in a lesson, as a short text to hand in; and clearing it.

import { openDialog } from "./dialogs.js";

/** @typedef {import("./progress.js").Deed} Deed */
/** @typedef {import("./types").Lesson} Lesson */
/** @typedef {import("./types").Root} Root */

/**
 * @param {Lesson} lesson
 * @param {Deed[]} deeds
 * @param {Date} now
 */
export function writeReport({ number, title, scenes }, deeds, now) {
  const two = (/** @type {number} */ value) => `${value}`.padStart(2, "0");
  const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const lines = deeds.map(({ done, tries }, i) => {
    const often = tries > 0 && scenes[i].task ? `, ${tries} ${tries === 1 ? "try" : "tries"}` : "";
    return `${i + 1}. ${scenes[i].title}: ${done ? "done" : "not done"}${often}`;
  });
  const all = deeds.filter(({ done }) => done).length;
  return [`Mixtape, lesson${number ? ` ${number}` : ""}: ${title}`, date, ...lines, `Done: ${all} of ${deeds.length} scenes`].join("\n");
}

/**
 * The dialog; `write()` gives the text, `clear()` forgets everything.
 * @param {Root} root
 * @param {{ write: () => string, clear: () => void }} lesson
 */
export function makeReport(root, { write, clear }) {
  const dialog = root.querySelector(".report");
  const [text, copy, wipe, told] = ["textarea", ".copying", ".wipe", ".copied"].map((name) => dialog.querySelector(name));
  let sure = false;
  const fill = () => {
    text.value = write();
    sure = false;
    wipe.textContent = "Clear";
  };
  root.querySelector(".did").onclick = () => {
    told.textContent = "";
    fill();
    openDialog(dialog);
  };
  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      told.textContent = "Copied.";
    } catch {
      // A page that is not served over a secure connection has no clipboard to write to.
      text.select();
      told.textContent = "Press Ctrl C (on a Mac: Cmd C) to copy the text.";
    }
  };
  wipe.onclick = () => {
    if (sure) {
      clear();
      fill();
      told.textContent = "Cleared.";
      return;
    }
    sure = true;
    wipe.textContent = "Really clear?";
    told.textContent = "This forgets all your answers in this lesson.";
  };
}
