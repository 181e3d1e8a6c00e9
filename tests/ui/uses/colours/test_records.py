"""Records of the page on an image's colours: what it is worth, number by number."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from gmm import Mixture, record_em, responsibilities
from gmm.cases.colour_space import to_lab
from gmm.cases.pictures import HEIGHT, PAINTINGS, REGIONS, WIDTH, Picture, paint_landscape
from gmm.kmeans import assign
from gmm.points import FloatArray
from gmm.ui.uses.colours.records import (
    END,
    MOST_FITTED,
    MOST_ITERATIONS,
    RIDGE,
    STARTS,
    WIDE,
    Agreement,
    Learned,
    Rated,
    Sample,
    blend,
    build_run,
    choose_best,
    compare_regions,
    count_colours,
    find_end,
    identify_picture,
    learn,
    learn_and_rate,
    limit_iterations,
    list_mixtures,
    list_steps,
    mask,
    name_colours,
    pick,
    rate,
    recolour,
    take_features,
    take_sample,
    to_picture,
    weigh_groups,
)


def make_picture(pixels: object) -> Picture:
    return Picture(np.array(pixels, dtype=np.uint8), "small")


FLAG = make_picture([[[200, 0, 0]] * 4, [[255, 255, 255]] * 4, [[200, 0, 0], [0, 0, 90]] * 2])


class Worth:
    """All that the page computes for some settings."""

    def __init__(self, name: str, k: int, position: bool, seed: int = 0) -> None:
        picture = PAINTINGS[name](seed)
        assert picture.regions is not None
        self.features = take_features(picture, position)
        self.sample = take_sample(picture, self.features)
        self.ends = [find_end(self.sample, k, each) for each in range(STARTS)]
        best = choose_best(self.ends).seed
        self.learned, self.rated = learn_and_rate(self.sample, k, best, 0)
        self.mixture = list_mixtures(self.learned.tape)[-1]
        self.gamma = responsibilities(self.features, self.mixture)
        self.nearest = assign(self.features, self.rated.centroids)[0]
        regions = picture.regions.ravel()
        groups = self.gamma.argmax(axis=1), self.nearest
        self.found, self.kmeans = (
            compare_regions(each, k, regions, len(REGIONS)) for each in groups
        )

    def errors(self) -> tuple[float, float, float]:
        soft, hard, kmeans = (
            recolour(self.features, each).error
            for each in (
                blend(self.gamma, self.mixture),
                pick(self.gamma, self.mixture),
                self.rated.centroids[self.nearest, :3],
            )
        )
        return soft, hard, kmeans


@pytest.fixture(scope="module")
def landscape() -> Worth:
    return Worth("Landscape", 7, False)


# ------------------------------------------------------------------------------ the headline


def test_the_mixture_finds_regions_of_unequal_spread_and_k_means_the_colours(
    landscape: Worth,
) -> None:
    assert landscape.found.rand > 0.87
    assert landscape.kmeans.rand < 0.75
    soft, hard, kmeans = landscape.errors()
    assert kmeans < soft - 1 < hard - 1 < 9
    # k-means cuts the sky, the mixture does not; neither tells the pond from it.
    sky, pond = REGIONS.index("sky"), REGIONS.index("pond")
    assert landscape.kmeans.parts[sky] == 2
    assert landscape.found.parts[sky] == 1
    assert landscape.found.by_region[pond] < 0.05
    assert landscape.kmeans.by_region[pond] < 0.05
    assert np.delete(landscape.found.by_region, pond).min() > 0.9


def test_the_ends_are_not_those_of_a_start(landscape: Worth) -> None:
    """With its updates switched off, the method is worth nothing."""
    begin = list_mixtures(landscape.learned.tape)[0]
    gamma = responsibilities(landscape.features, begin)
    error = recolour(landscape.features, pick(gamma, begin)).error
    assert error > landscape.errors()[1] + 1
    ends = [frame.log_likelihood for frame in landscape.learned.tape.frames]
    assert ends[-1] > ends[0] + 5_000
    assert landscape.learned.tape.stopped == "converged"


def test_position_tells_the_pond_from_the_sky() -> None:
    worth = Worth("Landscape", 7, True)
    assert worth.found.rand > 0.95
    assert worth.kmeans.rand < 0.6
    assert worth.found.by_region[REGIONS.index("pond")] > 0.9


def test_with_flat_colours_k_means_is_as_good() -> None:
    worth = Worth("Flat landscape", 7, False)
    assert worth.kmeans.rand > 0.98
    assert worth.found.rand == pytest.approx(worth.kmeans.rand, abs=0.01)
    _, hard, kmeans = worth.errors()
    assert kmeans < hard


def test_k_means_is_never_worse_than_the_hard_colours_on_the_pixels_of_the_fit() -> None:
    worth = Worth("Landscape", 4, False, seed=1)
    assert worth.rated.kmeans <= worth.rated.hard[-1]
    _, ours = assign(worth.sample.points, worth.rated.centroids)
    other = KMeans(4, n_init=3, random_state=0).fit(worth.sample.points).inertia_
    assert ours < 1.02 * other


# ------------------------------------------------------------------------------ pixels


def test_pixels_are_a_b_and_l_and_then_their_place() -> None:
    features = take_features(FLAG, True)
    lab = to_lab(FLAG.pixels.reshape(-1, 3))
    np.testing.assert_array_equal(features[:, :3], lab[:, [1, 2, 0]])
    np.testing.assert_array_equal(take_features(FLAG, False), features[:, :3])
    step = WIDE / 4  # of four pixels across
    np.testing.assert_allclose(features[1, 3:] - features[0, 3:], [step, 0], atol=1e-12)
    np.testing.assert_allclose(features[4, 3:] - features[0, 3:], [0, step], atol=1e-12)
    np.testing.assert_allclose(features[:, 3:].mean(axis=0), 0, atol=1e-12)


def test_few_colours_count_as_often_as_they_are_there() -> None:
    features = take_features(FLAG, False)
    sample = take_sample(FLAG, features)
    assert count_colours(FLAG) == 3
    assert sample.frequencies is not None
    assert sorted(sample.frequencies.tolist()) == [2, 4, 6]
    assert sample.pixels == 12
    learned = learn(sample, 2, 0)
    begin = learned.tape.frames[0].mixture
    written_out = record_em(features, begin, ridge=RIDGE, max_iterations=MOST_ITERATIONS)
    ours, theirs = learned.tape.frames[-1], written_out.frames[-1]
    assert ours.log_likelihood == pytest.approx(theirs.log_likelihood)
    once = Sample(features, None, 12, np.arange(12))
    one = rate(sample, learned, 0)
    other = rate(once, Learned(written_out, 0), 0)
    assert one.soft[-1] == pytest.approx(other.soft[-1])
    assert one.kmeans == pytest.approx(other.kmeans)


def test_many_colours_and_places_are_a_sample_of_pixels() -> None:
    picture = paint_landscape(0)
    for position in (False, True):
        features = take_features(picture, position)
        sample = take_sample(picture, features)
        assert sample.points.shape == (MOST_FITTED, 5 if position else 3)
        assert sample.frequencies is None
        np.testing.assert_array_equal(sample.points, features[sample.chosen])
        again = take_sample(picture, features)
        np.testing.assert_array_equal(again.chosen, sample.chosen)
    placed = take_sample(FLAG, take_features(FLAG, True))
    assert placed.frequencies is None
    assert len(placed.points) == 12


def test_pictures_are_named_by_their_pixels() -> None:
    again = make_picture(FLAG.pixels)._replace(title="other")
    assert identify_picture(FLAG) == identify_picture(again)
    turned = make_picture(FLAG.pixels.reshape(4, 3, 3))
    assert identify_picture(FLAG) != identify_picture(turned)


@pytest.mark.parametrize("shape", [(1, 2), (2, 1), (3, 4)])
@pytest.mark.parametrize("position", [False, True])
def test_tiny_pictures_have_a_fit(shape: tuple[int, int], position: bool) -> None:
    rng = np.random.default_rng(0)
    picture = make_picture(rng.integers(0, 256, (*shape, 3)))
    features = take_features(picture, position)
    sample = take_sample(picture, features)
    best = choose_best([find_end(sample, 2, seed) for seed in range(2)])
    learned = learn(sample, 2, best.seed)
    rated = rate(sample, learned, 0)
    assert np.isfinite([*rated.soft, *rated.hard, rated.kmeans]).all()
    assert build_run(picture, sample, learned).frames >= 1


# ------------------------------------------------------------------------------ jobs


def test_ends_are_those_of_em_and_the_likeliest_is_kept(landscape: Worth) -> None:
    sample, ends = landscape.sample, landscape.ends
    reached = [end.log_likelihood for end in ends]
    assert landscape.learned.seed == int(np.argmax(reached)) == choose_best(ends).seed
    last = landscape.learned.tape.frames[-1].log_likelihood
    assert last == pytest.approx(max(reached), rel=1e-9)
    begin = landscape.learned.tape.frames[0].mixture
    tape = record_em(sample.points, begin, ridge=RIDGE, max_iterations=MOST_ITERATIONS)
    assert tape.frames[-1].log_likelihood == last
    fallen = [
        end._replace(stopped="collapsed") if end.seed == landscape.learned.seed else end
        for end in ends
    ]
    assert choose_best(fallen).seed != landscape.learned.seed


def test_runs_of_many_components_take_fewer_iterations() -> None:
    assert limit_iterations(np.zeros((MOST_FITTED, 3)), 7) == MOST_ITERATIONS
    assert limit_iterations(np.zeros((MOST_FITTED, 5)), 12) == 125
    assert limit_iterations(np.zeros((2, 3)), 2) == MOST_ITERATIONS


def test_errors_are_told_from_the_start_to_the_end(landscape: Worth) -> None:
    rated, mixtures = landscape.rated, list_mixtures(landscape.learned.tape)
    assert rated.iterations[0] == 0
    assert rated.iterations[-1] == len(mixtures) - 1
    assert len(rated.iterations) == len(rated.soft) == len(rated.hard)
    points = landscape.sample.points
    gamma = responsibilities(points, mixtures[1])
    at = rated.iterations.index(1)
    assert rated.soft[at] == pytest.approx(recolour(points, blend(gamma, mixtures[1])).error)
    assert rated.hard[at] == pytest.approx(recolour(points, pick(gamma, mixtures[1])).error)


# ------------------------------------------------------------------------------ pictures


MIXTURE = Mixture(
    np.array([0.5, 0.5]), np.array([[0.0, 0, 20], [10, -10, 80]]), np.tile(np.eye(3), (2, 1, 1))
)
GAMMA = np.array([[1.0, 0], [0.25, 0.75], [0.5, 0.5]])


def test_soft_colours_are_means_and_hard_ones_are_picked() -> None:
    softly = np.array([[0.0, 0, 20], [7.5, -7.5, 65], [5, -5, 50]])
    np.testing.assert_allclose(blend(GAMMA, MIXTURE), softly)
    np.testing.assert_allclose(pick(GAMMA, MIXTURE), [[0, 0, 20], [10, -10, 80], [0, 0, 20]])
    own: FloatArray = np.array([[0.0, 0, 20, 9, 9], [10, -10, 80, 9, 9], [0, 3, 24, 9, 9]])
    assert recolour(own, pick(GAMMA, MIXTURE)).error == pytest.approx(np.sqrt(25 / 3))


def test_groups_are_held_against_regions() -> None:
    regions = np.array([0, 0, 0, 0, 1, 1, 2, 2, 2, 2])
    labels = np.array([0, 0, 1, 1, 1, 1, 2, 2, 2, 0])
    found: Agreement = compare_regions(labels, 4, regions, 3)
    assert found.rand == pytest.approx(adjusted_rand_score(regions, labels))
    # Groups 0 and 1 go to region 0 (of two equal ones the first), 2 to region 2.
    assert found.owners.tolist() == [0, 0, 2, 0]
    assert found.right == pytest.approx(0.7)
    np.testing.assert_allclose(found.by_region, [1, 0, 0.75])
    assert found.parts.tolist() == [2, 1, 2]
    assert found.largest.tolist() == [0, 1, 2]


def test_masks_are_as_light_as_responsibilities() -> None:
    soft, hard = mask(GAMMA[:2], 1, (1, 2))
    assert soft.tolist() == [[0, 191]]
    assert hard.tolist() == [[0, 255]]
    assert soft.dtype == hard.dtype == np.uint8


def test_colours_become_a_picture_and_names() -> None:
    features = take_features(FLAG, True)
    np.testing.assert_array_equal(to_picture(features[:, :3], (3, 4)), FLAG.pixels)
    assert name_colours(features[[0, 4, 9]]) == ["#c80000", "#ffffff", "#00005a"]
    np.testing.assert_allclose(weigh_groups(np.array([0, 2, 2, 2]), 4), [0.25, 0, 0.75, 0])


def test_steps_are_closer_at_the_start() -> None:
    assert list_steps(0) == [END]
    assert list_steps(3) == ["0", "1", "2", END]
    assert list_steps(41)[-3:] == ["20", "30", END]


def test_the_stage_gets_the_run_and_the_regions(landscape: Worth) -> None:
    picture = paint_landscape(0)
    run = build_run(picture, landscape.sample, landscape.learned)
    assert run.em is landscape.learned.tape
    assert run.dataset.columns == ("a*", "b*", "L*")
    assert picture.regions is not None
    assert run.dataset.labels is not None
    np.testing.assert_array_equal(
        run.dataset.labels, picture.regions.ravel()[landscape.sample.chosen]
    )
    assert (picture.regions.shape) == (HEIGHT, WIDTH)
    few = take_sample(FLAG, take_features(FLAG, False))
    flag = build_run(FLAG, few, learn(few, 2, 0))
    assert flag.number == 12
    assert flag.dataset.labels is None
    rated: Rated = rate(few, learn(few, 3, 0), 0)
    assert rated.kmeans == pytest.approx(0, abs=1e-9)
