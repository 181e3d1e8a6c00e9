"""Where the density threshold fails: computed, and shown."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    from gmm.cases.biopsies import read_biopsies, split_biopsies
    from gmm.ui.uses.anomalies.failing import show_failing
    from gmm.ui.uses.anomalies.records import Settings, find, fit, take_training
    from tests.present import present

    settings = Settings((0, 1), 1, 0, 0.0, 0.05)
    split = split_biopsies(read_biopsies().malignant, 0)
    mixture = present(fit(take_training((0, 1), split), 1))
    show_failing(settings, find((0, 1), mixture, split, 0.05))


def test_other_columns_unchecked_rows_and_other_halves_are_shown() -> None:
    app = AppTest.from_function(_page, default_timeout=60).run()
    assert not app.exception
    told = "\n".join(each.value for each in [*app.markdown, *app.caption])
    assert "Of 28 pairs of columns" in told
    assert "With 15\u00a0% malignant ones among the rows to learn from" in told
    assert "What is rare is not what is dangerous" in told
    assert "one way to deal" in told
    assert len(app.get("plotly_chart")) == 1
    app.toggle[0].set_value(True).run()
    assert not app.exception
    told = "\n".join(each.value for each in app.markdown)
    assert "Over 20 ways to deal the halves" in told
