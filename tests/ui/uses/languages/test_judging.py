"""The answer, the matrices and the table of a verdict."""

import numpy as np

from gmm.ui.uses.languages.judging import name_worst


def test_the_most_frequent_error_is_named() -> None:
    assert name_worst(np.array([[5, 0], [0, 5]]), ("x", "y")) == "None is wrong."
    told = name_worst(np.array([[5, 1], [3, 5]]), ("x", "y"))
    assert told == "The most frequent error: y taken for x, 3 times."
