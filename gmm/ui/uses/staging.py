"""The stage of a case: a run that hands can step, and the way to the playground with its points."""

import csv
import hashlib
import io

import streamlit as st

from gmm.data.datasets import Dataset
from gmm.limits import MAX_LABELS
from gmm.ui.address import write_query
from gmm.ui.link import UPLOAD, Link, Settings, Table
from gmm.ui.pages import find_page
from gmm.ui.run import Run, record_run
from gmm.ui.sources.at_hand import keep_at_hand
from gmm.ui.stage.component import stage


def make_run(
    dataset: Dataset,
    k: int,
    covariance: str = "full",
    seed: int = 0,
    start: str = "k-means++",
    ridge: float = 0.0,
    scale: str = "auto",
    twin: bool = False,
) -> Run:
    """Record EM on the data of a case.

    Parameters
    ----------
    dataset : Dataset
        In any number of dimensions.
    k : int
        Components.
    covariance, start, scale : str
    seed : int
        Of the start.
    ridge : float
        In the units that the run is fitted in, squared.
    twin : bool
        Whether k-means runs beside EM.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        If there are fewer different points than components.
    """
    return record_run(
        Settings(
            data="",  # none of the playground's: it is not shared by a name
            k=k,
            covariance=covariance,
            start_seed=seed,
            start=start,
            ridge=ridge,
            scale=scale,
            twin=twin,
        ),
        dataset,
    )


def stage_case(page: str, run: Run, link: Link) -> None:
    """Put the run of a case on the stage.

    Parameters
    ----------
    page : str
        In `gmm.ui.pages.USES`.
    run : Run
        With more than two dimensions the first two are drawn, and the points stay here.
    link : Link
        What `open_case` has given.
    """
    stage(run, link, page=page, editable=False)
    if run.points.shape[1] <= 2 and st.button(
        "Take these points to the playground",
        icon=":material/play_arrow:",
        key=f"take-{page}",
        help="There you can change the start and all settings.",
    ):
        file = f"{page}.csv"
        table, content = write_table(run.dataset, file)
        keep_at_hand(UPLOAD, file, hashlib.sha256(content).hexdigest(), content)
        settings = run.settings._replace(data=UPLOAD)
        query = write_query(Link(settings, table=table))
        st.switch_page(find_page("playground"), query_params=query)


def write_table(dataset: Dataset, file: str) -> tuple[Table, bytes]:
    """Write a data set as a file of one or two columns, with its kinds and frequencies.

    Parameters
    ----------
    dataset : Dataset
    file : str
        What the file is called.

    Returns
    -------
    table : Table
        Which columns are which.
    content : bytes
        Numbers in full.
    """
    names = [
        f"{name} ({unit})" if unit else name
        for name, unit in zip(dataset.columns, dataset.units, strict=True)
    ]
    columns = [[repr(value) for value in column] for column in dataset.points.T.tolist()]
    labels = frequencies = ""
    if dataset.labels is not None and len(dataset.label_names) <= MAX_LABELS:
        labels = "kind"
        columns.append([_name(dataset, label) for label in dataset.labels.tolist()])
    if dataset.frequencies is not None:
        frequencies = "frequency"
        columns.append([f"{weight:.15g}" for weight in dataset.frequencies.tolist()])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*names, *filter(None, (labels, frequencies))])
    writer.writerows(zip(*columns, strict=True))
    up = names[1] if len(names) > 1 else "none"
    table = Table(file, across=names[0], up=up, labels=labels, frequencies=frequencies)
    return table, out.getvalue().encode()


def _name(dataset: Dataset, label: int) -> str:
    return dataset.label_names[label] if label >= 0 else ""
