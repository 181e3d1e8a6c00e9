"""The snippets are executed: what they print agrees with the run on show."""

import contextlib
import io
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm import COVARIANCES, Frame, Mixture, Tape, record_em, start
from gmm.data.datasets import DATASETS, Dataset
from gmm.scaling import Scaling, identity, scale
from gmm.ui.takeaway.sheets import points_sheet
from gmm.ui.takeaway.snippets import (
    AGREEMENT,
    FEWER,
    INLINE,
    PROMISE,
    difference,
    engine_snippet,
    far_from_zero,
    promise,
    scikit_learn_snippet,
)

TOLERANCE = 1e-6
BOTH = [scikit_learn_snippet, engine_snippet]


def made(name: str, n: int = 300) -> Dataset:
    return DATASETS[name].make(n, 0)


RUNS = [
    record_em(points, start(points, 2, "k-means++", 0), max_iterations=2)
    for points in (made("Round clusters", n).points for n in (10, 300))
]


def printed(snippet: str) -> str:
    """What the snippet prints, run where it is; it may not warn."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(snippet, "snippet", "exec"), {})
    return out.getvalue()


def expected(snippet: str) -> list[str]:
    """The lines that the snippet says Mixtape itself has."""
    return [line[2:] for line in snippet.split("the same:\n")[1].splitlines()]


def agrees(em: Tape[Frame], scaling: Scaling, snippet: str) -> None:
    output = printed(snippet)
    assert max(difference(em, scaling, output)) < AGREEMENT, output
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
def test_both_print_what_the_engine_has(name, k, kind, ridge, method) -> None:
    dataset = made(name, 50)
    points, scaling = scale(dataset.points, "auto")
    em = record_em(points, start(points, k, method, 7, kind), kind, ridge, TOLERANCE)
    assert em.stopped == "converged"
    for make in BOTH:
        snippet = make(
            em, kind, ridge, TOLERANCE, scaling, dataset.columns, dataset.points, dataset.title
        )
        assert "loadtxt" not in snippet
        agrees(em, scaling, snippet)


def test_scikit_learn_stops_at_the_same_iteration() -> None:
    points = made("Round clusters", 60).points
    em = record_em(points, start(points, 3, "random points", 1), tolerance=TOLERANCE)
    snippet = scikit_learn_snippet(em, "full", 0.0, TOLERANCE, identity(2), ("x", "y"))
    scope: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(snippet, scope)
    assert scope["fit"].n_iter_ == em.frames[-1].iteration
    # Left alone it takes one more: what the comment says.
    longer = snippet.replace(f"max_iter={em.frames[-1].iteration}", "max_iter=500")
    with contextlib.redirect_stdout(io.StringIO()):
        exec(longer, scope)
    assert scope["fit"].n_iter_ == em.frames[-1].iteration + 1


@pytest.mark.parametrize("make", BOTH)
@pytest.mark.parametrize("d", [1, 2])
def test_many_points_come_from_the_file_that_can_be_downloaded(make, d, tmp_path, monkeypatch):
    points = made("Elongated clusters", 400).points[:, :d]
    scaled, scaling = scale(points, "on")
    em = record_em(scaled, start(scaled, 3, "k-means++", 0), tolerance=TOLERANCE)
    names = ("a, =b\n'c", "#y")[:d]
    snippet = make(em, "full", 0.0, TOLERANCE, scaling, names, points, "T", "my 'points'.csv")
    assert len(snippet) < INLINE
    (tmp_path / "my 'points'.csv").write_bytes(
        points_sheet(points, names, np.full((400, 3), 1 / 3), bom=True)
    )
    monkeypatch.chdir(tmp_path)
    agrees(em, scaling, snippet)


@pytest.mark.parametrize("make", BOTH)
@pytest.mark.parametrize("many", [False, True])
def test_points_with_frequencies(make, many, tmp_path, monkeypatch) -> None:
    points = made("Elongated clusters", 400 if many else 30).points
    weights = np.random.default_rng(0).integers(0, 4, len(points)).astype(float)
    em = record_em(points, start(points, 2, "k-means++", 0, weights=weights), weights=weights)
    snippet = make(em, "full", 0.0, TOLERANCE, identity(2), ("x", "y"))
    (tmp_path / "points.csv").write_bytes(points_sheet(points, ("x", "y"), weights=weights))
    monkeypatch.chdir(tmp_path)
    agrees(em, identity(2), snippet)


def test_weights_that_are_not_whole_are_not_for_scikit_learn() -> None:
    points = made("Round clusters", 30).points
    em = record_em(points, start(points, 2, "k-means++", 0), weights=np.full(30, 0.5))
    with pytest.raises(ValueError, match="not whole numbers"):
        scikit_learn_snippet(em, "full", 0.0, TOLERANCE, identity(2), ("x", "y"))
    agrees(em, identity(2), engine_snippet(em, "full", 0.0, TOLERANCE, identity(2), ("x", "y")))


@pytest.mark.parametrize("kind", ["tied", "diag", "spherical"])
def test_a_start_that_breaks_the_constraint_begins_after_the_first_iteration(kind: str) -> None:
    points = made("Elongated clusters", 40).points
    begin = start(points, 3, "k-means", 0)  # full, each its own
    em = record_em(points, begin, kind, tolerance=TOLERANCE)
    snippet = scikit_learn_snippet(em, kind, 0.0, TOLERANCE, identity(2), ("x", "y"))
    assert "from iteration 1" in snippet
    agrees(em, identity(2), snippet)


def test_a_run_that_collapsed() -> None:
    points = np.r_[np.random.default_rng(0).normal(size=(20, 1)), [[3.0]]]
    begin = Mixture(np.array([0.5, 0.5]), np.array([[0.0], [3.0]]), np.array([[[1.0]], [[0.1]]]))
    em = record_em(points, begin)
    assert em.stopped == "collapsed"
    assert len(em.frames) > 3
    for make in BOTH:
        agrees(em, identity(1), make(em, "full", 0.0, TOLERANCE, identity(1), ("x",)))

    begin = Mixture(np.array([0.5, 0.5]), np.array([[0.0], [3.0]]), np.array([[[1.0]], [[1e-9]]]))
    em = record_em(points, begin)
    assert len(em.frames) == 2
    with pytest.raises(ValueError, match="before its first M-step"):
        scikit_learn_snippet(em, "full", 0.0, TOLERANCE, identity(1), ("x",))
    agrees(em, identity(1), engine_snippet(em, "full", 0.0, TOLERANCE, identity(1), ("x",)))


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text(min_size=1), st.lists(st.text(), min_size=2, max_size=2))
def test_no_name_breaks_out_of_its_place(title: str, file: str, columns: list[str]) -> None:
    for em in RUNS:
        for make in BOTH:
            snippet = make(em, "full", 0.0, TOLERANCE, identity(2), columns, title=title, file=file)
            harmless = make(em, "full", 0.0, TOLERANCE, identity(2), ("x", "y"))
            one, other = (compile(text, "s", "exec") for text in (snippet, harmless))
            assert one.co_names == other.co_names


def test_a_title_is_a_comment_and_nothing_else() -> None:
    snippet = engine_snippet(
        RUNS[0], "full", 0, TOLERANCE, identity(2), ("x", "y"), title="a\nimport os\r\x0cb\x85c\0d"
    )
    assert snippet.startswith("# a import os b c d in Mixtape: ")


@pytest.mark.parametrize("kind", COVARIANCES)
def test_far_from_zero_fewer_digits_are_promised(kind: str) -> None:
    for shift, digits in ((np.array([1e6, -1e6]), 1e-4), (np.array([3e2, 0]), AGREEMENT)):
        points = made("Round clusters", 60).points + shift
        em = record_em(points, start(points, 3, "k-means++", 0, kind), kind, 0.0, TOLERANCE)
        snippet = scikit_learn_snippet(em, kind, 0.0, TOLERANCE, identity(2), ("x", "y"))
        assert max(difference(em, identity(2), printed(snippet))) < digits
        assert far_from_zero(em) == (digits > AGREEMENT)
        assert promise(em) == (FEWER if digits > AGREEMENT else PROMISE)
        assert ("first few digits" in snippet) == (digits > AGREEMENT)


def test_difference_notices() -> None:
    em = RUNS[0]
    snippet = engine_snippet(em, "full", 0.0, TOLERANCE, identity(2), ("x", "y"))
    output = printed(snippet)
    weight = f"{em.frames[-1].mixture.weights[0]:.12g}"
    off = difference(em, identity(2), output.replace(weight, "0.25"))
    assert off.weights == pytest.approx(abs(0.25 - float(weight)), abs=1e-10)
    with pytest.raises(ValueError, match="2 lines of components"):
        difference(em, identity(2), "nothing")


def test_it_runs_as_a_script_as_well(tmp_path: Path) -> None:
    em = RUNS[0]
    snippet = scikit_learn_snippet(em, "full", 0.0, TOLERANCE, identity(2), ("x", "y"))
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
