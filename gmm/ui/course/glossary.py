r"""The glossary: every term of the course and of the stage, one Markdown file.

    ## Responsibility

    Forms: responsibility, responsibilities
    Symbol: \gamma_{nk}
    Lesson: the-e-step

    One to three sentences.

Forms are marked as the term wherever a lesson has them. What a term is called always finds it, so a
name that has other meanings in everyday words ("weight", "start") is left out of its forms.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gmm.ui.course.lesson import LessonError, Passage

FILE = Path(__file__).with_name("glossary.md")

# What the page says around the terms.
TITLE, SEARCH, HINT = "Glossary", "Search", "A word or a part of it"
COUNT = "{found} of {total} terms"
NONE = "No term has these words. Try a shorter part of the word."
LONGEST_SEARCH = 60

_FIELD = re.compile(r"([A-Z][a-z]+):(?:\s+(.*))?$")
_FIELDS = ("Forms", "Symbol", "Lesson")
# A letter or a command of a formula, with what stands below and above it.
_LETTER = re.compile(
    r"(?P<head>\\mathcal\s*\{?\w\}?|\\[A-Za-z]+|[A-Za-z])"
    r"(?P<scripts>(?:\s*[_^]\s*(?:\{[^{}]*\}|\\[A-Za-z]+|.)){0,2})"
)
_TEXT = re.compile(r"\\(?:text|mathrm|operatorname)\s*\{[^{}]*\}")


class Term(NamedTuple):
    """A term and what it means.

    Attributes
    ----------
    name : str
    forms : tuple of str
        Words that stand for it wherever they are, in lower case.
    symbol : str
        LaTeX; "" for none.
    meaning : str
        Markdown with formulas between dollars: one to three sentences.
    lesson : str
        The name of the lesson that teaches it.
    """

    name: str
    forms: tuple[str, ...]
    symbol: str
    meaning: str
    lesson: str


@cache
def glossary() -> tuple[Term, ...]:
    """List all terms, as the file has them: by the alphabet."""
    return read_glossary(FILE.read_text(encoding="utf-8"))


def read_glossary(text: str) -> tuple[Term, ...]:
    """Read a glossary's file.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of Term
        In the order of the file.

    Raises
    ------
    LessonError
        With a sentence for each thing that is wrong, and its line.
    """
    terms: list[Term] = []
    troubles: list[Passage] = []
    said: dict[str, str] = {}  # what finds a term -> its name
    addresses: dict[str, str] = {}
    for line, name, lines in _cut(text):
        term, wrong = _read_term(name, line, lines)
        troubles += wrong
        for words in dict.fromkeys([normalise(name), *term.forms]):
            if words in said:
                troubles.append(Passage(f"“{words}” stands for “{said[words]}” already.", line))
            said[words] = name
        if slug(term) in addresses:
            other = addresses[slug(term)]
            troubles.append(Passage(f"“{name}” has the same address as “{other}”.", line))
        addresses[slug(term)] = name
        terms.append(term)
    if not terms:
        troubles.append(Passage("There is no term. A term begins with “## ” and its name.", 1))
    if troubles:
        raise LessonError(*troubles)
    return tuple(terms)


def _cut(text: str) -> Iterator[tuple[int, str, list[tuple[int, str]]]]:
    """Each term's line and name, and the lines below it, without what stands before the first."""
    found: tuple[int, str, list[tuple[int, str]]] | None = None
    for number, line in enumerate(text.replace("\r\n", "\n").lstrip("\ufeff").split("\n"), 1):
        if line.startswith("## "):
            if found:
                yield found
            found = (number, line[3:].strip(), [])
        elif found:
            found[2].append((number, line.strip()))
    if found:
        yield found


def _read_term(name: str, line: int, lines: list[tuple[int, str]]) -> tuple[Term, list[Passage]]:
    fields: dict[str, str] = {}
    words: list[str] = []
    troubles: list[Passage] = []
    for number, text in lines:
        field = _FIELD.match(text)
        if field is None or words:
            words += [text] if text else []
        elif field[1] not in _FIELDS:
            known = ", ".join(f"“{each}:”" for each in _FIELDS)
            troubles.append(Passage(f"“{field[1]}:” is not known. There are {known}.", number))
        elif not field[2] or field[1] in fields:
            wrong = "stands here twice" if field[1] in fields else "has nothing after it"
            troubles.append(Passage(f"“{field[1]}:” {wrong}.", number))
        else:
            fields[field[1]] = field[2].strip()
            if field[1] == "Forms" and field[2] != field[2].lower():
                troubles.append(Passage("Forms are in lower case.", number))
    if "Lesson" not in fields:
        troubles.append(Passage(f"“{name}” names no lesson. Write “Lesson: ” and its name.", line))
    if not words:
        troubles.append(Passage(f"“{name}” has no meaning. Write one to three sentences.", line))
    forms = (normalise(form) for form in fields.get("Forms", "").split(","))
    term = Term(
        name,
        tuple(form for form in forms if form),
        fields.get("Symbol", ""),
        " ".join(words),
        fields.get("Lesson", ""),
    )
    return term, troubles


def slug(term: Term) -> str:
    """Name a term in addresses: in lower case, with hyphens between the words."""
    return re.sub(r"[^a-z0-9]+", "-", term.name.lower()).strip("-")


def normalise(words: str) -> str:
    """Words as they are compared: in lower case, with plain hyphens, apostrophes and spaces."""
    plain = words.replace("\u2011", "-").replace("\u2019", "'")
    return " ".join(plain.lower().split())


# ------------------------------------------------------------------------------ finding


def find_term(words: str) -> Term | None:
    """Find the term that words stand for.

    Parameters
    ----------
    words : str
        Its name or one of its forms, in capitals or not.
    """
    return _list_words().get(normalise(words))


@cache
def _list_words() -> dict[str, Term]:
    return {words: term for term in glossary() for words in (normalise(term.name), *term.forms)}


def search_terms(words: str) -> tuple[Term, ...]:
    """Search the glossary, as its page does.

    Parameters
    ----------
    words : str
        Part of a name, of a form or of a meaning; "" for all terms.

    Returns
    -------
    tuple of Term
        Those whose name or form begins with it first, then those that have it there, then those
        whose meaning has it; by the alphabet in each.
    """
    asked = normalise(words)

    def rank(term: Term) -> int:
        called = (normalise(term.name), *term.forms)
        if any(each.startswith(asked) for each in called):
            return 0
        return 1 if any(asked in each for each in called) else 2

    found = [term for term in glossary() if rank(term) < 2 or asked in normalise(term.meaning)]
    return tuple(sorted(found, key=rank))


def find_symbols(latex: str) -> tuple[Term, ...]:
    r"""Find the terms whose symbols a formula has.

    Parameters
    ----------
    latex : str

    Returns
    -------
    tuple of Term
        In the order of the formula. A symbol with an index stands for those with any index:
        ``\pi_k`` is in ``\pi_1``, and not in ``2\pi``; of ``\sigma`` and ``\sigma^2`` it is the one
        that says more.
    """
    found: dict[Term, None] = {}
    for letter in _list_letters(latex):
        suited = [(term, sign) for term, sign in _list_symbols() if _suits(sign, letter)]
        most = max((_weigh(sign) for _, sign in suited), default=0)
        found |= {term: None for term, sign in suited if _weigh(sign) == most}
    return tuple(found)


_Letter = tuple[str, str, str]  # itself, what stands below it, what stands above it


def _list_letters(latex: str) -> list[_Letter]:
    letters = []
    for match in _LETTER.finditer(_TEXT.sub(" ", latex)):
        scripts = dict(re.findall(r"([_^])\s*(\{[^{}]*\}|\\[A-Za-z]+|.)", match["scripts"]))
        below, above = (scripts.get(side, "").strip("{} ") for side in "_^")
        letters.append((re.sub(r"[\s{}]", "", match["head"]), below, above))
        # An index has letters of its own, such as the n of a sum; they are not looked at.
    return letters


@cache
def _list_symbols() -> tuple[tuple[Term, _Letter], ...]:
    return tuple((term, _list_letters(term.symbol)[0]) for term in glossary() if term.symbol)


def _suits(sign: _Letter, letter: _Letter) -> bool:
    return (
        sign[0] == letter[0]
        and (not sign[1] or bool(letter[1]))
        and (not sign[2] or sign[2] == letter[2])
    )


def _weigh(sign: _Letter) -> int:
    return bool(sign[1]) + bool(sign[2])
