// What the person wants to see: layers and modes, each a box to tick in the View menu.

// name, label, where it applies. What is on at first is listed in START.
const LAYERS = [
  ["density", "Density of the mixture", () => true],
  ["regions", "Regions where a component wins", () => true],
  ["cells", "Cells of k-means", (run) => run.kmeans],
  ["third", "Ellipses at 3 sigma, too", (run) => run.D === 2],
  ["trails", "Trails of the means", (run) => run.D === 2],
  ["rings", "Rings where the twins differ", (run) => run.kmeans],
  ["truth", "True labels, as shapes", (run) => run.truth],
  ["bound", "The bound beside the log-likelihood", () => true],
  ["shares", "Shares of the gap, as sizes", () => true],
];
const MODES = [
  ["predict", "Guess the M-step", () => true],
  ["temperature", "Temperature: from soft to hard", (run) => run.kmeans],
  ["projector", "Projector: large and bold", () => true],
];
const START = { cells: true };

export const startView = () => ({ ...START });

const NAMES = [...LAYERS, ...MODES].map(([name]) => name);

// The view as a word for the address: what differs from the start, and what the card is about.
// "density.no-cells.point-17" is the density on, the cells off, and the card of point 17.
export function viewToText(view, chosen) {
  const switched = NAMES.filter((name) => Boolean(view[name]) !== Boolean(START[name]));
  const words = switched.map((name) => (view[name] ? name : `no-${name}`));
  for (const kind of ["point", "component"]) {
    if (chosen?.[kind] !== undefined) words.push(`${kind}-${chosen[kind] + 1}`);
  }
  return words.join(".");
}

// The way back. Words that mean nothing, and cards about what is not there, are passed over.
export function viewFromText(text, { N, K }) {
  const view = startView();
  let chosen = null;
  for (const word of (text ?? "").split(".")) {
    const off = word.startsWith("no-");
    const name = off ? word.slice(3) : word;
    if (NAMES.includes(name)) view[name] = !off;
    const [, kind, number] = /^(point|component)-(\d{1,5})$/.exec(word) ?? [];
    if (kind && number >= 1 && number <= (kind === "point" ? N : K)) chosen = { [kind]: number - 1 };
  }
  return { view, chosen };
}

// Builds the menu; `changed(name)` is told when a box is ticked. Gives a function that shows the state.
export function makeMenu(menu, view, changed) {
  const box = ([name, label]) => {
    const input = document.createElement("input");
    input.type = "checkbox";
    input.name = name;
    input.onchange = () => {
      view[name] = input.checked;
      changed(name);
    };
    const line = document.createElement("label");
    line.append(input, label);
    return line;
  };
  const group = (title, entries) => {
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = title;
    set.append(legend, ...entries.map(box));
    return set;
  };
  const body = menu.querySelector(".boxes");
  body.replaceChildren(group("Layers", LAYERS), group("Modes", MODES));
  menu.onkeydown = (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  };
  return (run) => {
    for (const [name, , applies] of [...LAYERS, ...MODES]) {
      const input = body.querySelector(`[name=${name}]`);
      input.checked = Boolean(view[name]);
      input.disabled = !applies(run);
      input.parentElement.hidden = !applies(run);
    }
  };
}
