// Whose the keys are. After a press of mouse or finger they are the stage's, also where a control took the
// focus; who comes by keyboard keeps a control's own keys. Who writes, has a list open or a dialog keeps
// them in any case. The page's own controls are outside the stage, in the same document.

const ROLES = ["slider", "combobox", "listbox", "menu", "dialog", "radiogroup", "tablist", "spinbutton"];
const OWNERS = ["input", "textarea", "select", ...ROLES.map((role) => `[role=${role}]`)].join();
const PRESSED = ["range", "checkbox", "radio", "button", "submit", "file", "color"];
const DIALOG = '[role="dialog"], dialog';
const SETTLED = 60; // milliseconds after which a control has done with a press

/** What has the focus, in the stage's own tree too. */
function focused() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.body ? null : /** @type {HTMLElement | null} */ (active);
}

/**
 * A number is written, too.
 * @param {HTMLElement} element
 */
function isWritten(element) {
  if (element.isContentEditable || element.matches("textarea")) return true;
  const chosen = element.matches('[role="combobox"], [role="switch"]');
  return element.matches("input") && !chosen && !PRESSED.includes(/** @type {HTMLInputElement} */ (element).type);
}

/** @param {HTMLElement} element */
function isOpen(element) {
  if (element.matches('[role="combobox"][aria-expanded="true"]')) return true;
  return element.matches("select") && CSS.supports("selector(:open)") && element.matches(":open");
}

/** @param {HTMLElement} element */
const keepsKeys = (element) => isWritten(element) || isOpen(element) || Boolean(element.closest(DIALOG));

/** A dialog of the page that lies over the stage. */
export const dialogOver = () => /** @type {HTMLElement | null} */ (document.querySelector('[role="dialog"]'));

/**
 * Text fields, sliders, menus and everything that is edited need the keys themselves.
 * @param {any} target
 */
export function ownsKeys(target) {
  return Boolean(target.isContentEditable || target.closest?.(OWNERS));
}

/**
 * Follows how the focus comes and goes until `signal` ends it.
 * @param {AbortSignal} signal
 */
export function watchFocus(signal) {
  let pressed = false; // mouse or finger have just been used
  let byHand = false; // and so the focus came
  let arrived = false; // since the press
  /** @type {EventTarget | undefined} */
  let under; // what was pressed
  /** @type {number | undefined} */
  let timer;

  /** Gives the keys back, and says whether the stage has them. */
  function release() {
    const active = focused();
    if (!byHand || (active && keepsKeys(active))) return false;
    active?.blur();
    return true;
  }
  /** What was written is done: the keys go back, as after a press. */
  function finish() {
    const active = focused();
    const over = !active?.matches("input") || isOpen(active) || active.closest(DIALOG);
    if (byHand && !over) active?.blur();
  }
  /** What a press leaves: no frame around anything, be it the whole page. */
  function settle() {
    pressed = false;
    const active = focused();
    const dialog = dialogOver();
    // A dialog whose focus went with what was pressed would not hear Escape.
    if (dialog && !active) dialog.focus();
    // Who presses elsewhere has done with writing.
    const left = active && !arrived && isWritten(active) && !active.contains(/** @type {Node} */ (under));
    if (left && !active.closest(DIALOG)) active.blur();
    else release();
  }
  /** @type {Record<string, (event: any) => void>} */
  const heard = {
    pointerdown(event) {
      clearTimeout(timer);
      [under] = event.composedPath();
      [pressed, byHand, arrived] = [true, true, false];
    },
    pointerup: () => (timer = setTimeout(settle, SETTLED)),
    pointercancel: () => (timer = setTimeout(settle, SETTLED)),
    change: () => setTimeout(release, SETTLED),
    focusin: () => ([byHand, arrived] = [pressed, true]),
    // Enter and Escape end the writing, and a choice from a list.
    keydown(event) {
      if (["Enter", "Escape"].includes(event.key)) setTimeout(finish, SETTLED);
    },
  };
  for (const [name, hear] of Object.entries(heard)) {
    window.addEventListener(name, hear, { signal, capture: true });
  }
  signal.addEventListener("abort", () => clearTimeout(timer));
  return { release, isByHand: () => byHand };
}
