"""The page as Streamlit runs it, without a browser."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gmm.data.datasets import Dataset
from gmm.files import PAGES
from gmm.ui.lab.components import page, records
from gmm.ui.lab.components.page import NO_FIT, NOT_WHOLE


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_K", 4)


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "components.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def _own_page() -> None:
    import streamlit as st

    from gmm.ui.lab.components.page import show_components
    from gmm.ui.lab.opening import Given
    from gmm.ui.link import PASTE, Link, Settings
    from gmm.ui.run import identify_dataset, prepare_run

    dataset = st.session_state["dataset"]
    link = Link(Settings(PASTE))
    run = prepare_run(link.settings, dataset)
    show_components(Given(run, link, False, identify_dataset(dataset)))


def open_own(points: Any, criterion: str = "BIC", **more: Any) -> AppTest:
    array = np.array(points, dtype=np.float64)
    d = array.shape[1]
    app = AppTest.from_function(_own_page, default_timeout=60)
    app.session_state["dataset"] = Dataset(
        *(array, ("x", "y")[:d], ("", "")[:d], "Mine", "rows", None, None, ""), **more
    )
    app.session_state["criterion"] = criterion
    app.run()
    assert not app.exception
    return app


def told(app: AppTest) -> str:
    return "\n".join(
        str(each.value) for each in (*app.markdown, *app.info, *app.warning, *app.caption)
    )


def link_of(app: AppTest) -> Any:
    return app.session_state["shown-components"].link.settings


@pytest.fixture(scope="module")
def opened() -> Iterator[AppTest]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "MAX_K", 4)
        yield open_page()


def test_it_opens_with_what_mclust_chooses_on_old_faithful(opened: AppTest) -> None:
    assert "**BIC chooses K = 3, tied**: 2,314.3, the lowest of 16 fits." in told(opened)
    assert "**ICL** chooses K = 2, full, BIC K = 3, tied." in told(opened)
    assert "switch the criterion to ICL" in told(opened)
    settings = link_of(opened)
    assert (settings.k, settings.covariance, settings.start) == (3, "tied", "k-means++")
    assert not settings.twin


def test_another_criterion_and_another_fit_come_to_the_stage() -> None:
    app = open_page(criterion="ICL")
    assert "**ICL chooses K = 2, full**" in told(app)
    assert link_of(app).k == 2
    app.selectbox(key="fit").set_value("K = 1, diag").run()
    assert not app.exception
    assert "On the stage: K = 1, diag. Its ICL is 3,055.8, 733 higher" in told(app)
    assert (link_of(app).k, link_of(app).covariance) == (1, "diag")


def test_the_link_leads_to_the_very_fit() -> None:
    app = open_page(fit="K = 4, full")
    run = app.session_state["shown-components"].run
    fits = [
        records.try_fit(records.take_cloud(run), 4, "full", [seed]).log_likelihood
        for seed in records.SEEDS
    ]
    assert link_of(app).start_seed == int(np.argmax(fits))
    volume = 272 * float(np.log(run.scaling.spread).sum())
    assert run.em.frames[-1].log_likelihood - volume == pytest.approx(max(fits), abs=1e-3)


def test_held_out_points_are_asked_when_they_are_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_K", 3)
    app = open_page(criterion="Held-out")
    assert "**The held-out log-likelihood is highest for K = 3, tied**" in told(app)
    assert "one-standard-error rule" in told(app)
    # What was found stays when another criterion is looked at.
    app.segmented_control(key="criterion").set_value("AIC").run()
    assert not app.exception
    assert "**Held-out points** agree with BIC" in told(app)


def test_labels_are_compared_where_there_are_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_K", 3)
    app = open_page(data="Penguins", v="4")
    assert "The labels of these points are known" in told(app)
    assert "K = 3, full, agrees with them to 0.90: no fit agrees more." in told(app)


def test_a_fit_that_these_data_do_not_have_is_no_longer_asked_for() -> None:
    points = np.random.default_rng(0).normal(size=(30, 2))
    app = open_own(points)
    app.selectbox(key="fit").set_value("K = 2, diag").run()
    assert link_of(app).covariance == "diag"
    # There is no diag on a line.
    line = app.session_state["dataset"]._replace(points=points[:, :1], columns=("x",), units=("",))
    app.session_state["dataset"] = line
    app.run()
    assert not app.exception
    assert app.selectbox(key="fit").value == page.CHOSEN
    assert "two constraints are tried" in told(app)


def test_few_points_have_few_fits_and_a_collapse_is_told() -> None:
    app = open_own([[0.0], [1.0]])
    assert "**BIC chooses K = 1, full**" in told(app)
    assert "K = 1, tied is as good." in told(app)
    assert "runs collapsed" in told(app)
    app.selectbox(key="fit").set_value("K = 2, full").run()
    assert not app.exception
    assert "Every start of K = 2, full has collapsed" in told(app)
    app.segmented_control(key="criterion").set_value("Held-out").run()
    assert not app.exception


def test_points_that_no_fit_can_tell_apart_have_a_sentence() -> None:
    assert NO_FIT in told(open_own([[1e16], [1e16 + 2]]))


def test_parts_of_points_cannot_be_dealt() -> None:
    counts = np.array([0.5, 2.0, 1.0, 3.0])
    app = open_own([[0.0], [1.0], [2.0], [4.0]], "Held-out", frequencies=counts)
    assert NOT_WHOLE in told(app)


def test_of_many_rows_a_sample_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_POINTS", 40)
    rng = np.random.default_rng(0)
    app = open_own(rng.normal(size=(60, 1)))
    # In sight, beside the chart whose numbers are those of the sample.
    assert any("a fair sample of 40 of the 60 rows" in each.value for each in app.caption)
