// The page's theme as the pictures need it: numbers, not CSS.

import { isDark, palette, parse } from "./colours.js";

export function readTheme(root, K, projector) {
  const style = getComputedStyle(root);
  const paper = parse(style.backgroundColor);
  const dark = isDark(paper);
  root.classList.toggle("dark", dark);
  root.classList.toggle("projector", Boolean(projector));
  return {
    paper,
    ink: parse(style.color),
    colours: palette(paper, K),
    neutral: dark ? [138, 146, 162] : [128, 135, 150],
    thick: projector ? 1.5 : 1,
  };
}
