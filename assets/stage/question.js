// A teacher's question above the pictures; the answer comes when it is asked for.

/** @typedef {import("./types").Payload} Payload */
/** @typedef {import("./types").Root} Root */

/**
 * @param {Root} root
 * @param {Payload} payload
 */
export function showQuestion(root, { ask, answer }) {
  /** @param {string} selector */
  const find = (selector) => root.querySelector(selector);
  find(".question").hidden = !ask;
  find(".ask").textContent = ask ?? "";
  find(".answer").textContent = answer ?? "";
  find(".reveal").hidden = !answer;
}

/** @param {Root} root */
export function listenToQuestion(root) {
  const button = root.querySelector(".reveal");
  const answer = root.querySelector(".answer");
  button.onclick = () => {
    answer.hidden = !answer.hidden;
    button.setAttribute("aria-expanded", !answer.hidden);
    button.textContent = answer.hidden ? "Show the answer" : "Hide the answer";
  };
}
