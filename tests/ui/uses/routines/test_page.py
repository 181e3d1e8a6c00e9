"""The page as Streamlit runs it, without a browser."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.uses.routines import page, records
from gmm.ui.uses.routines.sentences import BIC


@pytest.fixture(scope="module", autouse=True)
def _few() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for starts in ("STARTS", "EM_STARTS"):
            patch.setattr(records, starts, (0,))
        for module in (page, records):
            patch.setattr(module, "CONCENTRATIONS", (0.01, 100.0))
        yield


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "routines.py"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def told(app: AppTest) -> str:
    return "\n".join(str(each.value) for each in (*app.markdown, *app.caption, *app.warning))


@pytest.fixture(scope="module")
def opened(_few: None) -> AppTest:
    return open_page(routines_weeks="2")


def test_it_opens_with_the_numbers_that_all_find(opened: AppTest) -> None:
    words = told(opened)
    assert "These 14 days were made from 7 routines." in words
    assert "**Simulated by us**" in words
    methods = [metric.label.removesuffix(" (best)") for metric in opened.metric]
    assert methods == [BIC, "Variational mixture", "k-means, K by silhouette", "Blocks of 3 hours"]
    values = [float(metric.value) for metric in opened.metric]
    assert min(values[:2]) > 0.9 > max(values[2:])
    assert "The variational mixture begins with 10 components and keeps" in words
    assert "**Dirichlet process**:" in words
    heads = [each.value for each in opened.markdown if each.value.startswith("## ")]
    assert heads == [
        f"## {name}"
        for name in (
            *("The data", "The fit", "The days", "What it is worth", "What the prior does"),
            *("Where it fails", "What to read"),
        )
    ]


def test_em_and_other_days_can_be_chosen() -> None:
    app = open_page(
        routines_weeks="1",
        routines_fit=BIC,
        routines_begin="midnight",
        routines_overlap="true",
        routines_hard="One week only",
        routines_prior="Dirichlet process",
        routines_concentration="100",
        routines_seed="3",
    )
    words = told(app)
    assert "These 7 days" in words
    assert "begins with 10 components" not in words
    assert "A rare routine needs many days" in words


def test_what_cannot_be_meant_is_left_out() -> None:
    app = open_page(routines_weeks="1", routines_hard="everything", routines_prior="none")
    assert "These 7 days" in told(app)
    assert "bedtime" in told(app)
