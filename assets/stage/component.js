// The stage as Streamlit's component, or alone on a page.

import { completePayload, keepPart } from "./parts.js";
import { makeStage } from "./stage.js";

/** @typedef {import("./types").Edit} Edit */
/** @typedef {import("./types").Part} Part */
/** @typedef {import("./types").Payload} Payload */
/** @typedef {import("./types").Root} Root */

/**
 * What is called with a part of a payload, which is an element of the page by itself.
 * @param {{ data: Part, parentElement: HTMLElement }} component
 */
export const keep = ({ data, parentElement }) => keepPart(parentElement, data);

export const complete = completePayload;

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
