"""How many components: BIC with its runners-up, and other samples."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from gmm.ui.uses.pulsars.fitting import draw_sample
    from gmm.ui.uses.pulsars.many import show_components
    from gmm.ui.uses.pulsars.records import judge_cut

    sample = draw_sample(60, 1)
    st.session_state["weighed"] = show_components(60, 2, 1, sample, judge_cut(*sample))


def open_part(**query: str) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(each.value for each in [*app.markdown, *app.caption])


def test_bic_is_told_and_other_samples_are_tried_when_asked() -> None:
    app = open_part()
    assert [each.k for each in app.session_state["weighed"]] == list(range(1, 9))
    assert "BIC asks for" in said(app)
    assert "one number of one sample" in said(app)
    assert len(app.get("plotly_chart")) == 1
    for again, words in (("8 of other pulsars", "of other"), ("8 drawn from these", "drawn from")):
        app.segmented_control[0].set_value(again).run()
        assert not app.exception
        assert words in said(app)
        assert "better than the rule in" in said(app)
        assert len(app.get("plotly_chart")) == 2
    assert app.segmented_control[0].proto.query_param_key == "again"
