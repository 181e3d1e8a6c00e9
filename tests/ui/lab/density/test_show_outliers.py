"""Part three: a threshold, planted outliers, and noise that is known."""

from tests.ui.lab.density.page import open_own, open_part, said


def test_where_nobody_knows_the_page_plants_some() -> None:
    app = open_part("Outliers")
    assert app.slider(key="plant").value == 15
    assert "of the 15 planted outliers" in said(app)
    assert "of 287 points are flagged" in said(app)


def test_a_higher_threshold_flags_more() -> None:
    app = open_part("Outliers", flag="20.0")
    assert "**57 of 287 points are flagged**" in said(app)


def test_a_share_of_the_mixture_is_another_one() -> None:
    app = open_part("Outliers", of="the mixture", k="1")
    # Of one Gaussian it is exact.
    assert "expects 5 % below this density, that is about 14 of 287." in said(app)


def test_noise_that_is_known_needs_no_planting() -> None:
    app = open_part("Outliers", data="Clusters in noise")
    assert app.slider(key="plant").value == 0
    assert "of the 53 points of noise" in said(app)
    app.slider(key="plant").set_value(5).run()
    assert "of the 58 points of noise and planted outliers" in said(app)


def test_with_no_outliers_nobody_is_judged() -> None:
    told = said(open_part("Outliers", plant="0"))
    assert "Plant some to see how many are found" in told
    assert "ROC" not in told


def test_other_data_have_their_own_number_of_planted_ones() -> None:
    app = open_part("Outliers", plant="40")
    assert "of the 40 planted" in said(app)
    app.selectbox(key="data").set_value("Clusters in noise").run()
    assert app.slider(key="plant").value == 0


def test_frequencies_count_among_the_flagged() -> None:
    told = said(open_part("Outliers", data="Cyclist speeds", flag="30.0"))
    assert "of 46 points are flagged" in told  # 31 cyclists and 15 planted


def test_labels_of_ones_own_file_are_known_too() -> None:
    rows = [f"{i % 7}.{i},{i % 5}.{i},usual" for i in range(40)] + ["30,30,noise", "-20,9,noise"]
    told = said(open_own("x,y,kind\n" + "\n".join(rows), "Outliers", labels="kind", k="1"))
    assert "noise" in told or "planted" in told
