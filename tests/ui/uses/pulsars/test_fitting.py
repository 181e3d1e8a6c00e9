"""The sample of the page of pulsars: shared, not changed, and on the stage as it was fitted."""

from streamlit.testing.v1 import AppTest

from gmm.cases.pulsars import KINDS, simulate_pulsars
from gmm.ui.uses.pulsars.fitting import draw_sample
from gmm.ui.uses.pulsars.records import judge_mixture, weigh


def _page() -> None:
    import streamlit as st

    from gmm.ui.uses.pulsars.fitting import fit

    st.session_state["fitted"] = fit(300, 3, 4)


def test_the_stage_ends_at_the_mixture_that_is_judged() -> None:
    app = AppTest.from_function(_page, default_timeout=60).run()
    assert not app.exception
    fitted = app.session_state["fitted"]
    sample = simulate_pulsars(300, 4)
    assert (fitted.sample.points == sample.points).all()
    assert fitted.run.settings.k == 3
    assert fitted.run.dataset.label_names == KINDS
    assert judge_mixture(sample.points, sample.kinds, fitted.mixture) == weigh(*sample, 3).verdict


def test_nobody_can_change_what_all_share() -> None:
    sample = draw_sample(100, 0)
    assert not sample.points.flags.writeable
    assert draw_sample(100, 0) is sample
