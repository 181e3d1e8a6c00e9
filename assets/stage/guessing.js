// Guessing where the M-step goes: how far off a guess was, and what is told of it.

import { writeSizes } from "./apart.js";
import { sigmasBetween } from "./inspection.js";
import { meanOf } from "./mixture.js";
import { significant } from "./numbers.js";

/** @typedef {import("./types").Guess} Guess */
/** @typedef {import("./types").Patch} Patch */
/** @typedef {import("./types").State} State */

/**
 * What a move to another frame makes of the guess: it is judged by the M-step, and goes when one goes on.
 * @param {State} state
 * @param {number} frame
 * @returns {Patch}
 */
export function carryOn(state, frame) {
  const { guess } = state;
  if (!guess || (frame === guess.frame + 1 && guess.result)) return {};
  const judges = frame === guess.frame + 1 && state.frame === guess.frame;
  return judges ? judge(/** @type {State & { guess: Guess }} */ (state), frame) : { guess: null };
}

/**
 * @param {State & { guess: Guess }} state
 * @param {number} frame
 */
function judge({ frames, guess, guesses }, frame) {
  const truth = frames.mixtureOn(frame);
  const off = [...guess.moved].map((k) => ({ k, sigmas: sigmasBetween(truth, k, meanOf(guess.mixture, k)) }));
  const result = off
    .map(({ k, sigmas }) => `Component ${k + 1}: your guess was ${significant(sigmas, 2)} standard deviations off.`)
    .join(" ");
  return { guess: { ...guess, result }, guesses: [...guesses, ...off.map(({ sigmas }) => sigmas)] };
}

/**
 * @param {State} state
 * @returns {import("./types").Story}
 */
export function tellGuesses({ guess, guesses }) {
  const list = writeSizes(guesses.slice(-5), 2).join(", ");
  return { headline: `${guess?.result}`, details: `Your guesses so far were off by ${list} standard deviations.` };
}
