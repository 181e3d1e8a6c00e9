"""Where ../mathfont.json came from: run it and the font for formulas is written again.

It needs `pip install fonttools brotli`, the ordinary client of the npm registry and a network; the
app needs none of them. Of STIX Two Math it takes the characters that lessons write in formulas,
with the table (MATH) by which a browser places bars, roots, indices and limits and makes brackets
taller. No outline is changed.
"""

import base64
import io
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).resolve().parent
PACKAGE = "@fontsource/stix-two-math@5.3.0"
FILE = "package/files/stix-two-math-latin-400-normal.woff2"
LICENCE = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1. "
    "This license is available with a FAQ at: https://openfontlicense.org"
)

# A browser draws a single letter of a formula as the slanted one of these mathematical alphabets.
UPRIGHT = [*range(0x20, 0x7F), 0xA0, 0xAC, 0xB0, 0xB1, 0xB7, 0xD7, *range(0x391, 0x3CA)]
GREEK_VARIANTS = [*range(0x3D0, 0x3D7), 0x3F5]
SLANTED = [*range(0x1D434, 0x1D468), 0x210E, *range(0x1D6E2, 0x1D71C)]
SCRIPT = [*range(0x1D49C, 0x1D4B6), *map(ord, "ℬℰℱℋℐℒℳℛℓ")]
OPEN = [*map(ord, "ℝℕℙ"), 0x1D53C]
SIGNS = [
    *map(ord, "−∑∏√∫∞≈≤≥≠≡∼≪≫∝∣∥‖∈∉→←⇒↦…⋯∂∇⊤′⟨⟩⌈⌉⌊⌋¯ˆ˜"),
    *range(0x2061, 0x2065),  # a function's application, a product's sign that is not seen
    *(0x302, 0x303, 0x304),
]
CHARACTERS = [*UPRIGHT, *GREEK_VARIANTS, *SLANTED, *SCRIPT, *OPEN, *SIGNS]


def fetch() -> bytes:
    """Get the whole font from its package."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", PACKAGE, "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            member = package.extractfile(FILE)
            assert member is not None
            return member.read()


def cut(font: bytes) -> bytes:
    """Leave out of a font what no formula needs: WOFF2 -> WOFF2."""
    options = subset.Options(
        flavor="woff2",
        hinting=False,  # instructions for screens of a hundred dots an inch
        layout_features=[],
        name_IDs=[0, 1, 2, 4, 5, 6, 13, 14],  # whose it is, and under which licence
        notdef_outline=True,
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=CHARACTERS)
    whole = subset.load_font(io.BytesIO(font), options)
    cutter.subset(whole)
    whole["name"].setName(LICENCE, 13, 3, 1, 0x409)
    out = io.BytesIO()
    subset.save_font(whole, out, options)
    return out.getvalue()


if __name__ == "__main__":
    made = cut(fetch())
    told = {
        "about": "STIX Two Math, some of its characters: assets/font/SOURCE.md",
        "base64": base64.b64encode(made).decode(),
    }
    (HERE.parent / "mathfont.json").write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    print(f"{len(CHARACTERS)} characters, {len(made):,} bytes")
