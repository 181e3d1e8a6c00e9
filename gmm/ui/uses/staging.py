"""The stage of a case: a run that hands can step, and the way to the playground with its points."""

import csv
import io
from functools import partial

import streamlit as st

from gmm.data.datasets import Dataset
from gmm.limits import MAX_LABELS
from gmm.ui.address import write_query
from gmm.ui.link import ONE, UPLOAD, Link, Settings, Table
from gmm.ui.pages import find_page
from gmm.ui.run import Run, record_run
from gmm.ui.sources.at_hand import offer_at_hand
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
    if run.points.shape[1] <= 2:
        file = f"{page}-points.csv"
        table = describe_table(run.dataset, file)
        offer_at_hand(UPLOAD, file, partial(write_table, run.dataset, table))
        st.page_link(
            find_page("playground"),
            label="Take these points to the playground",
            icon=":material/play_arrow:",
            query_params=write_query(Link(run.settings._replace(data=UPLOAD), table=table)),
            help="There you can change the start and all settings.",
            width="content",
        )


def describe_table(dataset: Dataset, file: str) -> Table:
    """Say which columns of a data set's file are which.

    Parameters
    ----------
    dataset : Dataset
        With one or two columns.
    file : str
        What the file is called.
    """
    names = [
        f"{name} ({unit})" if unit else name
        for name, unit in zip(dataset.columns, dataset.units, strict=True)
    ]
    return Table(
        file,
        across=names[0],
        up=names[1] if len(names) > 1 else ONE,
        labels="kind" if _has_kinds(dataset) else "",
        frequencies="" if dataset.frequencies is None else "frequency",
    )


def write_table(dataset: Dataset, table: Table) -> bytes:
    """Write a data set as a file, with its kinds and frequencies.

    Parameters
    ----------
    dataset : Dataset
    table : Table
        As `describe_table` gives it.

    Returns
    -------
    bytes
        Numbers in full.
    """
    columns = [[repr(value) for value in column] for column in dataset.points.T.tolist()]
    if dataset.labels is not None and table.labels:
        names = dataset.label_names
        columns.append([names[label] if label >= 0 else "" for label in dataset.labels.tolist()])
    if dataset.frequencies is not None:
        columns.append([f"{weight:.15g}" for weight in dataset.frequencies.tolist()])
    head = [table.across, table.up, table.labels, table.frequencies]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name in head if name and name != ONE])
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode()


def _has_kinds(dataset: Dataset) -> bool:
    return dataset.labels is not None and 0 < len(dataset.label_names) <= MAX_LABELS
