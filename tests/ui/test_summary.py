"""A run in lines of text: true numbers, in the data's own units."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gmm import record_em, record_kmeans, start
from gmm.data.datasets import DATASETS
from gmm.scaling import restore
from gmm.ui.link import open_settings
from gmm.ui.run import Run, prepare_run, record_run, write_summary
from gmm.ui.summary import summarise, tell_end
from tests.present import present


def record(name: str, **said: object) -> Run:
    settings = open_settings(name)._replace(**said)  # type: ignore[arg-type]
    recipe = DATASETS[name]
    return record_run(settings, recipe.make(settings.n, settings.data_seed, **dict(settings.knobs)))


def read_rows(text: str) -> list[list[float]]:
    """The numbers of the table, a row for each component."""
    lines = text.rstrip("\n").split("\n")
    first = next(i for i, line in enumerate(lines) if line.lstrip().startswith("component ")) + 1
    return [[float(cell) for cell in line.split()] for line in lines[first:]]


def test_the_table_is_the_mixture_in_the_datas_own_units() -> None:
    run = record("Old Faithful")
    assert run.is_standardised
    weights, means, covariances = restore(present(run.em).frames[-1].mixture, run.scaling)
    text = summarise(run)
    rows = np.array(read_rows(text))
    assert_allclose(rows[:, 0], [1, 2])
    assert_allclose(rows[:, 1], weights, atol=5e-4)
    deviations = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    for d in range(2):
        assert_allclose(rows[:, 2 + 2 * d], means[:, d], rtol=3e-4)
        assert_allclose(rows[:, 3 + 2 * d], deviations[:, d], rtol=5e-4)
    assert_allclose(rows[:, 6], covariances[:, 0, 1] / deviations.prod(axis=1), atol=5e-4)
    assert "log-likelihood -1130.264 nats" in text
    assert text.startswith("Old Faithful, 272 eruptions: eruptions (minutes), waiting (minutes)\n")


def test_numbers_have_no_marks_that_other_programs_stumble_over() -> None:
    text = summarise(record("Galaxy velocities"))
    assert "−" not in text
    assert [row[2] for row in read_rows(text)]  # 33044, not 33,044
    assert len(read_rows(text)) == 3
    assert "correlation" not in text


def test_heads_stand_above_their_columns_and_no_line_ends_in_blanks() -> None:
    lines = summarise(record("Old Faithful")).split("\n")
    at = next(i for i, line in enumerate(lines) if line.lstrip().startswith("component "))
    assert len({len(line) for line in lines[at : at + 3]}) == 1
    assert lines[at].index("correlation") > lines[at - 1].index("waiting (minutes)")
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_frame_can_be_asked_for() -> None:
    run = record("Old Faithful")
    assert "Frame 0 of 14, the start, " in summarise(run, 0)
    assert "Frame 1 of 14, the E-step of iteration 1, " in summarise(run, 1)
    assert summarise(run, 14) == summarise(run)
    assert read_rows(summarise(run, 0)) != read_rows(summarise(run, 2))


def test_how_a_run_ends_is_told_truly() -> None:
    converged = record("Old Faithful")
    assert tell_end("EM", present(converged.em)) == "EM converged after 7 iterations."
    collapsed = record("Old Faithful 1985")
    assert "lie on a line" in tell_end("EM", present(collapsed.em)) or "at one place" in tell_end(
        "EM", present(collapsed.em)
    )
    points = converged.points
    begin = start(points, 2, "random points", 7)
    short = tell_end("EM", record_em(points, begin, max_iterations=1))
    assert short.startswith("EM stopped at its limit after 1 iteration. It has not converged.")
    assert "More would gain about" in short
    twin = record_kmeans(points, begin.means, 1)
    assert tell_end("k-means", twin).endswith("limit after 1 iteration. It has not converged.")
    ruled = present(converged.em)._replace(stopped="small_gain", rest=1.25)  # type: ignore[arg-type,unused-ignore]
    assert tell_end("EM", ruled) == (
        "EM stopped after 7 iterations, by a rule of its own. More would gain about 1.3 nats, by "
        "estimate."
    )
    same = record("Old Faithful", k=2, start="one place")
    alike = present(same.em)._replace(stopped="identical")
    assert "two components are identical" in tell_end("EM", alike)
    empty = present(same.em)._replace(stopped="collapsed", collapsed=1, cause="empty")
    assert "component 2 has no points left" in tell_end("EM", empty)


def test_k_means_is_told_where_it_was_recorded() -> None:
    assert "\nk-means converged after " in summarise(record("Old Faithful"))
    assert "k-means" not in summarise(record("Old Faithful", twin=False))


def test_a_run_without_a_tape_has_no_summary() -> None:
    blank = prepare_run(open_settings("Old Faithful"), DATASETS["Old Faithful"].make())
    with pytest.raises(ValueError, match="no tape"):
        summarise(blank)


def test_a_terminal_shows_no_drawn_points_and_says_how_often_rows_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gmm.ui.run.MAX_DRAWN", 200)
    recipe, settings = DATASETS["Round clusters"], open_settings("Round clusters")
    few = recipe.make(300, 0, **dict(settings.knobs))
    run = record_run(settings, few)
    assert "200 of the points drawn" in write_summary(run)
    assert "drawn" not in summarise(run)
    often = few._replace(frequencies=np.full(len(few.points), 2.5))
    assert "Each counts as often as its frequency says, 750 in all.\n" in summarise(
        record_run(settings, often)
    )
    assert "frequency" not in summarise(record_run(settings, few))
