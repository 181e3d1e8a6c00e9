// Undecided points are pies: a slice for each component, as large as its responsibility, clockwise from
// 12 o'clock.

import look from "../look.json" with { type: "json" };

const { below, least } = look.pies;

export const SECTORS = 96;

/**
 * Whether each point's largest responsibility leaves room for doubt.
 * @param {Float64Array} gamma
 * @param {number} K
 */
export function undecided(gamma, K) {
  const doubtful = new Uint8Array(gamma.length / K).fill(1);
  for (let n = 0, at = 0; n < doubtful.length; n += 1) {
    for (let k = 0; k < K; k += 1, at += 1) if (gamma[at] >= below) doubtful[n] = 0;
  }
  return doubtful;
}

/**
 * The component of each sector of point n's pie, written where one is told. Slices too narrow to be
 * seen are left out.
 * @param {Float64Array} gamma
 * @param {number} K
 * @param {number} n
 */
export function cutPie(gamma, K, n, sectors = new Uint8Array(SECTORS)) {
  let whole = 0;
  for (let at = n * K; at < n * K + K; at += 1) if (gamma[at] >= least) whole += gamma[at];
  let [end, from] = [0, 0];
  for (let k = 0; k < K; k += 1) {
    const share = gamma[n * K + k];
    if (share < least) continue;
    end += share;
    const to = Math.round((SECTORS * end) / whole);
    sectors.fill(k, from, to);
    from = to;
  }
  return sectors;
}
