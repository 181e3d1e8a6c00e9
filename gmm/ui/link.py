"""Link <-> URL: all that an address says, in one table of parameters.

A link leaves out what its data set opens with, so it says by which version's defaults it was
written (`v`). One without a version is of the first. `read_link` brings earlier ones up to today's
names and writes out what they meant.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode

from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS, DEFAULT_N
from gmm.data.opening import Opening
from gmm.files import ASSETS
from gmm.limits import (
    LONGEST_LINE,
    LONGEST_NAME,
    MAX_K,
    MAX_N,
    MAX_RIDGE,
    MAX_ROWS,
    MAX_SEED,
    MIN_N,
)
from gmm.scaling import SCALES
from gmm.starts import OLDER, STARTS
from gmm.ui.carried import read_points, read_start

DRAW, PASTE, UPLOAD = "Draw by hand", "Paste numbers", "Upload a file"
VERSION = 4

# Parts of the stage that can be out of sight, and groups of controls beside it: a name in the link,
# and what the teacher reads.
STAGE_PARTS = {
    "title": "Title of the data",
    "story": "Headline",
    "captions": "Line above each picture",
    "menu": "View menu",
    "legend": "Legend",
    "transport": "Buttons of the stage",
    "curve": "Log-likelihood curve",
    "table": "Table of parameters",
}
CONTROLS = {
    "data": "Data",
    "k": "Components",
    "start": "Start",
    "covariance": "Covariance",
    "twin": "k-means on or off",
    "more": "More",
    "away": "Take it away",
}
HIDEABLE = {**CONTROLS, **STAGE_PARTS}

_VIEW: dict[str, list[str]] = json.loads((ASSETS / "look.json").read_text("utf-8"))["view"]
VIEWS = (*_VIEW["layers"], *_VIEW["modes"])


_GENERAL = Opening()


class Settings(NamedTuple):
    """What a run is made from, but for a person's own points.

    The defaults are those that a person's own points open with, and the app itself.
    """

    data: str = "Old Faithful"
    n: int = DEFAULT_N
    data_seed: int = _GENERAL.data_seed
    knobs: tuple[tuple[str, float], ...] = ()
    k: int = _GENERAL.k
    start: str = _GENERAL.start
    start_seed: int = _GENERAL.start_seed
    covariance: str = _GENERAL.covariance
    ridge: float = 0.0
    scale: str = "auto"
    twin: bool = True


def open_settings(data: str) -> Settings:
    """Give the settings that a data set opens with.

    Parameters
    ----------
    data : str
        The data set's name; a source of a person's own points has the general ones.
    """
    recipe = DATASETS.get(data)
    if recipe is None:
        return Settings(data)
    knobs = tuple((knob.name, knob.default) for knob in recipe.knobs)
    return Settings(data, knobs=knobs, **recipe.opening._asdict())


class View(NamedTuple):
    """What is seen of a run.

    Attributes
    ----------
    on : frozenset of str
        Names of layers and modes, of those in `VIEWS`.
    point, component : int or None
        What the card is about, from 0; at most one of them.
    """

    on: frozenset[str] = frozenset(_VIEW["on"])
    point: int | None = None
    component: int | None = None


class Classroom(NamedTuple):
    """What a class sees. None of it is a secret: it keeps eyes on one thing, it keeps nobody out.

    Attributes
    ----------
    hide : frozenset of str
        Names in `HIDEABLE` of what is out of sight.
    lock : bool
        Whether K stays as it is.
    ask, answer : str
        A question on the stage and what it reveals; "" for none.
    """

    hide: frozenset[str] = frozenset()
    lock: bool = False
    ask: str = ""
    answer: str = ""


class Carried(NamedTuple):
    """What travels in a link itself, as text that `gmm.ui.carried` reads; "" where there is none.

    Attributes
    ----------
    drawn, points : str
        A drawing, and pasted numbers.
    hand : str
        A start set by hand, and what it belongs to.
    """

    drawn: str = ""
    points: str = ""
    hand: str = ""


class Table(NamedTuple):
    """What was chosen of a person's own file, which a link does not contain.

    Attributes
    ----------
    file : str
        What the file is called, "" where nothing is known of one.
    sheet : str
        Of a workbook; "" for the first one.
    header : int
        The row with the names, 0 where none has them, `FOUND` where the app has found it.
    across, up : str
        Names of columns; `ONE` for `up` where there is one column only. "" where it is not said.
    logarithmic : frozenset of str
        "across", "up": which of the two have a log scale.
    labels, frequencies : str
        Names of columns; "" for none.
    rows : int
        How many rows are used; 0 for all.
    """

    file: str = ""
    sheet: str = ""
    header: int = -1
    across: str = ""
    up: str = ""
    logarithmic: frozenset[str] = frozenset()
    labels: str = ""
    frequencies: str = ""
    rows: int = 0


FOUND, ONE = Table().header, "none"


class Link(NamedTuple):
    """All that an address says."""

    settings: Settings = Settings()
    frame: int = 0
    view: View = View()
    classroom: Classroom = Classroom()
    carried: Carried = Carried()
    table: Table = Table()


class Parameter(NamedTuple):
    """A parameter of the address.

    Attributes
    ----------
    name : str
        In the address, and the field of the link's part.
    default : object
        What a link of today's version means that leaves it out; `list_parameters` gives the data
        set's own.
    parse : callable
        Text -> value. Raises ValueError for what cannot be had.
    write : callable
        Value -> text.
    changed_by : {"person", "stage", "teacher", "source"}
        A person's widget, the stage's script, a teacher's link, or where the points come from.
    remark : str
        What is said when a link's value cannot be had: with `name`, `text` and what there is
        instead, `value`. "" to say what `parse` says.
    """

    name: str
    default: Any
    parse: Callable[[str], Any]
    write: Callable[[Any], str] = str
    changed_by: Literal["person", "stage", "teacher", "source"] = "person"
    remark: str = (
        "The link says {name} = “{text}”, which is not available here. The page opens with {value}."
    )


# ------------------------------------------------------------------------------ text -> value


def _choose(*options: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in options:
            raise ValueError
        return text

    return parse


def _number(low: float, high: float, whole: bool = False) -> Callable[[str], float]:
    """A number as a widget of Streamlit reads it that is bound to the address: 2.5 gives 2."""

    def parse(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError
        return int(value) if whole else value

    return parse


def _whole(low: int, high: int) -> Callable[[str], float]:
    return _number(low, high, whole=True)


def _truth(text: str) -> bool:
    return _choose("true", "false")(text.lower()) == "true"


def _line(text: str) -> str:
    """One line of printable text, not too long."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_LINE]


def _name(text: str) -> str:
    """A name as it stands, since it is looked for in a table."""
    if not _write_name(text):
        raise ValueError("The link names a column that cannot be in a table. Choose it again.")
    return text


def _write_name(name: str) -> str:
    """A name that a link cannot tell to the letter is left out."""
    return name if name.isprintable() and len(name) <= LONGEST_NAME else ""


def _write_file(name: str) -> str:
    return _line(name)[:LONGEST_NAME].strip()


def _checked(read: Callable[[str], object]) -> Callable[[str], str]:
    """A text as it stands, once it has been read."""

    def parse(text: str) -> str:
        read(text)
        return text

    return parse


def read_view(text: str) -> View:
    """Take a view out of an address.

    Parameters
    ----------
    text : str
        Words with dots between: what is on and was not at the start, "no-" and what is off and was
        on, and the card, counted from 1, such as "density.no-cells.point-17". assets/stage/view.js
        writes the same.

    Raises
    ------
    ValueError
        If a word means nothing. The message names it.
    """
    view = View()
    for word in text.split(".")[:100] if text else []:
        kind, _, number = word.partition("-")
        name = word.removeprefix("no-")
        if kind in ("point", "component") and number.isascii() and number.isdigit():
            if not 1 <= len(number) <= 5 or number.startswith("0"):
                raise ValueError(_NO_VIEW.format(_line(word)[:30]))
            view = View(view.on, **{kind: int(number) - 1})
        elif name in VIEWS:
            view = view._replace(on=view.on | {name} if word == name else view.on - {name})
        else:
            raise ValueError(_NO_VIEW.format(_line(word)[:30]))
    return view


def write_view(view: View) -> str:
    """Put a view into text for an address; empty for the view at the start."""
    switched = [name for name in VIEWS if (name in view.on) != (name in View().on)]
    words = [name if name in view.on else f"no-{name}" for name in switched]
    words += [f"point-{view.point + 1}"] if view.point is not None else []
    words += [f"component-{view.component + 1}"] if view.component is not None else []
    return ".".join(words)


_NOTHING = "The link says nothing after “{name}=”. The page opens with {value}."
_NO_VIEW = "The link names the view “{}”, which is not available here. Use the View menu."


# ------------------------------------------------------------------------------ the table

_PLAIN = Settings()
DATA = Parameter("data", _PLAIN.data, _choose(*DATASETS, DRAW, PASTE, UPLOAD))
N = Parameter("n", _PLAIN.n, _whole(MIN_N, MAX_N))
DATA_SEED = Parameter("data_seed", _PLAIN.data_seed, _whole(0, MAX_SEED))
K = Parameter("k", _PLAIN.k, _whole(1, MAX_K))
START = Parameter("start", _PLAIN.start, _choose(*STARTS))
START_SEED = Parameter("start_seed", _PLAIN.start_seed, _whole(0, MAX_SEED))
COVARIANCE = Parameter("covariance", _PLAIN.covariance, _choose(*COVARIANCES))
RIDGE = Parameter("ridge", _PLAIN.ridge, _number(0, MAX_RIDGE))
SCALE = Parameter("scale", _PLAIN.scale, _choose(*SCALES))
TWIN = Parameter("twin", _PLAIN.twin, _truth, lambda on: str(on).lower())

FRAME = Parameter("frame", 0, _whole(0, 999_999), changed_by="stage")
VIEW = Parameter("view", View(), read_view, write_view, "stage", "")

HIDE = Parameter(
    "hide",
    Classroom().hide,
    lambda text: frozenset(text.split(".")) & frozenset(HIDEABLE),
    lambda hide: ".".join(name for name in HIDEABLE if name in hide),
    "teacher",
)
LOCK = Parameter("lock", False, lambda text: text == "k", lambda on: "k" * on, "teacher")
ASK = Parameter("ask", "", _line, _line, "teacher")
ANSWER = Parameter("answer", "", _line, _line, "teacher")

DRAWN = Parameter("drawn", "", _checked(read_points), changed_by="source", remark="")
POINTS = Parameter("points", "", _checked(read_points), changed_by="source", remark="")
HAND = Parameter("hand", "", _checked(read_start), changed_by="stage", remark="")

FILE = Parameter("file", "", _write_file, _write_file, "source")
_AXES = ("across", "up")
# What is chosen of a file, beside its name. An address always says which columns: which ones are
# the first choice may change.
TABLE = (
    FILE,
    Parameter("sheet", "", _name, _write_name, "source", ""),
    Parameter("header", FOUND, _whole(0, MAX_ROWS), changed_by="source"),
    *(Parameter(axis, "", _name, _write_name, "source", "") for axis in _AXES),
    Parameter(
        "logarithmic",
        Table().logarithmic,
        lambda text: frozenset(text.split(".")) & frozenset(_AXES),
        lambda axes: ".".join(axis for axis in _AXES if axis in axes),
        "source",
    ),
    Parameter("labels", "", _name, _write_name, "source", ""),
    Parameter("frequencies", "", _name, _write_name, "source", ""),
    Parameter("rows", 0, _whole(2, MAX_ROWS), changed_by="source"),
)

_POINTS_OF = {DRAW: (DRAWN,), PASTE: (POINTS,)}

VERSION_NAME = "v"
LESSON_NAME = "lesson"  # which lesson the page of the course shows
# The names that the stage's script writes into the address.
STAGE_NAMES = {"frame": FRAME.name, "view": VIEW.name, "hand": HAND.name, "version": VERSION_NAME}


def list_parameters(data: str) -> Iterator[tuple[str, Parameter]]:
    """List the parameters that mean something beside a data set, each with its part of the link.

    Their defaults are what the data set opens with.

    Parameters
    ----------
    data : str
        The data set's name.

    Yields
    ------
    part : {"settings", "knobs", "link", "classroom", "carried", "table"}
    parameter : Parameter
    """
    recipe, opening = DATASETS.get(data), open_settings(data)
    yield "settings", DATA
    generated = (N, DATA_SEED) if recipe and recipe.generated else ()
    for parameter in (*generated, K, START, START_SEED, COVARIANCE, RIDGE, SCALE, TWIN):
        yield "settings", parameter._replace(default=getattr(opening, parameter.name))
    for knob in recipe.knobs if recipe else ():
        whole = isinstance(knob.default, int)
        yield "knobs", Parameter(knob.name, knob.default, _number(knob.low, knob.high, whole))
    yield from (("link", parameter) for parameter in (FRAME, VIEW))
    yield from (("classroom", parameter) for parameter in (HIDE, LOCK, ASK, ANSWER))
    yield from (("carried", parameter) for parameter in _POINTS_OF.get(data, ()))
    yield "carried", HAND
    yield from (("table", parameter) for parameter in (TABLE if data == UPLOAD else ()))


# ------------------------------------------------------------------------------ URL -> link


def read_link(query: Mapping[str, str]) -> tuple[Link, list[str]]:
    """Read what an address says.

    Parameters
    ----------
    query : mapping of str to str
        The URL's query parameters as they came, from anywhere.

    Returns
    -------
    link : Link
        With the default in place of what cannot be had.
    remarks : list of str
        A sentence for each of those.
    """
    query = upgrade(query)
    remarks = []
    version = query.get(VERSION_NAME, "")
    if query and version != str(VERSION):
        remarks.append(
            f"This link was made by another version of Mixtape (v = “{_line(version)[:30]}”), "
            "so what it leaves out may mean something else here."
        )
    data = query.get(DATA.name, DATA.default)
    found: dict[str, dict[str, Any]] = {
        part: {} for part in ("settings", "knobs", "link", "classroom", "carried", "table")
    }
    for part, parameter in list_parameters(data):
        value, remark = _read(parameter, query)
        found[part][parameter.name] = value
        remarks += [remark] if remark else []
    settings = Settings(**found["settings"], knobs=tuple(found["knobs"].items()))
    classroom, carried = Classroom(**found["classroom"]), Carried(**found["carried"])
    table = Table(**found["table"])
    link = Link(settings, **found["link"], classroom=classroom, carried=carried, table=table)
    return link, remarks


def _read(parameter: Parameter, query: Mapping[str, str]) -> tuple[Any, str]:
    """The parameter's value, and a remark where it is not what the query asks for."""
    text = query.get(parameter.name, "")
    # Where nothing is what the default reads, an empty text says just that.
    if not text and (parameter.name not in query or not parameter.write(parameter.default)):
        return parameter.default, ""
    if not text:
        shown = parameter.write(parameter.default)
        return parameter.default, _NOTHING.format(name=parameter.name, value=shown)
    try:
        value = parameter.parse(text)
    except (ValueError, OverflowError) as error:
        value, said = parameter.default, str(error)
    else:
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or float(text) == value:
            return value, ""
        said = ""
    shown = parameter.write(value)
    return value, parameter.remark.format(
        name=parameter.name, text=_line(text)[:30], value=shown
    ) or said


def repair(query: Mapping[str, str]) -> dict[str, str]:
    """Bring an address up to today's version, with what there is in place of what cannot be had.

    Parameters
    ----------
    query : mapping of str to str

    Returns
    -------
    dict of str to str
        `read_link` reads the same out of it, and remarks nothing but another version.
    """
    repaired = upgrade(query)
    for _, parameter in list_parameters(repaired.get(DATA.name, DATA.default)):
        value, remark = _read(parameter, repaired)
        if remark:
            repaired[parameter.name] = parameter.write(value)
    return {name: text for name, text in repaired.items() if text}


def upgrade(query: Mapping[str, str]) -> dict[str, str]:
    """Bring an address of an earlier version up to today's.

    Parameters
    ----------
    query : mapping of str to str

    Returns
    -------
    dict of str to str
        The same picture in today's names. An address that says nothing is the app's own opening.
    """
    if not query:
        return {}
    upgraded = dict(query)
    if VERSION_NAME not in upgraded:
        # Pasted numbers had no name of their own.
        if upgraded.get(DATA.name) == UPLOAD and POINTS.name in upgraded:
            upgraded[DATA.name] = PASTE
        upgraded[VERSION_NAME] = "2"
    if upgraded[VERSION_NAME] == "2":
        # Two start methods have kept their names, but begin somewhere else since.
        if upgraded.get(START.name) in OLDER:
            upgraded[START.name] = OLDER[upgraded[START.name]]
        upgraded[VERSION_NAME] = "3"
    if upgraded[VERSION_NAME] == "3":
        upgraded = _write_out(upgraded, THIRD_DEFAULTS) | {VERSION_NAME: "4"}
    return upgraded


def _write_out(query: Mapping[str, str], meant: Mapping[str, str]) -> dict[str, str]:
    """Say what a query meant by what it left out, where that is something else today."""
    parameters = list_parameters(query.get(DATA.name) or meant[DATA.name])
    todays = {parameter.name: parameter.write(parameter.default) for _, parameter in parameters}
    missing = {
        name: text
        for name, text in meant.items()
        if todays.get(name, text) != text and not query.get(name)
    }
    return {**query, **missing}


# What a link of the first three versions meant by what it left out. The knobs of the generators
# still mean what they did.
THIRD_DEFAULTS = {
    "data": "Old Faithful",
    "n": "300",
    "data_seed": "0",
    "k": "2",
    "start": "random points",
    "start_seed": "7",
    "covariance": "full",
    "ridge": "0.0",
    "scale": "auto",
    "twin": "true",
}


# ------------------------------------------------------------------------------ link -> URL


def write_link(link: Link) -> dict[str, str]:
    """Write the query parameters that make a link: those alone that differ from the defaults.

    Parameters
    ----------
    link : Link
    """
    parts: dict[str, Mapping[str, Any]] = {
        "settings": link.settings._asdict(),
        "knobs": dict(link.settings.knobs),
        "link": link._asdict(),
        "classroom": link.classroom._asdict(),
        "carried": link.carried._asdict(),
        "table": link.table._asdict(),
    }
    query = {
        parameter.name: parameter.write(value)
        for part, parameter in list_parameters(link.settings.data)
        if (value := parts[part].get(parameter.name, parameter.default)) != parameter.default
    }
    query = {name: text for name, text in query.items() if text}
    if ASK.name not in query:
        query.pop(ANSWER.name, None)
    return query | ({VERSION_NAME: str(VERSION)} if query else {})


def write_settings(link: Link) -> dict[str, str]:
    """Write all settings of a link, also those that are as by default.

    Parameters
    ----------
    link : Link
    """
    values = link.settings._asdict() | dict(link.settings.knobs)
    return {
        parameter.name: parameter.write(values[parameter.name])
        for part, parameter in list_parameters(link.settings.data)
        if part in ("settings", "knobs") and parameter.name in values
    }


def write_table(table: Table) -> dict[str, str]:
    """Write what was chosen of a file, each by its parameter's name; "" for what is not said.

    Parameters
    ----------
    table : Table
    """
    chosen = table._asdict()
    return {
        parameter.name: parameter.write(value)
        if (value := chosen[parameter.name]) != parameter.default
        else ""
        for parameter in TABLE
    }


def write_address(base: str, link: Link) -> str:
    """Write the address of a page with a link.

    Parameters
    ----------
    base : str
        The page's address without a query.
    link : Link
    """
    query = write_link(link)
    return f"{base}?{urlencode(query)}" if query else base
