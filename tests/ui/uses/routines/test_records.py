"""The numbers of the page: they stand and fall with the methods."""

import numpy as np
import pytest

from gmm.ui.uses.routines.records import (
    CONCENTRATION,
    MOST,
    THRESHOLD,
    Person,
    Tried,
    choose_by_bic,
    cluster,
    count_routines,
    draw_days,
    find_routines,
    lay_grid,
    look_at_hardship,
    make_calendar,
    make_dataset,
    make_hard,
    record_chosen,
    record_shrinking,
    shrink,
    try_k,
)

PERSON = Person()


@pytest.fixture(scope="module")
def tried() -> list[Tried]:
    return [try_k(PERSON, k) for k in range(1, MOST + 1)]


def test_the_mixtures_find_the_true_number_and_k_means_does_not(tried: list[Tried]) -> None:
    truth = count_routines(PERSON)
    assert truth == 7
    bic, variational = choose_by_bic(tried), shrink(PERSON, "dirichlet", CONCENTRATION)
    clustered = cluster(PERSON)
    assert bic.k == truth
    assert variational.grouping.number == truth
    assert variational.converged
    assert clustered.grouping.number == 6
    assert bic.grouping is not None
    assert bic.grouping.agreement > 0.95
    assert variational.grouping.agreement > 0.95
    assert 0.8 < clustered.grouping.agreement < 0.92
    assert 0.4 < lay_grid(PERSON).agreement < 0.6
    # One Gaussian agrees with nothing.
    assert tried[0].grouping is not None
    assert tried[0].grouping.agreement == 0
    for each in tried:
        assert each.grouping is not None
        assert each.grouping.agreement <= 0.985


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_so_they_do_for_other_people(seed: int) -> None:
    person = Person(seed)
    assert shrink(person, "dirichlet", CONCENTRATION).grouping.number == count_routines(person)


def test_a_large_concentration_keeps_all_components() -> None:
    small, large = (shrink(PERSON, "dirichlet", each) for each in (0.1, 100.0))
    assert small.grouping.number == 7
    assert large.grouping.number == MOST
    assert large.grouping.agreement < small.grouping.agreement - 0.1


def test_the_recorded_run_is_the_one_that_was_judged() -> None:
    shrunk = shrink(PERSON, "dirichlet process", 1.0)
    run = record_shrinking(PERSON, "dirichlet process", 1.0, shrunk.seed)
    assert run.bounds[-1] == pytest.approx(shrunk.bound, abs=1e-9)
    assert (np.diff(run.bounds) >= -1e-8).all()
    assert len(run.weights) == shrunk.iterations + 1
    np.testing.assert_array_equal(run.responsibilities.argmax(axis=1), shrunk.grouping.labels)
    # Weights shrink: none is near 0 at the start, and all that are no routine are at the end.
    assert run.weights[0].min() > THRESHOLD
    assert (run.weights[-1] < THRESHOLD).sum() == MOST - shrunk.grouping.number
    assert run.elsewhere < 0.05 * len(run.responsibilities)
    np.testing.assert_array_equal(run.tape.frames[-1].mixture.weights, run.weights[-1])


def test_em_on_the_stage_ends_where_bic_has_looked(tried: list[Tried]) -> None:
    chosen = choose_by_bic(tried)
    assert chosen.seed is not None
    grown = record_chosen(PERSON, chosen.k, chosen.seed)
    assert chosen.mixture is not None
    np.testing.assert_allclose(grown.tape.frames[-1].mixture.means, chosen.mixture.means, atol=1e-6)
    assert grown.mixture.means[:, 0].max() > 12  # in hours


def test_days_are_shared_out_to_routines(tried: list[Tried]) -> None:
    chosen = choose_by_bic(tried)
    assert chosen.seed is not None
    grown = record_chosen(PERSON, chosen.k, chosen.seed)
    calendar = make_calendar(PERSON, grown.mixture, grown.responsibilities)
    assert calendar.shares.shape == (28, 7)
    np.testing.assert_allclose(calendar.shares.sum(axis=1), 1)
    names = [draw_days(PERSON).routines[each.truth].name for each in calendar.found]
    assert sorted(names) == sorted(routine.name for routine in draw_days(PERSON).routines)
    hours = [each.mean[0] for each in calendar.found]
    assert hours == sorted(hours)
    by_name = dict(zip(names, zip(calendar.weekdays, calendar.weekends, strict=True), strict=True))
    assert by_name["work"][0] > 0.2 > 0.1 > by_name["work"][1]
    assert by_name["weekend lie-in"][1] > 0.2 > 0.1 > by_name["weekend lie-in"][0]
    # With the responsibilities in another order the days are a mix of all.
    mixed = np.random.default_rng(0).permutation(grown.responsibilities)
    assert max(each.purity for each in find_routines(PERSON, grown.mixture, mixed)) < 0.5


def test_a_cut_at_midnight_parts_bedtime() -> None:
    easy, hard = (make_hard(PERSON, "midnight", each) for each in (False, True))
    assert easy == PERSON
    looks = []
    for person in (easy, hard):
        labels = shrink(person, "dirichlet", CONCENTRATION).grouping.labels
        look = look_at_hardship(person, "midnight", labels)
        assert look is not None
        looks.append(look)
    assert looks[0].together > 0.95
    assert looks[1].together < 0.7
    assert looks[1].late == pytest.approx(looks[1].together, abs=0.1)


def test_other_hardships_are_what_they_say() -> None:
    assert make_hard(PERSON, "overlap").overlap
    assert make_hard(PERSON, "few days").weeks == 1
    assert make_hard(Person(weeks=1), "few days", False).weeks == 4
    person = make_hard(PERSON, "overlap")
    easy, hard = (shrink(each, "dirichlet", CONCENTRATION).grouping for each in (PERSON, person))
    assert hard.agreement < easy.agreement - 0.03
    look = look_at_hardship(person, "overlap", np.zeros(len(hard.labels), dtype=np.int64))
    assert look is not None
    assert look.together == 1
    assert look.pure < 0.2


def test_the_stage_gets_the_events_of_the_day_as_it_begins() -> None:
    dataset = make_dataset(Person(begin=0.0))
    assert dataset.points[:, 0].max() < 24
    assert make_dataset(PERSON).points[:, 0].max() > 24
    assert dataset.labels is not None
    assert len(dataset.label_names) == 7
