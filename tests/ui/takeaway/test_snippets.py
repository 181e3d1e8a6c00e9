"""The snippets are executed: what they print agrees with the run on show."""

import contextlib
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm import COVARIANCES, Mixture, record_em, start
from gmm.data.datasets import DATASETS
from gmm.limits import MAX_INLINE
from gmm.stopping import small_gain
from gmm.ui.run import Run
from gmm.ui.takeaway.frames import require_em
from gmm.ui.takeaway.sheets import write_points_sheet
from gmm.ui.takeaway.snippets import (
    AGREEMENT,
    is_far_from_zero,
    write_engine_snippet,
    write_scikit_learn_snippet,
)
from tests.ui.takeaway.readers import difference, printed
from tests.ui.takeaway.runs import run_of, run_on

BOTH = [write_scikit_learn_snippet, write_engine_snippet]
FILE = "points.csv"
RUNS = [run_of("Round clusters", 2, n, start="k-means++") for n in (10, 300)]


def made(name: str, n: int) -> np.ndarray:
    return DATASETS[name].make(n, 0).points


def expected(snippet: str) -> list[str]:
    """The lines that the snippet says Mixtape itself has."""
    return [line[2:] for line in snippet.split("the same:\n")[1].splitlines()]


def agrees(run: Run, snippet: str) -> None:
    output = printed(snippet)
    assert difference(run, output) < AGREEMENT, output
    for ours, theirs in zip(expected(snippet), output.splitlines(), strict=True):
        for one, other in zip(ours.split()[1:], theirs.split()[1:], strict=True):
            if one != other:
                assert float(one.strip(",")) == pytest.approx(float(other.strip(",")), rel=2e-7)


@pytest.mark.parametrize("method", ["random points", "k-means"])
@pytest.mark.parametrize("ridge", [0.0, 0.05])
@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize(
    ("name", "k"),
    [("Old Faithful", 2), ("Waiting times", 3), ("Waiting times", 1), ("Elongated clusters", 3)],
)
def test_both_print_what_the_engine_has(
    name: str, k: int, kind: str, ridge: float, method: str
) -> None:
    run = run_of(name, k, 50, covariance=kind, ridge=ridge, start=method, twin=False)
    assert require_em(run).stopped != "collapsed"
    for make in BOTH:
        snippet = make(run, FILE)
        assert "loadtxt" not in snippet
        agrees(run, snippet)


def test_scikit_learn_stops_at_the_same_iteration() -> None:
    run = run_of("Round clusters", 3, 60, start_seed=1)
    last = require_em(run).frames[-1].iteration
    snippet = write_scikit_learn_snippet(run, FILE)
    scope: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(snippet, scope)
    assert scope["fit"].n_iter_ == last


def test_a_run_that_scikit_learns_own_rule_ended_is_told_and_comes_out_the_same() -> None:
    run = run_of("Round clusters", 3, 60, start_seed=1, twin=False)
    em = require_em(run)
    cut = record_em(em.points, em.frames[0].mixture, stop=small_gain(1e-3, len(em.points)))
    assert cut.stopped == "small_gain"
    assert cut.frames[-1].iteration < em.frames[-1].iteration
    for make in BOTH:
        agrees(run._replace(tapes=(cut,)), make(run._replace(tapes=(cut,)), FILE))
    told = write_scikit_learn_snippet(run._replace(tapes=(cut,)), FILE)
    assert "scikit-learn's own rule, tol, ended the run there" in told
    assert "by another rule" not in told
    assert "by another rule" in write_scikit_learn_snippet(run, FILE)


@pytest.mark.parametrize("make", BOTH)
@pytest.mark.parametrize("d", [1, 2])
def test_many_points_come_from_the_file_that_can_be_downloaded(
    make: Callable[[Run, str], str], d: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = made("Elongated clusters", 400)[:, :d]
    words = {"columns": ("a, =b\n'c", "#y")[:d], "title": "T"}
    run = run_on(points, k=3, start="k-means++", scale="on", words=words)
    snippet = make(run, "my 'points'.csv")
    assert len(snippet) < MAX_INLINE
    (tmp_path / "my 'points'.csv").write_bytes(write_points_sheet(run, 7))
    monkeypatch.chdir(tmp_path)
    agrees(run, snippet)


@pytest.mark.parametrize("make", BOTH)
@pytest.mark.parametrize("many", [False, True])
def test_points_with_frequencies(
    make: Callable[[Run, str], str], many: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = made("Elongated clusters", 400 if many else 30)
    often = np.random.default_rng(0).integers(0, 4, len(points)).astype(float)
    run = run_on(points, k=2, start="k-means++", words={"frequencies": often})
    (tmp_path / FILE).write_bytes(write_points_sheet(run, 3))
    monkeypatch.chdir(tmp_path)
    agrees(run, make(run, FILE))


def test_weights_that_are_not_whole_are_not_for_scikit_learn() -> None:
    words = {"frequencies": np.full(30, 0.5)}
    run = run_on(made("Round clusters", 30), k=2, start="k-means++", words=words)
    with pytest.raises(ValueError, match="not whole numbers"):
        write_scikit_learn_snippet(run, FILE)
    agrees(run, write_engine_snippet(run, FILE))


@pytest.mark.parametrize("kind", ["tied", "diag", "spherical"])
def test_a_start_that_breaks_the_constraint_begins_after_the_first_iteration(kind: str) -> None:
    points = made("Elongated clusters", 40)
    begin = start(points, 3, "k-means (older)", 0)  # full, each its own
    run = run_on(points, begin, covariance=kind)
    snippet = write_scikit_learn_snippet(run, FILE)
    assert "from iteration 1" in snippet
    agrees(run, snippet)


def test_a_run_that_collapsed() -> None:
    points = np.r_[np.random.default_rng(0).normal(size=(20, 1)), [[3.0]]]
    begin = Mixture(np.array([0.5, 0.5]), np.array([[0.0], [3.0]]), np.array([[[1.0]], [[0.1]]]))
    run = run_on(points, begin)
    assert require_em(run).stopped == "collapsed"
    assert len(require_em(run).frames) > 3
    for make in BOTH:
        agrees(run, make(run, FILE))

    begin = Mixture(np.array([0.5, 0.5]), np.array([[0.0], [3.0]]), np.array([[[1.0]], [[1e-9]]]))
    run = run_on(points, begin)
    assert len(require_em(run).frames) == 2
    with pytest.raises(ValueError, match="before its first M-step"):
        write_scikit_learn_snippet(run, FILE)
    agrees(run, write_engine_snippet(run, FILE))


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text(min_size=1), st.lists(st.text(), min_size=2, max_size=2))
def test_no_name_breaks_out_of_its_place(title: str, file: str, columns: list[str]) -> None:
    for run in RUNS:
        named = run._replace(dataset=run.dataset._replace(title=title, columns=tuple(columns)))
        for make in BOTH:
            one, other = (compile(make(*of), "s", "exec") for of in ((named, file), (run, FILE)))
            assert one.co_names == other.co_names


def test_a_title_is_a_comment_and_nothing_else() -> None:
    run = RUNS[0]._replace(dataset=RUNS[0].dataset._replace(title="a\nimport os\r\x0cb\x85c\0d"))
    assert write_engine_snippet(run, FILE).startswith("# a import os b c d in Mixtape: ")


@pytest.mark.parametrize("kind", COVARIANCES)
def test_far_from_zero_fewer_digits_are_promised(kind: str) -> None:
    for shift, digits in ((np.array([1e6, -1e6]), 1e-4), (np.array([3e2, 0]), AGREEMENT)):
        points = made("Round clusters", 60) + shift
        run = run_on(points, k=3, start="k-means++", covariance=kind)
        snippet = write_scikit_learn_snippet(run, FILE)
        assert difference(run, printed(snippet)) < digits
        assert is_far_from_zero(run) == (digits > AGREEMENT)
        assert ("first few digits" in snippet) == (digits > AGREEMENT)


def test_it_runs_as_a_script_as_well(tmp_path: Path) -> None:
    snippet = write_scikit_learn_snippet(RUNS[0], FILE)
    (tmp_path / "snippet.py").write_text(snippet, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "snippet.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == printed(snippet)
    assert done.stderr == ""
