// Where a frame stands on the tape: 0 is the start, 2i-1 the E-step and 2i the M-step of iteration i.

export const phaseAt = (frame) => (frame === 0 ? "start" : frame % 2 === 1 ? "E" : "M");

export const iterationAt = (frame) => Math.ceil(frame / 2);

// Which parameters are drawn: they move at an M-step only.
export const drawnAt = (frame) => Math.floor(frame / 2);

// Which parameters the colours came from: they change at an E-step only; nothing is coloured at the start.
export const colouredAt = (frame) => (frame === 0 ? null : Math.floor((frame - 1) / 2));

export function nameOf(frame) {
  const phase = phaseAt(frame);
  return phase === "start" ? "Start" : `${phase}-step ${iterationAt(frame)}`;
}
