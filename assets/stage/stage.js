// The stage: it keeps the state, and wires what a person and the server do to what follows from it.

import { listenToCopy, makeAddress } from "./address.js";
import { arrival, isNews, unpackNews } from "./arrivals.js";
import { caption, dress, fitHeight, inspect } from "./captions.js";
import { makeCard } from "./card.js";
import { startToText } from "./carry.js";
import { makeEasel } from "./easel.js";
import { makeEdits, RECORDING } from "./edits.js";
import { ownsKeys, watchFocus } from "./focus.js";
import { fork, ghostOf, makeForks, opened, undo } from "./forks.js";
import { carryOn } from "./guessing.js";
import { watchDialogs } from "./hall.js";
import { makeHands } from "./hands.js";
import { makeLegend } from "./legend.js";
import { makeMisconceptions } from "./misconceptions.js";
import { makeOffers } from "./offers.js";
import { makePainter } from "./painting.js";
import { makeQuestion } from "./question.js";
import { makeScan } from "./scan.js";
import { workInSlices } from "./slices.js";
import { makeTabs } from "./tabs.js";
import { makeTemperature, WARMED } from "./temperature.js";
import { makeTour } from "./tour.js";
import { makeTransport } from "./transport.js";
import { makeMenu, startView, switched, viewToText } from "./view.js";

/** @typedef {import("./types").Chosen} Chosen */
/** @typedef {import("./types").Edit} Edit */
/** @typedef {import("./types").Held} Held */
/** @typedef {import("./types").Left} Left */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Patch} Patch */
/** @typedef {import("./types").Payload} Payload */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").State} State */

/**
 * @param {Root} root
 * @param {(edit: Edit) => void} post
 */
function makeStage(root, post) {
  /** @param {string} selector */
  const find = (selector) => root.querySelector(selector);
  /** @type {State} */
  let state = {
    run: /** @type {any} */ (null), frames: /** @type {any} */ (null), frame: 0, view: startView(),
    chosen: null, hovered: null, held: null, grasped: null, guess: null, guesses: [], ghost: null,
    notice: "", scene: "", linked: false, editable: false,
  };
  let stopRecording = () => {};
  /** @type {Payload | null} */
  let late = null; // a payload that waits for a stroke, or for the answer to one
  let unsaid = false; // whether there is a drawing that the server has not answered
  /** @type {Left | null} */
  let sent = null; // what a start on its way to the server leaves: { run, frame, ghost }
  const read = () => state;
  const closing = new AbortController();
  const { signal } = closing;
  /** @param {{ frame: number, view: State["view"], chosen: Chosen | null }} state */
  const whereabouts = ({ frame, view, chosen }) => ({ frame, view: viewToText(view, chosen) });

  /**
   * @param {Patch} patch
   * @param {string} [prepares]
   */
  function change(patch, prepares) {
    state = { ...state, ...patch };
    painter.ask(prepares);
  }

  /**
   * Another run, or the same one in other clothes.
   * @param {Patch} patch
   */
  function open(patch) {
    state = { ...state, ...patch };
    const { run, chosen } = state;
    if (run.blank || !run.hard) state.view = { ...state.view, temperature: false };
    if (state.view.temperature) Object.assign(state, temperature.retape(state));
    if (run.blank || Number(chosen?.point) >= run.N || Number(chosen?.component) >= run.K) state.chosen = null;
    redress();
  }

  function redress(prepares = "all") {
    dress(root, state);
    easel.fit(state.run);
    showMenu(state);
    painter.ask(prepares);
  }

  /** @param {Chosen | null} what */
  function choose(what, byKeys = false) {
    if (!what && state.chosen) card.leave(state.chosen);
    change({ chosen: what });
    if (what && byKeys && !focus.isByHand()) card.focus();
  }

  /**
   * @param {string} name
   * @param {boolean} on
   */
  function changeView(name, on) {
    state.view = switched(state.view, name, on);
    if (name === "temperature") Object.assign(state, { held: null, guess: null, notice: on ? WARMED : "", ...temperature.retape(state) });
    if (name === "projector") find(".menu").open = false; // it would lie over the hall's pictures
    if (name === "predict") Object.assign(state, { guess: null, guesses: [] });
    redress({ temperature: "all", projector: "all", proportions: "all", future: "curves", bound: "curves", shares: "curves" }[name] ?? "");
  }

  /** @param {number} to */
  function go(to) {
    const frame = Math.max(0, Math.min(state.frames.length - 1, to));
    if (frame === state.frame || (state.held && !state.held.sent)) return;
    const notice = edits.waiting() ? state.notice : "";
    change({ ...carryOn(state, frame), frame, held: null, notice });
  }

  // ------------------------------------------------------------------ runs that a hand begins

  /** @param {Mixture} mixture */
  function begin(mixture) {
    stopRecording();
    if (!state.run.sampled) {
      stopRecording = workInSlices(fork(state, mixture), { done: goTo, waits: () => holdOn(RECORDING) });
      return;
    }
    // Only some of the points are here: the server records.
    sent = { run: state.run, frame: state.frame, ghost: ghostOf(state) };
    holdOn("");
    edits.send({ kind: "start", hand: startToText(mixture, state.run.belongs) });
  }

  /**
   * What is held stays where it was put until the run from there is recorded.
   * @param {string} notice
   */
  const holdOn = (notice) => change({ held: { .../** @type {Held} */ (state.held), sent: true }, notice });

  function pause() {
    transport.pause();
    stopRecording();
  }

  /**
   * A run with another start gets its place in the history.
   * @param {Patch & { run: Run, frame: number }} patch
   */
  function goTo(patch) {
    const there = { ...whereabouts({ ...state, frame: patch.frame }), hand: patch.run.hand };
    hands.drop();
    if (state.linked) address.leave(whereabouts(state), there);
    open({ ...patch, run: settle(patch.run, state.linked) });
  }

  /**
   * @param {Run} run
   * @param {boolean} linked
   */
  const settle = (run, linked) => forks.settle(linked ? address.place() : run.run, run);

  function undoHand() {
    const before = undo(state);
    if (before) goTo(before);
    else edits.send({ kind: "undo" });
  }

  // ------------------------------------------------------------------ parts

  const painter = makePainter(root, {
    read,
    opened: (picture, i) => hands.listenOn(picture, i),
    jump: (frame) => transport.jump(frame),
    choose: (component) => choose({ component }, true),
    painted: (shot) => {
      const quiet = transport.playing() || Boolean(state.held);
      caption(root, state, shot, painter.set(), { quiet, frozen: temperature.isFrozen() });
      temperature.show(state, shot.soft);
      card.show(state, shot);
      showTabs(state.run);
      showLegend(state);
      showOffers(state);
      tour.follow(state);
      misconceptions.follow(state, shot, quiet);
      transport.show();
      if (state.linked) address.follow();
    },
  });
  const focus = watchFocus(signal);
  const transport = makeTransport(root, { read, go, focus, signal });
  const temperature = makeTemperature(root, () => change({ ...temperature.retape(state), notice: "" }, "all"));
  const easel = makeEasel(root, {
    read,
    show: open,
    finish: (points) => {
      if (points) edits.send({ kind: "points", points });
      else if (late && !edits.waiting()) show(late);
    },
  });
  const hands = makeHands({ read, change, set: () => painter.set(), easel, choose, take: pause, begin });
  const card = makeCard(root, { read, set: painter.set, choose, nudge: hands.nudge });
  const showMenu = makeMenu(root, changeView, signal);
  const showLegend = makeLegend(root);
  const showTabs = makeTabs(root, () => Boolean(state.grasped || easel.isDrawing()));
  const showOffers = makeOffers(root, (offer) => edits.send({ kind: "offer", offer }));
  const tour = makeTour(root, (frame) => transport.jump(frame));
  const misconceptions = makeMisconceptions(root);
  const showCode = makeScan(root, () => edits.send({ kind: "code", address: address.now() }));
  const forks = makeForks();
  const edits = makeEdits(post, ({ notice, over }) => {
    unsaid = over && state.run.easel;
    change(over ? { notice, held: null } : { notice });
  });
  const address = makeAddress(root, {
    signal,
    words: () => whereabouts(state),
    tell: (where) => edits.tell(where),
    travel(place, frame) {
      const run = forks.find(place);
      if (!run || run.base !== state.run.base) return false;
      hands.drop();
      open({ ...opened(run, frame), ghost: null });
      return true;
    },
  });
  const showQuestion = makeQuestion(root);
  find(".undo").onclick = undoHand;
  find(".rings").onclick = () => changeView("rings", !state.view.rings);
  find(".leave").onclick = () => changeView("projector", false);
  watchDialogs(signal, () => state.view.projector && changeView("projector", false));
  find("[data-do=tour]").onclick = tour.start;
  listenToCopy(find(".copy"), () => address.now());
  /** @param {KeyboardEvent} event */
  const onShortcut = (event) => {
    if (event.key === "Escape") {
      if (tour.end()) return;
      stopRecording();
      hands.letGo();
      edits.letGo();
      if (state.chosen) choose(null);
      else misconceptions.close();
    }
    const undoes = event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!undoes || ownsKeys(event.composedPath()[0])) return;
    if (state.run?.easel) easel.undo();
    else if (!find(".undo").hidden) undoHand();
  };
  window.addEventListener("keydown", onShortcut, { signal });
  root.inspect = () => inspect(state, painter.set(), easel.points());

  // ------------------------------------------------------------------ what comes from the server

  /** @param {Payload} payload */
  function show(payload) {
    const { linked, editable, scene } = payload;
    const { run: before } = state;
    const edit = edits.answered(payload);
    if (linked) address.obey(payload);
    if (linked && !before) {
      fitHeight(root);
      tour.greet();
    }
    showQuestion(payload);
    if (edit?.kind === "code") showCode(payload.code);
    if (keepsDrawing(payload)) {
      late = payload;
      return;
    }
    late = null;
    unsaid = false;
    const carried = linked ? address.hand() : "";
    const comes = isNews(state, payload, { carried, answers: Boolean(edit) });
    const travelled = comes && before && linked && address.arrive(payload.hand);
    const arrives = !before || travelled || scene !== state.scene;
    const left = edit?.kind === "start" ? sent : null;
    if (edit) sent = null;
    const run = comes ? settle(unpackNews(state, payload, left), linked) : before;
    if (run.easel && (edit ? payload.refused : comes)) easel.load(run.points);
    if (comes && before) pause();
    const patch = comes || arrives ? arrival(state, payload, run, { arrives, sent: left }) : {};
    const answer = edit ? { held: null, notice: payload.refused } : {};
    if (comes || arrives) hands.drop();
    // The page and the theme may be others, too.
    open({ ...patch, ...answer, linked, editable, scene });
  }

  /**
   * A drawing goes on while the server still speaks of an earlier one; what it has not answered is sent
   * again as soon as it is back.
   * @param {Payload} payload
   */
  function keepsDrawing(payload) {
    if (!payload.easel || !state.run?.easel) return false;
    if (unsaid) edits.send({ kind: "points", points: easel.points() });
    unsaid = false;
    return easel.isDrawing() || edits.waiting()?.kind === "points";
  }

  return {
    show,
    close() {
      closing.abort();
      [painter, address, transport].forEach((part) => part.close());
      hands.drop();
      stopRecording();
      edits.letGo();
    },
  };
}

/** @type {WeakMap<Root, ReturnType<typeof makeStage>>} */
const stages = new WeakMap();

/**
 * What Streamlit calls with every payload, and with every change of theme.
 * @param {{ data: Payload, parentElement: HTMLElement, setTriggerValue?: (name: string, value: Edit) => void }} component
 */
export default function stage({ data, parentElement, setTriggerValue }) {
  const root = /** @type {Root} */ (parentElement.querySelector(".stage"));
  if (!stages.has(root)) stages.set(root, makeStage(root, (edit) => setTriggerValue?.("edited", edit)));
  stages.get(root)?.show(data);
  return () => {
    stages.get(root)?.close();
    stages.delete(root);
  };
}
