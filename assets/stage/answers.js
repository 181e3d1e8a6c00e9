// A number as somebody types it, and whether it is near enough.

const SLACK = 1e-6; // of a number: what rounding may have taken from a tolerance

/**
 * "2.9", "2,9", "1,234.5", "-1.5" with any minus sign, "1e-3", with the unit or without, "64 %" for 0.64; null for anything else.
 * @param {string} text
 */
export function readNumber(text, unit = "") {
  let plain = text.trim().replace(/[−–]/g, "-").replace(/[\s_']/g, "");
  const ending = unit.replace(/\s/g, "");
  if (ending && plain.endsWith(ending)) plain = plain.slice(0, -ending.length);
  const hundredth = plain.endsWith("%");
  if (hundredth) plain = plain.slice(0, -1);
  plain = plain.includes(".") ? plain.replaceAll(",", "") : plain.replace(",", ".");
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value / (hundredth ? 100 : 1) : null;
}

/**
 * @param {number} value
 * @param {number} answer
 * @param {number} tolerance
 */
export const isNear = (value, answer, tolerance) =>
  Math.abs(value - answer) <= tolerance + SLACK * Math.max(Math.abs(answer), tolerance);
