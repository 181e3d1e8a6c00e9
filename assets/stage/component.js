// The stage as Streamlit's component, or alone on a page.

import { makeStage } from "./stage.js";

/** @typedef {import("./types").Edit} Edit */
/** @typedef {import("./types").Payload} Payload */
/** @typedef {import("./types").Root} Root */

/** @type {WeakMap<Root, ReturnType<typeof makeStage>>} */
const stages = new WeakMap();

/**
 * What Streamlit calls with every payload, and with every change of theme.
 * @param {{ data: Payload, parentElement: HTMLElement, setTriggerValue?: (name: string, value: Edit) => void }} component
 */
export default function stage({ data, parentElement, setTriggerValue }) {
  const root = /** @type {Root} */ (parentElement.querySelector(".stage"));
  if (!stages.has(root)) stages.set(root, makeStage(root, (edit) => setTriggerValue?.("edited", edit)));
  stages.get(root)?.show(data);
  return () => {
    stages.get(root)?.close();
    stages.delete(root);
  };
}
