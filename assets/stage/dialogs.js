// Dialogs open and close by the script alone: in a sandboxed frame, such as a notebook's cell, no form is
// sent, not even one that only closes a dialog, and nothing may ask for the focus in the markup.

/**
 * Opens it with the focus on its main button. Whatever the buttons of its form do beside, they close it.
 * @param {HTMLDialogElement} dialog
 */
export function openDialog(dialog) {
  dialog.onclick = (event) => {
    const button = /** @type {Element} */ (event.target).closest("form button:not([type=button])");
    if (!button) return;
    event.preventDefault();
    dialog.close();
  };
  dialog.showModal();
  const main = /** @type {HTMLElement | null} */ (dialog.querySelector(".primary"));
  main?.focus();
}
