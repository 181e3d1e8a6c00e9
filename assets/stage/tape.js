// Where a frame stands on a tape. Half-steps: 0 is the start, 2i-1 the E-step and 2i the M-step of
// iteration i. Whole steps: 0 is the start, i the step of iteration i.

/** @type {(frame: number, whole?: boolean) => "start" | "E" | "M" | "step"} */
export function phaseAt(frame, whole = false) {
  if (frame === 0) return "start";
  if (whole) return "step";
  return frame % 2 === 1 ? "E" : "M";
}

/** @param {number} frame */
export const iterationAt = (frame, whole = false) => (whole ? frame : Math.ceil(frame / 2));

/**
 * Which parameters are drawn: they move at an M-step only.
 * @param {number} frame
 */
export const drawnAt = (frame, whole = false) => (whole ? frame : Math.floor(frame / 2));

/**
 * Which parameters the colours came from: they change at an E-step only; nothing is coloured at the
 * start. After a whole step the colours are those of the parameters that it made.
 * @param {number} frame
 */
export function colouredAt(frame, whole = false) {
  if (frame === 0) return null;
  return whole ? frame : Math.floor((frame - 1) / 2);
}

/** @param {number} frame */
export function nameOf(frame, whole = false) {
  const phase = phaseAt(frame, whole);
  if (phase === "start") return "Start";
  return phase === "step" ? `Step ${frame}` : `${phase}-step ${iterationAt(frame)}`;
}
