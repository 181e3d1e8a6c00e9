"""The glossary is complete and short, its file is read with care, and its page finds terms."""

import re
import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.course.glossary import (
    FILE,
    Term,
    find_symbols,
    find_term,
    glossary,
    normalise,
    read_glossary,
    search_terms,
    slug,
)
from gmm.ui.course.lesson import LessonError
from gmm.ui.course.lessons import FOLDER, list_lessons

PAGE = str(PAGES / "glossary.py")
LONGEST = 25  # words of a sentence


def sentences(term: Term) -> list[str]:
    text = re.sub(r"\$[^$]*\$", "X", term.meaning)
    return [each for each in re.split(r"(?<=[.:!?])\s+(?=[A-Z“−])", text) if each]


def names(terms: tuple[Term, ...]) -> list[str]:
    return [term.name for term in terms]


# ---------------------------------------------------------------- the file


@pytest.mark.parametrize("term", glossary(), ids=slug)
def test_a_meaning_is_short_and_plain(term: Term) -> None:
    said = sentences(term)
    assert 1 <= len(said) <= 3
    assert all(len(each.split()) <= LONGEST for each in said), said
    assert term.meaning.endswith(".")
    assert not re.search(r"[*_<>\[\]!]|—", re.sub(r"\$[^$]*\$", "", term.meaning))
    assert term.meaning.count("$") % 2 == 0


def test_the_mean_sentence_is_short() -> None:
    lengths = [len(each.split()) for term in glossary() for each in sentences(term)]
    assert sum(lengths) / len(lengths) <= 15


def test_each_lesson_of_a_term_is_there() -> None:
    taught = {term.lesson for term in glossary()}
    assert taught == {entry.name for entry in list_lessons()}


def test_terms_stand_by_the_alphabet() -> None:
    called = [re.sub(r"[^a-z0-9]", "", term.name.lower()) for term in glossary()]
    assert called == sorted(called)


def test_addresses_differ() -> None:
    addresses = [slug(term) for term in glossary()]
    assert len(set(addresses)) == len(addresses)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", address) for address in addresses)


NEEDED = """
mean, variance, standard deviation, width, covariance, correlation, eigenvector, eigenvalue,
axis of an ellipse, ellipse, bell curve, Gaussian, normal distribution, density, probability,
component, mixture, weight, prior, posterior, Bayes' rule, likelihood, log-likelihood, nat, bound,
lower bound, gap, E-step, M-step, half-step, iteration, EM, responsibility, effective count,
effective number, soft clustering, hard clustering, k-means, k-means++, cluster, centroid, inertia,
label, label switching, identifiability, start, seed, local optimum, plateau, convergence, collapse,
singularity, ridge, constraint, full, tied, diag, spherical, standardise, scale, outlier, frequency,
sample, parameter, free parameters, BIC, AIC, ICL, overfitting, temperature, undecided point,
true label, classification, tape, frame, latent variable
"""


def test_what_course_and_interface_need_is_there() -> None:
    needed = [words.strip() for words in NEEDED.split(",")]
    assert [words for words in needed if find_term(words) is None] == []


def test_every_emphasised_word_of_the_lessons_is_found() -> None:
    emphasised = {
        found
        for path in FOLDER.glob("[0-9][0-9]-*.md")
        for found in re.findall(
            r"(?<![*\w])\*([^*\n]+)\*(?![*\w])",
            re.sub(
                r"\[\[.*?\]\]|^(?:Link|Check|Answer|Tolerance):.*$",
                "",
                path.read_text("utf-8"),
                flags=re.M,
            ),
        )
    }
    assert len(emphasised) > 30
    assert [words for words in emphasised if find_term(words) is None] == []


# ---------------------------------------------------------------- finding


@pytest.mark.parametrize("term", glossary(), ids=slug)
def test_each_form_finds_its_term(term: Term) -> None:
    for words in (term.name, *term.forms):
        assert find_term(words) == find_term(words.upper()) == term


def test_hyphens_apostrophes_and_spaces_are_of_any_kind() -> None:
    assert find_term("Bayes’ rule") == find_term("bayes'  RULE")
    assert find_term("k\u2011means") == find_term("k-means")
    assert find_term("something else") is None
    assert find_term("") is None


def test_everyday_words_are_no_forms() -> None:
    """They find their terms, but are not marked wherever a sentence has them."""
    forms = {form for term in glossary() for form in term.forms}
    everyday = {"weight", "start", "starts", "means", "full", "scale", "sample", "frame", "width"}
    assert not forms & everyday


def test_the_search_looks_at_names_first() -> None:
    assert search_terms("") == glossary()
    found = names(search_terms("Covar"))
    assert found[:2] == ["Covariance", "Covariance matrix"]
    assert {"Component", "Tied"} <= set(found)
    assert names(search_terms("effective count")) == ["Effective number"]
    assert search_terms("xyzzy") == ()


@pytest.mark.parametrize(
    ("latex", "found"),
    [
        (r"\gamma_{n1} x_n", ["Responsibility", "Point"]),
        (r"\sigma_1^2", ["Variance"]),
        (r"\sigma^{2}_1 + \sigma_2", ["Variance", "Standard deviation"]),
        (r"\frac{1}{\sqrt{2\pi} \, \sigma}", ["Standard deviation"]),
        (r"\pi_1 = \frac{N_1}{N}", ["Weight", "Effective number", "Number of points"]),
        (r"\mathcal{N}(x \mid \mu_1, \Sigma_1)", ["Gaussian", "Mean", "Covariance matrix"]),
        (r"\mathcal N(x)", ["Gaussian"]),
        (r"-2 \ln L + p \ln N", ["Logarithm", "Likelihood", "Number of points"]),
        (r"\ell = \sum_n \ln p(x_n)", ["Log-likelihood", "Logarithm", "Point"]),
        (r"\text{Level of N} \times \mu", ["Mean"]),
        ("", []),
    ],
)
def test_symbols_are_found_in_formulas(latex: str, found: list[str]) -> None:
    assert names(find_symbols(latex)) == found


def test_a_symbol_finds_its_own_term() -> None:
    for term in glossary():
        if term.symbol:
            assert find_symbols(term.symbol) == (term,)


# ---------------------------------------------------------------- a file with mistakes

GOOD = (
    "# Words\n\nAnything.\n\n## Mean\n\nForms: mean, Average\nLesson: one\n\nThe middle.\nOf all.\n"
)


def test_a_file_is_read() -> None:
    (term,) = read_glossary(GOOD.replace("Average", "average").replace("\n", "\r\n"))
    assert term == Term("Mean", ("mean", "average"), "", "The middle. Of all.", "one")


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("", "Line 1: There is no term."),
        (GOOD, "Line 7: Forms are in lower case."),
        ("## Mean\nLesson: one\n", "Line 1: “Mean” has no meaning."),
        ("## Mean\n\nThe middle.", "Line 1: “Mean” names no lesson."),
        ("## Mean\nLesson: one\nColour: red\nThe middle.", "Line 3: “Colour:” is not known."),
        ("## Mean\nLesson:\nThe middle.", "Line 2: “Lesson:” has nothing after it."),
        ("## Mean\nLesson: a\nLesson: b\nThe middle.", "Line 3: “Lesson:” stands here twice."),
        (
            "## Mean\nLesson: a\nIt.\n## Average\nForms: mean\nLesson: a\nIt.",
            "Line 4: “mean” stands for “Mean” already.",
        ),
        (
            "## k-means\nLesson: a\nIt.\n## k-means++\nLesson: a\nIt.",
            "Line 4: “k-means++” has the same address as “k-means”.",
        ),
    ],
)
def test_mistakes_are_told_by_line(text: str, trouble: str) -> None:
    with pytest.raises(LessonError, match=re.escape(trouble)):
        read_glossary(text)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(LessonError) as caught:
        read_glossary("## Mean\nColour: red\n")
    assert len(caught.value.troubles) == 3


def test_it_loads_no_screen() -> None:
    script = "import sys, gmm.ui.course.glossary; print('streamlit' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
    assert FILE.exists()


# ---------------------------------------------------------------- the page


def test_the_page_has_every_term_with_its_lesson() -> None:
    app = AppTest.from_file(PAGE, default_timeout=30).run()
    assert not app.exception
    assert [each.value for each in app.header] == names(glossary())
    assert [each.anchor for each in app.header] == [slug(term) for term in glossary()]
    for term, entry in zip(glossary(), app.markdown, strict=True):
        assert entry.value.startswith(term.meaning)
        assert f'href="course?lesson={term.lesson}" target="_self"' in entry.value
        assert (f"${term.symbol}$" in entry.value) == bool(term.symbol)


def test_the_page_is_searched() -> None:
    app = AppTest.from_file(PAGE, default_timeout=30).run()
    app.text_input[0].input("posterior").run()
    assert [each.value for each in app.header] == names(search_terms("posterior"))
    assert app.caption[0].value.endswith(f"of {len(glossary())} terms")
    app.text_input[0].input("xyzzy").run()
    assert not app.header
    assert "No term has these words." in app.info[0].value


def test_words_are_compared_in_one_way() -> None:
    assert normalise("  Bayes’   Rule ") == "bayes' rule"
