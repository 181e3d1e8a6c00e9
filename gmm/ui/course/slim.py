"""An SVG file of matplotlib's -> one that stands in a page: shorter, with names of its own."""

import re
from collections import Counter
from collections.abc import Iterator

_HEAD = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_USED = re.compile(r"#([\w-]+)")
_REFERENCE = re.compile(r'(url\(#|xlink:href="#)([\w-]+)')
_LONG = re.compile(r"(\d+\.\d\d)\d+")
_PLACE = re.compile(r'(?<= [xy]=")-?\d+\.\d+(?=")')
_WAY = re.compile(r' d="([^"]*)"')
_STEP = re.compile(r"[MLQCz]|-?[\d.]+")
_STYLE = re.compile(r' style="([^"]*)"')
_TURNED_BY_NOTHING = re.compile(r' transform="rotate\(-?0 [^"]*\)"')
_SPACE = re.compile(r"\s*\n\s*")
_PLAIN = re.compile(r"<g>((?:<(?:use|path|text)\b[^<]*(?:/>|</text>))+)</g>")
_EMPTY = re.compile(r"<g\s*/>|<g></g>|<defs></defs>")
_SHAPES = r"(?:<(?:use|path) [^>]*/>)+</g>"
_NEIGHBOURS = re.compile(rf'(?P<open><g clip-path="[^"]*">){_SHAPES}(?:(?P=open){_SHAPES})+')
_ALIKE = {
    said: re.compile(
        rf'<(path|use) [^>]*?(?P<said> {said}="[^"]*")[^>]*/>(?:<\1 [^>]*?(?P=said)[^>]*/>)+'
    )
    for said in ("clip-path", "class")
}


def slim_svg(svg: str, mark: str) -> str:
    """Make an SVG of matplotlib's small.

    Parameters
    ----------
    svg : str
        A file's text.
    mark : str
        What its names begin with: several stand in one page, and their names must differ.

    Returns
    -------
    str
        The same picture to a tenth of a point, and of a small shape that is repeated to a
        hundredth.
    """
    svg = _LONG.sub(r"\1", _TURNED_BY_NOTHING.sub("", _HEAD.sub("", svg)))
    svg = svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    svg = _name_anew(svg, mark)
    svg = _SPACE.sub(" ", svg).replace("> <", "><").strip()
    svg = _PLACE.sub(lambda found: _write(round(10 * float(found[0])), 10), svg)
    drawn = re.split(r"(<defs>.*?</defs>)", svg)  # every other one holds shapes that are repeated
    parts = (
        _WAY.sub(lambda found, per=per: f' d="{_write_way(found[1], per)}"', part)
        for part, per in zip(drawn, [10, 100] * len(drawn), strict=False)
    )
    return _name_styles(_join_groups("".join(parts)), mark)


def _write(number: int, per: int) -> str:
    """A number that is counted in so many parts, without what nobody needs."""
    text = f"{number / per:.{len(str(per)) - 1}f}".rstrip("0").rstrip(".")
    return re.sub(r"^(-?)0\.", r"\1.", text)


def _write_way(way: str, per: int) -> str:
    """A way in steps from place to place: these are shorter than the places."""
    written: list[str] = []
    here = begin = (0, 0)
    for command, numbers in _list_commands(way, per):
        places = list(zip(numbers[::2], numbers[1::2], strict=True))
        steps = [part - here[axis] for place in places for axis, part in enumerate(place)]
        written.append(command.lower() + _join(_write(step, per) for step in steps))
        here = places[-1] if places else begin
        begin = here if command == "M" else begin
    return "".join(written)


def _list_commands(way: str, per: int) -> Iterator[tuple[str, list[int]]]:
    command, numbers = "", list[int]()
    for step in _STEP.findall(way):
        if step.isalpha():
            if command:
                yield command, numbers
            command, numbers = step, []
        else:
            numbers.append(round(per * float(step)))
    if command:
        yield command, numbers


def _join(numbers: Iterator[str]) -> str:
    """Numbers in a row: a minus parts two of them as well as a space."""
    return " ".join(numbers).replace(" -", "-")


def _name_anew(svg: str, mark: str) -> str:
    """Short names for what is used, none for the rest."""
    used = set(_USED.findall(svg))
    names: dict[str, str] = {}

    def rename(found: re.Match[str]) -> str:
        if found[1] not in used:
            return ""
        names[found[1]] = f"{mark}-{len(names)}"
        return f' id="{names[found[1]]}"'

    svg = _ID.sub(rename, svg)
    return _REFERENCE.sub(
        lambda found: found[1].removeprefix("xlink:") + names.get(found[2], found[2]), svg
    )


def _join_groups(svg: str) -> str:
    """Groups that say nothing are taken away, and neighbours that say the same are one."""
    before = ""
    while svg != before:
        before = svg
        svg = _EMPTY.sub("", _PLAIN.sub(r"\1", svg))
    svg = _ALIKE["clip-path"].sub(_say_once, svg)
    return _NEIGHBOURS.sub(lambda found: found[0].replace(f"</g>{found['open']}", ""), svg)


def _name_styles(svg: str, mark: str) -> str:
    """A style that stands there several times is written once."""
    often = [style for style, count in Counter(_STYLE.findall(svg)).items() if count > 2]
    names = {style: f"{mark}-{place}s" for place, style in enumerate(often)}

    def name(found: re.Match[str]) -> str:
        return f' class="{names[found[1]]}"' if found[1] in names else found[0]

    rules = "".join(f".{name}{{{style}}}" for style, name in names.items())
    svg = _STYLE.sub(name, svg).replace("</style>", f"{rules}</style>", 1)
    return _ALIKE["class"].sub(_say_once, svg)


def _say_once(found: re.Match[str]) -> str:
    """Elements in a row that say the same: the group around them says it."""
    return f"<g{found['said']}>{found[0].replace(found['said'], '')}</g>"
