"""Formulas: MathML of a short list of elements, whatever a file says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm.ui.course.formulas import LONGEST, write_formula


def write(latex: str, components: int = 2) -> str:
    return write_formula(latex, False, lambda _: "<mn>3</mn>", components)


def test_a_formula_is_mathml() -> None:
    written = write(r"\gamma_{n1} = \frac{\pi_1}{\sum_k \pi_k}")
    assert written.startswith('<math display="inline">')
    assert "<mfrac>" in written
    assert "∑" in written
    assert write_formula("x", True, str, 1).startswith('<math display="block">')


def test_symbols_of_a_component_are_marked() -> None:
    assert write(r"\mu_1").count('data-component="0"') == 1
    assert write(r"\sigma_2^2").count('data-component="1"') == 1
    assert write(r"\gamma_{n2}").count('data-component="1"') == 1
    assert "data-component" not in write(r"\mu_3 + \mu_k + x_1 + \pi")


def test_a_function_stands_apart_from_its_argument() -> None:
    assert '<mi>ln</mi><mspace width="0.167em"></mspace><mi>p</mi>' in write(r"\ln p")
    assert "mspace" not in write(r"\exp(x)")


def test_a_number_has_its_place() -> None:
    assert write("x = \ue000").endswith("<mn>3</mn></mrow></math>")


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<img src=x onerror=alert(1)>}",
        r"\text{<b>x</b>}",
        r"\frac{1",
        r"\unknown",
        r"x^",
        r"\text{]]><script>}",
        r"\begin{pmatrix}1",
        r"\href{javascript:alert(1)}{x}",
        "x" * (LONGEST + 1),
        r"\color{red}x",
    ],
)
def test_what_is_no_formula_or_not_allowed_is_refused_or_harmless(latex: str) -> None:
    try:
        written = write(latex)
    except ValueError:
        pass
    else:
        assert not re.search(r"<(script|img|b|a)\b|javascript|style=|onerror=", written)


@given(st.text(max_size=40) | st.text(alphabet=r"\{}<>&textfraclnsqrt^_ \"'=/", max_size=40))
def test_only_known_elements_and_attributes_come_out(latex: str) -> None:
    try:
        written = write(latex)
    except ValueError:
        return
    for name in re.findall(r"<([a-z]+)", written):
        assert name.startswith("m")
    for name in re.findall(r'<[^>]*? ([\w-]+)="', written):
        assert name in {
            "display",
            "stretchy",
            "width",
            "fence",
            "form",
            "accent",
            "linebreak",
            "displaystyle",
            "scriptlevel",
            "mathvariant",
            "columnalign",
            "minsize",
            "maxsize",
            "movablelimits",
            "data-component",
        }
