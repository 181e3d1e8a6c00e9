// A curve's chart: its axes, the line of what has been, and words in it. Prepared once, moved frame by frame.

import { widthOf, writeTicks } from "./apart.js";
import { path, segment, svg, written } from "./elements.js";
import { extent, padded, ticks } from "./geometry.js";
import { compareEnds, nameEarlier, nameLines } from "./labels.js";
import { fixed } from "./numbers.js";
import { timelineOf } from "./timeline.js";
import { makeZoom, roundRange } from "./zoom.js";

/** @typedef {import("./types").Frames} Frames */
/** @typedef {import("./types").Tape} Tape */

const MARGIN = { right: 10, top: 16, bottom: 18 };
const MOST = 8.25; // digits that a label may be wide where there is room
const BEYOND = 50; // heights of the plot that a line is followed out of it

/**
 * The chart itself: `show` brings a frame on the screen, `point` names one under the pointer.
 * @param {HTMLElement} host
 * @param {Frames} frames
 * @param {Tape} tape
 * @param {{ below: Float64Array | null, ghost: Float64Array | null, future: boolean, label: string, axis: string, digit: number, scale: number }} beside
 */
export function makeChart(host, { length, stride, within, last, measureOf }, tape, { below, ghost, future, label, axis, digit, scale }) {
  const values = measureOf(tape);
  /** @param {number} frame */
  const at = (frame) => within(tape, frame);
  const timeline = timelineOf({ length, stride }, Boolean(below));
  const box = host.getBoundingClientRect();
  const room = Math.min(MOST, box.width / (3.6 * digit));
  const left = 12 + digit * room;
  const right = left + Math.max(60, box.width - left - MARGIN.right);
  const named = timeline.names.find((words) => digit * words.length < box.width - 4) ?? timeline.names[timeline.names.length - 1];
  // The axis's name has a line of its own where it would leave no room for numbers.
  const apart = right - left < 2 * digit * named.length;
  const top = scale * MARGIN.top;
  const floor = Math.max(top + 30, box.height - scale * MARGIN.bottom - (apart ? 2 * digit : 0));
  const area = { left, right, top, floor, digit };

  const falls = tape.kind !== "mixture";
  const shownGhost = Array.from(ghost ?? []).slice(0, length);
  const zoom = makeZoom({
    value: (frame) => values[at(frame)],
    ...(below && { below: (/** @type {number} */ frame) => below[at(frame)] }),
    ...(ghost && { beside: (/** @type {number} */ frame) => shownGhost[frame] }),
    begins: timeline.stretch,
    falls,
  });
  const everything = future && !below ? rangeOf([...values, ...shownGhost]) : null;
  /** @param {number} frame */
  const rangeAt = (frame) => everything ?? zoom(frame);

  const name = label.replace(/\W/g, "-");
  const ground = svg("rect", { x: left, y: top, width: right - left + 6, height: floor - top + 1 });
  const inside = svg("clipPath", { id: `plot-${name}` }, ground);
  const [grid, lines, words, hover] = [svg("g"), svg("g", { "clip-path": `url(#plot-${name})` }), svg("g"), svg("g", "hover")];
  const here = segment("here", [0, top], [0, floor]);
  const dot = svg("circle", { class: "dot", r: 4.5 });
  const head = written(0, 10 * scale, "start", "");
  const across = written(box.width - 2, floor + 14 * scale + (apart ? 2 * digit : 0), "end", named);
  const picture = { class: "axes", role: "img", "aria-label": `${label} over the half-steps` };
  host.replaceChildren(svg("svg", picture, inside, grid, here, lines, words, head, across, hover, dot));

  /** @type {number[]} */
  let page = [];
  /** @type {number[]} */
  let range = [];
  /** @type {{ name: string, pieces: string[], past: Element }[]} what each line is made of, and its part that has been */
  let ways = [];
  /** @param {number} frame */
  const x = (frame) => {
    const [begin, end] = page.map(timeline.place);
    return left + ((right - left) * (timeline.place(frame) - begin)) / (end - begin);
  };
  /**
   * What is not finite lies on the edge, and a line that leaves the plot is followed for a while.
   * @param {number} value
   */
  const y = (value) => {
    const [low, high] = range;
    const share = Number.isNaN(value) ? 0 : (value - low) / (high - low);
    const most = Number.isFinite(value) ? BEYOND : 1;
    return top + (floor - top) * (1 - Math.max(1 - most, Math.min(most, share)));
  };

  /** Axes and lines for what is in view. */
  function redraw() {
    const [low, high] = range;
    const { values: levels, grain } = levelsOf(low, high, Math.max(2, (floor - top) / (30 * scale)));
    const { texts, beside: added } = writeTicks(levels, grain, room);
    head.textContent = [axis, added].filter(Boolean).join(", ");
    const end = apart ? box.width : box.width - digit * (named.length + 1);
    let taken = -Infinity;
    const numbers = timeline.numbers(page, (right - left) / 34).flatMap((value) => {
      const text = fixed(value, 0);
      const half = 0.5 * digit * widthOf(text);
      const middle = Math.min(x(stride * value), box.width - half);
      if (middle - half < taken || middle + half > end) return [];
      taken = middle + half + digit;
      return [written(middle, floor + 14 * scale, "middle", text)];
    });
    grid.replaceChildren(
      ...levels.flatMap((value, i) => [
        segment("grid", [left, y(value)], [right, y(value)]),
        written(left - 6, y(value) + 3.5 * scale, "end", texts[i]),
      ]),
      ...numbers,
    );
    // A tape that has ended, or is slower than others, stands still in between.
    const moves = Array.from({ length }, (_, frame) => frame === 0 || at(frame) !== at(frame - 1));
    /** @param {number} frame */
    const place = (frame) => `${x(frame).toFixed(2)} ${y(values[at(frame)]).toFixed(2)}`;
    const line = moves.map((isMove, frame) => (isMove ? `${frame ? "L" : "M"}${place(frame)}` : ""));
    // The start has no bound; an E-step and an M-step each make a stair.
    const first = below ? moves.findIndex((isMove, frame) => isMove && !Number.isNaN(below[at(frame)])) : -1;
    const stairs = moves.map((isMove, frame) => {
      if (!below || !isMove || first < 0 || frame < first) return "";
      const [to, up] = [x(frame).toFixed(2), y(below[at(frame)]).toFixed(2)];
      return frame === first ? `M${to} ${up}` : `H${to}V${up}`;
    });
    ways = [{ name: " below", pieces: stairs }, { name: "", pieces: line }].filter(({ pieces }) => pieces.some(Boolean))
      .map((way) => ({ ...way, past: svg("path", { class: `past${way.name}` }) }));
    const earlier = ghost && svg("path", { class: "ghost", d: path(shownGhost.map((value, frame) => [x(frame), y(value)])) });
    lines.replaceChildren(
      ...(earlier ? [earlier] : []),
      ...ways.flatMap(({ name: which, pieces, past }) => [
        ...(future ? [svg("path", { class: `future${which}`, d: `${pieces.join("")}H${x(length - 1).toFixed(2)}` })] : []),
        past,
      ]),
    );
  }

  /**
   * @param {number} frame
   * @param {number} value
   * @param {number} bound
   */
  function wordsOn(frame, value, bound) {
    const found = [];
    if (Number.isFinite(bound)) found.push(...nameLines(area, x(frame), y(value), y(bound)));
    if (shownGhost.length) {
      const [own, other] = [values, ghost ?? []].map((list) => list[list.length - 1]);
      const ended = (future || frame >= last(tape)) && Number.isFinite(own - other);
      const end = shownGhost.length - 1;
      found.push(nameEarlier(area, x(end), y(shownGhost[end]), ended ? compareEnds(own, other) : ""));
    }
    return found;
  }

  return {
    /** @param {number} pixels */
    frameAt: (pixels) => {
      const [begin, end] = page.map(timeline.place);
      return timeline.frameOf(begin + ((pixels - left) / (right - left)) * (end - begin));
    },
    /**
     * @param {number | null} frame
     * @param {string} text
     */
    point(frame, text) {
      if (frame === null) return hover.replaceChildren();
      const [offset, anchor] = x(frame) > (left + right) / 2 ? [-6, "end"] : [6, "start"];
      const place = [x(frame) + offset, floor - 6];
      hover.replaceChildren(segment("", [x(frame), top], [x(frame), floor]), written(place[0], place[1], anchor, text));
    },
    /**
     * @param {number} frame
     * @param {number} value
     * @param {number} bound
     * @param {boolean} isLive
     */
    show(frame, value, bound, isLive) {
      let [low, high] = rangeAt(frame);
      if (isLive && Number.isFinite(value) && (value < low || value > high)) {
        // A hand that stays within the view does not move the axis.
        const stays = value >= range[0] && value <= range[1];
        [low, high] = stays ? range : roundRange([Math.min(low, value), Math.max(high, value)], falls);
      }
      const [begin, end] = timeline.page(frame);
      if ([begin, end, low, high].join() !== [...page, ...range].join()) {
        [page, range] = [[begin, end], [low, high]];
        redraw();
      }
      for (const { pieces, past } of ways) {
        const been = pieces.slice(0, frame + 1).join("");
        past.setAttribute("d", been && `${been}H${x(frame).toFixed(2)}`);
      }
      here.setAttribute("transform", `translate(${x(frame)})`);
      dot.setAttribute("cx", `${x(frame)}`);
      dot.setAttribute("cy", `${Math.max(top, Math.min(floor, y(value)))}`);
      words.replaceChildren(...wordsOn(frame, value, bound));
    },
  };
}

/**
 * Ticks up: about so many, and never one alone, which would not tell a scale.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {ReturnType<typeof ticks>}
 */
function levelsOf(low, high, count) {
  const found = ticks(low, high, count);
  return found.values.length > 1 ? found : levelsOf(low, high, count + 1);
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
