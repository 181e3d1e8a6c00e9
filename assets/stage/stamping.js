// How the points are stamped: as discs, unless something else than their colour is asked of them.

import { isHollow } from "./marks.js";

/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Stamps} Stamps */
/** @typedef {import("./types").View} View */

const PLAIN = { shape: 0, size: 1, hollow: false };
const SIZES = 9;

/**
 * Sizes whose area says how much, in so many steps.
 * @param {Float64Array} amounts
 * @param {number} least
 * @param {number} step
 */
function bySize(amounts, least, step) {
  const most = Math.max(1e-12, ...amounts);
  const kinds = Array.from({ length: SIZES }, (_, i) => ({ ...PLAIN, size: least + step * i }));
  const which = Uint8Array.from(amounts, (amount) => Math.round((SIZES - 1) * Math.sqrt(amount / most)));
  return { kinds, which };
}

/**
 * Shapes that tell true labels apart; a point whose label is not known (-1) stays a dot.
 * @param {number[]} truth
 */
function byTruth(truth) {
  const labels = Array.from({ length: Math.max(...truth) + 1 }, (_, label) => label);
  const shapes = labels.map((label) => ({ shape: label, size: 1.35, hollow: isHollow(label) }));
  const unknown = { ...PLAIN, size: 0.6 };
  return { kinds: [unknown, ...shapes], which: Uint8Array.from(truth, (label) => label + 1) };
}

/**
 * `kinds` of stamps, and `which` of them each point is. `shares` of the gap come before true labels,
 * true labels before frequencies.
 * @param {Run} run
 * @param {View} view
 * @param {Uint8Array | undefined} labels
 * @param {Float64Array | null} shares
 * @returns {Stamps}
 */
export function stampsFor(run, view, labels, shares) {
  if (shares) return bySize(shares, 0.45, 0.28);
  if (view.truth && run.truth) return byTruth(run.truth);
  if (run.frequencies) return bySize(run.frequencies, 0.6, 0.3);
  // Beyond eight components colours begin again; then the points are rings.
  if (labels && run.K > 8) {
    const ring = { ...PLAIN, size: 1.2, hollow: true };
    return { kinds: [PLAIN, ring], which: labels.map((k) => (isHollow(k) ? 1 : 0)) };
  }
  return { kinds: [PLAIN], which: new Uint8Array(run.N) };
}
