// The stage: it keeps the state, and wires what a person and the server do to what follows from it.

import { listenToCopy, makeAddress } from "./address.js";
import { arrival, isNews, staysWithout, unpackNews } from "./arrivals.js";
import { caption, dress, fitHeight, inspect } from "./captions.js";
import { makeCard } from "./card.js";
import { makeEasel } from "./easel.js";
import { makeEdits } from "./edits.js";
import { watchFocus } from "./focus.js";
import { carryOn } from "./guessing.js";
import { watchDialogs } from "./hall.js";
import { makeHands } from "./hands.js";
import { makeLegend } from "./legend.js";
import { makeMisconceptions } from "./misconceptions.js";
import { makeOffers } from "./offers.js";
import { makePainter } from "./painting.js";
import { makeQuestion } from "./question.js";
import { makeScan } from "./scan.js";
import { listenToShortcuts } from "./shortcuts.js";
import { makeStarts } from "./starts.js";
import { makeTabs } from "./tabs.js";
import { makeTemperature, WARMED } from "./temperature.js";
import { makeTour } from "./tour.js";
import { makeTransport } from "./transport.js";
import { makeMenu, startView, switched, whereabouts } from "./view.js";

/** @typedef {import("./types").Chosen} Chosen */
/** @typedef {import("./types").Edit} Edit */
/** @typedef {import("./types").Patch} Patch */
/** @typedef {import("./types").Payload} Payload */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").State} State */

/**
 * `post(edit)` sends to the server, `told(state, shot)` hears of every frame that is on the screen.
 * @param {Root} root
 * @param {(edit: Edit) => void} post
 * @param {(state: State, shot: Shot) => void} [told]
 */
export function makeStage(root, post, told = () => {}) {
  /** @param {string} selector */
  const find = (selector) => root.querySelector(selector);
  /** @type {State} */
  let state = {
    run: /** @type {any} */ (null), frames: /** @type {any} */ (null), frame: 0, view: startView(),
    chosen: null, hovered: null, held: null, grasped: null, guess: null, guesses: [], ghost: null,
    notice: "", scene: "", linked: false, editable: false, hidden: [],
  };
  /** @type {Payload | null} */
  let late = null; // a payload that waits for a stroke, or for the answer to one
  let unsaid = false; // whether there is a drawing that the server has not answered
  const read = () => state;
  const closing = new AbortController();
  const { signal } = closing;

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
    menu.show(state);
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

  function pause() {
    transport.pause();
    starts.stop();
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
      tabs.show(state.run);
      showLegend(state);
      showOffers(state);
      tour.follow(state);
      transport.show();
      if (state.linked) address.follow();
      told(state, shot);
      misconceptions.follow(state, shot, quiet); // a lesson knows what has been answered
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
  const starts = makeStarts({ read, change, open, drop: () => hands.drop(), send: (edit) => edits.send(edit), address: () => address });
  const hands = makeHands({ read, change, set: () => painter.set(), easel, choose, take: pause, begin: starts.begin });
  const card = makeCard(root, { read, set: painter.set, choose, nudge: hands.nudge });
  const menu = makeMenu(root, changeView, signal);
  const showLegend = makeLegend(root);
  const tabs = makeTabs(root, () => Boolean(state.grasped || easel.isDrawing()));
  const showOffers = makeOffers(root, (offer) => edits.send({ kind: "offer", offer }));
  const tour = makeTour(root, (frame) => transport.jump(frame));
  const misconceptions = makeMisconceptions(root);
  const showCode = makeScan(root, () => edits.send({ kind: "code", address: address.now() }));
  const edits = makeEdits(post, ({ notice, over }) => {
    unsaid = over && state.run.easel;
    change(over ? { notice, held: null } : { notice });
  });
  const address = makeAddress(root, {
    signal,
    words: () => whereabouts(state),
    tell: (where) => edits.tell(where),
    travel: starts.travel,
  });
  const showQuestion = makeQuestion(root);
  find(".undo").onclick = starts.undo;
  find(".rings").onclick = () => changeView("rings", !state.view.rings);
  find(".leave").onclick = () => changeView("projector", false);
  watchDialogs(signal, () => state.view.projector && changeView("projector", false));
  find("[data-do=tour]").onclick = tour.start;
  listenToCopy(find(".copy"), () => address.now());
  listenToShortcuts(signal, {
    letGo() {
      if (tour.end()) return;
      starts.stop();
      hands.letGo();
      edits.letGo();
      if (state.chosen) choose(null);
      else misconceptions.close();
    },
    undo() {
      if (state.run?.easel) easel.undo();
      else if (!find(".undo").hidden) starts.undo();
    },
  });
  root.inspect = () => inspect(state, painter.set(), easel.points());

  // ------------------------------------------------------------------ what comes from the server

  /** @param {Payload} payload */
  function show(payload) {
    const { linked, editable, scene, hidden = [] } = payload;
    const { run: before } = state;
    const edit = edits.answered(payload);
    if (linked) address.obey(payload);
    if (linked && !before) {
      fitHeight(root);
      tour.greet(editable);
    }
    showQuestion(payload);
    if (payload.awaits && payload.awaits === before?.source) return change({ notice: staysWithout(payload.awaits) });
    if (edit?.kind === "code") showCode(payload.code);
    late = keepsDrawing(payload) ? payload : null;
    if (late) return;
    unsaid = false;
    const carried = linked ? address.hand() : "";
    const fresh = Boolean(before) && scene !== state.scene;
    const comes = fresh || isNews(state, payload, { carried, answers: Boolean(edit) });
    const travelled = comes && before && linked && address.arrive(payload.hand);
    const arrives = !before || travelled || fresh;
    const left = edit ? starts.takeSent(edit.kind) : null;
    const run = comes ? starts.settle(unpackNews(state, payload, { sent: left, fresh }), linked) : before;
    if (run.easel && (edit ? payload.refused : comes)) easel.load(run.points);
    if (comes && before) pause();
    if (fresh) [temperature, tabs, menu, transport].forEach((part) => part.reset());
    const patch = comes || arrives ? arrival(state, payload, run, { arrives, fresh, sent: left }) : {};
    const answer = edit ? { held: null, notice: payload.refused } : {};
    if (comes || arrives) hands.drop();
    open({ ...patch, ...answer, linked, editable, scene, hidden });
  }

  /**
   * A drawing goes on while the server still speaks of an earlier one; what it has not answered is sent
   * again as soon as it is back, and so is what was in a session that is lost.
   * @param {Payload} payload
   */
  function keepsDrawing(payload) {
    if (!payload.easel || !state.run?.easel) return false;
    sendUnsaid(payload.lost && easel.points().length > 0);
    return easel.isDrawing() || edits.waiting()?.kind === "points";
  }

  function sendUnsaid(lost = false) {
    if (unsaid || lost) edits.send({ kind: "points", points: easel.points() });
    unsaid = false;
  }

  // The page asks for nothing by itself when its connection is back.
  window.addEventListener("connectionback", () => (edits.waiting() ? edits.again() : sendUnsaid()), { signal });

  return {
    show, choose, changeView, redress, jump: transport.jump,
    close() {
      closing.abort();
      [painter, address, transport].forEach((part) => part.close());
      hands.drop();
      starts.stop();
      edits.letGo();
    },
  };
}
