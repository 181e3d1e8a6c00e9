// What stays as it is while settings change comes in elements of its own, once: points, and the first
// tape. A message names the parts that belong to it.

/** @typedef {import("./types").Payload} Payload */
/** @typedef {import("./types").Part} Part */

/** @type {Map<HTMLElement, Part>} */
const kept = new Map(); // by the element that has brought it: each has one, as long as it is on the page
/** @type {Map<string, ((part: Part) => void)[]>} */
const awaited = new Map();

/**
 * @param {HTMLElement} element
 * @param {Part} part
 */
export function keepPart(element, part) {
  kept.set(element, part);
  for (const done of awaited.get(part.part) ?? []) done(part);
  awaited.delete(part.part);
  return () => {
    kept.delete(element);
  };
}

/**
 * @param {string} name
 * @returns {Part | Promise<Part>}
 */
function find(name) {
  /** @param {(part: Part) => void} done */
  const wait = (done) => awaited.set(name, [...(awaited.get(name) ?? []), done]);
  return [...kept.values()].find(({ part }) => part === name) ?? new Promise(wait);
}

/**
 * The message with its parts in it, as soon as they are here.
 * @param {Payload} payload
 * @returns {Promise<Payload>}
 */
export async function completePayload(payload) {
  const parts = await Promise.all((payload.parts ?? []).map(find));
  const tapes = [...parts.flatMap((part) => part.tapes ?? []), ...payload.tapes];
  return Object.assign({}, payload, ...parts, { tapes });
}
