"""LaTeX -> MathML that a page can trust: elements and attributes of a short list, written anew.

The converter passes the text of a formula on as it is, so what it gives is read as XML and written
anew.
"""

import html
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import zip_longest
from xml.etree import ElementTree

from latex2mathml.converter import convert

LONGEST = 600  # characters of a formula

_ELEMENTS = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "mfrac", "msqrt", "mroot"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd"),
}
_ATTRIBUTES = {
    *("display", "displaystyle", "scriptlevel", "stretchy", "fence", "accent", "mathvariant"),
    *("width", "movablelimits", "columnalign", "linebreak", "minsize", "maxsize", "form"),
}
_VALUE = re.compile(r"[\w.%+-]{1,20}")
# Parameters, which belong to a component where a number says which: mu_1, gamma_n2.
_OF_COMPONENTS = {"μ", "π", "Σ", "σ", "γ", "N"}

Number = Callable[[str], str]  # a stand-in -> an <mn> element


def write_formula(latex: str, display: bool, number: Number, components: int) -> str:
    """Write a formula as MathML.

    Parameters
    ----------
    latex : str
        Private-use characters in it stand for numbers.
    display : bool
        Whether it has a line of its own.
    number : callable
        Writes what such a character stands for.
    components : int
        How many components there are: symbols with their number are marked as theirs.

    Raises
    ------
    ValueError
        With a sentence, if it is no formula or uses what is not allowed.
    """
    return _write(_convert(latex, display), number, components)


@lru_cache(512)
def _convert(latex: str, display: bool) -> ElementTree.Element:
    if len(latex) > LONGEST:
        raise ValueError(f"A formula has at most {LONGEST} characters.")
    if re.sub(r"\\[{}]", "", latex).count("{") != re.sub(r"\\[{}]", "", latex).count("}"):
        raise ValueError(f"A brace is missing in the formula “{latex}”.")
    try:
        text = convert(latex, xmlns="", display="block" if display else "inline")
        # The converter leaves an ampersand of its own as it is.
        root = ElementTree.fromstring(re.sub(r"&(?!#x?[0-9A-Fa-f]+;|\w+;)", "&amp;", text))
    except Exception:  # it raises what it likes
        raise ValueError(f"The formula “{latex}” cannot be read.") from None
    for element in root.iter():
        # A command that it does not know stays as it was written.
        if element.tag not in _ELEMENTS or "\\" in (element.text or ""):
            shown = (element.text or "").strip()
            raise ValueError(f"The formula “{latex}” uses what is not allowed here: {shown}.")
    return root


def _write(element: ElementTree.Element, number: Number, components: int) -> str:
    text = (element.text or "").strip() if len(element) else element.text or ""
    if element.tag == "mi" and len(text) == 1 and "\ue000" <= text <= "\uf8ff":
        return number(text)
    attributes = {
        name: value
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _VALUE.fullmatch(value)
    }
    component = _find_component(element, components)
    if component is not None:
        attributes["data-component"] = str(component)
    said = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    children = []
    for child, following in zip_longest(element, element[1:]):
        children.append(_write(child, number, components))
        if _needs_space(child, following):
            children.append('<mspace width="0.167em"></mspace>')
    inner = html.escape(text) + "".join(children)
    return f"<{element.tag}{said}>{inner}</{element.tag}>"


def _needs_space(element: ElementTree.Element, following: ElementTree.Element | None) -> bool:
    """Whether a function such as ln stands before its argument, and that has no bracket."""
    named = element.tag == "mi" and len(element.text or "") > 1
    return named and following is not None and following.tag != "mo"


def _find_component(element: ElementTree.Element, components: int) -> int | None:
    """Which component's a symbol is, from 0."""
    if element.tag not in ("msub", "msubsup") or (element[0].text or "") not in _OF_COMPONENTS:
        return None
    numbers = [each.text or "" for each in element[1].iter("mn")]
    if not numbers or not numbers[-1].isdecimal():
        return None
    found = int(numbers[-1][-1]) if element[0].text == "γ" else int(numbers[-1])
    return found - 1 if 1 <= found <= components else None
