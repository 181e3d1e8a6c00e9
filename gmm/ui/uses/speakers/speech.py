"""The speech of simulated people, as mel cepstra: what they are known by, tests, background."""

from typing import NamedTuple

import numpy as np

from gmm.cases.cepstra import take_cepstra
from gmm.cases.voices import RATE, add_noise, draw_voices, pass_line, speak
from gmm.points import FloatArray

PEOPLE = 16  # who are to be known again
OTHERS = 16  # of whom the background model is made
TESTS = 3  # recordings of each person who is to be known again
TEST_SECONDS = 2
OTHER_SECONDS = 4  # of each of the others
LENGTHS = (1, 2, 5, 20)  # seconds of enrolment that can be chosen
NOISE = 15.0  # dB by which speech is louder than the noise
SAME, NOISY, LINE = "as at enrolment", "with noise", "through another line"
PLACES = (SAME, NOISY, LINE)


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
        [listen(speak(voice, OTHER_SECONDS, _day(seed, 0, at))) for at, voice in enumerate(voices)]
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
    return tuple(listen(say_enrolment(seed, who, seconds)) for who in range(first, last))


def say_test(seed: int, who: int, at: int, place: str) -> FloatArray:
    """The sound of a test, as the microphone of a place has it."""
    sound = speak(draw_voices(PEOPLE, seed)[who], TEST_SECONDS, _day(seed, 2, who, at))
    if place == NOISY:
        return add_noise(sound, NOISE, _day(seed, 3, who, at))
    return pass_line(sound) if place == LINE else sound


def record_tests(seed: int, place: str) -> tuple[FloatArray, ...]:
    """Have all people say all tests; whose each is, `list_speakers` tells."""
    return tuple(
        listen(say_test(seed, who, at, place)) for who in range(PEOPLE) for at in range(TESTS)
    )


def list_speakers() -> tuple[int, ...]:
    """Who says each of the tests."""
    return tuple(who for who in range(PEOPLE) for _ in range(TESTS))


def listen(sound: FloatArray) -> FloatArray:
    """Take the cepstra of the frames in which there is speech.

    Parameters
    ----------
    sound : ndarray, shape (N,)
        With `gmm.cases.voices.RATE` samples a second.

    Returns
    -------
    ndarray, shape (T, D)
    """
    # As loud as any other: noise that is added to silence is then the same for all.
    cepstra, spoken = take_cepstra(sound / max(np.abs(sound).max(), 1e-9), RATE)
    return cepstra[spoken]


def _day(*numbers: int) -> int:
    """A seed that no other recording has."""
    return int(np.random.SeedSequence(list(numbers)).generate_state(1)[0])
