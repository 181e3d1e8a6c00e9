"""Words of a lesson -> HTML that a page can trust: Markdown, formulas, numbers, terms.

Nothing of a file is passed on as HTML: the Markdown knows none, every text is escaped, and elements
come from this file and from gmm/ui/course/formulas.py alone.
"""

import html
import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import parse_qsl

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from gmm.ui.course.expressions import Look, calculate, is_plain_name
from gmm.ui.course.formulas import write_formula
from gmm.ui.course.glossary import Term, find_symbols, find_term, glossary, slug
from gmm.ui.course.lesson import LessonError, Passage
from gmm.ui.course.names import is_of_frame
from gmm.ui.course.places import APP, Places
from gmm.ui.lab.questions import QUESTIONS
from gmm.ui.link import VERSION, VERSION_NAME, Link, read_link
from gmm.ui.numbers import write_fixed, write_significant
from gmm.ui.uses.cases import CASES

_NUMBER = re.compile(r"\[\[([^\]\n]{1,300}?)(?::(\d|%\d?))?\]\]")
_COMPONENT = re.compile(r"component\.(\d)")
_HELD = re.compile("[\ue000-\uf8ff]")  # characters that stand for numbers
_HYPHEN = re.compile(r"(?<=\b[EMk])-(?=steps?\b|means\b)")  # where no line may end
# A formula or a term, and what no line may begin with.
_CLOSED = re.compile(
    r"(<math(?:(?!</math>).)*</math>|<button[^>]*>[^<]*</button>)([.,:;?!)%]+)", re.DOTALL
)
_LESSON = re.compile(r"([a-z0-9-]{1,60})(?:#([1-9]\d?))?")  # its name, and a scene of it
# What is likely a slip: it would be shown to students as it stands.
_STRAY = {
    r"\[\[|\]\]": "“[[” and “]]” go around a name, as in [[N]] or [[end.mean.1:2]].",
    r"\$(?=[^$]*\Z)": "A formula stands between two dollars: one is missing.",
    r"</?[A-Za-z][^<>\n]*>": "Words have no HTML. Use **bold**, lists and tables of Markdown.",
}
_RULES = ("emphasis", "list", "table", "backticks", "escape", "link", "newline", "entity")


def write_number(value: float, form: str) -> str:
    """Write a number as its author asks.

    Parameters
    ----------
    value : float
    form : str
        Digits after the point, "%" with or without digits for per cent, "" for a whole number or
        four significant digits. assets/stage/live.js writes the same.
    """
    if form.startswith("%"):
        return f"{write_fixed(100 * value, int(form[1:] or 0))}\u00a0%"
    if form:
        return write_fixed(value, int(form))
    return write_fixed(value, 0) if value == round(value) else write_significant(value)


def _blank(pattern: str, text: str) -> str:
    """A text with parts of it left empty, each as long as it was."""
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found[0]), text)


class Writer:
    """Writes the words of one scene.

    Parameters
    ----------
    look : callable
        Gives the number of a name.
    components : int
        How many there are in the scene.
    places : Places
        Where links lead.
    """

    def __init__(self, look: Look, components: int, places: Places = APP) -> None:
        self.look, self.components, self.places = look, components, places
        self.terms: dict[str, Term] = {}
        self._numbers: list[tuple[str, str, str]] = []  # what stands in, for text and for formulas
        markdown = MarkdownIt("zero", {"html": False}).enable(list(_RULES))
        self._markdown = markdown.use(dollarmath_plugin, double_inline=True, allow_labels=False)

    def write(self, passage: Passage, inline: bool = False, pressed: bool = False) -> str:
        """Write a passage.

        Parameters
        ----------
        passage : Passage
        inline : bool
            Whether it is part of a line: it has no paragraphs.
        pressed : bool
            Whether it stands on a button: there nothing else can be pressed.

        Raises
        ------
        LessonError
            With a sentence for each thing that is wrong, and its line.
        """
        self._passage, self._pressed = passage, pressed
        self._troubles: list[Passage] = []
        self._numbers = []
        text = _NUMBER.sub(lambda found: self._hold(found, passage.text), passage.text)
        plain = _blank(r"`[^`]*`", text)
        for sign, sentence in _STRAY.items():
            if stray := re.search(sign, plain):
                self._tell(sentence, passage.line + text.count("\n", 0, stray.start()))
            plain = _blank(r"\$[^$]*\$", plain)
        if inline:
            tokens = self._markdown.parseInline(text.replace("\n", " "))
        else:
            tokens = self._markdown.parse(text)
        written = "".join(self._render(token, passage.line) for token in tokens)
        if self._troubles:
            raise LessonError(*self._troubles)
        return written

    # -------------------------------------------------------------------------- numbers

    def _hold(self, found: re.Match[str], text: str) -> str:
        """Put a character in a number's place, and keep what is written there later."""
        line = self._passage.line + text.count("\n", 0, found.start())
        expression, form = found[1].strip(), found[2] or ""
        component = _COMPONENT.fullmatch(expression)
        if component:
            k = int(component[1])
            if not 1 <= k <= self.components:
                self._tell(f"There is no component {k} in this scene.", line)
            written = f'<span data-component="{k - 1}">component\u00a0{k}</span>'
            self._numbers.append((written, f'<mn data-component="{k - 1}">{k}</mn>', str(k)))
            return chr(0xE000 + len(self._numbers) - 1)
        try:
            number = write_number(calculate(expression, self.look), form)
        except ValueError as error:
            self._tell(str(error), line)
            number = ""
        said = ""
        if is_plain_name(expression) and is_of_frame(expression):
            said = f' data-live="{html.escape(expression)}" data-format="{form}"'
        tag = "output" if said else "span"
        written = f"<{tag}{said}>{number}</{tag}>" if said else number
        self._numbers.append((written, f"<mn{said}>{number}</mn>", number))
        return chr(0xE000 + len(self._numbers) - 1)

    def _tell(self, sentence: str, line: int) -> None:
        self._troubles.append(Passage(sentence, line))

    def _fill(self, text: str) -> str:
        """Escaped text with its numbers in it."""
        whole = _HYPHEN.sub("\u2011", html.escape(text))
        return _HELD.sub(lambda found: self._held(found[0])[0], whole)

    def _held(self, character: str) -> tuple[str, str, str]:
        at = ord(character) - 0xE000
        return self._numbers[at] if at < len(self._numbers) else ("", "", "")

    # -------------------------------------------------------------------------- tokens

    def _render(self, token: Token, line: int) -> str:
        line = self._passage.line + token.map[0] if token.map else line
        if token.type == "inline":
            return self._render_line(token.children or [], line)
        if token.type in ("math_block", "math_inline_double", "math_inline"):
            return self._write_math(token, line)
        write = _BLOCKS.get(token.type)
        if write is None:
            self._tell("Words are paragraphs, lists, tables and formulas.", line)
            return ""
        return "" if token.hidden else write

    def _render_line(self, tokens: Sequence[Token], line: int) -> str:
        parts: list[str] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type in ("em_open", "link_open"):
                end = next(
                    i for i in range(at, len(tokens)) if tokens[i].type == token.type[:-4] + "close"
                )
                inside = tokens[at + 1 : end]
                write = self._write_term if token.type == "em_open" else self._write_link
                parts.append(write(token, inside, line))
                at = end
            elif token.type == "text":
                parts.append(self._mark_terms(token.content))
            elif token.type == "code_inline":
                parts.append(f"<code>{self._fill(token.content)}</code>")
            elif token.type in ("math_inline", "math_inline_double"):
                parts.append(self._write_math(token, line))
            elif token.type in _LINES:
                parts.append(_LINES[token.type])
            else:
                self._tell("Words have no pictures and no HTML.", line)
            line += token.type in ("softbreak", "hardbreak")
            at += 1
        return _CLOSED.sub(r'<span class="whole">\1\2</span>', "".join(parts))

    def _write_math(self, token: Token, line: int) -> str:
        display = token.type != "math_inline"
        latex = token.content.strip()
        try:
            formula = write_formula(
                latex, display, lambda held: self._held(held)[1], self.components
            )
        except ValueError as error:
            # What it says may quote a number that is held back.
            self._tell(_HELD.sub(lambda held: self._held(held[0])[2], str(error)), line)
            return ""
        named = []
        if self._pressed:
            return formula
        # What stands for a number is no symbol.
        for term in find_symbols(_HELD.sub("0", latex)):
            named.append(slug(term))
            self.terms[slug(term)] = term
        said = f' data-terms="{" ".join(named)}" tabindex="0"' if named else ""
        return formula.replace("<math", f"<math{said}", 1)

    # -------------------------------------------------------------------------- terms and links

    def _write_term(self, _token: Token, inside: Sequence[Token], line: int) -> str:
        """Emphasis names a term."""
        words = "".join(token.content for token in inside)
        term = find_term(words)
        if term is None:
            self._tell(f"“{words}” is not in the glossary. Use **two stars** for weight.", line)
            return ""
        return self._button(term, words)

    def _button(self, term: Term, words: str) -> str:
        if self._pressed:
            return self._fill(words)
        self.terms[slug(term)] = term
        name = html.escape(slug(term))
        return f'<button type="button" class="term" data-term="{name}">{self._fill(words)}</button>'

    def _mark_terms(self, text: str) -> str:
        """A term is marked where the scene has it for the first time."""
        pattern, terms = _list_forms()
        if pattern is None or self._pressed:
            return self._fill(text)
        parts, at = [], 0
        for found in pattern.finditer(text):
            term = terms[found[0].lower()]
            if slug(term) in self.terms:
                continue
            parts += [self._fill(text[at : found.start()]), self._button(term, found[0])]
            at = found.end()
        return "".join([*parts, self._fill(text[at:])])

    def _write_link(self, token: Token, inside: Sequence[Token], line: int) -> str:
        words = self._fill("".join(each.content for each in inside))
        target = str(token.attrs.get("href", ""))
        kind, _, rest = target.partition(":")
        if kind == "lesson" and (found := _LESSON.fullmatch(rest)):
            address = self.places.find_lesson(found[1], int(found[2] or 0))
        elif kind == "playground":
            link, remarks = read_query(rest)
            for remark in remarks:
                self._tell(remark, line)
            address = self.places.find_run(link)
        elif kind == "laboratory":
            page, asked, _ = rest.partition("?")
            if page not in QUESTIONS:
                known = ", ".join(QUESTIONS)
                self._tell(f"The laboratory has no page “{page}”. There are: {known}.", line)
                return ""
            link, remarks = read_query(rest)
            for remark in remarks:
                self._tell(remark, line)
            address = self.places.find_laboratory(page, link if asked else None)
        elif kind == "use":
            if rest not in CASES:
                self._tell(f"There is no use “{rest}”. There are: {', '.join(CASES)}.", line)
                return ""
            address = self.places.find_use(rest)
        else:
            self._tell(
                "A link leads to “lesson:…”, “playground:?…”, “laboratory:…?…” or “use:…”.", line
            )
            return ""
        return f'<a href="{html.escape(address)}">{words}</a>' if address else words


def read_query(text: str) -> tuple[Link, list[str]]:
    """Read a link to the playground or the laboratory, as words and exercises have it.

    Parameters
    ----------
    text : str
        What stands in the address from the "?" on.

    Returns
    -------
    link : Link
    remarks : list of str
        What it asks for and cannot get.
    """
    query = dict(parse_qsl(text.partition("?")[2]))
    if query:
        query.setdefault(VERSION_NAME, str(VERSION))
    return read_link(query)


# Tokens that are elements, and nothing else is.
_BLOCKS: dict[str, str] = {
    f"{token}_{side}": f"<{'/' if side == 'close' else ''}{element}>"
    for token, element in {
        "paragraph": "p",
        "bullet_list": "ul",
        "ordered_list": "ol",
        "list_item": "li",
        "table": "table",
        "thead": "thead",
        "tbody": "tbody",
        "tr": "tr",
        "th": "th",
        "td": "td",
    }.items()
    for side in ("open", "close")
}
_LINES: dict[str, str] = {
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "softbreak": " ",
    "hardbreak": "<br>",
}


@cache
def _list_forms() -> tuple[re.Pattern[str] | None, dict[str, Term]]:
    """All the words that stand for terms, the longest first."""
    terms = {form.lower(): term for term in glossary() for form in term.forms}
    if not terms:
        return None, {}
    longest = sorted(terms, key=len, reverse=True)
    pattern = r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])"
    return re.compile(pattern, re.IGNORECASE), terms
