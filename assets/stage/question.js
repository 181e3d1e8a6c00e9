// A teacher's question above the pictures; the answer comes when it is asked for.

/** @typedef {import("./types").Payload} Payload */
/** @typedef {import("./types").Root} Root */

/**
 * Gives a function that shows a payload's question.
 * @param {Root} root
 */
export function makeQuestion(root) {
  const names = [".question", ".ask", ".answer", ".reveal"];
  const [box, question, words, button] = names.map((name) => root.querySelector(name));
  button.onclick = () => {
    words.hidden = !words.hidden;
    button.setAttribute("aria-expanded", !words.hidden);
    button.textContent = words.hidden ? "Show the answer" : "Hide the answer";
  };
  return (/** @type {Payload} */ { ask, answer }) => {
    box.hidden = !ask;
    question.textContent = ask;
    words.textContent = answer;
    button.hidden = !answer;
  };
}
