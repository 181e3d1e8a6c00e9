"""Worksheets, opened by a PDF reader: asked in front, answered behind."""

import io
import re
from collections.abc import Iterable

import numpy as np
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.patches import Ellipse, PathPatch
from numpy.testing import assert_allclose

from gmm import Mixture, record_em, responsibilities, start
from gmm.data.datasets import DATASETS
from gmm.ui.apart import write_reading, write_shares
from gmm.ui.takeaway.frames import require_em
from gmm.ui.takeaway.worksheet import choose_exercises, choose_points, write_worksheet
from gmm.ui.units import restore_frame
from tests.ui.takeaway.runs import WAITING, run_of, run_on


def say(words: str, value: float, reach: float) -> list[str]:
    """The numbers on a page that stand for a value, to three digits of the data's range."""
    numbers = re.findall(r"−?\d[\d,]*(?:\.\d+)?(?:e−?\d+)?", words)
    said = [float(number.replace(",", "").replace("−", "-")) for number in numbers]
    return [n for n, said in zip(numbers, said, strict=True) if abs(said - value) < reach / 1000]


@pytest.mark.parametrize(("name", "k"), [("Elongated clusters", 3), WAITING, ("Old Faithful", 12)])
def test_a_worksheet_asks_first_and_answers_later(name: str, k: int) -> None:
    run = run_of(name, k)
    reader = pypdf.PdfReader(io.BytesIO(write_worksheet(run)))
    frames = choose_exercises(require_em(run))
    assert len(reader.pages) == 2 * len(frames) == 6
    for page in reader.pages:
        assert_allclose([float(side) for side in page.mediabox[2:]], [595.28, 841.89], atol=0.5)
    words = [page.extract_text() for page in reader.pages]
    for number, frame in enumerate(frames, start=1):
        question, answer = words[number - 1], words[number - 1 + len(frames)]
        assert f"Exercise {number}" in question
        assert "Name" in question
        assert f"Answer {number}" in answer
        after = require_em(run).frames[frame + 1]
        if frame % 2:
            assert f"M-step {after.iteration}: where do the components move?" in question
            means = run.scaling.origin + run.scaling.spread * after.mixture.means
            reach = np.ptp(run.dataset.points, axis=0)
            told = []
            for column, size in zip(means.T, reach, strict=True):
                assert all(say(answer, value, size) for value in column)
                told += [t for value in column for t in say(answer, value, size)]
            told = sorted({number for number in told if number not in question})
            heights = [restore_frame(run, each).log_likelihood for each in require_em(run).frames]
            told.append(write_reading(heights)(heights[frame + 1]))
            assert len(told) > k / 2
        else:
            assert f"E-step {after.iteration}: which component is each point from?" in question
            rows = choose_points(run, frame)
            gamma = responsibilities(run.points[rows], after.mixture)
            told = [
                text
                for row in gamma.tolist()
                for text, share in zip(write_shares(row, 2), row, strict=True)
                if 0.02 < share < 0.98
            ]
            data = run.scaling.origin + run.scaling.spread * run.points[rows]
            for value in data.ravel():
                assert say(question, value, float(np.ptp(data)))
            assert told
            weights = write_shares(after.mixture.weights.tolist(), 2)
            assert all(f"{i + 1}: {weight}" in question for i, weight in enumerate(weights))
        for number_told in told:
            assert answer.count(number_told) > question.count(number_told)


def test_the_letters_are_at_six_points_that_lie_apart() -> None:
    run = run_of()
    rows = choose_points(run, 0)
    assert len(set(rows)) == 6
    gamma = responsibilities(run.points[rows], require_em(run).frames[0].mixture).max(axis=1)
    assert gamma.min() < 0.75
    places = run.points[rows]
    gaps = np.abs(places[:, None] - places).max(axis=2) + 1e9 * np.eye(6)
    assert gaps.min() > 0.04 * np.ptp(run.points, axis=0).max()
    few = run_on(
        np.array([[0.0], [1.0]]), Mixture(np.ones(1), np.zeros((1, 1)), np.ones((1, 1, 1)))
    )
    assert len(choose_points(few, 0)) == 2
    assert len(pypdf.PdfReader(io.BytesIO(write_worksheet(few))).pages) == 4


def test_a_run_with_a_start_only_has_no_exercise() -> None:
    run = run_of()
    short = run._replace(tapes=(require_em(run)._replace(frames=require_em(run).frames[:1]),))
    with pytest.raises(ValueError, match="no step to ask for"):
        write_worksheet(short)


@settings(deadline=None)
@given(st.integers(2, 5), st.integers(0, 60), st.integers(0, 99))
def test_exercises_have_an_answer_and_something_moves_in_them(k: int, most: int, seed: int) -> None:
    points = DATASETS["Old Faithful"].make(300, 0).points
    tape = record_em(points, start(points, k, "k-means++", seed), max_iterations=most)
    if len(tape.frames) == 1:
        return
    frames = choose_exercises(tape)
    assert frames[0] == 0
    assert frames == sorted(set(frames))
    assert frames[-1] < len(tape.frames) - 1
    if len(tape.frames) > 9:
        later = frames[-1]
        assert tape.frames[later].phase == "E"
        heights = [frame.log_likelihood for frame in tape.frames]
        halfway = (heights[2] + heights[-1]) / 2
        assert heights[later] >= halfway
        assert later == 3 or heights[later - 2] < halfway


def test_without_colours_components_and_doubts_are_still_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheets: list[Axes] = []

    def keep(pages: Iterable[Axes], title: str) -> bytes:
        sheets.extend(pages)
        return title.encode()

    monkeypatch.setattr("gmm.ui.takeaway.worksheet.write_pages", keep)
    write_worksheet(run_of())
    _, asked, *_ = sheets  # an M-step
    ellipses = [each for each in asked.patches if isinstance(each, Ellipse)]
    inner = [each for each in ellipses if each.get_linewidth() == pytest.approx(1.8)]
    assert len(inner) == len({str(each.get_linestyle()) for each in inner}) == 3
    groups = [each for each in asked.collections if isinstance(each, PathCollection)]
    marks = {str(each.get_paths()[0].vertices) for each in groups}
    assert len(marks) >= 4  # three marks, and pies
    assert any(len(each.get_paths()) > 1 for each in groups)
    sheets.clear()
    write_worksheet(run_of(*WAITING))
    bars = [each for each in sheets[1].patches if isinstance(each, PathPatch) and each.get_hatch()]
    assert len({each.get_hatch() for each in bars}) == 1  # of two components the first has none
