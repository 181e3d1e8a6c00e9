// Things to do: a question with choices, a number, a guess on the picture, a task that ticks itself off. What was
// answered stands beside what is right, and everything can be tried again.

import { isNear, readNumber } from "./answers.js";
import { isMet } from "./conditions.js";
import { html } from "./elements.js";
import { sigmasBetween } from "./inspection.js";
import { meanOf } from "./mixture.js";
import { significant } from "./numbers.js";

/** @typedef {import("./progress.js").Deed} Deed */
/** @typedef {import("./types").Chosen} Chosen */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Task} Task */
/** @typedef {{ state: State, shot: Shot, own: Run }} Seen */
/** @typedef {{ jump: (frame: number) => void, choose: (what: Chosen | null) => void, again: () => void }} Stage */
/**
 * `known` is what was done before, `keep` keeps what is done now, `dress` makes words ready that have just come.
 * @typedef {{ known: Deed, keep: (deed: { done: boolean, answer?: string | number }) => void, dress: (host: HTMLElement) => void, stage: Stage }} Desk
 */
/** @template {Task["kind"]} K @typedef {Extract<Task, { kind: K }>} Of */

const HINT_AFTER = 2; // wrong tries
const BY_HAND = ["component", "collapsed", "hand", "worse", "same", "better", "above", "near", "swapped"]; // needs one, or may
const BY_POINT = ["point", "undecided"];
const LEAST = 0.01; // standard deviations that are told
const FARTHEST = 1e4; // standard deviations: no guess of a hand is off by more
const NO_NUMBER = "That is not a number. Write it in digits, for example 2.9.";

/** @param {string} words @param {string} [name] */
function written(words, name = "") {
  const element = html("div", name);
  element.innerHTML = words; // Python writes it from a short list of elements
  return element;
}

/** @param {string} words @param {string} [name] */
const button = (words, name = "") => html("button", { type: "button", class: `press ${name}` }, words);

/** Where a verdict stands: it is heard when it comes. */
const place = () => html("div", { class: "verdict", role: "status" });

/**
 * @param {HTMLElement} verdict
 * @param {boolean | null} right null where it is neither
 * @param {...(string | Node)} words
 */
function say(verdict, right, ...words) {
  if (right === null) delete verdict.dataset.right;
  else verdict.dataset.right = `${right}`;
  verdict.replaceChildren(...words);
}

/** Words that are shown on request. @param {string} words @param {Desk} desk */
function makeHint(words, desk) {
  const [open, told] = [button("Hint", "slight"), html("div", { class: "helping", role: "status" })];
  open.hidden = !words;
  const show = () => {
    if (!words) return;
    told.replaceChildren(written(words));
    desk.dress(told);
    open.hidden = true;
  };
  open.onclick = show;
  return { open, told, show };
}

/**
 * A button that is there for who comes by keyboard: the card of a component, in which keys move it, or that
 * of a point, in which they walk to its neighbours.
 * @param {Desk} desk
 * @param {() => Chosen} which
 */
function makeByKeys({ stage }, which, words = "Move a component with the keys") {
  const open = button(words, "slight bykeys");
  open.onclick = () => stage.choose(which());
  return open;
}

/** @param {Of<"choose">} task @param {Desk} desk */
function choose({ options }, { known, keep, dress }) {
  const rows = options.map(({ words, right, because }, i) => {
    const pick = html("button", { type: "button", class: "press option", "aria-pressed": "false" }, written(words));
    const verdict = place();
    const show = () => {
      for (const other of rows) {
        const chosen = other.pick === pick;
        other.pick.setAttribute("aria-pressed", `${chosen}`);
        if (!chosen) say(other.verdict, null);
      }
      pick.dataset.right = `${right}`;
      say(verdict, right, html("span", "unseen", right ? "Right. " : "Not right. "), written(because));
      dress(verdict);
    };
    pick.onclick = () => {
      show();
      keep({ done: right, answer: i });
    };
    return { pick, verdict, show };
  });
  rows[Number(known.answer ?? -1)]?.show();
  return { parts: rows.flatMap(({ pick, verdict }) => [pick, verdict]) };
}

/** @param {Of<"number">} task @param {Desk} desk @param {string} asks the question's id */
function number(task, desk, asks) {
  let failed = 0;
  const field = html("input", { type: "text", inputmode: "decimal", autocomplete: "off", "aria-labelledby": asks, class: "typed" });
  const [check, verdict, hint] = [button("Check", "main"), place(), makeHint(task.hint, desk)];
  const judge = () => {
    const value = readNumber(field.value, task.unit);
    if (value === null) {
      say(verdict, null, NO_NUMBER);
      return null;
    }
    const right = isNear(value, task.answer, task.tolerance);
    const more = right ? task.right : task.wrong;
    say(verdict, right, html(more ? "span" : "b", more ? "unseen" : {}, right ? "Right. " : "Not right. "), more ? written(more) : right ? "" : "Try again.");
    desk.dress(verdict);
    return right;
  };
  const take = () => {
    const right = judge();
    if (right === null) return;
    failed += right ? 0 : 1;
    if (failed >= HINT_AFTER && !right) hint.show();
    desk.keep({ done: right, answer: field.value });
  };
  check.onclick = take;
  field.onkeydown = (event) => {
    if (event.key === "Enter") take();
  };
  hint.open.hidden = true; // until it is needed
  if (desk.known.answer !== undefined) {
    field.value = `${desk.known.answer}`;
    judge();
  }
  const unit = task.unit ? [html("span", "unit", task.unit)] : [];
  return { parts: [html("div", "entry", field, ...unit, check), verdict, hint.told] };
}

/** @param {Of<"guess">} task @param {Desk} desk */
function guess(task, desk) {
  const { component, frame, tolerance } = task;
  const who = `component ${component + 1}`;
  const [check, keys, verdict] = [button("Check", "main"), makeByKeys(desk, () => ({ component })), place()];
  /** @type {Seen | null} */
  let seen = null;
  let seenFrom = frame - 1;
  let judged = false;
  /** @param {number} sigmas */
  const show = (sigmas) => {
    const right = sigmas < tolerance;
    const far = sigmas < LEAST ? `less than ${LEAST}` : significant(sigmas, 2);
    const off = `Your guess was ${far} standard deviations off. `;
    say(verdict, right, html("b", {}, off), written(right ? task.right : task.wrong));
    desk.dress(verdict);
  };
  check.onclick = () => {
    const { state } = seen ?? {};
    if (!state) return;
    if (state.frame !== frame - 1) desk.stage.again();
    else if (!state.guess?.moved.has(component)) say(verdict, null, `Drag the mean of ${who} first, then press Check.`);
    else {
      desk.stage.choose(null); // a card would lie over the answer
      desk.stage.jump(frame);
    }
  };
  const kept = Number(desk.known.answer ?? NaN);
  if (kept >= 0 && kept < FARTHEST) show(kept);
  return {
    parts: [html("div", "entry", check, keys), verdict],
    /** @param {Seen} now */
    follow(now) {
      seen = now;
      const { state } = now;
      const before = state.frame === frame - 1;
      check.textContent = before ? "Check" : "Try again";
      keys.hidden = !before;
      if (before && verdict.dataset.right === undefined && seenFrom !== state.frame) say(verdict, null);
      seenFrom = state.frame;
      const told = state.frame === frame && state.guess?.result && state.guess.moved.has(component);
      if (told && !judged) {
        const sigmas = sigmasBetween(state.frames.mixtureOn(frame), component, meanOf(/** @type {any} */ (state.guess).mixture, component));
        show(sigmas);
        desk.keep({ done: true, answer: sigmas });
      } else if (state.frame === frame && !told && !verdict.firstChild) {
        say(verdict, null, `The answer is on show, but you did not move ${who}. Press Try again.`);
      }
      judged = Boolean(told);
    },
  };
}

/** @param {Of<"do">} task @param {Desk} desk */
function perform({ when, hint: help, right }, desk) {
  const [verdict, hint] = [place(), makeHint(help, desk)];
  let { done } = desk.known;
  let next = -1;
  const keys = BY_POINT.includes(when[0])
    ? makeByKeys(desk, () => ({ point: 0 }), "Open a point with the keys")
    : makeByKeys(desk, () => ({ component: (next += 1) }));
  const show = () => {
    say(verdict, true, html("span", "unseen", "Done. "), written(right));
    desk.dress(verdict);
    hint.open.hidden = true;
  };
  if (done) show();
  return {
    parts: [...([...BY_HAND, ...BY_POINT].includes(when[0]) ? [keys] : []), hint.open, hint.told, verdict],
    /** @param {Seen} seen */
    follow(seen) {
      if (done || !isMet(when, seen)) return;
      done = true;
      show();
      desk.keep({ done });
    },
  };
}

/** @type {Record<string, (task: any, desk: Desk, asks: string) => { parts: Node[], follow?: (seen: Seen) => void }>} */
const KINDS = { choose, number, guess, do: perform };

/**
 * Put a task on show; gives a function that follows what the stage shows.
 * @param {HTMLElement} host
 * @param {Task} task
 * @param {Desk} desk
 */
export function showTask(host, task, desk) {
  const asks = written(task.question, "asks");
  asks.id = "lesson-asks";
  const { parts, follow } = KINDS[task.kind](task, desk, asks.id);
  host.replaceChildren(asks, ...parts);
  host.dataset.task = task.kind;
  desk.dress(host);
  return follow ?? (() => {});
}
