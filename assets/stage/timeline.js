// Where frames lie on a curve's axis across: all of them; of a long run with steps that get narrower; or,
// to see single steps, a page of them.

import { ticks } from "./geometry.js";
import { powerOf } from "./numbers.js";

const LONG = 100; // iterations
const PAGE = 24; // frames
const SHARED = 4; // frames of a page that the next one begins with

/**
 * @param {{ length: number, stride: number }} frames
 * @param {boolean} paged
 */
export function timelineOf({ length, stride }, paged) {
  const last = Math.max(1, length - 1);
  const turns = paged && last > PAGE;
  const bends = !turns && last > LONG * stride;
  /** @param {number} frame */
  const place = (frame) => (bends ? Math.log1p(frame / stride) : frame);
  /** @param {number} at */
  const frameOf = (at) => (bends ? stride * Math.expm1(at) : at);
  return {
    names: bends ? ["iteration (log scale)", "iteration (log)"] : ["iteration"],
    place,
    frameOf,
    /**
     * The first and the last frame in view.
     * @param {number} frame
     */
    page(frame) {
      if (!turns) return [0, last];
      const begin = Math.max(0, Math.ceil((frame - PAGE) / (PAGE - SHARED))) * (PAGE - SHARED);
      return [begin, begin + PAGE];
    },
    /**
     * Where the last stretch of what has been begins: an iteration ago where single steps are to be seen,
     * else at the last third of the way, and some steps ago at least.
     * @param {number} frame
     */
    stretch(frame) {
      if (paged) return Math.max(0, frame - stride);
      return Math.max(0, Math.floor(Math.min(frame - 3 * stride, frameOf((2 / 3) * place(frame)))));
    },
    /**
     * Whole iterations with a number.
     * @param {number[]} page
     * @param {number} most
     */
    numbers([begin, end], most) {
      const [low, high] = [begin / stride, end / stride];
      if (bends) return [0, ...Array.from({ length: powerOf(high) + 1 }, (_, power) => 10 ** power)];
      return ticks(low, high, Math.max(1, Math.min(most, Math.floor(high - low)))).values;
    },
  };
}
