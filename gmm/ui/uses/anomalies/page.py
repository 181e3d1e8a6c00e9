"""The case of anomalies: biopsies whose measurements are rare among benign ones."""

from typing import Any, NamedTuple

import streamlit as st

from gmm.cases.biopsies import COLUMNS, SOURCE, Split, read_biopsies, split_biopsies
from gmm.data.datasets import Dataset
from gmm.limits import MAX_SEED
from gmm.mixture import Mixture
from gmm.scaling import restore
from gmm.ui.address import bind
from gmm.ui.lab.lines import head, say
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.run import Run
from gmm.ui.uses.anomalies.charts import KINDS, draw_curves, draw_ground
from gmm.ui.uses.anomalies.failing import show_failing
from gmm.ui.uses.anomalies.records import (
    MOST_K,
    PAGE,
    Finding,
    Rule,
    Settings,
    find,
    find_seed,
    find_wide,
    fit,
    sort_rows,
    survey,
    take_training,
)
from gmm.ui.uses.anomalies.sentences import (
    tell_answer,
    tell_areas,
    tell_pair,
    tell_share,
    write_limits,
)
from gmm.ui.uses.opening import close_case, open_case
from gmm.ui.uses.staging import make_run, stage_case
from gmm.ui.uses.worth import Score, show_worth

NO_ADVICE = "This page is about a method. Nothing on it is medical advice."
SAME = "Choose two different columns."
ABOUT = (
    "**569 real biopsies** of breast masses, 357 benign and 212 malignant; cell nuclei measured in "
    "pictures, in the units of the source, which does not name them. {source} Half of the benign "
    "ones, chosen by chance, are learnt from{unclean}; the other half and {malignant} malignant "
    "ones are the test. The fit is told nothing but the two columns.\n\n"
    "The **density threshold** flags what the mixture finds rare. The **box** flags what is far "
    "out in one column alone: each column within its own quantiles. Both flag the same share of "
    "the rows that they learnt from."
)
COLLAPSED = (
    "A component has collapsed onto a few equal rows. What is shown is the last mixture before "
    "that. Choose fewer components, or another seed."
)


class Fitted(NamedTuple):
    """The rows, the run on the stage, and where it ended, in the columns' own units."""

    split: Split
    run: Run
    mixture: Mixture


def show() -> None:
    """Write the page."""
    link = open_case(PAGE)
    answer = st.container(gap="small")
    settings = _choose()
    if len(set(settings.columns)) < 2:
        answer.info(SAME)
        return
    fitted = _fit(settings)
    found = find(settings.columns, fitted.mixture, fitted.split, settings.share)
    with answer:
        say(tell_answer(found))
        show_worth(
            [
                _score(f"Density, K = {settings.k}", found.density),
                _score("Box: each column in its quantiles", found.box),
            ],
            better="lower",
        )
    _show_data(settings, fitted, found)
    head("The fit")
    assert fitted.run.em is not None
    if fitted.run.em.stopped == "collapsed":
        st.warning(COLLAPSED)
    stage_case(PAGE, fitted.run, link)
    _show_details(settings, fitted, found)
    close_case(PAGE, lambda: show_failing(settings, found))


def _choose() -> Settings:
    first, second, third, fourth = st.columns([5, 5, 4, 6], vertical_alignment="bottom")
    across = first.selectbox("Column across", COLUMNS, 0, **bind("across_column"))
    up = second.selectbox("Column up", COLUMNS, 1, **bind("up_column"))
    k = third.slider("Components K", 1, MOST_K, 2, **bind("components"))
    percent = fourth.slider(
        "Benign ones I am ready to flag (%)", 0.5, 30.0, 5.0, 0.5, format="%g", **bind("flagged")
    )
    with st.expander("More settings"):
        seed = st.number_input(
            *("Seed of the halves", 0, MAX_SEED, 0),
            width=220,
            help="Another seed deals the benign ones into other halves.",
            **bind("halves"),
        )
        unclean = st.slider(
            *("Malignant ones among those learnt from (%)", 0, 20, 0, 5),
            width=320,
            help="As where nobody has checked the rows to learn from.",
            **bind("unclean"),
        )
    columns = COLUMNS.index(across or COLUMNS[0]), COLUMNS.index(up or COLUMNS[1])
    return Settings(columns, int(k), int(seed), unclean / 100, percent / 100)


def _fit(settings: Settings) -> Fitted:
    return _record(settings.columns, settings.k, settings.seed, settings.unclean)


@st.cache_resource(max_entries=32, show_spinner=False)
def _record(columns: tuple[int, int], k: int, seed: int, unclean: float) -> Fitted:
    """The fit: of bundled rows, so all sessions may share it."""
    malignant = read_biopsies().malignant
    split = split_biopsies(malignant, seed, unclean)
    training = take_training(columns, split)
    dataset = Dataset(
        training,
        tuple(COLUMNS[column] for column in columns),
        ("", ""),
        "Biopsies to learn from",
        "biopsies",
        malignant[split.training].astype(int) if unclean else None,
        None,
        "Half of the benign biopsies.",
        KINDS if unclean else (),
        SOURCE,
    )
    run = make_run(dataset, k, "full", seed=find_seed(training, k), scale="on")
    assert run.em is not None
    return Fitted(split, run, restore(run.em.frames[-1].mixture, run.scaling))


def _score(method: str, rule: Rule) -> Score:
    return Score(
        method,
        rule.missed.share,
        f"misses {write_percent(rule.missed.share)}",
        f"of malignant ones (95\u00a0% limits {write_limits(rule.missed)}); "
        f"{write_percent(rule.false.share)} false alarms ({write_limits(rule.false)})",
    )


def _show_data(settings: Settings, fitted: Fitted, found: Finding) -> None:
    head("The data")
    points, kinds = sort_rows(fitted.split, settings.columns)
    rows = [*fitted.split.benign, *fitted.split.malignant]
    names = [COLUMNS[column] for column in settings.columns]
    left, right = st.columns([7, 4], gap="medium")
    with left:
        show_chart(
            draw_ground(
                points,
                kinds,
                found.density.flags[rows],
                survey(found.mixture, points),
                found,
                names,
            ),
            f"{names[0]} and {names[1]} of the biopsies to test on, benign and malignant, flagged "
            "or not, with the contour of the density threshold and the box.",
            key="anomalies-ground",
        )
    with right:
        unclean = (
            f", with {write_percent(settings.unclean)} malignant ones left among them"
            if settings.unclean
            else ""
        )
        st.markdown(
            ABOUT.format(source=SOURCE, unclean=unclean, malignant=len(fitted.split.malignant))
        )
        st.markdown(f"**{NO_ADVICE}**")


def _show_details(settings: Settings, fitted: Fitted, found: Finding) -> None:
    head("What it is worth")
    left, right = st.columns(2, gap="medium")
    with left:
        show_chart(
            draw_curves(found),
            "For every threshold, the share of malignant biopsies that is missed, by the share of "
            "benign ones that is flagged in vain, of the density and of the box.",
            key="anomalies-curves",
        )
        st.caption(
            "Further down and further left is better. Crosses are 95\u00a0% limits (Wilson)."
        )
    with right:
        st.markdown(
            "\n\n".join([tell_share(found, settings.share), tell_pair(found), tell_areas(found)])
        )
        _show_rules(settings, fitted, found)


def _show_rules(settings: Settings, fitted: Fitted, found: Finding) -> None:
    rules: dict[str, Rule | None] = {
        f"Density, K = {settings.k}": found.density,
        "Box": found.box,
    }
    if settings.k > 1:
        one = fit(take_training(settings.columns, fitted.split), 1)
        rules["Density, one Gaussian"] = (
            None
            if one is None
            else find(settings.columns, one, fitted.split, settings.share).density
        )
    part = Part(
        (PAGE, "wide", settings),
        find_wide,
        (settings.k, settings.seed, settings.unclean, settings.share),
    )
    done = work(f"{PAGE}-wide", [part], "Fitting all columns", "fits", shared=True)
    if done.complete:
        wide: Any = done.results[0]
        rules[f"Density, all {len(COLUMNS)} columns"] = wide[0]
        rules[f"Box, all {len(COLUMNS)} columns"] = wide[1]
    show_records(
        [
            {
                "rule": name,
                "missed": "collapsed" if rule is None else write_percent(rule.missed.share),
                "limits": "" if rule is None else write_limits(rule.missed),
                "false alarms": "" if rule is None else write_percent(rule.false.share),
                "limits ": "" if rule is None else write_limits(rule.false),
                "area": "" if rule is None else write_fixed(rule.roc.area, 3),
            }
            for name, rule in rules.items()
        ],
        "Rules for anomalies",
        "Missed are malignant biopsies that are not flagged, false alarms benign ones that are, on "
        "rows that no rule has learnt from. Area: 1 is perfect, 0.5 is a coin.",
    )
