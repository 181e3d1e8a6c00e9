// A run as gmm/ui/stage/payload.py packs it, unpacked once: float64 all the way, nothing rounded.

/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").PackedTape} PackedTape */
/** @typedef {import("./types").Payload} Payload */
/** @typedef {import("./types").Run} Run */
/** @typedef {import("./types").Tape} Tape */

/** @param {string} base64 */
function floats(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Float64Array(bytes.buffer);
}

/**
 * @param {Float64Array} packed
 * @param {number} width
 */
const rows = (packed, width) =>
  Array.from({ length: packed.length / width }, (_, i) => packed.subarray(i * width, (i + 1) * width));

/**
 * One mixture is K weights, K·D means and K·D(D+1)/2 covariance entries: upper triangles row by row.
 * @param {Float64Array} packed
 * @param {number} K
 * @param {number} D
 * @returns {Mixture[]}
 */
function mixtures(packed, K, D) {
  const stride = K * (1 + D + (D * (D + 1)) / 2);
  return rows(packed, stride).map((row) => ({
    K,
    D,
    weights: row.subarray(0, K),
    means: row.subarray(K, K + K * D),
    covariances: row.subarray(K + K * D),
  }));
}

/**
 * @param {PackedTape} tape
 * @param {number} K
 * @param {number} D
 * @returns {any}
 */
function unpackTape({ log_likelihood: logLikelihood, ...tape }, K, D) {
  if (tape.kind === "centroids") {
    return { ...tape, centroids: rows(floats(tape.centroids), K * D), inertia: floats(tape.inertia) };
  }
  return {
    ...tape,
    mixtures: mixtures(floats(tape.mixtures), K, D),
    logLikelihood: floats(logLikelihood),
    bound: floats(tape.bound),
  };
}

/**
 * @param {Payload} payload
 * @returns {Run}
 */
export function unpack(payload) {
  const { K, D } = payload;
  const points = floats(payload.points);
  const run = {
    ...payload,
    scene: "", // a run is the same one in every scene
    N: points.length / D,
    points,
    frequencies: payload.frequencies && floats(payload.frequencies),
    box: payload.box && Float64Array.from(payload.box),
  };
  return withTapes(run, payload.tapes.map((tape) => unpackTape(tape, K, D)));
}

/**
 * The run with these tapes. The first one of mixtures is what cards, table and likelihood speak of,
 * the first one of centroids what they compare it with.
 * @param {any} run
 * @param {any[]} tapes
 * @returns {Run}
 */
export function withTapes(run, tapes) {
  /** @type {Tape[]} */
  const keyed = tapes.map((tape) => ({ ...tape, key: tape.name.toLowerCase().replace(/\W/g, "") }));
  return {
    ...run,
    tapes: keyed,
    soft: keyed.find(({ kind }) => kind === "mixture"),
    hard: keyed.find(({ kind }) => kind === "centroids"),
  };
}

/**
 * The points as they are being drawn, uncoloured until the engine has recorded them.
 * @param {Run} run
 * @param {Float64Array} points
 */
export function withDrawing(run, points) {
  const nothing = { frames: 1, stopped: "", mixtures: [], centroids: [], logLikelihood: [], bound: [], inertia: [] };
  const drawn = { ...run, run: "", points, N: points.length / 2, blank: true, truth: null, frequencies: null };
  return withTapes(drawn, run.tapes.map((tape) => ({ ...tape, ...nothing })));
}
