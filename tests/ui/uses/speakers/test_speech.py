"""The speech of the case: who says what, and what somebody's own files become."""

import numpy as np
import pytest

from gmm.cases.cepstra import COEFFICIENTS, STEP
from gmm.cases.sound import write_wav
from gmm.cases.voices import RATE
from gmm.ui.uses.own_file import OwnFile
from gmm.ui.uses.speakers.speech import (
    LENGTHS,
    LINE,
    NOISY,
    OTHER_SECONDS,
    OTHERS,
    PEOPLE,
    PIECE,
    SAME,
    TESTS,
    list_speakers,
    name_people,
    read_recordings,
    record_enrolment,
    record_others,
    record_tests,
    say_enrolment,
    say_test,
    shorten,
)
from tests.ui.uses.speakers.recordings import hum, record


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


def test_own_files_are_halved_into_enrolment_and_tests() -> None:
    speech = read_recordings([record(0), record(1), record(2)])
    assert speech.names == ("person 1", "person 2", "person 3")
    assert len(speech.background) == sum(map(len, speech.enrolled))
    for who in range(3):
        tests = [test for test, by in zip(speech.tests, speech.spoken_by, strict=True) if by == who]
        assert 1 <= len(tests) == (len(speech.enrolled[who]) + 1) // PIECE
        assert all(len(test) == PIECE for test in tests)
    short = shorten(speech, 1)
    assert [len(each) for each in short.enrolled] == [round(RATE / STEP)] * 3
    assert shorten(speech, max(LENGTHS)).enrolled[0] is not None


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([record(0)], "There is 1 file. Choose 2 to 10"),
        ([record(0)] * 11, "There are 11 files"),
        ([record(0), record(1, 2)], "person 2.wav has [12].* seconds of speech"),
        ([record(0), OwnFile("click.wav", write_wav(np.tile([0.1, -0.1], 200), RATE))], "click"),
        ([record(0), hum()], "same sound again and again"),
        ([record(0), OwnFile("1.wav", write_wav(np.array([0.5, -0.5]), RATE))], "1.wav has 0.0"),
        ([record(0), OwnFile("notes.wav", b"hello")], "notes.wav does not begin as a WAV"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_used_get_a_sentence(files: list[OwnFile], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_recordings(files)
