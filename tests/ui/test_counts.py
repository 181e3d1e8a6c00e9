"""Counts are counts: a table with a column of frequencies is the table with its rows written out.

From the bytes of the table to what the stage is given, and to what is read beside it.
"""

import base64
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from gmm import Mixture, bic
from gmm.data.datasets import Dataset
from gmm.data.reading import read
from gmm.data.roles import frequencies_from, points_from
from gmm.points import FloatArray
from gmm.scaling import restore
from gmm.selection import aic, icl
from gmm.ui.carried import read_points, write_points
from gmm.ui.comparison import comparison_table, last_fit
from gmm.ui.link import Settings
from gmm.ui.run import Run, identify_points, record_run
from gmm.ui.stage.payload import pack_run
from gmm.ui.takeaway.frames import share_gap
from gmm.ui.units import restore_frame
from tests.present import present

CASES = Path(__file__).parents[1] / "cases"


class Counted(NamedTuple):
    """Rows, and how often each was counted."""

    points: FloatArray
    counts: list[int]

    def table(self) -> bytes:
        return _write([*"xyz"[: self.points.shape[1]], "count"], self.points, self.counts)

    def written_out(self, order: np.random.Generator | None = None) -> bytes:
        rows = np.repeat(self.points, self.counts, axis=0)
        if order is not None:
            order.shuffle(rows)
        return _write([*"xyz"[: self.points.shape[1]]], rows)


def _write(heads: list[str], points: FloatArray, counts: list[int] | None = None) -> bytes:
    rows = [",".join(map(repr, row)) for row in points.tolist()]
    if counts is not None:
        rows = [f"{row},{count}" for row, count in zip(rows, counts, strict=True)]
    return "\n".join([",".join(heads), *rows, ""]).encode()


def dataset_of(content: bytes) -> Dataset:
    """What the page makes of the file: its first columns, and its frequencies if there are any."""
    table = read(content, "table.csv").table
    axes = [str(column) for column in table.columns if column != "count"]
    selection = points_from(table, axes)
    used = table.iloc[selection.rows]
    return Dataset(
        points=selection.points,
        columns=tuple(axes),
        units=("",) * len(axes),
        title="Table",
        rows="rows",
        labels=None,
        truth=None,
        note="",
        frequencies=frequencies_from(used, "count") if "count" in table.columns else None,
    )


def unpack(text: str) -> FloatArray:
    return np.frombuffer(base64.b64decode(text), "<f8")


def check_equal(counted: Run, written_out: Run) -> None:
    """Every value that the stage is given, and those that are read beside it."""
    ours, theirs = pack_run(counted), pack_run(written_out)
    size = max(1.0, abs(restore_frame(counted, present(counted.em).frames[0]).log_likelihood))
    for part in ("summary", "D", "K", "standardised", "sees_scaling", "covariance", "recording"):
        assert ours[part] == theirs[part], part
    assert ours["total"] == theirs["total"]
    assert_allclose(ours["log_volume"], theirs["log_volume"], rtol=1e-9, atol=1e-12)
    for one, other in zip(ours["axes"], theirs["axes"], strict=True):
        assert one["label"] == other["label"]
        assert_allclose(one["spread"], other["spread"], rtol=1e-12)
        assert_allclose(one["origin"], other["origin"], rtol=1e-12, atol=1e-12 * other["spread"])
    counts = present(counted.dataset.frequencies).astype(int)
    repeated = np.repeat(unpack(ours["points"]).reshape(-1, ours["D"]), counts, axis=0)
    theirs_points = unpack(theirs["points"]).reshape(-1, ours["D"])
    assert_allclose(_in_order(repeated), _in_order(theirs_points), atol=1e-9)

    for one, other in zip(ours["tapes"], theirs["tapes"], strict=True):
        for part in ("name", "kind", "frames", "stopped", "phases"):
            assert one[part] == other[part], part
        for part in ("mixtures", "centroids", "inertia"):
            if part in one:
                assert_allclose(unpack(one[part]), unpack(other[part]), rtol=1e-6, atol=1e-7)
        for part in ("log_likelihood", "bound"):
            if part in one:
                assert_allclose(unpack(one[part]), unpack(other[part]), atol=1e-8 * size)

    frames = [present(run.em).frames for run in (counted, written_out)]
    for one_frame, other_frame in zip(*frames, strict=True):
        own = restore_frame(counted, one_frame), restore_frame(written_out, other_frame)
        assert_allclose(own[0].log_likelihood, own[1].log_likelihood, atol=1e-8 * size)
        for mine, its in zip(own[0].mixture, own[1].mixture, strict=True):
            assert_allclose(mine, its, rtol=1e-6, atol=1e-7 * np.abs(its).max())
        shares = [
            share_gap(run.points, frame, run.dataset.frequencies)
            for run, frame in ((counted, one_frame), (written_out, other_frame))
        ]
        if shares[0] is not None:
            assert_allclose(shares[0].sum(), present(shares[1]).sum(), atol=1e-8 * size)

    fits = last_fit(counted), last_fit(written_out)
    truth = fits[0]._replace(means=fits[0].means + 0.5)
    compared = [comparison_table(fit, truth) for fit in fits]
    for name, column in compared[0].items():
        if name == "Found as":
            assert column == compared[1][name]
        else:
            assert_allclose(column, compared[1][name], atol=1.1e-3)
    for criterion in (bic, aic, icl):
        found = [
            criterion(
                run.dataset.points, fit, run.settings.covariance, weights=run.dataset.frequencies
            )
            for run, fit in zip((counted, written_out), fits, strict=True)
        ]
        assert_allclose(found[0], found[1], atol=1e-7 * size)


def _in_order(points: FloatArray) -> FloatArray:
    ordered: FloatArray = points[np.lexsort(np.round(points, 8).T)]
    return ordered


@st.composite
def tables(draw: st.DrawFn) -> Counted:
    """Three clouds in one or two columns of unlike units; each row counted 0 to 7 times."""
    counts = draw(st.lists(st.integers(0, 7), min_size=24, max_size=40))
    d = draw(st.integers(1, 2))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    points = rng.normal(size=(len(counts), d)) + 5 * rng.integers(0, 3, (len(counts), 1))
    points = points * [1.0, draw(st.sampled_from([0.01, 1.0, 40.0]))][:d] + [3.0, -200.0][:d]
    counts[:12] = [max(count, 1) for count in counts[:12]]
    # What was never counted has no say, however far away.
    counts[12], points[12] = 0, 1e4
    return Counted(np.round(points, 4), counts)


SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "k": st.integers(1, 3),
    "covariance": st.sampled_from(["full", "tied", "diag", "spherical"]),
    "ridge": st.sampled_from([0.02, 0.3]),  # small groups collapse without
    "scale": st.sampled_from(["auto", "on", "off"]),
}


@settings(max_examples=40, deadline=None)
@given(
    tables(),
    st.fixed_dictionaries(
        {
            **SETTINGS,
            "start": st.sampled_from(["random points", "k-means++", "farthest first", "one place"]),
        }
    ),
)
def test_counted_is_written_out(counted: Counted, chosen: dict[str, Any]) -> None:
    asked = Settings(**chosen)
    runs = [
        record_run(asked, dataset_of(content))
        for content in (counted.table(), counted.written_out())
    ]
    check_equal(*runs)


@settings(max_examples=40, deadline=None)
@given(tables(), st.fixed_dictionaries(SETTINGS), st.integers(0, 99))
def test_counted_is_written_out_in_any_order(
    counted: Counted, chosen: dict[str, Any], seed: int
) -> None:
    asked, rng = Settings(**chosen), np.random.default_rng(seed)
    # A start by chance takes the rows in their order: this one is set by hand, in no order.
    k, d = asked.k, counted.points.shape[1]
    means = rng.normal(scale=1.5, size=(k, d))
    hand = Mixture(np.full(k, 1 / k), means, np.broadcast_to(np.eye(d), (k, d, d)).copy())
    kept = np.flatnonzero(counted.counts)
    order = rng.permutation(len(counted.counts))
    shuffled = Counted(counted.points[order], [counted.counts[i] for i in order])
    if asked.scale == "off":
        centre = np.average(counted.points[kept], axis=0)
        hand = hand._replace(
            means=centre + counted.points[kept].std(axis=0) * means,
            covariances=hand.covariances * np.diag(counted.points[kept].var(axis=0)),
        )
    datasets = [dataset_of(shuffled.table()), dataset_of(counted.written_out(rng))]
    if asked.scale == "auto":
        standardised = [pack_run(record_run(asked, each))["standardised"] for each in datasets]
        assert standardised[0] == standardised[1]
        asked = asked._replace(scale="on")
    check_equal(*(record_run(asked, each, hand) for each in datasets))


@pytest.mark.parametrize("scale", ["auto", "on", "off"])
def test_a_count_changes_what_is_far_and_both_files_say_the_same(scale: str) -> None:
    contents = [(CASES / name).read_bytes() for name in ("freq_table.csv", "freq_written_out.csv")]
    runs = [record_run(Settings(k=1, scale=scale), dataset_of(content)) for content in contents]
    check_equal(*runs)
    for run in runs:
        last = present(run.em).frames[-1]
        assert round(restore_frame(run, last).log_likelihood, 3) == -2733.700
        assert run.is_standardised == (scale != "off")
        if run.is_standardised:
            assert round(last.log_likelihood, 3) == -832.971


def test_pasted_counts_keep_their_log_likelihood_in_a_link() -> None:
    rows = [(1, 2), (2, 9), (3, 14), (4, 6), (5, 1), (9, 4)]
    points = np.array([[float(value)] for value, _ in rows])
    counts = np.array([float(count) for _, count in rows])
    dataset = dataset_of(b"value\n1\n2\n")._replace(points=points, frequencies=counts)
    again = present(read_points(write_points(dataset)))
    ends = []
    for scale in ("auto", "on"):
        for each in (dataset, again):
            run = record_run(Settings(k=1, scale=scale), each)
            ends.append(restore_frame(run, present(run.em).frames[-1]).log_likelihood)
    assert_allclose(ends, ends[0], rtol=1e-12)


def test_a_start_set_by_hand_on_counted_rows_belongs_to_how_they_are_scaled_now() -> None:
    """Links with frequencies, standardised, and a start by hand no longer find their points.

    They were standardised as if each row had been counted once: a plain fault, so no version of a
    link keeps it. All others are as they were.
    """
    dataset = dataset_of((CASES / "freq_table.csv").read_bytes())
    once = dataset._replace(frequencies=None)
    ones = dataset._replace(frequencies=np.ones(len(dataset.points)))
    scaled = [record_run(Settings(k=1, scale="on"), each) for each in (dataset, once, ones)]
    assert len({identify_points(run) for run in scaled}) == 3
    assert_allclose(scaled[1].points, scaled[2].points, atol=1e-14)
    assert np.abs(scaled[0].points - scaled[1].points).max() > 0.01
    fit = restore(present(scaled[0].em).frames[-1].mixture, scaled[0].scaling)
    assert_allclose(fit.means[0], np.average(dataset.points, axis=0, weights=dataset.frequencies))
