"""What somebody's own files become, and what is said of those that cannot be used."""

import numpy as np
import pytest

from gmm.cases.cepstra import STEP
from gmm.cases.sound import write_wav
from gmm.cases.voices import RATE
from gmm.ui.uses.own_file import OwnFile
from gmm.ui.uses.speakers.recordings import PIECE, find_lengths, read_recordings, shorten
from tests.ui.uses.speakers.brought import hum, record


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
    assert shorten(speech, 20).enrolled[0] is not None
    # Nine seconds have four in each half.
    assert find_lengths(speech) == [1, 2]


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


def test_two_files_with_one_name_are_told_apart() -> None:
    first, second, third = record(0), record(1), record(2)
    speech = read_recordings([first, second._replace(name=first.name), third])
    assert speech.names == ("person 1", "person 1 (2)", "person 3")
