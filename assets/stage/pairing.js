// Which component each cluster of another tape is: the same cluster has one colour and one mark in
// every pane, whatever number each engine has given it.

/** @typedef {import("./types").Colouring} Colouring */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Shape} Shape */
/** @typedef {import("./types").Tape} Tape */

/**
 * The component that each cluster is paired with, so that as many points as possible are labelled alike.
 * Of pairings that are as good, the one that swaps least.
 * @param {Uint8Array} labels the likeliest component of each point
 * @param {Uint8Array} clusters the cluster of each point
 * @param {number} K
 * @param {Float64Array | null} frequencies
 */
export function pair(labels, clusters, K, frequencies = null) {
  const alike = new Float64Array(K * K); // how many points each cluster shares with each component
  let total = 0;
  for (let n = 0; n < labels.length; n += 1) {
    const often = frequencies ? frequencies[n] : 1;
    alike[clusters[n] * K + labels[n]] += often;
    total += often;
  }
  // Less than any point, all in all: only where nothing else decides.
  for (let k = 0; k < K; k += 1) alike[k * K + k] += 1e-9 * total;
  return assign(alike.map((many) => -many), K);
}

/** @param {Uint8Array} pairs */
const isIdentity = (pairs) => pairs.every((to, from) => to === from);

/**
 * The column for each row of a (K, K) table of costs, each column once, for the least sum: shortest
 * augmenting paths (Jonker and Volgenant 1987).
 * @param {Float64Array} costs
 * @param {number} K
 */
export function assign(costs, K) {
  const [rowPrices, columnPrices] = [new Float64Array(K), new Float64Array(K + 1)];
  const rowOf = new Int32Array(K + 1).fill(-1); // column K is where each path begins
  for (let row = 0; row < K; row += 1) {
    const [slack, before] = [new Float64Array(K).fill(Infinity), new Int32Array(K).fill(K)];
    const done = new Uint8Array(K + 1);
    let column = K;
    rowOf[K] = row;
    while (rowOf[column] >= 0) {
      done[column] = 1;
      const at = rowOf[column];
      let next = -1;
      for (let j = 0; j < K; j += 1) {
        if (done[j]) continue;
        const cost = costs[at * K + j] - rowPrices[at] - columnPrices[j];
        if (cost < slack[j]) [slack[j], before[j]] = [cost, column];
        if (next < 0 || slack[j] < slack[next]) next = j;
      }
      const step = slack[next];
      for (let j = 0; j <= K; j += 1) {
        if (done[j]) {
          rowPrices[rowOf[j]] += step;
          columnPrices[j] -= step;
        } else slack[j] -= step;
      }
      column = next;
    }
    while (column !== K) {
      rowOf[column] = rowOf[before[column]];
      column = before[column];
    }
  }
  const columns = new Uint8Array(K);
  for (let j = 0; j < K; j += 1) columns[rowOf[j]] = j;
  return columns;
}

/**
 * A shape with its clusters in the places of the components that they are paired with.
 * @template {Shape} T
 * @param {T} shape
 * @param {Uint8Array | null} pairs
 * @returns {T}
 */
export function rearrange(shape, pairs) {
  if (!pairs || isIdentity(pairs)) return shape;
  const parts = Object.entries(shape).map(([name, part]) => {
    if (typeof part === "number") return [name, part];
    const stride = part.length / pairs.length;
    const moved = new Float64Array(part.length);
    pairs.forEach((to, from) => moved.set(part.subarray(from * stride, (from + 1) * stride), to * stride));
    return [name, moved];
  });
  return Object.fromEntries(parts);
}

/**
 * Likewise the colours that it gives.
 * @param {Colouring} colouring
 * @param {Uint8Array} pairs
 * @returns {Colouring}
 */
export function rearrangeColouring({ gamma, labels }, pairs) {
  const K = pairs.length;
  const columns = new Float64Array(gamma.length);
  for (let n = 0; n < labels.length; n += 1) {
    for (let k = 0; k < K; k += 1) columns[n * K + pairs[k]] = gamma[n * K + k];
  }
  return { gamma: columns, labels: labels.map((k) => pairs[k]) };
}

/**
 * Of a run: pairs follow the colours on show, so an M-step keeps those of its E-step, and before the
 * first E-step there are none.
 * @param {Run} run
 * @param {Tape} leading
 * @param {{ coloured: (tape: Tape, frame: number) => number | null, shapesOf: (tape: Tape) => Shape[],
 *   ownColouringOn: (tape: Tape, frame: number) => Colouring | null,
 *   remember: <T>(key: string, compute: () => T) => T }} tapes
 */
export function makePairs({ K, frequencies }, leading, { coloured, ownColouringOn, shapesOf, remember }) {
  /**
   * The component that each cluster of another tape is: null where nothing is coloured.
   * @param {Tape} tape
   * @param {number} frame
   */
  function pairsOn(tape, frame) {
    if (tape === leading) return null;
    const [own, others] = [ownColouringOn(tape, frame), ownColouringOn(leading, frame)];
    if (!own || !others) return null;
    const key = `pairs ${tape.key} ${coloured(tape, frame)} ${coloured(leading, frame)}`;
    return remember(key, () => pair(others.labels, own.labels, K, frequencies));
  }
  return {
    pairsOn,
    /**
     * @param {Tape} tape
     * @param {number} frame
     */
    colouringOn(tape, frame) {
      const [own, pairs] = [ownColouringOn(tape, frame), pairsOn(tape, frame)];
      if (!own || !pairs || isIdentity(pairs)) return own;
      return remember(`paired ${tape.key} ${coloured(tape, frame)} ${pairs}`, () => rearrangeColouring(own, pairs));
    },
    /**
     * A tape's shape with the pairs of a frame.
     * @param {Tape} tape
     * @param {number} index
     * @param {number} frame
     */
    shapeAt(tape, index, frame) {
      const [own, pairs] = [shapesOf(tape)[index], pairsOn(tape, frame)];
      if (!pairs || isIdentity(pairs)) return own;
      return remember(`shape ${tape.key} ${index} ${pairs}`, () => rearrange(own, pairs));
    },
  };
}
