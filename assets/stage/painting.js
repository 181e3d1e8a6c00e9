// Painting the state: what a run, a size and a theme ask for is prepared once, the rest is drawn frame
// by frame, and only where it has changed.

import { colour, rgb } from "./colours.js";
import { drawCurve } from "./curve.js";
import { isGuessing } from "./dragging.js";
import { paintField } from "./field.js";
import { shotOf } from "./frames.js";
import { graspable } from "./handles.js";
import { lineFor } from "./line.js";
import { between } from "./mixture.js";
import { drawRings, notesOn } from "./notes.js";
import { makePanes } from "./panes.js";
import { drawParameters } from "./parameters.js";
import { undecided } from "./pies.js";
import { clearPicture, drawAxes, drawShape, innerSize, preparePoints } from "./picture.js";
import { planeFor } from "./plane.js";
import { stampsFor } from "./stamping.js";
import { readTheme } from "./theme.js";
import { remarkOn, unitOfInertia } from "./units.js";

/** @typedef {import("./types").Colouring} Colouring */
/** @typedef {import("./types").Picture} Picture */
/** @typedef {import("./types").Prepared} Prepared */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Shape} Shape */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").State} State */

const GLIDE = 160; // milliseconds

/**
 * `opened(picture, i)` is told of each new picture, `jump(frame)` and `choose(component)` of clicks on a
 * curve and on a row, `painted(shot)` when a frame is on the screen.
 * @param {Root} root
 * @param {{ read: () => State, opened: (picture: Picture, i: number) => void, jump: (frame: number) => void,
 *   choose: (component: number) => void, painted: (shot: Shot) => void }} stage
 */
export function makePainter(root, { read, opened, jump, choose, painted }) {
  const panes = makePanes(root, opened);
  const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
  let stale = "all"; // what is prepared before the next painting
  /** @type {Prepared} */
  let set = /** @type {any} */ (null); // what is prepared
  /** @type {Record<string, any>} */
  let shown = {}; // what is on the screen, and since when
  let pending = 0;

  const observer = new ResizeObserver(() => {
    if (!set) return;
    const size = innerSize(set.panes[0].picture, set.shared.theme);
    if (size.some((side, i) => side !== set.shared.size[i])) ask("all");
  });
  observer.observe(root.querySelector(".picture"));

  function ask(what = "") {
    if (what && stale !== "all") stale = what;
    if (!read().run) return;
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(paint);
  }

  // Everything that a frame does not change: axes, sizes, curves, the table's head.
  function prepare() {
    const { run, view } = read();
    const fitted = panes.fit(run.tapes);
    const theme = readTheme(root, run.K, view.projector); // the hall has other sizes
    const size = innerSize(fitted[0].picture, theme);
    const shared = (run.D > 1 ? planeFor : lineFor)(run, size, theme, view);
    const stamps = fitted.map(({ picture }) => {
      clearPicture(picture);
      drawAxes(picture, shared);
      return preparePoints(picture, shared);
    });
    const table = drawParameters(root.querySelector(".parameters"), run, theme, choose);
    set = { panes: fitted, shared, stamps, table, curves: [], differing: null };
  }

  function prepareCurves() {
    const { run, frames, view, ghost } = read();
    const several = frames.tapes.filter(({ kind }) => kind === "mixture").length > 1;
    set.curves = frames.tapes.map((tape, i) => {
      const soft = tape.kind === "mixture";
      const named = several ? `${tape.name}:` : "Log-likelihood";
      const beside = {
        below: view.bound || view.shares ? frames.boundOf(tape) : null,
        ghost: tape === frames.soft ? ghost : null,
        future: view.future,
        label: soft ? named : `Inertia of ${tape.name}`,
        unit: soft ? "nats" : "",
        axis: soft ? "nats" : unitOfInertia(run),
        digit: set.shared.theme.digit,
        scale: set.shared.theme.scale,
        remark: remarkOn(run, tape),
      };
      return drawCurve(set.panes[i].curve, frames, tape, beside, jump);
    });
  }

  /**
   * Whether any of the parts is another than when this was asked last.
   * @param {string} name
   * @param {...any} parts
   */
  function isNew(name, ...parts) {
    const same = shown[name]?.every((/** @type {any} */ part, /** @type {number} */ i) => part === parts[i]);
    shown[name] = parts;
    return !same;
  }

  /**
   * Points are painted again only when their colours or their stamps change: at an E-step.
   * @param {number} i
   * @param {Colouring | null | undefined} colouring
   * @param {Float64Array | null} shares
   */
  function paintPoints(i, colouring, shares) {
    const { run, view } = read();
    const { gamma, labels } = colouring ?? {};
    if (!isNew(`points ${i}`, gamma, view.truth, shares)) return;
    const { bars, theme } = set.shared;
    const { picture } = set.panes[i];
    const inks = gamma ? theme.colours.map(rgb) : [theme.neutral];
    const doubtful = gamma ? undecided(gamma, run.K) : null;
    const faces = { inks, labels: labels ?? new Uint8Array(run.N), gamma: gamma ?? null, doubtful };
    picture.colours = colour(faces);
    set.stamps[i](faces, stampsFor(run, view, labels, shares, doubtful));
    if (bars) picture.under.replaceChildren(...bars(gamma));
  }

  /** @param {Shot} shot */
  function paintColours({ parts }) {
    const { run, view, frames, frame, held } = read();
    parts.forEach(({ colouring }, i) => {
      const leads = frames.tapes[i] === frames.soft && !run.blank;
      paintPoints(i, colouring, leads && view.shares && !held ? frames.sharesOn(frame) : null);
    });
    set.differing = differing(parts);
    for (const { picture } of set.panes) {
      drawRings(picture, set.shared, view.rings ? (set.differing ?? []) : []);
    }
  }

  /** @param {(Shape | undefined)[]} shapes */
  function drawShapes(shapes) {
    const { view, frames } = read();
    const asks = isGuessing(read()) ? "asks" : "";
    const layers = { ...view, asks, sigmas: view.third ? [3, 2, 1] : [2, 1] };
    shapes.forEach((shape, i) => {
      const { picture } = set.panes[i];
      const held = frames.tapes[i] === frames.soft ? graspable(read()) : [];
      if (shape) drawShape(picture, set.shared, shape, { ...layers, graspable: held });
      else picture.over.replaceChildren();
    });
    shown.shapes = shapes;
  }

  /**
   * They glide from where they are to where they belong, unless somebody steps faster than that.
   * @param {number} now
   * @param {Shot} shot
   */
  function moveShapes(now, { parts, live }) {
    const { view, frame } = read();
    const { shapes: from, frame: left, at } = shown;
    const shapes = /** @type {Shape[]} */ (parts.map(({ shape }) => shape)); // of a blank run none
    // Clusters that are paired otherwise are recoloured where they are, and do not change places.
    const pairs = parts.map((part) => `${part.pairs}`);
    const grasped = `${isGuessing(read())} ${graspable(read())}`;
    const same = !isNew("look", view.cells, view.density, view.regions, view.third, grasped, ...pairs);
    if (same && shapes.every((shape, i) => shape === from[i])) return;
    const isStep = same && live === undefined && Math.abs(frame - left) <= 1 && now - at > GLIDE;
    if (!isStep || stillness.matches || ![...from, ...shapes].every(Boolean)) {
      drawShapes(shapes);
      return;
    }
    /** @param {number} time */
    const step = (time) => {
      const t = Math.min(1, Math.max(0, (time - now) / GLIDE));
      const eased = t * t * (3 - 2 * t);
      drawShapes(t < 1 ? shapes.map((shape, i) => between(from[i], shape, eased)) : shapes);
      if (t < 1) pending = requestAnimationFrame(step);
    };
    pending = requestAnimationFrame(step);
  }

  /** @param {Shot} shot */
  function paintFields({ mixture }) {
    const { run, view } = read();
    const kind = run.D !== 2 || !mixture ? null : view.density ? "density" : view.regions && "regions";
    if (!isNew("field", mixture, kind)) return;
    paintField(set.panes[0].picture.field, set.shared, mixture, kind, set.shared.theme);
  }

  /** @param {number} now */
  function paint(now) {
    if (!root.isConnected) return; // another page has come
    const state = read();
    if (stale === "all") {
      prepare();
      shown = {};
    }
    const shot = shotOf(state);
    set.table(shot.mixture); // before curves are measured that it leaves room for
    if (stale) prepareCurves();
    stale = "";
    paintColours(shot);
    moveShapes(now, shot);
    paintFields(shot);
    notesOn(state, set.shared, shot).forEach((notes, i) => set.panes[i].picture.notes.replaceChildren(...notes));
    set.curves.forEach((mark, i) =>
      mark(state.frame, state.frames.tapes[i] === state.frames.soft ? shot.live : undefined),
    );
    shown.frame = state.frame;
    shown.at = now;
    painted(shot);
  }

  return {
    ask,
    set: () => set,
    close() {
      cancelAnimationFrame(pending);
      observer.disconnect();
    },
  };
}

/**
 * The points whose label is not the same in every pane; null before they all have one.
 * @param {Shot["parts"]} parts
 * @returns {number[] | null}
 */
function differing(parts) {
  const labels = /** @type {Uint8Array[]} */ (parts.map(({ colouring }) => colouring?.labels));
  if (labels.length < 2 || !labels.every(Boolean)) return null;
  const [first, ...others] = labels;
  const found = [];
  for (let n = 0; n < first.length; n += 1) {
    if (others.some((other) => other[n] !== first[n])) found.push(n);
  }
  return found;
}
