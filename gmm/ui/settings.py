"""Settings <-> URL <-> widgets: all that a run depends on, but for an uploaded file's points.

Each widget is bound to the query parameter of its setting's name; the URL carries what differs from
the default.
"""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS, DEFAULT_N
from gmm.data.generators import Knob
from gmm.limits import MAX_K, MAX_N, MAX_SEED, MIN_N, SENTENCES
from gmm.scaling import SCALES
from gmm.starts import STARTS

UPLOAD = "Upload a file"
DRAW = "Draw by hand"


class Settings(NamedTuple):
    """What a run is made from. The names are those of the URL, the defaults what it leaves out.

    `knobs` are the generator's own: each has a name in the URL, too.
    """

    data: str = "Old Faithful"
    n: int = DEFAULT_N
    data_seed: int = 0
    knobs: tuple[tuple[str, float], ...] = ()
    k: int = 2
    start: str = "random points"
    start_seed: int = 7
    covariance: str = "full"
    ridge: float = 0.0
    scale: str = "auto"
    twin: bool = True


DEFAULT = Settings()


def data_controls() -> Settings:
    """The widgets that choose the data: real sets and generated ones, a drawing, a file."""
    data = st.selectbox(
        "Data",
        [*DATASETS, DRAW, UPLOAD],
        key="data",
        bind="query-params",
        help="Real data and generated ones. Your own come by the buttons below.",
    )
    if data in DATASETS:
        left, right = st.columns(2)
        _door(left, "Your file", UPLOAD, ":material/upload:")
        _door(right, "Draw", DRAW, ":material/draw:")
    settings = DEFAULT._replace(data=data)
    if data not in DATASETS or not DATASETS[data].generated:
        return settings
    left, right = st.columns(2)
    return settings._replace(
        n=left.number_input(
            "Points",
            MIN_N,
            MAX_N,
            DEFAULT.n,
            step=50,
            key="n",
            bind="query-params",
            help=SENTENCES["points"],
        ),
        data_seed=_seed(right, "Data seed", "data_seed", DEFAULT.data_seed),
        knobs=tuple((knob.name, _turn(knob)) for knob in DATASETS[data].knobs),
    )


def _door(column: DeltaGenerator, label: str, data: str, icon: str) -> None:
    """A button to the person's own data: nobody has to find it in a list."""

    def enter() -> None:
        st.session_state["data"] = data

    column.button(label, on_click=enter, icon=icon, width="stretch", key=f"door_{data}")


def _turn(knob: Knob) -> float:
    value: float = st.slider(
        knob.label,
        knob.low,
        knob.high,
        knob.default,
        knob.step,
        key=knob.name,
        bind="query-params",
        help=knob.help,
    )
    return value


def run_controls(settings: Settings, locked: bool = False) -> Settings:
    """The widgets that choose the run: components, start, covariance, twin and what lies deeper.

    Parameters
    ----------
    settings : Settings
        With the data chosen.
    locked : bool
        Whether K stays as the link has it.
    """
    with control("k"):
        k = st.slider(
            "Components",
            1,
            MAX_K,
            DEFAULT.k,
            key="k",
            bind="query-params",
            disabled=locked,
            help="How many Gaussians the mixture has, and how many clusters k-means looks for. "
            + SENTENCES["components"],
        )
    with control("start"):
        left, right = st.columns([3, 2])
        start = left.selectbox(
            "Start",
            list(STARTS),
            index=list(STARTS).index(DEFAULT.start),
            key="start",
            bind="query-params",
            help="Where the means begin. “One place” is a bad start on purpose.",
        )
        start_seed = _seed(right, "Start seed", "start_seed", DEFAULT.start_seed)
    with control("covariance"):
        covariance = st.selectbox(
            "Covariance",
            list(COVARIANCES),
            index=list(COVARIANCES).index(DEFAULT.covariance),
            key="covariance",
            bind="query-params",
            help="Full: any ellipse. Tied: one ellipse shared by all. "
            "Diag: ellipses along the axes. Spherical: circles.",
        )
    with control("twin"):
        twin = st.toggle("k-means beside it", DEFAULT.twin, key="twin", bind="query-params")
    with control("more"), st.expander("More"):
        scale = st.segmented_control(
            "Standardise the columns",
            list(SCALES),
            default=DEFAULT.scale,
            required=True,
            key="scale",
            bind="query-params",
            help="Auto standardises two columns when one varies three times as much as the other. "
            "k-means and spherical covariances see distances in these units; "
            "full covariances do not mind.",
        )
        ridge = st.number_input(
            "Ridge",
            0.0,
            1.0,
            DEFAULT.ridge,
            step=0.001,
            format="%.4f",
            key="ridge",
            bind="query-params",
            help="Added to each variance after every M-step. It keeps components from collapsing; "
            "only at 0 is this EM itself, with a log-likelihood that never falls.",
        )
    return settings._replace(
        k=k,
        start=start,
        start_seed=start_seed,
        covariance=covariance,
        ridge=ridge,
        scale=scale,
        twin=twin,
    )


def control(name: str) -> DeltaGenerator:
    """The place of a group of controls, which a teacher's link may put out of sight."""
    return st.container(key=f"control-{name}")


def _seed(column: DeltaGenerator, label: str, key: str, default: int) -> int:
    return column.number_input(label, 0, MAX_SEED, default, key=key, bind="query-params")


def settings_query(settings: Settings) -> dict[str, str]:
    """The query parameters that make these settings: those alone that differ from the defaults."""
    query = {
        name: _written(value)
        for name, value in settings._asdict().items()
        if name != "knobs" and value != getattr(DEFAULT, name)
    }
    recipe = DATASETS.get(settings.data)
    usual = {knob.name: knob.default for knob in recipe.knobs} if recipe else {}
    turned = {name: _written(value) for name, value in settings.knobs if value != usual.get(name)}
    return query | turned


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def link_remarks(asked: Mapping[str, str], settings: Settings) -> list[str]:
    """A sentence for each setting that a link asked for and did not get.

    Parameters
    ----------
    asked : mapping of str to str
        The URL's query parameters as they came.
    settings : Settings
        What the page opened with.
    """
    return [
        f"The link asks for {name} = “{asked[name][:30]}”, which is not to be had here. "
        f"The page opens with {value}."
        for name, value in settings._asdict().items()
        if name in asked and not _says(asked[name], value)
    ]


def link_frame(asked: Mapping[str, str]) -> int:
    """The frame that a link opens on, 0 where it names none."""
    text = asked.get("frame", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _says(text: str, value: object) -> bool:
    """Whether a query parameter's text is that value."""
    if isinstance(value, bool):
        return text.lower() == str(value).lower()
    if isinstance(value, int | float):
        try:
            return float(text) == value
        except ValueError:
            return False
    return text == value
