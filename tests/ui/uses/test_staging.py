"""The stage of a case."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gmm.data.datasets import DATASETS, Dataset
from gmm.files import PAGES
from gmm.ui.link import ONE, UPLOAD
from gmm.ui.uses.staging import describe_table, make_run, write_table
from tests.present import present

ODD = Dataset(
    *(np.array([[0.1, 1 / 3], [2.0, 3e-9], [5.0, 1.0]]), ("a, b", "c"), ("s", ""), "Odd", "rows"),
    labels=np.array([1, 0, -1]),
    truth=None,
    note="",
    label_names=("x", "y"),
    frequencies=np.array([1.0, 2.0, 0.5]),
)


def test_a_run_has_its_settings_and_any_number_of_dimensions() -> None:
    points = np.random.default_rng(0).normal(size=(60, 5))
    dataset = Dataset(points, tuple("abcde"), ("",) * 5, "Five", "rows", None, None, "")
    run = make_run(dataset, 3, "diag", seed=4, twin=True)
    assert (run.settings.k, run.settings.covariance, run.settings.start_seed) == (3, "diag", 4)
    assert [tape.points.shape for tape in run.tapes] == [(60, 5)] * 2
    with pytest.raises(ValueError, match="distinct points"):
        make_run(dataset._replace(points=np.zeros((9, 5))), 2)


def test_a_table_has_all_that_a_data_set_has() -> None:
    table = describe_table(ODD, "odd.csv")
    assert write_table(ODD, table).decode().splitlines() == [
        '"a, b (s)",c,kind,frequency',
        "0.1,0.3333333333333333,y,1",
        "2.0,3e-09,x,2",
        "5.0,1.0,,0.5",
    ]
    assert (table.across, table.up) == ("a, b (s)", "c")
    assert (table.labels, table.frequencies) == ("kind", "frequency")


def test_a_table_of_one_column_and_nothing_else() -> None:
    one = ODD._replace(
        points=ODD.points[:, :1], columns=("a",), units=("",), labels=None, frequencies=None
    )
    table = describe_table(one, "one.csv")
    assert table.up == ONE
    assert write_table(one, table) == b"a\n0.1\n2.0\n5.0\n"


def _page() -> None:
    from gmm.data.datasets import DATASETS
    from gmm.ui.uses.opening import open_case
    from gmm.ui.uses.staging import make_run, stage_case

    link = open_case("gaps")
    stage_case("gaps", make_run(DATASETS["Penguins"].make(300, 0), 4, seed=2), link)


def test_a_link_leads_the_points_to_the_playground_with_the_settings() -> None:
    app = AppTest.from_function(_page, default_timeout=30).run()
    assert not app.exception
    (link,) = [each.proto for each in app.get("page_link") if "playground" in each.proto.label]
    asked = dict(parse_qsl(link.query_string))
    assert (asked["data"], asked["file"], asked["k"]) == (UPLOAD, "gaps-points.csv", "4")
    play = AppTest.from_file(str(PAGES / "playground.py"), default_timeout=60)
    name = f"offered-{UPLOAD}"
    play.session_state[name] = app.session_state[name]
    for name, text in asked.items():
        play.query_params[name] = text
    play.run()
    assert not play.exception
    shown = play.session_state["shown-playground"].run
    made = DATASETS["Penguins"].make(300, 0)
    assert np.array_equal(shown.dataset.points, made.points)
    kinds = [shown.dataset.label_names[label] for label in shown.dataset.labels.tolist()]
    assert kinds == [made.label_names[label] for label in present(made.labels).tolist()]
    assert (shown.settings.k, shown.settings.start_seed) == (4, 2)
