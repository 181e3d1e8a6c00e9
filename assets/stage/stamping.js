// How the points are stamped: as discs, unless something else than their colour is asked of them.

import { isHollow } from "./marks.js";
import { radiusFor } from "./picture.js";
import { sizesOf, stacksOf } from "./stacks.js";

/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Stamps} Stamps */
/** @typedef {import("./types").View} View */

const PLAIN = { shape: 0, size: 1, hollow: false };
const RING = { shape: 0, size: 1.2, hollow: true };
const LEAST = 2.5; // pixels of radius in which slices can be told apart
const STEPS = 8; // of sizes whose area says how much

/**
 * The shape that stands for a true label: an index of marks.js, its size beside a plain disc's, and
 * whether it is hollow. A label that is not known (-1) is a small dot.
 * @param {number} label
 */
export const shapeOfLabel = (label) =>
  label < 0 ? { ...PLAIN, size: 0.6 } : { shape: label, size: 1.35, hollow: isHollow(label) };

/**
 * Sizes of which each is one of a few.
 * @param {Float64Array} amounts
 * @param {number} least
 * @param {number} step
 */
function bySize(amounts, least, step) {
  const most = amounts.reduce((top, one) => Math.max(top, one), 1e-12);
  return amounts.map((amount) => least + step * Math.round(STEPS * Math.sqrt(amount / most)));
}

/**
 * The size of each point beside a plain disc's: of its share of the gap, of how often it was counted, or
 * of how many points are where it is; null where all are plain.
 * @param {Run} run
 * @param {number[] | null} truth
 * @param {Float64Array | null} shares
 */
function sizesFor(run, truth, shares = null) {
  const stacks = stacksOf(run, truth);
  if (shares) {
    const sums = stacks ? new Float64Array(run.N) : shares;
    stacks?.first.forEach((lead, n) => (sums[lead] += shares[n]));
    return bySize(sums, 0.45, 0.28);
  }
  if (run.frequencies && !truth) return bySize(stacks?.many ?? run.frequencies, 0.6, 0.3);
  return stacks && sizesOf(stacks.many);
}

/**
 * How large each point is drawn beside a plain disc, by how many it stands for; null where all are plain.
 * @param {Run} run
 */
export const sizesAtRest = (run) => sizesFor(run, null);

/**
 * `kinds` of stamps, `which` of them each point is, and the points in `order` from below to above: of
 * those at one place the first stands for all, large ones lie below small ones, and undecided ones on
 * top. `shares` of the gap come before true labels, true labels before frequencies. With true labels
 * those of one place are a stack for each label.
 * @param {Run} run
 * @param {View} view
 * @param {Uint8Array | undefined} labels
 * @param {Float64Array | null} shares
 * @param {Uint8Array | null} doubtful
 * @returns {Stamps}
 */
export function stampsFor(run, view, labels, shares, doubtful = null) {
  const truth = (view.truth && !shares && run.truth) || null;
  const sizes = sizesFor(run, truth, shares);
  // Beyond eight components colours begin again; then the points are rings.
  const rings = labels && run.K > 8 && !sizes && !truth ? labels : null;
  /** @param {number} n */
  const styleOf = (n) => {
    if (truth) return shapeOfLabel(truth[n]);
    if (rings && isHollow(rings[n])) return RING;
    return doubtful?.[n] && !sizes ? pie : PLAIN;
  };
  const pie = { ...PLAIN, size: Math.max(1.15, LEAST / radiusFor(run.N)) };
  /** @type {Map<number, number>} */
  const known = new Map();
  /** @type {Stamps["kinds"]} */
  const kinds = [];
  const which = new Uint16Array(run.N);
  for (let n = 0; n < run.N; n += 1) {
    const { shape, size, hollow } = styleOf(n);
    const own = size * (sizes ? sizes[n] : 1);
    const key = Math.round(own * 1000) * 64 + shape * 2 + Number(hollow);
    if (!known.has(key)) known.set(key, kinds.push({ shape, size: own, hollow }) - 1);
    which[n] = /** @type {number} */ (known.get(key));
  }
  return { kinds, which, order: orderOf(run, truth, sizes, doubtful) };
}

/**
 * @param {Run} run
 * @param {number[] | null} truth
 * @param {Float64Array | null} sizes
 * @param {Uint8Array | null} doubtful
 */
function orderOf(run, truth, sizes, doubtful) {
  const first = stacksOf(run, truth)?.first;
  const order = [];
  for (let n = 0; n < run.N; n += 1) if (!doubtful?.[n] && (!first || first[n] === n)) order.push(n);
  for (let n = 0; n < run.N; n += 1) if (doubtful?.[n] && (!first || first[n] === n)) order.push(n);
  return sizes ? order.sort((a, b) => sizes[b] - sizes[a]) : order;
}
