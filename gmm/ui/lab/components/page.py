"""The page "How many components": fits over K, what each criterion chooses of them, and why."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from gmm.cross_validation import HeldOut
from gmm.ui.address import bind
from gmm.ui.lab.components.charts import draw_agreement, draw_criterion, draw_silhouettes
from gmm.ui.lab.components.choosing import CRITERIA, Choice, choose
from gmm.ui.lab.components.lines import lay_agreement, lay_criterion, lay_silhouettes
from gmm.ui.lab.components.records import (
    METHOD,
    SEEDS,
    SEEDS_HELD_OUT,
    Cloud,
    Clustered,
    Fitted,
    Tried,
    deal,
    estimate_run,
    foretell,
    list_components,
    list_fits,
    pool,
    split_folds,
    split_seeds,
    take_cloud,
    try_fit,
    try_kmeans,
)
from gmm.ui.lab.components.sentences import (
    list_all,
    list_choices,
    name_fit,
    tell_agreement,
    tell_choice,
    tell_collapsed,
    tell_disagreements,
    tell_shown,
    tell_silhouettes,
)
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.opening import Given, lead_back
from gmm.ui.lab.working import Part, work
from gmm.ui.session import find_run
from gmm.ui.sources.offer import Offer
from gmm.ui.stage.component import stage

PAGE = "components"
CRITERION, FIT = "criterion", "fit"  # parameters of the address
NUMBER, DRAFT = "chart-number", "chart-draft"
CHOSEN = "What the criterion chooses"
NAMES = {criterion.name: name for name, criterion in CRITERIA.items()}  # as the address has them
# The table stands in a narrow column.
STYLE = """<style>
.st-key-choices table { font-size: 0.875rem; }
.st-key-choices :is(th, td) { padding: 0.3rem 0.5rem; }
</style>"""
MEANING = (
    "**BIC** asks for ½ ln N nats of log-likelihood from each free parameter, **AIC** for 1 nat. "
    "**ICL** is BIC and a price for components that overlap. **Held-out** is the log-likelihood "
    "of points that the fit has not seen (cross-validation): it takes longer."
)
NO_FIT = (
    "Every start of every fit has collapsed onto a point or a line, so nothing can be compared. "
    "Choose other data, or set a ridge under More."
)
NOTHING_HELD_OUT = (
    "No fit has foretold all of the points that were held out. Choose another criterion."
)
NOT_WHOLE = (
    "Cross-validation deals the points into folds, so each has to count a whole number of times, "
    "and all together less than a thousand million times. These do not. "
    "Choose another criterion."
)


class Known(NamedTuple):
    """What is there to show.

    Attributes
    ----------
    fits : list of Tried
        In the order of K.
    complete : bool
        Whether all of them are there.
    held : dict
        What cross-validation has found; empty where nobody has asked.
    """

    fits: list[Tried]
    complete: bool
    held: dict[Fitted, HeldOut]


def show_components(given: Given) -> None:
    """Show the page for the points that are given."""
    cloud = take_cloud(given.run)
    criterion = _choose_criterion()
    places = _lay_out()
    with places.controls:
        asked = _choose_fit(cloud)
    known = Known([], False, _recall_held(given))

    def show(fits: list[Tried], held: dict[Fitted, HeldOut], complete: bool) -> None:
        _draw(places, Known(fits, complete, held), criterion, asked, cloud)

    with places.work:
        fits, complete = _try_fits(given, cloud, lambda some: show(some, known.held, False))
        held = known.held
        if criterion == "held_out" and complete:
            held, complete = _hold_out(given, cloud, lambda some: show(fits, some, False))
    known = Known(fits, complete, held)
    choice = _draw(places, known, criterion, asked, cloud)
    if choice is None:
        return
    _tell_why(known)
    _show_stage(given, _find_shown(known, asked, choice))
    _show_clusters(given, cloud, known, criterion, choice)
    _show_table(known)
    _tell_how(given, cloud)


# ------------------------------------------------------------------------------ controls


class Places(NamedTuple):
    """Where things stand: they are filled when they are known."""

    headline: Any
    controls: Any
    chart: Any
    beside: Any
    work: Any


def _choose_criterion() -> str:
    chosen = st.segmented_control(
        "Criterion",
        list(NAMES),
        default=next(iter(NAMES)),
        required=True,
        help=MEANING,
        on_change=_renew_chart,
        **bind(CRITERION),
    )
    return NAMES[str(chosen)]


def _lay_out() -> Places:
    headline = st.empty()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        chart = st.empty()
    with right:
        controls = st.container()
        st.html(STYLE)
        with st.container(key="choices"):
            beside = st.empty()
    return Places(headline, controls, chart, beside, st.container())


def _choose_fit(cloud: Cloud) -> Fitted | None:
    options = [CHOSEN, *(_write_fit(fitted) for fitted in list_fits(cloud))]
    if st.session_state.get(FIT, CHOSEN) not in options:
        st.session_state[FIT] = CHOSEN
    chosen = st.selectbox(
        "Fit on the stage",
        options,
        help="The one that the criterion chooses, or any other. A click on a point of the chart "
        "does the same.",
        on_change=_renew_chart,
        **bind(FIT),
    )
    return _read_fit(chosen)


def _write_fit(fitted: Fitted) -> str:
    return f"K = {fitted[0]}, {fitted[1]}"


def _read_fit(option: str) -> Fitted | None:
    number, _, covariance = option.removeprefix("K = ").partition(", ")
    return (int(number), covariance) if covariance else None


def _renew_chart() -> None:
    """Let the chart forget which point was clicked: another widget has the say now."""
    st.session_state[NUMBER] = st.session_state.get(NUMBER, 0) + 1


def _take_click(key: str) -> None:
    points = st.session_state[key].selection.points
    if points:
        k, covariance = points[0]["customdata"][:2]
        st.session_state[FIT] = _write_fit((int(k), str(covariance)))


# ------------------------------------------------------------------------------ work


def _try_fits(given: Given, cloud: Cloud, show: Any) -> tuple[list[Tried], bool]:
    ridge = given.run.settings.ridge
    parts, names = [], []
    for k, covariance in list_fits(cloud):
        for seeds in split_seeds(cloud, k, SEEDS):
            parts.append(
                Part(
                    (PAGE, "fit", given.key, ridge, k, covariance, seeds),
                    try_fit,
                    (cloud, k, covariance, seeds, ridge),
                    len(seeds) * estimate_run(len(cloud.points), k),
                    len(seeds),
                )
            )
            names.append((k, covariance))
    drawn = [0]

    def draw(results: list[Any]) -> None:
        fits = _pool(names, results)
        if None in results and len(fits) > drawn[0]:
            drawn[0] = len(fits)
            show(fits)

    done = work(
        f"{PAGE}-fits", parts, "Running EM from five starts a fit", "runs", draw, given.shared
    )
    return _pool(names, done.results), done.complete


def _pool(names: Sequence[Fitted], results: Sequence[Tried | None]) -> list[Tried]:
    """The fits of which every start has been tried."""
    parts: dict[Fitted, list[Tried | None]] = {}
    for name, result in zip(names, results, strict=True):
        parts.setdefault(name, []).append(result)
    whole = (
        [each for each in own if each is not None] for own in parts.values() if None not in own
    )
    return [pool(own) for own in whole]


def _hold_out(given: Given, cloud: Cloud, show: Any) -> tuple[dict[Fitted, HeldOut], bool]:
    ridge = given.run.settings.ridge
    try:
        sizes = deal(cloud).sum(axis=1)
    except ValueError:
        return {}, True
    parts, names = [], []
    for k, covariance in list_fits(cloud):
        for folds in split_folds(cloud, k, len(sizes)):
            count = len(folds) * len(SEEDS_HELD_OUT)
            parts.append(
                Part(
                    (PAGE, "held out", given.key, ridge, k, covariance, folds),
                    foretell,
                    (cloud, k, covariance, folds, ridge),
                    count * estimate_run(len(cloud.points), k),
                    count,
                )
            )
            names.append(((k, covariance), folds))

    def gather(results: Sequence[list[float] | None]) -> dict[Fitted, HeldOut]:
        scores: dict[Fitted, list[float | None]] = {}
        for (fitted, folds), result in zip(names, results, strict=True):
            own = scores.setdefault(fitted, [None] * len(sizes))
            for fold, score in zip(folds, result or (), strict=result is not None):
                own[fold] = score
        return {
            fitted: HeldOut(np.array(own), sizes)
            for fitted, own in scores.items()
            if None not in own
        }

    drawn = [0]

    def draw(results: list[Any]) -> None:
        held = gather(results)
        if None in results and len(held) > drawn[0]:
            drawn[0] = len(held)
            show(held)

    done = work(
        f"{PAGE}-held-out", parts, "Fitting to four fifths at a time", "runs", draw, given.shared
    )
    held = gather(done.results)
    if done.complete:
        st.session_state["held-out"] = (_name_held(given), held)
    return held, done.complete


def _recall_held(given: Given) -> dict[Fitted, HeldOut]:
    """What cross-validation has found of these points in this session."""
    name, held = st.session_state.get("held-out", (None, {}))
    return held if name == _name_held(given) else {}


def _name_held(given: Given) -> Any:
    return given.key, given.run.settings.ridge


def _cluster(given: Given, cloud: Cloud) -> list[Clustered]:
    parts = [
        Part(
            (PAGE, "k-means", given.key, k),
            try_kmeans,
            (cloud, k),
            0.1 + 1e-4 * len(cloud.points),
        )
        for k in list_components(cloud)
    ]
    done = work(f"{PAGE}-k-means", parts, "Running k-means", "fits", shared=given.shared)
    return [each for each in done.results if each is not None]


# ------------------------------------------------------------------------------ what is shown


def _draw(
    places: Places, known: Known, criterion: str, asked: Fitted | None, cloud: Cloud
) -> Choice | None:
    """Draw the headline, the chart and what stands beside it."""
    fits, complete, held = known
    choices = {name: choose(fits, name, held) for name in CRITERIA}
    choice = choices[criterion]
    if choice is None:
        places.chart.empty()
        places.beside.empty()
        if complete:
            places.headline.info(_tell_nothing(known, criterion, cloud))
        return None
    so_far = "" if complete else "So far: "
    count = len(held) if criterion == "held_out" else sum(each.seed is not None for each in fits)
    places.headline.markdown(so_far + tell_choice(choice, criterion, count, held))
    lines = lay_criterion(fits, criterion, held, choice, asked or choice.best.fitted)
    number = st.session_state.get(NUMBER, 0)
    key = f"chart-components-{number}"
    listening: dict[str, Any] = {
        "key": key,
        "on_select": lambda: _take_click(key),
        "selection_mode": "points",
    }
    if not complete:
        # It may be drawn again before the page is done: each has a name of its own.
        st.session_state[DRAFT] = draft = st.session_state.get(DRAFT, 0) + 1
        listening = {"key": f"chart-draft-{draft}"}
    with places.chart.container():
        alt = (
            f"{CRITERIA[criterion].axis}, over K from 1 to {max(each.k for each in fits)}, a line "
            f"for each covariance constraint. The best is {name_fit(choice.best)}."
        )
        show_chart(draw_criterion(lines), alt, **listening)
        hidden = (
            f" {lines.hidden} far worse fits are out of sight; the table below has them."
            if lines.hidden
            else ""
        )
        click = "A click on a point brings its fit to the stage." if complete else ""
        st.caption(click + hidden)
        if cloud.of > len(cloud.points):
            st.caption(_tell_sample(cloud))
    with places.beside.container():
        if complete:
            _tell_fit(known, criterion, asked, choice)
        _show_choices(choices, cloud)
        if complete:
            st.markdown(_ask_for_action(criterion))
    return choice


def _tell_fit(known: Known, criterion: str, asked: Fitted | None, choice: Choice) -> None:
    shown = _find_shown(known, asked, choice)
    if asked is not None and shown.fitted != asked:
        st.warning(
            f"Every start of {_write_fit(asked)} has collapsed, so there is no fit to show. "
            "On the stage is the choice."
        )
    st.markdown(tell_shown(shown, choice, criterion, known.held))


def _find_shown(known: Known, asked: Fitted | None, choice: Choice) -> Tried:
    """The fit that is asked for, where it can be shown, or the choice."""
    sound = (each for each in known.fits if each.fitted == asked and each.seed is not None)
    return next(sound, choice.best)


def _show_choices(choices: dict[str, Choice | None], cloud: Cloud) -> None:
    table = list_choices(choices, cloud.labels is not None)
    rows = [list(table), ["---"] * len(table), *zip(*table.values(), strict=True)]
    st.markdown("\n".join("| " + " | ".join(row) + " |" for row in rows))


def _ask_for_action(criterion: str) -> str:
    if criterion == "bic":
        return "**Your turn:** switch the criterion to ICL. Does K stay?"
    return (
        "**Your turn:** click another point of the chart. What does its fit lack beside the choice?"
    )


def _tell_nothing(known: Known, criterion: str, cloud: Cloud) -> str:
    if all(each.seed is None for each in known.fits):
        return NO_FIT
    try:
        deal(cloud)
    except ValueError:
        return NOT_WHOLE
    return NOTHING_HELD_OUT


def _tell_why(known: Known) -> None:
    choices = {name: choose(known.fits, name, known.held) for name in CRITERIA}
    st.markdown("## Where they disagree, and why")
    for sentence in tell_disagreements(choices, known.held):
        st.markdown(f"- {sentence}")
    lost = tell_collapsed(known.fits)
    if lost:
        st.caption(lost)


def _show_stage(given: Given, shown: Tried) -> None:
    left, right = st.columns([3, 2], vertical_alignment="center")
    left.markdown(f"## On the stage: {name_fit(shown)}")
    assert shown.seed is not None
    settings = given.link.settings._replace(
        k=shown.k, covariance=shown.covariance, start=METHOD, start_seed=shown.seed, twin=False
    )
    link = given.link._replace(settings=settings, carried=given.link.carried._replace(hand=""))
    found = find_run(
        link,
        Offer(link, given.run.dataset, given.run.box, shared=given.shared, editable=False),
        PAGE,
    )
    link = link._replace(frame=found.run.frames - 1)
    with right:
        lead_back(link)
    stage(found.run, link, page=PAGE, scene=_write_fit(shown.fitted), editable=False)


def _show_clusters(
    given: Given, cloud: Cloud, known: Known, criterion: str, choice: Choice
) -> None:
    clustered = _cluster(given, cloud)
    if len(clustered) < 2:
        return
    labelled = cloud.labels is not None
    columns = st.columns(2 if labelled else 1, gap="medium")
    if labelled:
        with columns[0]:
            st.markdown("## Beside the known labels")
            st.markdown(tell_agreement(choice, criterion, known.fits))
            show_chart(
                draw_agreement(lay_agreement(known.fits, clustered)),
                "Adjusted Rand index between the known labels and each fit, over K.",
                key="chart-agreement",
            )
            st.caption(
                "The adjusted Rand index counts the pairs of points that both put together: 1 is "
                "the same grouping, 0 no more than chance would give."
            )
    with columns[-1]:
        st.markdown("## Beside k-means")
        st.markdown(tell_silhouettes(clustered, choice))
        show_chart(
            draw_silhouettes(lay_silhouettes(clustered)),
            "Mean silhouette of k-means over K from 2.",
            key="chart-silhouettes",
        )
        st.caption(
            "A point's silhouette says how much nearer it is to its own cluster than to the next: "
            "1 is far nearer, 0 is between the two. It knows distances, no densities, so it likes "
            "round clusters."
        )


def _show_table(known: Known) -> None:
    with st.expander("All fits in numbers"):
        st.dataframe(list_all(known.fits, known.held), hide_index=True)


def _tell_how(given: Given, cloud: Cloud) -> None:
    with st.expander("How this is computed"):
        st.markdown(MEANING)
        st.markdown(
            f"Each fit is the best of {len(SEEDS)} starts by k-means++ (start seeds 0 to "
            f"{len(SEEDS) - 1}). Runs that collapse are left out. Log-likelihoods are in nats, for "
            "the units of the data; mclust has BIC and ICL with the other sign."
        )
        st.markdown(
            "For held-out points, the data are dealt into 5 folds by chance, the same for all "
            f"fits. A mixture is fitted to four of them (best of {len(SEEDS_HELD_OUT)} starts) and "
            "scored on the fifth, five times over. The whisker is one standard error over the "
            "folds. A row that was counted several times is dealt row by row, as if it was written "
            "out."
        )
        if cloud.points.shape[1] == 1:
            st.markdown(
                "With one column, full, diag and spherical allow the same widths, so two "
                "constraints are tried."
            )
        if given.run.is_standardised:
            st.markdown(
                "The columns are standardised before the fits. Full, tied and diag fits do not "
                "depend on it; spherical ones and k-means do."
            )
        if given.run.settings.ridge:
            st.markdown(
                "A ridge is added to each covariance, so no fit is quite the likeliest one, and "
                "the criteria are only nearly what they are called."
            )


def _tell_sample(cloud: Cloud) -> str:
    return (
        f"The fits are made to a fair sample of {len(cloud.points):,} of the {cloud.of:,} rows, "
        "and N of the criteria is that of the sample. The stage runs on all rows."
    )
