// The font for formulas: bars, roots, brackets and limits stand where its table MATH says. Within a shadow tree a
// rule @font-face is not seen, so the font is given to the document. It is not fetched either, so that a page
// whose policy forbids the network shows it as well.

import font from "../mathfont.json" with { type: "json" };

const MATH_FONT = "Mixtape Math"; // as styles name it: math { font-family: "Mixtape Math", math; }

/** Once for a document, however many stages and lessons it has. A browser that cannot read it takes its own. */
export function loadMathFont() {
  if ([...document.fonts].some((face) => face.family.replaceAll('"', "") === MATH_FONT)) return;
  const bytes = Uint8Array.from(atob(font.base64), (letter) => letter.charCodeAt(0));
  const face = new FontFace(MATH_FONT, bytes);
  document.fonts.add(face);
  face.load().catch(() => document.fonts.delete(face));
}
