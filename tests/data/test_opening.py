"""Each set's note is true of the run that the set opens with: its claim, computed."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.metrics import adjusted_rand_score

from gmm import bic, record_em, start
from gmm.data.datasets import DATASETS, Dataset
from gmm.em import e_step
from gmm.kmeans import assign
from gmm.mixture import Mixture, log_density
from gmm.points import FloatArray, IntArray
from gmm.scaling import restore
from gmm.starts import OLDER
from gmm.ui.link import open_settings
from gmm.ui.run import Run, record_run
from tests.present import present

GENERATED = [name for name, recipe in DATASETS.items() if recipe.generated]


class Ending(NamedTuple):
    """What a run came to, in the data's own units.

    `em` and `kmeans` are the component and the cluster (N,) of each point.
    """

    run: Run
    data: Dataset
    mixture: Mixture
    centroids: FloatArray
    em: IntArray
    kmeans: IntArray

    @property
    def kinds(self) -> IntArray:
        return present(self.data.labels)

    def counts(self, labels: IntArray) -> IntArray:
        """(K, kinds) points of each kind in each component or cluster."""
        table = np.zeros((self.run.settings.k, self.kinds.max() + 1), dtype=np.int64)
        np.add.at(table, (labels, self.kinds), 1)
        return table

    def agrees(self, labels: IntArray) -> float:
        """The adjusted Rand index with what is known of each point."""
        return float(adjusted_rand_score(self.kinds, labels))


def end(name: str, **changes: object) -> Ending:
    settings = open_settings(name)._replace(**changes)  # type: ignore[arg-type]
    data = DATASETS[name].make(settings.n, settings.data_seed, **dict(settings.knobs))
    run = record_run(settings, data)
    fit = present(run.em).frames[-1].mixture
    centroids = present(run.kmeans).frames[-1].centroids
    return Ending(
        run,
        data,
        restore(fit, run.scaling),
        run.scaling.origin + run.scaling.spread * centroids,
        e_step(run.points, fit)[0].argmax(axis=1),
        assign(run.points, centroids)[0],
    )


def best(name: str, data_seed: int, k: int) -> Ending:
    """The likeliest of some runs."""
    found = [
        end(name, data_seed=data_seed, k=k, start=method, start_seed=seed)
        for method in ("random points", "k-means++")
        for seed in range(5)
    ]
    whole = [each for each in found if present(each.run.em).collapsed is None]
    return max(whole, key=lambda each: present(each.run.em).frames[-1].log_likelihood)


def deviations(mixture: Mixture) -> FloatArray:
    """(K, D) standard deviations."""
    spreads: FloatArray = np.sqrt(np.diagonal(mixture.covariances, axis1=1, axis2=2))
    return spreads


def tilts(mixture: Mixture) -> FloatArray:
    """(K,) correlations."""
    covariances = mixture.covariances
    tilted: FloatArray = covariances[:, 0, 1] / deviations(mixture).prod(axis=1)
    return tilted


def correlate(points: FloatArray) -> float:
    x, y = (points - points.mean(axis=0)).T
    return float(x @ y / np.sqrt((x @ x) * (y @ y)))


def least_bic(points: FloatArray, k: int) -> float:
    """The least that some starts find without a collapse."""
    found = []
    for method in ("random points", "k-means++"):
        for seed in range(10):
            tape = record_em(points, start(points, k, method, seed), max_iterations=1_000)
            if tape.collapsed is None:
                found.append(bic(points, tape.frames[-1].mixture))
    return min(found)


def count_humps(points: npt.ArrayLike, mixture: Mixture) -> int:
    """Local maxima of a density on a line."""
    line = np.linspace(np.min(points), np.max(points), 2_001)[:, np.newaxis]
    rises = np.diff(log_density(line, mixture)) > 0
    return int((rises[:-1] & ~rises[1:]).sum())


# ------------------------------------------------------------------------------ the claims

Claim = Callable[[Ending], None]
CLAIMS: dict[str, Claim] = {}


def claim(name: str) -> Callable[[Claim], Claim]:
    def enter(check: Claim) -> Claim:
        CLAIMS[name] = check
        return check

    return enter


@claim("Old Faithful")
def short_waits_follow_short_eruptions(seen: Ending) -> None:
    short, long = seen.mixture.means[seen.mixture.means[:, 0].argsort()]
    assert (short < long).all()
    eruptions = seen.data.points[:, 0]
    between = (eruptions > short[0] + 0.6) & (eruptions < long[0] - 0.9)
    assert between.mean() < 0.06
    assert np.bincount(seen.em).min() > 90


@claim("Waiting times")
def two_humps_near_55_and_80(seen: Ending) -> None:
    assert np.abs(np.sort(seen.mixture.means[:, 0]) - [55, 80]).max() < 1
    assert count_humps(seen.data.points, seen.mixture) == 2
    between = e_step(np.array([[67.0], [68.0]]), seen.mixture)[0]
    assert (between.max(axis=1) < 0.8).all()


@claim("Old Faithful 1985")
def a_component_collapses_onto_those_of_4_minutes(seen: Ending) -> None:
    minutes = seen.data.points[:, 0]
    assert (minutes == 4).sum() == 53
    own = seen.em == present(seen.run.em).collapsed
    assert (minutes[own] == 4).all()
    assert own.sum() == 53


@claim("Galaxy velocities")
def bic_is_nearly_equal_for_3_and_4(seen: Ending) -> None:
    thousands = seen.data.points / 1_000
    scores = {k: least_bic(thousands, k) for k in range(1, 6)}
    assert abs(scores[3] - scores[4]) < 2.5
    assert min(scores, key=lambda k: scores[k]) in (3, 4)
    assert seen.run.settings.k == 3
    assert min(scores[1], scores[2], scores[5]) > min(scores[3], scores[4])


@claim("Penguins")
def each_species_tilts_up_and_all_together_down(seen: Ending) -> None:
    assert seen.agrees(seen.em) > 0.88
    assert seen.agrees(seen.kmeans) < 0.6
    assert (tilts(seen.mixture) > 0.3).all()
    assert correlate(seen.data.points) < -0.2
    for kind in range(3):
        assert correlate(seen.data.points[seen.kinds == kind]) > 0.3


@claim("Iris petals")
def setosa_stands_apart_at_once(seen: Ending) -> None:
    em = present(seen.run.em)
    setosa = seen.data.label_names.index("setosa")
    first = e_step(seen.run.points, em.frames[0].mixture)[0].argmax(axis=1)
    for labels in (first, seen.em, seen.kmeans):
        table = seen.counts(labels)
        own = table[:, setosa].argmax()
        assert table[own, setosa] == table[own].sum() == 50
    others = np.delete(seen.counts(seen.em), setosa, axis=1)
    mixed = others[others.max(axis=1) > 0].min(axis=1).sum()
    assert 1 <= mixed <= 5
    assert seen.agrees(seen.em) > 0.92


@claim("Crabs")
def em_finds_the_sexes_and_k_means_the_sizes(seen: Ending) -> None:
    sexes = np.array(["females" in name for name in seen.data.label_names])[seen.kinds]
    assert adjusted_rand_score(sexes, seen.em) > 0.7
    assert abs(adjusted_rand_score(sexes, seen.kmeans)) < 0.02
    assert (tilts(seen.mixture) > 0.97).all()
    length = seen.data.points[:, 0]
    small, large = sorted(
        (length[seen.kmeans == cluster] for cluster in (0, 1)), key=lambda part: part.mean()
    )
    assert small.max() - large.min() < 0.03 * np.ptp(length)


@claim("Fiji earthquakes")
def several_components_share_each_belt(seen: Ending) -> None:
    longitude = seen.data.points[:, 0]
    # Between the belts there is nothing for a degree and more.
    west = longitude < 176
    assert 200 < west.sum() < 215
    for belt in (west, ~west):
        shares = np.bincount(seen.em[belt], minlength=6)
        assert (shares > 20).sum() >= 2
    # Each of them, by one Gaussian, is fitted worse than by those that share it.
    for belt in (west, ~west):
        own = seen.data.points[belt]
        assert least_bic(own, 2) < least_bic(own, 1) - 50


@claim("Cholera in Soho")
def the_mean_is_43_m_from_the_pump(seen: Ending) -> None:
    metres = 100 * np.hypot(*(seen.mixture.means[0] - [12.6, 11.7]))
    assert round(metres) == 43
    assert seen.data.units == ("100 m", "100 m")


@claim("Heights and weights")
def a_component_collapses_at_the_swapped_woman(seen: Ending) -> None:
    (woman,) = np.flatnonzero(seen.data.points[:, 0] == 57)
    assert seen.data.points[woman].tolist() == [57, 166]
    assert seen.data.label_names[seen.kinds[woman]] == "women"
    own = seen.em == present(seen.run.em).collapsed
    assert own[woman]
    assert own.sum() == 2


@claim("Student heights")
def one_hump_and_no_sexes(seen: Ending) -> None:
    assert set(seen.data.label_names) == {"women", "men"}
    heights = [seen.data.points[seen.kinds == kind] for kind in (0, 1)]
    sexes = Mixture(
        np.array([len(part) for part in heights]) / len(seen.data.points),
        np.array([part.mean(axis=0) for part in heights]),
        np.array([[[part.var()]] for part in heights]),
    )
    assert count_humps(seen.data.points, sexes) == 1
    assert abs(seen.agrees(seen.em)) < 0.05
    assert count_humps(seen.data.points, seen.mixture) == 1


@claim("Galton's families")
def one_component_is_enough(seen: Ending) -> None:
    assert tilts(seen.mixture)[0] == pytest.approx(0.459, abs=0.001)
    assert least_bic(seen.data.points, 1) < least_bic(seen.data.points, 2)


@claim("Diabetes")
def a_round_cluster_and_two_wings(seen: Ending) -> None:
    assert seen.agrees(seen.em) > 0.7
    spreads = deviations(seen.mixture)
    axes = np.sqrt(np.linalg.eigvalsh(seen.mixture.covariances))
    areas = axes.prod(axis=1)
    assert np.diff(np.sort(areas) / areas.min()).min() > 1
    # The smallest is the heaviest, and the only one that is nearly round.
    stretch = axes[:, 1] / axes[:, 0]
    heaviest = seen.mixture.weights.argmax()
    assert areas.argmin() == stretch.argmin() == heaviest
    assert stretch[heaviest] < 1.3
    assert np.delete(stretch, heaviest).min() > 2
    # The wings: one goes along glucose, the other along insulin.
    assert set(np.delete(spreads.argmax(axis=1), heaviest)) == {0, 1}
    assert np.ptp(tilts(seen.mixture)) > 0.5


@claim("Star cluster")
def four_giants_have_a_component(seen: Ending) -> None:
    giants = seen.data.points[:, 0] < 3.6
    assert giants.sum() == 4
    own = seen.em[giants][0]
    assert ((seen.em == own) == giants).all()
    # They are bright, but cool.
    assert seen.data.points[giants, 1].mean() > seen.data.points[~giants, 1].mean()


@claim("Cyclist speeds")
def each_speed_counts_as_often_as_it_was_ridden(seen: Ending) -> None:
    assert present(seen.data.frequencies).tolist() == [4, 9, 6, 7, 3, 2]
    assert len(seen.data.points) == 6
    written_out = np.repeat(seen.data.points, [4, 9, 6, 7, 3, 2], axis=0)
    settings = seen.run.settings
    tape = record_em(written_out, present(seen.run.em).frames[0].mixture, settings.covariance)
    assert tape.frames[-1].log_likelihood == pytest.approx(
        present(seen.run.em).frames[-1].log_likelihood, abs=0.01
    )


@claim("Round clusters")
def em_and_k_means_agree(seen: Ending) -> None:
    assert adjusted_rand_score(seen.em, seen.kmeans) > 0.9
    assert min(seen.agrees(seen.em), seen.agrees(seen.kmeans)) > 0.85


@claim("Elongated clusters")
def k_means_cuts_across_and_em_follows(seen: Ending) -> None:
    assert seen.agrees(seen.em) > 0.95
    assert seen.agrees(seen.kmeans) < 0.8
    table = seen.counts(seen.kmeans)
    cut = 1 - table.max(axis=0) / table.sum(axis=0)
    assert (cut > 0.05).sum() >= 2


@claim("Unequal clusters")
def k_means_gives_the_edge_away(seen: Ending) -> None:
    away = [edge_given_away(seen, labels) for labels in (seen.em, seen.kmeans)]
    assert away[0] < 0.04
    assert away[1] > 2 * away[0]
    assert seen.agrees(seen.em) > seen.agrees(seen.kmeans)


def edge_given_away(seen: Ending, labels: IntArray) -> float:
    """The share of the wide cluster in components or clusters where most points are small's."""
    table = seen.counts(labels)
    wide = 0
    small = table[:, 1:].sum(axis=1) > 0.3 * table.sum(axis=1)
    return float(table[small, wide].sum() / table[:, wide].sum())


@claim("Overlapping clusters")
def k_means_pushes_apart_and_em_takes_longer(seen: Ending) -> None:
    truth = present(seen.data.truth)
    apart = np.linalg.norm(np.diff(truth.means, axis=0))
    found = np.linalg.norm(np.diff(seen.centroids, axis=0))
    assert found > 1.1 * apart
    middle = seen.centroids.mean(axis=0)
    assert np.abs(middle[0]) < 0.35
    em, kmeans = present(seen.run.em), present(seen.run.kmeans)
    assert len(em.frames) > 2 * len(kmeans.frames)


@claim("Mixture on a line")
def the_colour_changes_where_the_curves_cross(seen: Ending) -> None:
    widths = deviations(seen.mixture)[:, 0]
    assert widths.max() > 1.5 * widths.min()
    places = np.sort(seen.data.points, axis=0)
    gamma = e_step(places, seen.mixture)[0]
    curves = seen.mixture.weights * np.exp(
        -0.5 * ((places - seen.mixture.means[:, 0]) / widths) ** 2
    )
    np.testing.assert_array_equal(gamma.argmax(axis=1), (curves / widths).argmax(axis=1))
    assert len(set(gamma.argmax(axis=1))) == 3
    assert seen.agrees(seen.em) > 0.5


@claim("One Gaussian")
def a_second_component_is_chance(seen: Ending) -> None:
    points = seen.data.points
    assert bic(points, restore(one_gaussian(points), seen.run.scaling)) < bic(points, seen.mixture)


def one_gaussian(points: FloatArray) -> Mixture:
    return record_em(points, start(points, 1, "random points", 0)).frames[-1].mixture


@claim("Clusters in noise")
def one_component_takes_the_noise(seen: Ending) -> None:
    noise = seen.data.label_names.index("noise")
    widths = np.sqrt(np.linalg.det(seen.mixture.covariances)) ** 0.5
    wide = widths.argmax()
    assert widths[wide] > 2.5 * np.delete(widths, wide).max()
    table = seen.counts(seen.em)
    assert table[wide, noise] > 0.8 * table[:, noise].sum()
    clusters = np.delete(np.delete(table, wide, axis=0), noise, axis=1)
    assert clusters.sum() > 0.95 * np.delete(table, noise, axis=1).sum()


@claim("Rings")
def each_component_is_a_piece_of_a_ring(seen: Ending) -> None:
    # Four of five points share their component with points of their own ring.
    assert seen.counts(seen.em).max(axis=1).sum() > 0.8 * len(seen.em)
    assert np.hypot(*seen.mixture.means.T).min() > 0.4
    fewer = best("Rings", seen.run.settings.data_seed, k=2)
    assert fewer.agrees(fewer.em) < 0.1
    assert bic(seen.data.points, seen.mixture) < bic(fewer.data.points, fewer.mixture)


@claim("Moons")
def two_mix_the_moons_and_four_follow_them(seen: Ending) -> None:
    assert seen.agrees(seen.em) < 0.5
    four = best("Moons", seen.run.settings.data_seed, k=4)
    table = four.counts(four.em)
    assert (table.max(axis=1) > 0.85 * table.sum(axis=1)).all()


# ------------------------------------------------------------------------------ all of them


def test_every_set_has_a_claim() -> None:
    assert CLAIMS.keys() == DATASETS.keys()


@pytest.fixture(scope="module")
def endings() -> dict[str, Ending]:
    return {name: end(name) for name in DATASETS}


@pytest.mark.parametrize("name", DATASETS)
def test_the_note_is_true_of_the_run_that_the_set_opens_with(
    name: str, endings: dict[str, Ending]
) -> None:
    CLAIMS[name](endings[name])


@pytest.mark.parametrize("name", DATASETS)
def test_a_set_opens_with_a_run_that_can_be_stepped_to_its_end(
    name: str, endings: dict[str, Ending]
) -> None:
    em, opening = present(endings[name].run.em), DATASETS[name].opening
    assert em.frames[-1].iteration <= 110
    assert opening.start not in OLDER.values()
    lessons = {"Old Faithful 1985", "Heights and weights"}  # of a collapse
    assert em.stopped == ("collapsed" if name in lessons else "converged")


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", GENERATED)
def test_the_note_is_about_the_set_not_about_one_seed(name: str, seed: int) -> None:
    CLAIMS[name](best(name, seed, DATASETS[name].opening.k))
