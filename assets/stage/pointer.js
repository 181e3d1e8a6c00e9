// From pointers to gestures over one plot: a press on something that can be held becomes a pull, any
// other press a click. Mouse, pen and finger alike; nothing here knows what is held.

/** @typedef {import("./types").Target} Target */

const STILL = 4; // pixels within which a press is still a click

/**
 * `hit(x, y, coarse)` tells what lies there (null for nothing); `hold`, `pull`, `release(moved)` follow a
 * press on a target that it calls `held`; `click(target, x, y)` is all the rest; `hover(place)` tells where
 * a mouse is that presses nothing, null for elsewhere.
 * @param {HTMLElement} plot
 * @param {{ hit: (x: number, y: number, coarse: boolean) => Target | null, hold: (target: Target, at: [number, number]) => void,
 *   pull: (target: Target, at: [number, number]) => void, release: (target: Target, moved: boolean) => void,
 *   click: (target: Target | null, x: number, y: number) => void, hover: (at: [number, number] | null) => void }} gestures
 */
export function listenTo(plot, { hit, hold, pull, release, click, hover }) {
  /** @type {{ x: number, y: number, target: Target | null, moved: boolean } | null} */
  let press = null;
  /**
   * @param {PointerEvent} event
   * @returns {[number, number]}
   */
  const place = (event) => {
    const box = plot.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  /** @param {PointerEvent} event */
  const coarse = (event) => event.pointerType !== "mouse";

  plot.onpointerdown = (event) => {
    if (event.button !== 0) return;
    const [x, y] = place(event);
    const target = hit(x, y, coarse(event));
    press = { x, y, target, moved: false };
    if (!target?.held) return;
    event.preventDefault();
    plot.setPointerCapture(event.pointerId);
    hold(target, [x, y]);
  };
  plot.onpointermove = (event) => {
    const [x, y] = place(event);
    if (!press) {
      if (!coarse(event)) hover([x, y]);
      plot.style.cursor = hit(x, y, coarse(event))?.cursor ?? "";
      return;
    }
    if (Math.hypot(x - press.x, y - press.y) > STILL) press.moved = true;
    if (press.target?.held && press.moved) pull(press.target, [x, y]);
  };
  plot.onpointerup = (event) => {
    if (!press) return;
    const { target, moved } = press;
    press = null;
    if (target?.held) release(target, moved);
    if (!moved) click(target, ...place(event));
  };
  plot.onpointerleave = () => {
    if (!press) hover(null);
  };
  plot.onpointercancel = () => {
    if (press?.target?.held) release(press.target, false);
    press = null;
  };
  // A finger that scrolls the page must not be taken from it, unless it has hold of something.
  const keep = (/** @type {TouchEvent} */ event) => {
    if (press?.target?.held) event.preventDefault();
  };
  plot.addEventListener("touchstart", keep, { passive: false });
  // Let go of what is held, as if it had never been touched.
  return () => {
    press = null;
  };
}
