// The glossary's search: terms whose name begins with the words first, then those whose name has them, then
// those whose meaning has them. gmm/ui/course/glossary.py does the same for the app's page.

/** @param {string} words */
const normalise = (words) => words.replaceAll("\u2011", "-").replaceAll("\u2019", "'").toLowerCase().split(/\s+/).filter(Boolean).join(" ");

/**
 * @param {{ data: { terms: { called: string[], meaning: string }[], count: string }, parentElement: HTMLElement }} component
 */
export function search({ data: { terms, count }, parentElement }) {
  const find = (/** @type {string} */ selector) => /** @type {any} */ (parentElement.querySelector(selector));
  const [field, list, told, none] = [".search input", ".terms", ".found", ".none"].map(find);
  const sections = /** @type {HTMLElement[]} */ ([...list.children]);

  /**
   * @param {{ called: string[], meaning: string }} term
   * @param {string} asked
   */
  function rank({ called, meaning }, asked) {
    if (called.some((each) => each.startsWith(asked))) return 0;
    if (called.some((each) => each.includes(asked))) return 1;
    return meaning.includes(asked) ? 2 : 3;
  }

  function show() {
    const asked = normalise(field.value);
    const ranks = terms.map((term) => rank(term, asked));
    const found = ranks.filter((each) => each < 3).length;
    sections.forEach((section, i) => (section.hidden = ranks[i] === 3));
    const order = sections.map((_, i) => i).sort((a, b) => ranks[a] - ranks[b] || a - b);
    list.append(...order.map((i) => sections[i]));
    told.textContent = asked ? count.replace("{found}", `${found}`) : "";
    none.hidden = found > 0;
  }
  find(".search").hidden = false;
  field.oninput = show;
  show();
}
