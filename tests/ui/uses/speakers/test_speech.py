"""The speech of the case: who says what."""

import numpy as np

from gmm.cases.cepstra import COEFFICIENTS, STEP
from gmm.cases.voices import RATE
from gmm.ui.uses.speakers.speech import (
    LINE,
    NOISY,
    OTHER_SECONDS,
    OTHERS,
    PEOPLE,
    SAME,
    TESTS,
    list_speakers,
    name_people,
    record_enrolment,
    record_others,
    record_tests,
    say_enrolment,
    say_test,
)


def test_everybody_speaks_and_parts_make_the_whole() -> None:
    whole = record_enrolment(0, 1, 0, 4)
    parts = record_enrolment(0, 1, 0, 2) + record_enrolment(0, 1, 2, 4)
    for one, other in zip(whole, parts, strict=True):
        np.testing.assert_array_equal(one, other)
        assert one.shape[1] == COEFFICIENTS
        assert 0.6 * RATE / STEP < len(one) <= RATE / STEP
    others = record_others(0)
    assert len(others) > 0.8 * OTHERS * OTHER_SECONDS * RATE / STEP
    assert len(name_people()) == PEOPLE
    speakers = list_speakers()
    assert [speakers.count(who) for who in range(PEOPLE)] == [TESTS] * PEOPLE


def test_enrolment_tests_and_background_are_different_recordings() -> None:
    enrolment, test = say_enrolment(0, 3, 2), say_test(0, 3, 0, SAME)
    assert len(enrolment) == len(test)
    assert abs(np.corrcoef(enrolment, test)[0, 1]) < 0.2
    assert abs(np.corrcoef(test, say_test(0, 3, 1, SAME))[0, 1]) < 0.2
    assert say_test(1, 3, 0, SAME).tobytes() != test.tobytes()


def test_places_change_the_same_test() -> None:
    test = say_test(0, 3, 0, SAME)
    for place in (NOISY, LINE):
        there = say_test(0, 3, 0, place)
        assert 0.3 < abs(np.corrcoef(there, test)[0, 1]) < 0.999
    clean, noisy = record_tests(0, SAME), record_tests(0, NOISY)
    assert len(clean) == PEOPLE * TESTS
    # High frequencies get louder: c1 falls.
    assert np.concatenate(noisy)[:, 0].mean() < np.concatenate(clean)[:, 0].mean() - 1
