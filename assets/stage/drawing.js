// Drawing points by hand: a spray, an eraser, undo and clear. It changes a list of points, nothing else.

export const MOST = 2000;

// `points` are x, y, x, y, ...; a stroke is one undo.
export function makeEasel() {
  let points = [];
  let past = [];
  return {
    points: () => points,
    count: () => points.length / 2,
    places: () => new Set(points.flatMap((x, i) => (i % 2 ? [] : [`${x} ${points[i + 1]}`]))).size,
    canUndo: () => past.length > 0,
    load(values) {
      points = Array.from(values);
      past = [];
    },
    begin() {
      past.push(points);
      if (past.length > 100) past.shift();
    },
    // Some points around a place, normally distributed; a spread of 0 puts them on it. Points stay in the box.
    spray([x, y], many, spread, [left, bottom, right, top]) {
      const added = [];
      for (let i = 0; i < many && points.length + added.length < 2 * MOST; i += 1) {
        const [u, v] = [normal(), normal()];
        added.push(
          hundredths(Math.min(right, Math.max(left, x + spread * u))),
          hundredths(Math.min(top, Math.max(bottom, y + spread * v))),
        );
      }
      points = points.concat(added);
    },
    erase([x, y], reach) {
      points = points.filter((_, i) => {
        const n = i - (i % 2);
        return Math.hypot(points[n] - x, points[n + 1] - y) > reach;
      });
    },
    clear() {
      past.push(points);
      points = [];
    },
    undo() {
      points = past.pop() ?? points;
    },
  };
}

// Nobody draws finer, and a link carries more points that way.
const hundredths = (value) => Math.round(100 * value) / 100;

// Box and Muller.
function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
