"""A small SVG: the same picture, with names of its own."""

import re
from xml.etree import ElementTree

import pytest

from gmm.ui.course.slim import slim_svg

HEAD = """<?xml version="1.0"?>
<!DOCTYPE svg>
<svg xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg">
 <metadata>made by a machine</metadata>
 <defs>
  <style type="text/css">*{stroke-linecap: butt}</style>
 </defs>
"""
DOT = """<g clip-path="url(#clip)">
<use xlink:href="#dot" x="{x}" y="2.504" style="fill: {fill}"/>
</g>
"""


def svg(*parts: str) -> str:
    return f"{HEAD}{''.join(parts)}</svg>"


def ways(text: str) -> list[str]:
    return re.findall(r' d="([^"]*)"', text)


def places_of(way: str) -> list[tuple[str, float, float]]:
    """Where a way in steps goes."""
    found, x, y, begin = [], 0.0, 0.0, (0.0, 0.0)
    for command, text in re.findall(r"([a-z])([^a-z]*)", way):
        numbers = [float(each) for each in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        found += [(command, round(x + dx, 9), round(y + dy, 9)) for dx, dy in pairs]
        x, y = (x + pairs[-1][0], y + pairs[-1][1]) if pairs else begin
        begin = (x, y) if command == "m" else begin
    return found


def test_a_way_goes_where_it_went() -> None:
    way = "M 10 20.04\nL -0.52 20.04\nC 1 2 -3 4.26 5 6\nz\nM 1 1\nL 2 2"
    slim = slim_svg(svg(f'<path d="{way}"/>'), "a")
    assert places_of(ways(slim)[0]) == [
        ("m", 10, 20),
        ("l", -0.5, 20),
        *[("c", 1, 2), ("c", -3, 4.3), ("c", 5, 6)],
        ("m", 1, 1),
        ("l", 2, 2),
    ]
    assert len(ways(slim)[0]) < len(way)


def test_rounding_does_not_add_up() -> None:
    corners = [(0.04 * step, 0.04 * step) for step in range(500)]
    way = "M " + " L ".join(f"{x:.6f} {y:.6f}" for x, y in corners)
    found = places_of(ways(slim_svg(svg(f'<path d="{way}"/>'), "a"))[0])
    assert max(abs(x - corner[0]) for (_, x, _), corner in zip(found, corners, strict=True)) < 0.051


def test_a_shape_that_is_repeated_is_finer() -> None:
    shape = '<defs><path id="dot" d="M 3.157 0 L 3.146 0.273 z"/></defs>'
    slim = slim_svg(svg(shape, DOT.format(x=1, fill="#000")), "a")
    assert places_of(ways(slim)[0])[1] == ("l", 3.14, 0.27)


def test_names_are_its_own_and_only_those_that_are_used() -> None:
    shape = (
        '<defs><path id="dot" d="M 0 0"/><clipPath id="clip"><path d="M 1 1"/></clipPath></defs>'
    )
    slim = slim_svg(svg('<g id="figure_1">', shape, DOT.format(x=1, fill="#000"), "</g>"), "s3")
    names = set(re.findall(r' id="([^"]*)"', slim))
    assert names == {"s3-0", "s3-1"}
    assert set(re.findall(r"#(s\d+-\d+)", slim)) == names
    assert "xlink" not in slim
    assert "machine" not in slim


def test_what_is_the_same_is_said_once_and_in_order() -> None:
    dots = [DOT.format(x=x, fill="#ff0000" if x < 6 else "#00ff00") for x in range(1, 9)]
    slim = slim_svg(svg('<defs><path id="dot" d="M 0 0"/></defs>', *dots), "a")
    assert slim.count("clip-path=") == 1
    assert [int(x) for x in re.findall(r' x="(\d)"', slim)] == list(range(1, 9))
    red, green = slim.index("#ff0000"), slim.index("#00ff00")
    assert slim.count("#ff0000") == slim.count("#00ff00") == 1
    assert max(red, green) < slim.index("</style>")
    classes = re.findall(r'<g class="([^"]*)">((?:<use[^>]*/>)*)</g>', slim)
    assert [uses.count("<use") for _, uses in classes] == [5, 3]
    assert len({name for name, _ in classes}) == 2


def test_what_was_clipped_is_clipped_and_nothing_else_is() -> None:
    """Read as a tree, each shape has the clip that it had."""
    other = '<g clip-path="url(#other)"><path d="M 5 5"/></g>'
    clips = '<clipPath id="clip"><path d="M 8 8"/></clipPath><clipPath id="other"/>'
    bare = '<g><path d="M 6 6"/></g>'
    dots = [DOT.format(x=x, fill="#fff") for x in range(1, 7)]
    nested = f"<g>{dots[4]}</g>{dots[5]}"
    text = svg(f"<defs>{clips}</defs>", *dots[:2], other, *dots[2:4], bare, nested)
    assert clips_of(slim_svg(text, "a")) == clips_of(text)


def clips_of(text: str) -> list[tuple[str, str]]:
    """Each shape's place, and which clip it has, by the order of clips."""
    root = ElementTree.fromstring(text[text.index("<svg") :])
    found: list[tuple[str, str]] = []
    known: list[str] = []

    def walk(element: ElementTree.Element, clip: str) -> None:
        clip = element.get("clip-path", clip)
        if clip and clip not in known:
            known.append(clip)
        if element.tag.endswith(("use", "path")):
            place = element.get("x") or re.sub(r"[^\d ]", "", element.get("d", "")).strip()
            found.append((place, f"{known.index(clip)}" if clip else ""))
        for child in element:
            walk(child, clip)

    walk(root, "")
    return found


@pytest.mark.parametrize("style", ["fill: #123456", "stroke: #000"])
def test_a_style_that_stands_there_once_stays(style: str) -> None:
    slim = slim_svg(svg(f'<path d="M 0 0 L 1 1" style="{style}"/>'), "a")
    assert f'style="{style}"' in slim
