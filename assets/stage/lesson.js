// A lesson: scenes with words and things to do beside the stage, all of it in the browser.

import { fitHeight } from "./captions.js";
import { palette, parse } from "./colours.js";
import { html } from "./elements.js";
import { followLive } from "./live.js";
import { badge } from "./marks.js";
import { loadMathFont } from "./mathfont.js";
import { makeProgress } from "./progress.js";
import { makeReport, writeReport } from "./report.js";
import { makeScenes } from "./scenes.js";
import { makeStage } from "./stage.js";
import { showTask } from "./tasks.js";
import { makeTerms } from "./terms.js";

/** @typedef {import("./types").Lesson} Lesson */
/** @typedef {import("./types").Payload} Payload */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").State} State */

// What a stage is told by a page that has no server behind it.
const ALONE = {
  ask: "", answer: "", linked: false, easel: false, offers: [], names: {}, version: 0, answered: 0, refused: "", code: "",
};

// What a scene's own words do: work out an example, and tell of a guess; so does its story there.
const OWN = ["example", "card"];
const LEAST_HALL = 980; // pixels of a window that words and picture need side by side

/**
 * @param {Root} root
 * @param {Lesson} course
 */
function makeLesson(root, course) {
  const { scenes, runs } = course;
  /** @param {string} selector */
  const find = (selector) => root.querySelector(selector);
  const stageRoot = find(".stage");
  const closing = new AbortController();
  const { signal } = closing;
  let visit = 0; // a scene that is opened again is a new one for the stage
  let shown = ""; // the visit whose words are on show
  let byKeys = false; // and whether keys led there
  let hall = false;
  /** @type {Run | null} */
  let own = null; // the run that the scene brought
  /** @type {{ state: State, shot: Shot } | null} */
  let last = null; // what the stage has painted
  /** @type {ReturnType<typeof showTask>} */
  let follow = () => {};

  // ------------------------------------------------------------------ words

  /**
   * Words that have just come: colours and marks of components, live numbers that no reader shouts, formulas
   * that the keyboard reaches.
   * @param {HTMLElement} host
   */
  function dress(host) {
    const colours = palette(parse(getComputedStyle(root).backgroundColor), 16);
    for (const each of host.querySelectorAll("[data-component]")) {
      const element = /** @type {HTMLElement} */ (each);
      const k = Number(element.dataset.component);
      element.style.setProperty("--colour", colours[k]);
      if (!element.matches("span")) continue;
      element.querySelector(".badge")?.remove();
      element.prepend(badge(k, colours[k]));
    }
    for (const output of host.querySelectorAll("output")) output.setAttribute("aria-live", "off");
    for (const formula of host.querySelectorAll("math[data-terms]")) formula.setAttribute("tabindex", "0");
    if (last) followLive(host, last.state, last.shot);
  }

  /** The words and the task of the scene that has come. */
  function showWords() {
    const at = places.now();
    const { title, words, task } = scenes[at];
    terms.close();
    turnTo("read");
    find(".heading").textContent = title;
    find(".told").innerHTML = words; // Python writes it from a short list of elements
    dress(find(".told"));
    find(".reading").scrollTop = 0;
    find(".task").hidden = !task;
    showTaskOf(at);
    if (byKeys) find(".heading").focus({ preventScroll: true });
    else if (visit > 1) find(".spoken").textContent = `Scene ${at + 1} of ${scenes.length}: ${title}`;
    byKeys = false;
    if (!task) keep(at, { done: true }, 0);
  }

  /** @param {number} at */
  function showTaskOf(at) {
    const { task } = scenes[at];
    find(".task").replaceChildren();
    follow = () => {};
    if (!task) return;
    follow = showTask(find(".task"), task, {
      get known() {
        return progress.of(at);
      },
      keep: (patch) => keep(at, patch),
      dress,
      stage: {
        jump: stage.jump,
        choose(what) {
          const { component } = what ?? {};
          stage.choose(component === undefined ? what : { component: component % runs[scenes[at].run].K }, true);
        },
        again: () => openScene(at),
      },
    });
  }

  // ------------------------------------------------------------------ scenes

  /** @param {number} at */
  function openScene(at) {
    visit += 1;
    stage.show(payloadOf(at));
  }

  /**
   * @param {number} at
   * @returns {any}
   */
  function payloadOf(at) {
    const { run, frame, view, hidden, task } = scenes[at];
    const packed = runs[run];
    // Where a number or an answer is asked for, the picture stays as the question has it.
    const asks = ["choose", "number"].includes(task?.kind ?? "");
    const editable = !packed.sampled && !packed.blank && !asks;
    const large = hall ? [view, "projector"].filter(Boolean).join(".") : view;
    return { ...packed, ...ALONE, scene: `${visit}`, frame, view: large, hidden: [...hidden, ...OWN, ...(task?.kind === "guess" ? ["story"] : [])], editable };
  }

  /**
   * @param {number} at
   * @param {{ done: boolean, answer?: string | number }} deed
   */
  function keep(at, deed, tries = 1) {
    progress.keep(at, deed, tries);
    showProgress();
  }

  function showProgress() {
    const at = places.now();
    const deeds = scenes.map((_, i) => progress.of(i));
    [...find(".dots").children].forEach((dot, i) => {
      const { done } = deeds[i];
      dot.classList.toggle("done", done);
      dot.setAttribute("aria-label", `Scene ${i + 1}: ${scenes[i].title}${done ? ", done" : ""}`);
      dot.title = `${i + 1}. ${scenes[i].title}${done ? " (done)" : ""}`;
      if (i === at) dot.setAttribute("aria-current", "step");
      else dot.removeAttribute("aria-current");
    });
    const ends = at === scenes.length - 1;
    find(".backward").setAttribute("aria-disabled", `${at === 0}`);
    find(".forward").hidden = ends;
    find(".onward").hidden = !ends || !course.next;
    find(".paging").classList.toggle("ready", deeds[at].done);
    find(".sum").textContent = ends ? tell(deeds.flatMap(({ done }, i) => (done ? [] : [i + 1]))) : "";
    Object.assign(root.dataset, { scene: at + 1, done: progress.done() });
  }

  /** @param {number[]} left the scenes that are not done, from 1 */
  function tell(left) {
    const count = scenes.length;
    if (!left.length) return `You have done all ${count} scenes of this lesson.`;
    const which = `${left.length === 1 ? "Scene" : "Scenes"} ${left.join(", ").replace(/, (\d+)$/, " and $1")}`;
    return `You have done ${count - left.length} of ${count} scenes. Not done yet: ${which.toLowerCase()}.`;
  }

  // ------------------------------------------------------------------ parts

  const stage = makeStage(stageRoot, () => {}, (state, shot) => {
    last = { state, shot };
    hall = Boolean(state.view.projector);
    find(".hallway").setAttribute("aria-pressed", `${hall}`);
    find(".hallway").textContent = hall ? "Leave the hall view" : "Hall view";
    if (state.scene !== shown) {
      shown = state.scene;
      own = state.run;
      showWords();
    }
    followLive(find(".reading"), state, shot);
    follow({ state, shot, own: /** @type {Run} */ (own) });
    showProgress();
  });
  const progress = makeProgress(course.lesson, scenes.length, signal, (cleared) => (cleared ? openScene(places.now()) : showProgress()));
  const places = makeScenes(scenes.length, {
    fresh: Boolean(course.fresh),
    signal,
    isBusy: () => Boolean(find("dialog[open]")),
    arrive(at, keys) {
      byKeys = keys;
      openScene(at);
    },
  });
  const terms = makeTerms(root, { terms: course.terms, signal, dress });
  makeReport(root, {
    write: () => writeReport(course, scenes.map((_, i) => progress.of(i)), new Date()),
    clear() {
      progress.clear();
      follow = () => {}; // what the task waits for may hold already: the scene begins anew
      showProgress();
      openScene(places.now());
    },
  });

  const tabs = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-show]")]);
  /** @param {string | undefined} turn */
  function turnTo(turn) {
    root.dataset.turn = turn;
    for (const tab of tabs) tab.setAttribute("aria-pressed", `${tab.dataset.show === turn}`);
  }
  const leaveHall = () => stage.changeView("projector", false);
  // A window that has become small has no room for it.
  window.addEventListener("resize", () => hall && window.innerWidth < LEAST_HALL && leaveHall(), { signal });
  // Streamlit takes no notice of a way to the page that it is on; here that is the list of lessons.
  window.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.composedPath()[0]).closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || root.contains(link) || event.ctrlKey || event.metaKey) return;
    const { pathname, search, hash, href } = link;
    if (!course.home || pathname !== window.location.pathname || search || hash) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    window.location.assign(href);
  }, { signal, capture: true });
  // Escape leaves the hall where there is nothing else to close.
  window.addEventListener("keydown", (event) => {
    const busy = !last || last.state.chosen || last.state.held || find("dialog[open], .menu[open]");
    if (event.key === "Escape" && hall && !busy) leaveHall();
  }, { signal, capture: true });
  find(".hallway").onclick = () => stage.changeView("projector", !hall);
  for (const tab of tabs) tab.onclick = () => turnTo(tab.dataset.show);
  /**
   * A press of the space bar or Enter is a click without a place.
   * @param {number} way
   */
  const page = (way) => (/** @type {MouseEvent} */ event) => places.go(places.now() + way, event.detail === 0);
  find(".backward").onclick = page(-1);
  find(".forward").onclick = page(1);

  find(".number").textContent = course.number ? `Lesson ${course.number}` : "Lesson"; // a teacher's own has none
  find(".called").textContent = course.title.replaceAll("-", "\u2011");
  find(".home").hidden = !course.home;
  find(".home").href = course.home;
  if (course.next) {
    find(".onward").href = course.next.address;
    find(".onward").title = course.next.title;
  }
  find(".dots").replaceChildren(...scenes.map((_, i) => {
    const dot = html("button", { type: "button", class: "dot" }, `${i + 1}`);
    dot.onclick = (event) => places.go(i, event.detail === 0);
    return dot;
  }));
  find(".stage .title").setAttribute("aria-level", "2"); // the lesson's own comes first
  Object.assign(root.dataset, { lesson: course.lesson, scenes: scenes.length });
  root.inspect = () => ({
    scene: places.now() + 1,
    done: scenes.map((_, i) => progress.of(i).done),
    tries: scenes.map((_, i) => progress.of(i).tries),
    stage: stageRoot.inspect(),
  });
  loadMathFont();
  fitHeight(root);
  openScene(places.now());

  return {
    /** The page's theme may be another. */
    redress() {
      stage.redress();
      dress(find(".reading"));
    },
    close() {
      closing.abort();
      stage.close();
    },
  };
}

/** @type {WeakMap<Root, ReturnType<typeof makeLesson> & { told: string }>} */
const lessons = new WeakMap();

/**
 * What Streamlit calls with a lesson, and with every change of theme; nothing is ever sent back.
 * @param {{ data: Lesson, parentElement: HTMLElement, setTriggerValue?: unknown }} component
 */
export default function lesson({ data, parentElement }) {
  const root = /** @type {Root} */ (parentElement.querySelector(".lesson"));
  const told = JSON.stringify([data.lesson, data.title, data.scenes]);
  const before = lessons.get(root);
  if (before?.told === told) before.redress();
  else {
    before?.close();
    lessons.set(root, { ...makeLesson(root, data), told });
  }
  return () => {
    lessons.get(root)?.close();
    lessons.delete(root);
  };
}
