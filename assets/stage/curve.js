// A quantity over the half-steps: what has been is strong, what is to come is faint. A click jumps there.

import { grainWithin, widthOf, writeAt, writeTicks } from "./apart.js";
import { html, path, segment, svg, written } from "./elements.js";
import { extent, padded, ticks } from "./geometry.js";
import { fixed, powerOf, significant } from "./numbers.js";

/** @typedef {import("./types").Frames} Frames */
/** @typedef {import("./types").Tape} Tape */

const MARGIN = { right: 10, top: 8, bottom: 18 };
const MOST = 9.5; // digits that a label may be wide where there is room

/**
 * The tape's own quantity; a tape that is shorter than others shares their axis. `below` (the bound) and
 * `ghost` (a run to compare with) are drawn beside it where they are given; a `digit` is so many pixels wide.
 * @param {any} figure
 * @param {Frames} frames
 * @param {Tape} tape
 * @param {{ below: Float64Array | null, ghost: Float64Array | null, label: string, unit: string,
 *   digit: number, remark: { words: string, why: string } | null }} beside
 * @param {(frame: number) => void} onJump
 * @returns {(frame: number, live?: number | null) => void}
 */
export function drawCurve(figure, { length, within, name, stride, measureOf }, tape, beside, onJump) {
  const { below, ghost, label, unit, digit, remark } = beside;
  const values = measureOf(tape);
  /** @param {number} frame */
  const at = (frame) => within(tape, frame);
  const host = figure.querySelector(".plot");
  const [number, aside] = [html("b"), html("span")];
  const [short, rest = ""] = label.split(/(?= of )/);
  const named = [short, html("span", "more", rest), " ", number, html("span", "more", ` ${unit}`), aside];
  if (remark) named.push(" ", html("span", { class: "remark", title: remark.why }, remark.words));
  const write = writeReading(values);
  if (values.length) number.textContent = write(values[0]); // as many lines as there will be
  figure.querySelector("figcaption").replaceChildren(...named);
  if (!values.length) {
    host.replaceChildren();
    host.onpointerdown = host.onpointermove = null;
    number.textContent = "–";
    return () => {};
  }
  const box = host.getBoundingClientRect();
  const height = Math.max(30, box.height - MARGIN.top - MARGIN.bottom);
  const shownGhost = Array.from(ghost ?? []).slice(0, length);
  const [low, high] = rangeOf([...values, ...shownGhost, ...(below ?? [])]);
  const { values: levels, grain } = ticks(low, high, Math.max(2, height / 30));
  const { texts, beside: added } = writeTicks(levels, grain, Math.min(MOST, box.width / (3.6 * digit)));
  const left = 12 + digit * Math.max(...texts.map(widthOf));
  const width = Math.max(60, box.width - left - MARGIN.right);
  const last = Math.max(1, length - 1);
  /** @param {number} frame */
  const x = (frame) => left + (width * frame) / last;
  /**
   * What is not finite lies on the edge.
   * @param {number} value
   */
  const y = (value) => MARGIN.top + height * (1 - (Math.max(low, Math.min(high, value)) - low) / (high - low));
  /** @param {Float64Array} numbers */
  const points = (numbers) => Array.from({ length }, (_, frame) => [frame, numbers[at(frame)]]);
  /** @param {number[][]} list */
  const lineOf = (list) => path(list.map(([frame, value]) => [x(frame), y(value)]));
  // The start has no bound.
  const stairs = below && lineOf(points(below).filter(([, value]) => !Number.isNaN(value)));
  const own = points(values).filter(([frame]) => frame === 0 || at(frame) !== at(frame - 1));
  const ghostLine = lineOf(shownGhost.map((value, frame) => [frame, value]));
  // A tape that has ended stands still until the longest has, too.
  const line = `${lineOf(own)}H${x(length - 1).toFixed(2)}`;

  const seen = svg("rect", { x: 0, y: 0, width: 0, height: box.height });
  const clip = svg("clipPath", { id: `past-${label.replace(/\W/g, "-")}` }, seen);
  /**
   * @param {string} which
   * @param {string} d
   */
  const past = (which, d) => svg("path", { class: which, d, "clip-path": `url(#${clip.id})` });
  const floor = MARGIN.top + height;
  const falls = values[values.length - 1] < values[0];
  const here = segment("here", [0, MARGIN.top], [0, floor]);
  const dot = svg("circle", { class: "dot", r: 4.5 });
  const hover = svg("g", "hover");
  // Whole iterations only.
  const most = Math.max(1, Math.min(8, width / 34, Math.floor(last / stride)));
  const chart = svg(
    "svg",
    { class: "axes", role: "img", "aria-label": `${label} over the half-steps` },
    clip,
    ...levels.flatMap((value, i) => [
      segment("grid", [x(0), y(value)], [x(last), y(value)]),
      written(left - 6, y(value) + 3.5, "end", texts[i]),
    ]),
    ...ticks(0, last / stride, most).values.map((value) => {
      const middle = Math.min(x(stride * value), box.width - 0.5 * digit * widthOf(fixed(value, 0)));
      return written(middle, floor + 14, "middle", fixed(value, 0));
    }),
    here,
    ...(ghost ? [svg("path", { class: "ghost", d: ghostLine })] : []),
    svg("path", { class: "future", d: line }),
    ...(stairs ? [svg("path", { class: "future below", d: stairs }), past("past below", stairs)] : []),
    past("past", line),
    // On the side that the curve leaves free.
    ...(added ? [written(falls ? x(last) - 4 : left + 4, 20, falls ? "end" : "start", added, "name")] : []),
    hover,
    dot,
  );
  host.replaceChildren(chart);

  /** @param {PointerEvent} event */
  const frameUnder = (event) => {
    const share = (event.clientX - chart.getBoundingClientRect().left - left) / width;
    return Math.max(0, Math.min(length - 1, Math.round(share * last)));
  };
  /** @param {number} frame */
  const pointAt = (frame) => {
    const words = `${name(frame)}: ${write(values[at(frame)])}`;
    const [offset, anchor] = x(frame) > left + width / 2 ? [-6, "end"] : [6, "start"];
    hover.replaceChildren(
      segment("", [x(frame), MARGIN.top], [x(frame), floor]),
      written(x(frame) + offset, floor - 6, anchor, words),
    );
  };
  /** @param {PointerEvent} event */
  host.onpointerdown = (event) => {
    if (event.pointerType === "mouse") host.setPointerCapture(event.pointerId);
    onJump(frameUnder(event));
  };
  /** @param {PointerEvent} event */
  host.onpointermove = (event) => {
    pointAt(frameUnder(event));
    if (event.buttons & 1) onJump(frameUnder(event));
  };
  host.onpointerleave = () => hover.replaceChildren();

  // `live` is a number in the frame's place, while a hand holds a parameter.
  return (frame, live) => {
    const value = live ?? values[at(frame)];
    number.textContent = write(value);
    const told = below && tape.kind === "mixture" && live === undefined;
    const gap = told ? tape.logLikelihood[at(frame)] - tape.bound[at(frame)] : NaN; // in any units
    aside.textContent = Number.isFinite(gap) ? `, gap ${significant(Math.max(0, gap), 3)}` : "";
    seen.setAttribute("width", `${x(frame) + 0.5}`);
    here.setAttribute("transform", `translate(${x(frame)})`);
    dot.setAttribute("cx", `${x(frame)}`);
    dot.setAttribute("cy", `${y(value)}`);
  };
}

/**
 * One grain for the whole tape, so that no digit comes or goes: seven digits of its end, and four of its range.
 * @param {Float64Array} values
 */
export function writeReading(values) {
  const numbers = Array.from(values).filter(Number.isFinite);
  const [low, high] = numbers.length ? extent(numbers) : [0, 0];
  const top = Math.max(Math.abs(low), Math.abs(high));
  const grain = Math.min(powerOf(numbers.at(-1) || top) - 6, grainWithin(low, high));
  return writeAt(top, Math.max(grain, powerOf(top) - 9));
}

/**
 * A range with an axis, also where every number is the same or none is finite.
 * @param {number[]} values
 */
function rangeOf(values) {
  const numbers = values.filter(Number.isFinite);
  const [low, high] = numbers.length ? extent(numbers) : [-1, 0];
  const near = high - low <= 1e-9 * Math.abs(high);
  return padded(near ? [high, high] : [low, high], 0.06);
}
