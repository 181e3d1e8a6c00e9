"""Part three of the density page: outliers by a threshold on the density."""

import numpy as np
import streamlit as st

from gmm.limits import MAX_SEED, fair_sample
from gmm.outliers import BoolArray
from gmm.points import IntArray, total_weight
from gmm.ui.address import bind
from gmm.ui.lab.density.charts import draw_flags, draw_roc
from gmm.ui.lab.density.flagging import Of, find_outliers, find_strange, plant
from gmm.ui.lab.density.found import find_fit, renew, take_weights
from gmm.ui.lab.density.landscape import survey
from gmm.ui.lab.density.words import list_drawn, name_unit, tell_flags, tell_hidden, tell_roc
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.opening import Given
from gmm.ui.run import name_columns

MOST_DRAWN = 2_000  # points in a chart, beside the outliers
MOST_PLANTED = 60
PLANTED = 15  # where nobody knows which points are outliers
OF: dict[str, Of] = {"these points": "points", "the mixture": "mixture"}


def show_outliers(given: Given, rows: IntArray) -> None:
    """Write the part."""
    data, scaling = given.run.dataset, given.run.scaling
    labels = None if data.labels is None else data.labels[rows]
    known = find_strange(labels, data.label_names)
    usual = 0 if known is not None else PLANTED
    renew(given, {"plant": usual})
    answer = st.container()
    first, second, third, fourth = st.columns([6, 7, 6, 4], vertical_alignment="bottom")
    percent = first.slider("Flag the lowest (%)", 0.5, 30.0, 5.0, 0.5, **bind("flag"))
    of = second.segmented_control(
        "Percent of",
        list(OF),
        default=next(iter(OF)),
        required=True,
        help="These points: just so many are flagged. The mixture: the threshold cuts off "
        "that share of what the mixture makes, and how many points lie below it is for them "
        "to say.",
        **bind("of"),
    )
    count = third.slider(
        "Planted outliers",
        0,
        MOST_PLANTED,
        usual,
        help="Points that the page adds on purpose, evenly over the box of the data. They show how "
        "many outliers are found. EM is fitted to them too.",
        **bind("plant"),
    )
    seed = fourth.number_input("Seed", 0, MAX_SEED, 0, disabled=not count, **bind("plant_seed"))
    scaled, weights, planted = plant(given.run.points[rows], take_weights(given, rows), count, seed)
    with answer:
        fit = find_fit(given, scaled, weights, (count, seed if count else 0))
    if fit is None:
        return
    points = scaling.origin + scaling.spread * scaled
    points[: len(rows)] = data.points[rows]
    truth, said = _name_truth(known, planted, count)
    finding = find_outliers(fit, points, weights, percent / 100, OF[of], truth)
    number = total_weight(len(points), weights)
    with answer:
        told = [tell_flags(finding, number, said), tell_roc(finding)]
        action = "**→ Move the threshold** to see what it finds."
        st.markdown("\n\n".join(filter(None, told)) + f" {action}")
    left, right = st.columns([11, 9], gap="medium")
    strange = np.zeros(len(points), dtype=bool) if truth is None else truth
    rest = np.flatnonzero(~strange)
    drawn = np.concatenate([rest[fair_sample(len(rest), MOST_DRAWN)], np.flatnonzero(strange)])
    names = name_columns(data)
    with left:
        show_chart(
            draw_flags(
                *(survey(fit, points), points, finding, drawn, truth, said),
                *(names, name_unit(data.units)),
            ),
            "The points. Rings are around those below the threshold on the density.",
            key="density-flags",
        )
    with right:
        if truth is None or finding.mixture is None:
            st.info(
                "Which of these points are outliers is not known. Plant some to see how many are "
                "found."
            )
        else:
            show_chart(
                draw_roc(finding),
                "ROC curves: the share of outliers that is found, by the share of ordinary points "
                "that is flagged in vain.",
                key="density-roc",
            )
    _tell_more(tell_hidden(finding), count, len(drawn) < len(points), len(fit.own.weights))


def _name_truth(
    known: BoolArray | None, planted: BoolArray, count: int
) -> tuple[BoolArray | None, str]:
    """Which points are outliers, and what they are called."""
    if known is None:
        return (planted, "planted outliers") if count else (None, "")
    if not count:
        return known, "points of noise"
    truth = planted.copy()
    truth[: len(known)] = known
    return truth, "points of noise and planted outliers"


def _tell_more(hidden: str, count: int, sampled: bool, k: int) -> None:
    told = [hidden] if hidden else []
    if count:
        told.append(
            "Planted points lie evenly over the box of the data, so some may be where points are "
            "likely. EM was fitted to all points, planted ones too."
        )
    if sampled:
        told.append(f"{MOST_DRAWN:,} of the ordinary points are drawn.")
    if k > 1:
        told.append(list_drawn())
    if told:
        st.caption(" ".join(told))
