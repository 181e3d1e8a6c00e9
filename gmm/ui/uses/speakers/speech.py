"""The speech of the case, as mel cepstra: of simulated people, or of somebody's own WAV files."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gmm.cases.cepstra import STEP, take_cepstra
from gmm.cases.sound import change_rate, read_wav
from gmm.cases.voices import RATE, add_noise, draw_voices, pass_line, speak
from gmm.points import FloatArray
from gmm.ui.uses.own_file import OwnFile

PEOPLE = 16  # who are to be known again
OTHERS = 16  # of whom the background model is made
TESTS = 3  # recordings of each person who is to be known again
TEST_SECONDS = 2
OTHER_SECONDS = 4  # of each of the others
LENGTHS = (1, 2, 5, 20)  # seconds of enrolment that can be chosen
NOISE = 15.0  # dB by which speech is louder than the noise
SAME, NOISY, LINE = "as at enrolment", "with noise", "through another line"
PLACES = (SAME, NOISY, LINE)
FEWEST_FILES, MOST_FILES = 2, 10
PIECE = round(TEST_SECONDS * RATE / STEP)  # frames of a test
LEAST_SPOKEN = 2 * PIECE  # frames of a file: one half to be known by, one to be tested


class Speech(NamedTuple):
    """Cepstra of what people said, frames without speech left out.

    Attributes
    ----------
    names : tuple of str
        Of the people who are to be known again.
    enrolled : tuple of ndarray, each of shape (T, D)
        What each of them is to be known by.
    tests : tuple of ndarray, each of shape (T, D)
    spoken_by : tuple of int
        Who said each test, from 0.
    background : ndarray, shape (N, D)
        What the background model is fitted to.
    """

    names: tuple[str, ...]
    enrolled: tuple[FloatArray, ...]
    tests: tuple[FloatArray, ...]
    spoken_by: tuple[int, ...]
    background: FloatArray


def name_people() -> tuple[str, ...]:
    """Names of the simulated people."""
    return tuple(f"Speaker {who + 1}" for who in range(PEOPLE))


def record_others(seed: int) -> FloatArray:
    """Have the others speak, of whom the background model is made (N, D)."""
    voices = draw_voices(PEOPLE + OTHERS, seed)[PEOPLE:]
    return np.concatenate(
        [_listen(speak(voice, OTHER_SECONDS, _day(seed, 0, at))) for at, voice in enumerate(voices)]
    )


def say_enrolment(seed: int, who: int, seconds: int) -> FloatArray:
    """The sound of what a person is to be known by."""
    return speak(draw_voices(PEOPLE, seed)[who], seconds, _day(seed, 1, who))


def record_enrolment(seed: int, seconds: int, first: int, last: int) -> tuple[FloatArray, ...]:
    """Have some of the people say what they are to be known by.

    Parameters
    ----------
    seed, seconds : int
    first, last : int
        Which of them, the last one not included.
    """
    return tuple(_listen(say_enrolment(seed, who, seconds)) for who in range(first, last))


def say_test(seed: int, who: int, at: int, place: str) -> FloatArray:
    """The sound of a test, as the microphone of a place has it."""
    sound = speak(draw_voices(PEOPLE, seed)[who], TEST_SECONDS, _day(seed, 2, who, at))
    if place == NOISY:
        return add_noise(sound, NOISE, _day(seed, 3, who, at))
    return pass_line(sound) if place == LINE else sound


def record_tests(seed: int, place: str) -> tuple[FloatArray, ...]:
    """Have all people say all tests; whose each is, `list_speakers` tells."""
    return tuple(
        _listen(say_test(seed, who, at, place)) for who in range(PEOPLE) for at in range(TESTS)
    )


def list_speakers() -> tuple[int, ...]:
    """Who says each of the tests."""
    return tuple(who for who in range(PEOPLE) for _ in range(TESTS))


def read_recordings(files: Sequence[OwnFile]) -> Speech:
    """Take the speech of somebody's own files, one a person.

    Parameters
    ----------
    files : sequence of OwnFile

    Returns
    -------
    Speech
        The first half of each recording is what the person is to be known by, all first halves
        together are the background, and the second halves are cut into tests.

    Raises
    ------
    ValueError
        If there are too few files or too many, or one that cannot be used.
    """
    if not FEWEST_FILES <= len(files) <= MOST_FILES:
        raise ValueError(
            f"There {'is 1 file' if len(files) == 1 else f'are {len(files)} files'}. Choose "
            f"{FEWEST_FILES} to {MOST_FILES} WAV files, one for each person."
        )
    enrolled, tests, spoken_by = [], [], []
    for who, file in enumerate(files):
        spoken = _listen_to_file(file)
        middle = len(spoken) // 2
        enrolled.append(spoken[:middle])
        pieces = (len(spoken) - middle) // PIECE
        for at in range(pieces):
            tests.append(spoken[middle + at * PIECE : middle + (at + 1) * PIECE])
            spoken_by.append(who)
    return Speech(
        tuple(file.name.rsplit(".", 1)[0][:40] for file in files),
        tuple(enrolled),
        tuple(tests),
        tuple(spoken_by),
        np.concatenate(enrolled),
    )


def shorten(speech: Speech, seconds: int) -> Speech:
    """Give people fewer seconds to be known by; who has less keeps what there is."""
    frames = round(seconds * RATE / STEP)
    return speech._replace(enrolled=tuple(each[:frames] for each in speech.enrolled))


def _listen_to_file(file: OwnFile) -> FloatArray:
    sound = change_rate(read_wav(file.name, file.content), RATE)
    frames = len(sound) // STEP
    spoken = _listen(sound) if frames > 2 else np.empty((0, 1))
    if len(spoken) < LEAST_SPOKEN:
        raise ValueError(
            f"{file.name} has {len(spoken) * STEP / RATE:.1f} seconds of speech. At least "
            f"{LEAST_SPOKEN * STEP / RATE:.0f} are needed: one half to know the person by, the "
            f"other to test. Choose a longer recording."
        )
    if len(np.unique(spoken[:, 0])) < LEAST_SPOKEN // 2:
        raise ValueError(
            f"{file.name} has the same sound again and again, which is no speech. Choose a "
            f"recording in which somebody speaks."
        )
    return spoken


def _listen(sound: FloatArray) -> FloatArray:
    """Cepstra of the frames in which there is speech."""
    # As loud as any other: noise that is added to silence is then the same for all.
    cepstra, spoken = take_cepstra(sound / max(np.abs(sound).max(), 1e-9), RATE)
    return cepstra[spoken]


def _day(*numbers: int) -> int:
    """A seed that no other recording has."""
    return int(np.random.SeedSequence(list(numbers)).generate_state(1)[0])
