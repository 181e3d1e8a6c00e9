"""What is judged on held-out groups; the headline numbers fail when the method stops working."""

import numpy as np
import pytest
from scipy.stats import binomtest

from gmm import log_density, record_em, start
from gmm.cases.music import STYLES, Clips, gather, take_clips
from gmm.cases.passages import LANGUAGES, take_passages
from gmm.directions import project
from gmm.ui.uses.languages.records import (
    RIDGE,
    Fold,
    Verdict,
    compare_signs,
    find_floor,
    judge_fold,
    judge_length,
    listen,
    meet,
    sum_up,
    take_all,
    teach,
    turn,
)
from gmm.ui.uses.languages.show_languages import PIECES, STRANGER
from gmm.ui.uses.languages.show_music import FOLDS, HEARD
from gmm.ui.uses.languages.show_music import PIECES as CLIPPED

TAUGHT = tuple(language for language in LANGUAGES if language != STRANGER)


@pytest.fixture(scope="module")
def languages() -> Verdict:
    """As the page opens."""
    passages = take_passages(TAUGHT, 60)
    return sum_up(
        passages.labels,
        [
            judge_fold(passages.features, passages.labels, passages.pieces, held, 2, 5)
            for held in range(PIECES)
        ],
    )


@pytest.fixture(scope="module")
def clips() -> Clips:
    return gather([take_clips(style, range(CLIPPED)) for style in STYLES])


def judge_clips(clips: Clips, heard: str, k: int = 2) -> Verdict:
    features = clips.features[:, list(HEARD[heard])]
    count = features.shape[1]
    groups = clips.pieces % FOLDS
    return sum_up(
        clips.labels,
        [judge_fold(features, clips.labels, groups, held, k, count) for held in range(FOLDS)],
    )


def test_languages_are_told_apart_and_one_gaussian_is_as_good(languages: Verdict) -> None:
    assert languages.mixture.runs == languages.gaussian.runs == 294
    assert languages.mixture.share > 0.84
    assert languages.gaussian.share > 0.86
    # What the page says of why: the mixtures describe what they have not seen worse.
    assert languages.densities[0] < languages.densities[1] - 0.3
    assert languages.chance > 0.05


def test_a_language_that_was_not_taught_is_sure_of_a_wrong_one_and_found_by_density(
    languages: Verdict,
) -> None:
    known, strange = take_passages(TAUGHT, 60), take_passages((STRANGER,), 60)
    taught = teach(known.features, known.labels, 2, 5)
    strangers = meet(strange.features, taught)
    floor = find_floor(languages, 0.05)
    assert strangers.given.sum() == len(strange.labels)
    assert strangers.sure > 0.6
    assert (languages.seen < floor).mean() == pytest.approx(0.05, abs=0.01)
    assert (strangers.density < floor).mean() > 0.8


def test_styles_with_two_humps_are_told_apart_better_by_mixtures(clips: Clips) -> None:
    verdict = judge_clips(clips, "spectrum only")
    assert verdict.mixture.runs == 300
    assert verdict.mixture.share > 0.88
    assert verdict.mixture.share - verdict.gaussian.share > 0.025
    assert verdict.mixture_alone > verdict.gaussian_alone
    assert verdict.densities[0] > verdict.densities[1] + 0.3


def test_where_the_features_tell_nearly_all_there_is_nothing_to_win(clips: Clips) -> None:
    verdict = judge_clips(clips, "all seven")
    assert verdict.gaussian.share > 0.97
    assert verdict.chance > 0.05


def test_with_one_component_both_are_the_same() -> None:
    passages = take_passages(TAUGHT[:3], 120)
    fold = judge_fold(passages.features, passages.labels, passages.pieces, 0, 1, 2)
    assert (fold.by_mixture == fold.by_gaussian).all()
    assert (fold.own[0] == fold.own[1]).all()


def test_nothing_is_learned_from_what_is_held_out() -> None:
    passages = take_passages(TAUGHT[:3], 120)
    held = passages.pieces == 2
    twisted = passages.features.copy()
    twisted[held] = twisted[held][::-1] * 3
    usual = judge_fold(passages.features, passages.labels, passages.pieces, 2, 2, 2)
    other = judge_fold(twisted, passages.labels, passages.pieces, 2, 2, 2)
    assert (usual.rows == np.flatnonzero(held)).all()
    assert (usual.rows == other.rows).all()
    # The same model: what it says of the same points, in another order, is a third of the way.
    twice = twisted.copy()
    twice[held] = passages.features[held]
    again = judge_fold(twice, passages.labels, passages.pieces, 2, 2, 2)
    assert (again.density == usual.density).all()
    assert (other.density != usual.density).any()


def test_a_verdict_by_hand() -> None:
    labels = np.array([0, 0, 1, 1, 1])
    first = Fold(
        np.array([3, 0]),
        np.array([1, 0]),
        np.array([0, 0]),
        np.array([[-1.0, -2.0], [-3.0, -4.0]]),
        np.array([-1.0, -5.0]),
    )
    second = Fold(
        np.array([1, 2, 4]),
        np.array([1, 1, 0]),
        np.array([1, 1, 1]),
        np.array([[-3.0, -3.0, -3.0], [-1.0, -1.0, -1.0]]),
        np.array([-2.0, -3.0, -4.0]),
    )
    verdict = sum_up(labels, [first, second])
    assert verdict.by_mixture.tolist() == [[1, 1], [1, 2]]
    assert verdict.by_gaussian.tolist() == [[1, 1], [1, 2]]
    assert (verdict.mixture_alone, verdict.gaussian_alone) == (1, 1)
    assert verdict.densities == pytest.approx((-12 / 5, -10 / 5))
    assert verdict.seen.tolist() == [-5, -4, -3, -2, -1]
    assert find_floor(verdict, 0.25) == -4


def test_a_turned_view_is_the_same_fit(clips: Clips) -> None:
    features = clips.features[:, list(HEARD["spectrum only"])]
    taught = teach(features, clips.labels, 2, 4)
    own = clips.labels == list(STYLES).index("techno")
    seen = project(features, taught.directions)[own]
    turned, view = turn(seen, taught.directions)
    assert (np.diff(turned.var(axis=0)) <= 0).all()
    assert turned == pytest.approx(project(features[own], view))
    mixture, seed = taught.mixture.classes[2], taught.mixture.seeds[2]
    tape = record_em(turned, start(turned, 2, "k-means++", seed), ridge=RIDGE)
    assert tape.frames[-1].log_likelihood == pytest.approx(log_density(seen, mixture).sum())


@pytest.mark.parametrize(("one", "other"), [(0, 0), (1, 0), (5, 5), (12, 3), (40, 20)])
def test_signs_are_scipys_binomial_test(one: int, other: int) -> None:
    expected = binomtest(one, one + other).pvalue if one + other else 1.0
    assert compare_signs(one, other) == pytest.approx(expected)


def test_jobs_do_what_they_are_asked() -> None:
    assert take_all(("German",), 60).labels.shape == take_passages(("German",), 60).labels.shape
    shorter = judge_length(TAUGHT[:2], 120, 0, 1, 1)
    assert (take_passages(TAUGHT[:2], 120).pieces[shorter.rows] == 0).all()
    assert (listen("march", 2, 4, 7) == take_clips("march", (2, 3), 7)).all()
