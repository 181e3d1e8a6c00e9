"""The page of anomalies as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.cases.biopsies import read_biopsies, split_biopsies
from gmm.files import PAGES
from gmm.ui.uses.anomalies.page import SAME
from gmm.ui.uses.anomalies.records import find, fit, take_training
from gmm.ui.uses.anomalies.sentences import tell_answer
from tests.present import present


def open_anomalies(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "anomalies.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    found = [*app.markdown, *app.caption, *app.error, *app.info, *app.warning]
    return "\n".join(each.value for each in found).replace("\\", "")


@pytest.fixture(scope="module")
def page() -> AppTest:
    return open_anomalies()


def test_the_answer_is_computed_and_both_numbers_stand_beside_each_other(page: AppTest) -> None:
    split = split_biopsies(read_biopsies().malignant, 0)
    found = find((0, 1), present(fit(take_training((0, 1), split), 2)), split, 0.05)
    assert tell_answer(found) in said(page)
    density, box = page.metric
    assert density.label == "Density, K = 2 (best)"
    assert float(density.value[7:-1]) + 25 < float(box.value[7:-1])


def test_the_parts_stand_in_their_order_and_no_advice_is_given(page: AppTest) -> None:
    heads = [each.value for each in page.markdown if each.value.startswith("## ")]
    assert heads == [
        *("## The data", "## The fit", "## What it is worth", "## Where it fails"),
        "## What to read",
    ]
    assert "Nothing on it is medical advice." in said(page)
    assert "brca in dslabs" in said(page)


def test_other_columns_may_let_the_box_win() -> None:
    app = open_anomalies(
        across_column="worst symmetry", up_column="mean fractal dimension", components="1"
    )
    assert app.metric[1].label.endswith("(best)")


def test_a_threshold_moves_both(page: AppTest) -> None:
    app = open_anomalies(flagged="20")
    assert "ready to flag 20\u00a0% of the benign ones" in said(app)
    for before, after in zip(page.metric, app.metric, strict=True):
        assert float(after.value[7:-1]) < float(before.value[7:-1])


def test_odd_choices_get_a_sentence() -> None:
    app = open_anomalies(up_column="mean compactness")
    assert [each.value for each in app.info] == [SAME]
    app = open_anomalies(unclean="20", components="1", flagged="0.5", halves="7")
    assert "with 20\u00a0% malignant ones left among them" in said(app)
