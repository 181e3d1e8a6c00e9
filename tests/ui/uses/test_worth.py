"""The methods' numbers beside each other."""

from streamlit.testing.v1 import AppTest

from gmm.ui.uses.worth import Score, find_best

SCORES = [
    Score("Mixture", 0.81, "81 %"),
    Score("One Gaussian", 0.9, "90 %"),
    Score("None", float("nan"), "-"),
]


def test_the_best_one_is_the_highest_or_the_lowest_of_those_that_have_a_number() -> None:
    assert find_best(SCORES, "higher") == [1]
    assert find_best(SCORES, "lower") == [0]
    assert find_best(SCORES[2:], "higher") == []


def test_those_that_read_alike_are_equally_good() -> None:
    alike = [Score("a", 0.9001, "90 %"), Score("b", 0.9002, "90 %"), Score("c", 0.8, "80 %")]
    assert find_best(alike, "higher") == [0, 1]
    assert find_best(alike, "lower") == [2]


def _page() -> None:
    from gmm.ui.uses.worth import Score, show_worth

    show_worth([Score("Mixture", 0.81, "81 %", "of 50"), Score("Rule", 0.9, "90 %")], "higher")


def _alike() -> None:
    from gmm.ui.uses.worth import Score, show_worth

    show_worth([Score("Mixture", 0.9, "90 %"), Score("Rule", 0.9, "90 %")], "higher")


def _unclear() -> None:
    from gmm.ui.uses.worth import Score, show_worth

    show_worth([Score("Mixture", 0.87, "87 %"), Score("Rule", 0.88, "88 %")], "higher", clear=False)


def test_chance_marks_nobody() -> None:
    labels = [each.label for each in AppTest.from_function(_unclear).run().metric]
    assert labels == ["Mixture", "Rule"]


def test_the_best_is_marked_and_nobody_where_all_are_alike() -> None:
    app = AppTest.from_function(_page).run()
    assert [(each.label, each.value) for each in app.metric] == [
        ("Mixture", "81 %"),
        ("Rule (best)", "90 %"),
    ]
    assert app.caption[0].value == "of 50"
    labels = [each.label for each in AppTest.from_function(_alike).run().metric]
    assert labels == ["Mixture", "Rule"]
