"""Where icons.woff2 came from: run it and the font of icons is written again.

It needs `pip install fonttools brotli` and the installed Streamlit, whose own font it cuts down to
the icons that Streamlit's script and our pages name; the app needs neither package.
"""

import re
from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
STATIC = Path(streamlit.__file__).parent / "static" / "static"
FONT = next(STATIC.glob("media/MaterialSymbols-Rounded.*.woff2"))
NAME = re.compile(r":material/([a-z0-9_]+)")


def list_icons() -> list[str]:
    """Name the icons of Streamlit's own script and of ours."""
    root = HERE.parents[1]
    ours = [*(root / "gmm").rglob("*.py"), *(root / "pages").glob("*.py")]
    texts = [path.read_text("utf-8") for path in (*STATIC.glob("js/*.js"), *ours)]
    return sorted({name.strip("_") for text in texts for name in NAME.findall(text)})


def cut(names: list[str]) -> TTFont:
    """Keep the letters that names are written in, and the icons that they turn into."""
    font = TTFont(FONT)
    options = subset.Options(flavor="woff2", layout_closure=False, hinting=False)
    options.layout_features = ["*"]
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    letters = {ord(letter) for name in names for letter in name}
    spelled = {
        name: ligature for name in names for ligature in [_find(font, name)] if ligature is not None
    }
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters, glyphs=spelled.values())
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def _find(font: TTFont, name: str) -> str | None:
    """The glyph that a name turns into."""
    cmap = font.getBestCmap()
    first, *rest = [cmap[ord(letter)] for letter in name]
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for ligature in getattr(table, "ligatures", {}).get(first, []):
                if ligature.Component == rest:
                    return str(ligature.LigGlyph)
    print("There is no icon", name)
    return None


if __name__ == "__main__":
    names = list_icons()
    cut(names).save(HERE / "icons.woff2")
    (HERE / "icons.txt").write_text("\n".join([FONT.name, *names, ""]), "utf-8")
    print(FONT.name, len(names), "icons,", (HERE / "icons.woff2").stat().st_size, "bytes")
