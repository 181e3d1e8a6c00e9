"""Part two: new points, in order or shuffled, and their refits."""

from tests.ui.lab.density.page import open_part, said


def test_the_order_of_the_rows_is_a_matter_of_half_of_them() -> None:
    app = open_part("New points", data="Clusters in noise")
    told = said(app)
    assert "ordered by component:** 2 of the 4 components made none of them" in told
    assert "Shuffle the rows" in told
    whole = told.partition("\n")[0]
    app.toggle(key="shuffled").set_value(True).run()
    assert "alone, shuffled:" in said(app)
    # A fit of all rows does not depend on their order.
    assert said(app).partition("\n")[0] == whole


def test_fewer_points_are_farther_from_the_truth() -> None:
    app = open_part("New points", new="50")
    assert "Fitted to 50 new points" in said(app)
    assert "With 1,500 new points it is" in said(app)


def test_another_seed_draws_other_points() -> None:
    app = open_part("New points")
    before = said(app)
    app.number_input(key="draw_seed").set_value(4).run()
    assert said(app) != before


def test_one_component_has_no_order() -> None:
    told = said(open_part("New points", k="1"))
    assert "all orders of the 500 rows are alike" in told
