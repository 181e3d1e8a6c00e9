// A quantity over the half-steps: what has been, and with "future" faintly what is to come. A click jumps there.

import { grainWithin, writeAt } from "./apart.js";
import { makeChart } from "./chart.js";
import { html } from "./elements.js";
import { extent } from "./geometry.js";
import { powerOf, significant } from "./numbers.js";

/** @typedef {import("./types").Frames} Frames */
/** @typedef {import("./types").Tape} Tape */

/**
 * The tape's own quantity; a tape that is shorter than others shares their axis. `below` (the bound) and
 * `ghost` (a run to compare with) are drawn beside it where they are given; a `digit` is so many pixels wide.
 * @param {any} figure
 * @param {Frames} frames
 * @param {Tape} tape
 * @param {{ below: Float64Array | null, ghost: Float64Array | null, future: boolean, label: string, unit: string,
 *   axis: string, digit: number, scale: number, remark: { words: string, why: string } | null }} beside
 * @param {(frame: number) => void} onJump
 * @returns {(frame: number, live?: number | null) => void}
 */
export function drawCurve(figure, frames, tape, beside, onJump) {
  const { below, label, unit, remark } = beside;
  const values = frames.measureOf(tape);
  /** @param {number} frame */
  const at = (frame) => frames.within(tape, frame);
  const host = figure.querySelector(".plot");
  const [number, aside] = [html("b"), html("span")];
  const [short, rest = ""] = label.split(/(?= of )/);
  const named = [short, html("span", "more", rest), " ", number, html("span", "more", ` ${unit}`), aside];
  if (remark) named.push(" ", html("span", { class: "remark", title: remark.why }, remark.words));
  const write = writeReading(values);
  // As many lines as there will be.
  if (values.length) number.textContent = write(values[0]);
  if (below) aside.textContent = ", gap 0.0000";
  figure.querySelector("figcaption").replaceChildren(...named);
  if (!values.length) {
    host.replaceChildren();
    host.onpointerdown = host.onpointermove = null;
    number.textContent = "–";
    return () => {};
  }
  const chart = makeChart(host, frames, tape, beside);
  let shown = 0; // the frame on show

  /** @param {PointerEvent} event */
  const frameUnder = (event) => {
    const found = chart.frameAt(event.clientX - host.getBoundingClientRect().left);
    return Math.max(0, Math.min(frames.length - 1, Math.round(found)));
  };
  /** @param {PointerEvent} event */
  host.onpointerdown = (event) => {
    if (event.pointerType === "mouse") host.setPointerCapture(event.pointerId);
    onJump(frameUnder(event));
  };
  /** @param {PointerEvent} event */
  host.onpointermove = (event) => {
    const frame = frameUnder(event);
    // What has not happened yet has no number.
    const told = beside.future || frame <= shown ? `: ${write(values[at(frame)])}` : "";
    chart.point(frame, frames.name(frame) + told);
    if (event.buttons & 1) onJump(frame);
  };
  host.onpointerleave = () => chart.point(null, "");

  // `live` is a number in the frame's place, while a hand holds a parameter.
  return (frame, live) => {
    shown = frame;
    const value = live ?? values[at(frame)];
    number.textContent = write(value);
    const told = below && tape.kind === "mixture" && live === undefined;
    const gap = told ? tape.logLikelihood[at(frame)] - tape.bound[at(frame)] : NaN; // in any units
    aside.textContent = Number.isFinite(gap) ? `, gap ${significant(Math.max(0, gap), 3)}` : "";
    chart.show(frame, value, told ? below[at(frame)] : NaN, live !== undefined);
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
