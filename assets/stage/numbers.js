// Numbers as people read them: grouped thousands, a real minus sign, no more digits than they carry.

/** @param {string} text */
const clean = (text) => text.replaceAll("-", "−").replace("e+", "e");

/**
 * @param {number} value
 * @param {number} digits
 */
export function fixed(value, digits) {
  if (!Number.isFinite(value)) return clean(`${value}`.replace("Infinity", "∞"));
  const [units, ...decimals] = Math.abs(value).toFixed(digits).split(".");
  const text = [units.replace(/\B(?=(\d{3})+$)/g, ","), ...decimals].join(".");
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text; // no minus before nothing
}

/** @param {number} value */
export const whole = (value) => fixed(value, 0);

/**
 * The power of ten of a number's first digit: 2 of 345, -3 of 0.006.
 * @param {number} value
 */
export const powerOf = (value) => Number(value.toExponential().split("e")[1]);

/**
 * In powers of ten, with so many decimals.
 * @param {number} value
 * @param {number} decimals
 */
export const exponential = (value, decimals) => clean(value.toExponential(decimals));

/**
 * Four significant digits, in powers of ten where that is shorter.
 * @param {number} value
 */
export function significant(value, digits = 4) {
  if (value === 0 || !Number.isFinite(value)) return fixed(value, 0);
  const power = powerOf(value);
  if (power < -4 || power > 6) return exponential(value, Math.max(0, digits - 1));
  return fixed(value, Math.max(0, digits - 1 - power));
}

/**
 * How many, of points that may count for more or less than one.
 * @param {number} value
 */
export const counted = (value) => (Number.isInteger(value) ? whole(value) : significant(value));

/**
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
export const plural = (count, one, many) => `${counted(count)} ${count === 1 ? one : many}`;
