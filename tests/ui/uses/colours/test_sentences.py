"""What the page on an image's colours says: sentences that hold for the numbers they are told."""

import numpy as np

from gmm.ui.uses.colours.records import Agreement, Sample
from gmm.ui.uses.colours.sentences import (
    tell_answer,
    tell_joined,
    tell_kmeans,
    tell_run,
    tell_sample,
    tell_split,
)


def find(
    rand: float, parts: tuple[int, ...] = (1, 1), largest: tuple[int, ...] = (0, 1)
) -> Agreement:
    owners = np.array([0, 1])
    return Agreement(rand, 0.9, np.ones(2), np.array(parts), owners, np.array(largest))


def test_the_answer_names_who_is_better_at_what() -> None:
    both = find(0.89), find(0.664)
    said = tell_answer(7, 8.82, 7.51, both)
    assert said.startswith("The mixture finds the painted regions better (adjusted Rand 0.890 ag")
    assert said.endswith("k-means has the smaller colour error (7.51 against 8.82).")
    said = tell_answer(7, 7, 8, both[::-1])
    assert said.startswith("k-means finds the painted regions better (adjusted Rand 0.890 against")
    assert "the mixture's soft picture has the smaller colour error (7.00 against 8.00)" in said


def test_what_reads_alike_is_said_to_be_alike() -> None:
    said = tell_answer(7, 8.001, 8.002, (find(0.8901), find(0.8899)))
    assert "equally well (adjusted Rand 0.890)" in said
    assert "of the mixture's soft picture and of k-means is 8.00." in said


def test_without_regions_only_colours_are_compared() -> None:
    assert tell_answer(5, 3, 4, None) == (
        "5 colours: the mixture's soft picture has the smaller colour error (3.00 against 4.00)."
    )


def test_the_sample_is_told() -> None:
    some = Sample(np.zeros((40, 3)), None, 40, np.arange(40))
    assert "40 of the 100 pixels, a random sample" in tell_sample(some, 100)
    assert "all 40 pixels: 40 different colours" in tell_sample(some, 40)
    counted = Sample(np.zeros((3, 3)), np.ones(3), 100, np.arange(3))
    assert "all 100 pixels: 3 different colours" in tell_sample(counted, 100)
    placed = Sample(np.zeros((40, 5)), None, 40, np.arange(40))
    assert tell_sample(placed, 40) == "The fit uses all 40 pixels, each with its place."


def test_the_end_of_a_run_is_told() -> None:
    assert "converged after 1 iteration." in tell_run("converged", 1, 0)
    assert "before it had converged" in tell_run("max_iterations", 300, 0)
    assert "ended after 4 iterations" in tell_run("collapsed", 4, 2)


def test_the_hard_pictures_are_compared() -> None:
    assert "k-means is closer: 7.00 against 8.00" in tell_kmeans(8, 7, False)
    assert "the mixture is closer: 7.00 against 8.00" in tell_kmeans(7, 8, True)
    assert "both have an error of 7.00" in tell_kmeans(7, 7, False)
    assert "looks for just this" not in tell_kmeans(7, 8, True)


def test_cut_and_joined_regions_are_named() -> None:
    names = ("sky", "pond")
    assert "the sky in 2 and the pond in 3 components" in tell_split(find(1, (2, 3)), names)
    assert "no region" in tell_split(find(1), names)
    joined = find(1, largest=(0, 0))
    assert tell_joined(joined, names) == "Here the component of the sky also holds the pond."
    assert "a component of its own" in tell_joined(find(1), names)
