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
 * @param {{ below: Float64Array | null, ghost: Float64Array | null, future: boolean, label: string, axis: string, digit: number }} beside
 */
export function makeChart(host, { length, stride, within, last, measureOf }, tape, { below, ghost, future, label, axis, digit }) {
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
  const floor = Math.max(MARGIN.top + 30, box.height - MARGIN.bottom - (apart ? 2 * digit : 0));
  const area = { left, right, top: MARGIN.top, floor, digit };

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

  const seen = svg("rect", { x: 0, y: 0, width: 0, height: box.height });
  const name = label.replace(/\W/g, "-");
  const clip = svg("clipPath", { id: `past-${name}` }, seen);
  const ground = svg("rect", { x: left, y: MARGIN.top, width: right - left + 6, height: floor - MARGIN.top + 1 });
  const inside = svg("clipPath", { id: `plot-${name}` }, ground);
  const [grid, lines, words, hover] = [svg("g"), svg("g", { "clip-path": `url(#plot-${name})` }), svg("g"), svg("g", "hover")];
  const here = segment("here", [0, MARGIN.top], [0, floor]);
  const dot = svg("circle", { class: "dot", r: 4.5 });
  const head = written(0, 10, "start", "");
  const across = written(box.width - 2, floor + 14 + (apart ? 2 * digit : 0), "end", named);
  const picture = { class: "axes", role: "img", "aria-label": `${label} over the half-steps` };
  host.replaceChildren(svg("svg", picture, clip, inside, grid, here, lines, words, head, across, hover, dot));

  /** @type {number[]} */
  let page = [];
  /** @type {number[]} */
  let range = [];
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
    return MARGIN.top + (floor - MARGIN.top) * (1 - Math.max(1 - most, Math.min(most, share)));
  };

  /** Axes and lines for what is in view. */
  function redraw() {
    const [low, high] = range;
    const { values: levels, grain } = levelsOf(low, high, Math.max(2, (floor - MARGIN.top) / 30));
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
      return [written(middle, floor + 14, "middle", text)];
    });
    grid.replaceChildren(
      ...levels.flatMap((value, i) => [
        segment("grid", [left, y(value)], [right, y(value)]),
        written(left - 6, y(value) + 3.5, "end", texts[i]),
      ]),
      ...numbers,
    );
    // A tape that has ended stands still until the longest has, too.
    const steps = Array.from({ length }, (_, frame) => frame).filter((frame) => frame === 0 || at(frame) !== at(frame - 1));
    const line = `${path(steps.map((frame) => [x(frame), y(values[at(frame)])]))}H${x(length - 1).toFixed(2)}`;
    // The start has no bound; an E-step and an M-step each make a stair.
    const stairs = below && steps.filter((frame) => !Number.isNaN(below[at(frame)]))
      .map((frame, i) => `${i ? "H" : "M"}${x(frame).toFixed(2)}${i ? "V" : " "}${y(below[at(frame)]).toFixed(2)}`).join("");
    /**
     * @param {string} which
     * @param {string} d
     */
    const drawn = (which, d) => [
      ...(future ? [svg("path", { class: `future${which}`, d })] : []),
      svg("path", { class: `past${which}`, d, "clip-path": `url(#past-${name})` }),
    ];
    const earlier = ghost && svg("path", { class: "ghost", d: path(shownGhost.map((value, frame) => [x(frame), y(value)])) });
    lines.replaceChildren(...(earlier ? [earlier] : []), ...(stairs ? drawn(" below", stairs) : []), ...drawn("", line));
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
      hover.replaceChildren(segment("", [x(frame), MARGIN.top], [x(frame), floor]), written(place[0], place[1], anchor, text));
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
      // With the whole width of an upright line, but with nothing of the next frame.
      seen.setAttribute("width", `${x(frame) + Math.min(0.8, (x(frame + 1) - x(frame)) / 4)}`);
      here.setAttribute("transform", `translate(${x(frame)})`);
      dot.setAttribute("cx", `${x(frame)}`);
      dot.setAttribute("cy", `${Math.max(MARGIN.top, Math.min(floor, y(value)))}`);
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
