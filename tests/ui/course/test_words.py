"""Words: Markdown, numbers, terms and formulas as HTML that a page can trust."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm.ui.course.lesson import LessonError, Passage
from gmm.ui.course.places import ALONE, APP, SITE, Places
from gmm.ui.course.words import Writer, write_number
from tests.ui.course.files import troubles_of

NUMBERS = {
    "mean.1.x": 54.617,
    "end.mean.1.x": 54.617,
    "N": 272.0,
    "end.weight.1": 0.3559,
    "end.gap": -0.5,
}


def look(name: str) -> float:
    if name not in NUMBERS:
        raise ValueError(f"“{name}” is unknown.")
    return NUMBERS[name]


def write(text: str, inline: bool = True, places: Places = APP) -> str:
    return Writer(look, 2, places).write(Passage(text, 5), inline)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (54.617, "1", "54.6"),
        (0.3559, "%", "36\u00a0%"),
        (0.3559, "%1", "35.6\u00a0%"),
        (272.0, "", "272"),
        (54.6175, "", "54.62"),
        (-1130.26, "2", "−1,130.26"),
    ],
)
def test_a_number_is_written_as_its_author_asks(value: float, form: str, text: str) -> None:
    assert write_number(value, form) == text


def test_numbers_stand_in_words_and_formulas() -> None:
    assert write("There are [[N]]; [[end.weight.1:%]].") == "There are 272; 36\u00a0%."
    assert "<mn>54.6</mn>" in write("$x = [[end.mean.1.x:1]]$")
    assert write("[[N - 2 * 36]] left") == "200 left"


def test_a_number_of_the_frame_on_show_is_live() -> None:
    live = '<output data-live="mean.1.x" data-format="2">54.62</output>'
    assert write("Now [[mean.1.x:2]].") == f"Now {live}."
    assert '<mn data-live="mean.1.x" data-format="2">54.62</mn>' in write("$[[mean.1.x:2]]$")
    assert "data-live" not in write("[[mean.1.x - 1]]")


def test_a_component_is_named_with_its_colour() -> None:
    assert '<span data-component="1">component\u00a02</span>' in write("See [[component.2]].")
    with pytest.raises(LessonError, match=r"There is no component 3"):
        write("[[component.3]]")


def test_blocks_and_lines() -> None:
    written = write(
        "One **two**.\n\n- a\n- b\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n\n$$x^2$$", inline=False
    )
    assert "<p>One <strong>two</strong>.</p>" in written
    assert "<ul><li>a</li><li>b</li></ul>" in written
    assert "<tbody><tr><td>1</td><td>2</td></tr></tbody>" in written
    assert re.search(r'<math[^>]* display="block"', written)


def test_a_term_is_one_press_away() -> None:
    written = write("A *density* is no probability.")
    assert '<button type="button" class="term" data-term="density">density</button>' in written
    with pytest.raises(LessonError, match=r"Line 6: “flying saucer” is not in the glossary"):
        write("Words.\n\n", inline=False) + Writer(look, 2).write(
            Passage("A *flying saucer*", 6), True
        )


def test_a_term_is_marked_once_a_scene_without_stars_as_well() -> None:
    writer = Writer(look, 2)
    first = writer.write(Passage("The density. Another density.", 1), True)
    second = writer.write(Passage("A density again.", 2), True)
    assert first.count("data-term") == 1
    assert second.count('data-term="density"') == 0


def test_nothing_can_be_pressed_on_a_button() -> None:
    writer = Writer(look, 2)
    written = writer.write(Passage("A *density* at $\\mu_1$, the density", 1), True, pressed=True)
    assert "<button" not in written
    assert "data-terms" not in written
    assert writer.terms == {}


def test_links_lead_to_lessons_and_the_playground_alone() -> None:
    assert write("[see](lesson:ellipses)") == '<a href="course?lesson=ellipses">see</a>'
    assert 'href="lesson-ellipses.html#2"' in write("[see](lesson:ellipses#2)", places=SITE)
    assert 'href="./?data=Waiting%20times' in write("[try](playground:?data=Waiting+times&k=3)")
    assert 'href="run-waiting-times-' in write(
        "[try](playground:?k=3&data=Waiting+times)", places=SITE
    )
    assert write("[see](lesson:ellipses)", places=ALONE) == "see"
    assert (
        write("[try](laboratory:components?data=Penguins&k=5&v=4)")
        == '<a href="components?data=Penguins&amp;v=4&amp;k=5">try</a>'
    )
    assert write("[try](laboratory:starts)") == '<a href="starts">try</a>'
    for elsewhere in (SITE, ALONE):  # the laboratory needs a server
        assert write("[try](laboratory:starts?k=4)", places=elsewhere) == "try"
        assert write("[see](use:pulsars)", places=elsewhere) == "see"
    assert write("[see](use:pulsars)") == '<a href="pulsars">see</a>'
    # Nobody has recorded what is to be uploaded.
    assert write("[try](playground:?data=Upload+a+file)", places=SITE) == "try"
    for bad in (
        "https://example.com",
        "javascript:alert(1)",
        "//x",
        "lesson:../x",
        "playground:?k=99",
        "laboratory:starts?k=99",
        "laboratory:?k=3",
        "laboratory:../x",
        "use:../x",
        "use:pulsars?k=3",
    ):
        with pytest.raises(LessonError):
            write(f"[x]({bad}) x" if "javascript" not in bad else f"[x](<{bad}>) [y](x)")


def test_a_page_that_the_laboratory_has_not_is_told_by_line() -> None:
    said = troubles_of(lambda: write("Go on\nto [that](laboratory:kitchen?k=3).", inline=False))
    assert said == [
        "Line 6: The laboratory has no page “kitchen”. There are: starts, components, shapes, "
        "density, missing, climbers, collapse."
    ]


def test_a_use_that_there_is_not_is_told_by_line() -> None:
    (said,) = troubles_of(lambda: write("Go on\nto [that](use:kitchen).", inline=False))
    assert said.startswith("Line 6: There is no use “kitchen”. There are: pulsars, background,")


@pytest.mark.parametrize(
    "text", ["![x](y.png)", "[[unknown]]", "$\\frac{[[N]]}{$$", "# Title", "[[1/0]]"]
)
def test_what_cannot_be_written_is_told_or_plain(text: str) -> None:
    written: list[str] = []
    told = troubles_of(lambda: written.append(write(text, inline=False)))
    assert all(re.match(r"Line 5: .*\.$", line) for line in told)
    assert not re.search(r"<(img|h1|script)", "".join(written))


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.names |= {name for name, _ in attrs}


HOSTILE = st.sampled_from(
    [
        "<script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:x)",
        "$\\text{<b>}$",
        "[[N]]",
        "*density*",
        "**",
        "`<i>`",
        "&lt;",
        "|a|\n|-|\n|b|",
        "\n\n",
        "- ",
        "$",
        "[[",
        "]]",
        "<!--",
        "\ue000",
        "\uf8ff",
        "\x00",
    ]
)


@given(st.lists(HOSTILE | st.text(max_size=8), max_size=12).map("".join), st.booleans())
def test_nothing_hostile_comes_out(text: str, inline: bool) -> None:
    try:
        written = write(text, inline)
    except LessonError:
        return
    elements = Elements(written)
    assert elements.found <= {
        "p",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "strong",
        "br",
        "code",
        "button",
        "output",
        "span",
        "a",
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "msup",
        "msub",
        "mfrac",
        "msqrt",
        "mstyle",
        "mover",
        "munder",
        "msubsup",
        "mtable",
        "mtr",
        "mtd",
    }
    assert not {name for name in elements.names if name.startswith("on") or name == "style"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One.\n\nA [[N] here.", "Line 7: “[[” and “]]” go around a name"),
        ("It is $x and more.", "Line 5: A formula stands between two dollars"),
        ("$x$ and\n$y", "Line 6: A formula stands between two dollars"),
        ("This is <b>bold</b>.", "Line 5: Words have no HTML"),
        ("$\\frac{1}{2$", "Line 5: A brace is missing"),
    ],
)
def test_a_slip_is_not_shown_to_students(text: str, said: str) -> None:
    assert [line for line in troubles_of(lambda: write(text, False)) if line.startswith(said)]


def test_what_only_looks_like_a_slip_is_written() -> None:
    assert "math" in write("$x<y$ and $z>w$")
    assert write("`<b>` and `$`") == "<code>&lt;b&gt;</code> and <code>$</code>"


def test_no_line_ends_within_a_step_or_before_a_full_stop() -> None:
    assert write("An E-step, k-means.").startswith("An ")
    assert "E\u2011step" in write("An E-step")
    assert "k\u2011means" in write("k-means")
    assert re.search(r'<span class="whole"><math.*</math>\.</span>', write("It is $x$."))
    assert "whole" not in write("It is $x$ here.")
    assert write("It is $x$ and $y$.").count("<math") == 2
    assert re.search(r'and <span class="whole"><math', write("It is $x$ and $y$."))
    assert re.search(r'<span class="whole"><button.*?</button>:</span> a; b', write("*EM*: a; b"))
