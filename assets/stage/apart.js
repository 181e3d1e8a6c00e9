// Numbers that are read side by side: the fewest digits with which those that differ read differently.
// A grain is the power of ten of the last digit: -2 stands for hundredths. gmm/ui/apart.py does the same.

import { exponential, fixed, powerOf, significant } from "./numbers.js";

const FINEST = 15; // digits that a number carries

/**
 * Not the number itself, but what its text says.
 * @param {number} power
 */
const tenTo = (power) => Number(`1e${power}`);

/**
 * A number rounded to its grain, as a power of ten.
 * @param {number} value
 * @param {number} grain
 */
function inPowers(value, grain) {
  if (!Number.isFinite(value)) return fixed(value, 0);
  const size = Math.abs(value);
  if (size < tenTo(grain)) return size < 0.5 * tenTo(grain) ? "0" : exponential(Math.sign(value) * tenTo(grain), 0);
  const digits = powerOf(value) - grain;
  const carries = powerOf(Number(value.toExponential(digits))) > powerOf(value); // 9.99 becomes 10.0
  return exponential(value, carries ? digits + 1 : digits);
}

/**
 * About how many digits wide a text is: commas and points are half as wide, a minus sign is wider.
 * @param {string} text
 */
export const widthOf = (text) =>
  text.length - 0.5 * text.replace(/[^,.]/g, "").length + 0.25 * text.replace(/[^−]/g, "").length;

/**
 * Writes the numbers of a set whose largest is `top`, all to one grain: in powers of ten where that is shorter.
 * @param {number} top
 * @param {number} grain
 * @returns {(value: number) => string}
 */
export function writeAt(top, grain) {
  const power = powerOf(top);
  const plain = (/** @type {number} */ value) => fixed(value, Math.max(0, -grain));
  const unusual = power < -4 || power > 6;
  if (unusual && (power > 20 || widthOf(inPowers(top, grain)) < widthOf(plain(top)))) {
    return (value) => inPowers(value, grain);
  }
  return plain;
}

/**
 * The grain of numbers within a range: four digits of it, and never more than a number carries.
 * @param {number} low
 * @param {number} high
 */
export function grainWithin(low, high) {
  const top = Math.max(Math.abs(low), Math.abs(high));
  return Math.max(powerOf(high - low || top || 1) - 3, powerOf(top || 1) - FINEST);
}

/**
 * The grain, or a finer one where numbers of a set would read alike; those that lie within one unit of
 * `spare` digits more are taken for equal.
 * @param {number} grain
 * @param {ArrayLike<number>[]} sets
 * @param {number} spare
 */
export function grainApart(grain, sets, spare) {
  const least = tenTo(grain - spare);
  let found = grain;
  for (const set of sets) {
    const sorted = Array.from(set).filter(Number.isFinite).sort((a, b) => a - b);
    for (let i = 1; i < sorted.length; i += 1) {
      const [low, high] = [sorted[i - 1], sorted[i]];
      if (high - low < least) continue;
      while (found > grain - spare && high - low < tenTo(found) && inPowers(low, found) === inPowers(high, found)) found -= 1;
    }
  }
  return found;
}

/**
 * How many significant digits numbers of sets need to read differently, `spare` more than `digits` at most.
 * @param {number} digits
 * @param {ArrayLike<number>[]} sets
 * @param {number} spare
 */
export function digitsApart(digits, sets, spare) {
  let found = digits;
  for (const set of sets) {
    const sorted = Array.from(set).filter(Number.isFinite).sort((a, b) => a - b);
    for (let i = 1; i < sorted.length && found < digits + spare; i += 1) {
      const [low, high] = [sorted[i - 1], sorted[i]];
      // Far apart: no need to write them.
      if (high - low > 0.2 * Math.max(Math.abs(low), Math.abs(high))) continue;
      if (significant(low, found) !== significant(high, found)) continue;
      const more = Array.from({ length: digits + spare - found }, (_, n) => found + n + 1);
      found = more.find((count) => significant(low, count) !== significant(high, count)) ?? found;
    }
  }
  return found;
}

/**
 * A set of sizes, as densities or distances are: significant digits, as many as tell them apart.
 * @param {number[]} values
 */
export function writeSizes(values, digits = 3, spare = 3) {
  const found = digitsApart(digits, [values], spare);
  return values.map((value) => significant(value, found));
}

/** @typedef {{ texts: string[], beside: string }} Ticks */

/**
 * The texts of an axis's ticks, within `room` digits, and what stands at its end: "× 1e−9", "+ 101,320" or
 * "× 1e−9 + 5", what a tick is multiplied by and what is added to it.
 * @param {number[]} values
 * @param {number} grain
 * @param {number} room
 * @returns {Ticks}
 */
export function writeTicks(values, grain, room) {
  const ways = [...waysOf(values, grain, ""), ...waysAway(values, grain)];
  const widths = ways.map(({ texts }) => Math.max(0, ...texts.map(widthOf)));
  const narrowest = Math.min(...widths);
  return ways[widths.findIndex((width) => width <= Math.max(room, narrowest))];
}

/**
 * Plain, in powers of ten, and with one power of ten for all.
 * @param {number[]} values
 * @param {number} grain
 * @param {string} added
 * @returns {Ticks[]}
 */
function waysOf(values, grain, added) {
  const power = Math.max(grain, ...values.filter(Boolean).map(powerOf));
  const decimals = Math.max(0, -grain);
  /** @param {(value: number) => string} write */
  const textsOf = (write) => values.map((value) => (Math.abs(value) < 0.5 * tenTo(grain) ? "0" : write(value)));
  const plain = power < FINEST && decimals <= 20 ? [{ texts: textsOf((value) => fixed(value, decimals)), beside: added }] : [];
  const powers = { texts: textsOf((value) => inPowers(value, grain).replace(/\.?0+e/, "e")), beside: added };
  const shared = {
    texts: textsOf((value) => fixed(value / tenTo(power), power - grain)),
    beside: `× ${exponential(tenTo(power), 0)} ${added}`.trim(),
  };
  return [...plain, powers, ...(power === 0 ? [] : [shared])];
}

/**
 * The same, away from the roundest number that lies among the values or not far below them.
 * @param {number[]} values
 * @param {number} grain
 */
function waysAway(values, grain) {
  const sizes = values.map(Math.abs);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  if (!values.every((value) => value * values[0] > 0)) return [];
  const least = Math.max(grain, powerOf(high - low || tenTo(grain))) + 1;
  for (let power = powerOf(high); power >= least; power -= 1) {
    const head = Number(`${Math.floor(high / tenTo(power) + 1e-9)}e${power}`);
    if (head < low - tenTo(least)) continue;
    const away = Math.sign(values[0]) * head;
    const added = `${away < 0 ? "−" : "+"} ${writeHead(head, power)}`;
    return waysOf(values.map((value) => value - away), grain, added);
  }
  return [];
}

/**
 * What is added to every tick, in full.
 * @param {number} head
 * @param {number} power
 */
const writeHead = (head, power) =>
  powerOf(head) < FINEST && power > -7 ? fixed(head, Math.max(0, -power)) : exponential(head, powerOf(head) - power);
