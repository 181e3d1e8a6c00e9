// Numbers as people read them: grouped thousands, a real minus sign, no more digits than they carry.

const clean = (text) => text.replace("-", "−");

// Making a format is slow, using it is not.
const formats = new Map();

export function fixed(value, digits) {
  if (!formats.has(digits)) {
    const range = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    formats.set(digits, new Intl.NumberFormat("en", range));
  }
  return clean(formats.get(digits).format(value));
}

export const whole = (value) => fixed(value, 0);

// Four significant digits, in powers of ten where that is shorter.
export function significant(value, digits = 4) {
  if (value === 0) return "0";
  const power = Math.floor(Math.log10(Math.abs(value)));
  if (power < -4 || power > 6) return clean(value.toExponential(Math.max(0, digits - 2))).replace("e+", "e");
  return fixed(value, Math.max(0, digits - 1 - power));
}

export const plural = (count, one, many) => `${whole(count)} ${count === 1 ? one : many}`;

// A number beside an axis, where there is room for six characters: powers of ten where it needs more.
export function tickText(value, digits) {
  if (value === 0) return "0";
  if (digits <= 4 && Math.abs(value) < 1e5) return fixed(value, digits);
  return clean(value.toExponential(1)).replace("e+", "e").replace(".0e", "e");
}
