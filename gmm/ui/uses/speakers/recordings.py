"""Somebody's own WAV files, one a person: speech to be known by, tests and background."""

from collections.abc import Sequence

import numpy as np

from gmm.cases.cepstra import STEP
from gmm.cases.sound import change_rate, read_wav
from gmm.cases.voices import RATE
from gmm.points import FloatArray
from gmm.ui.uses.speakers.speech import LENGTHS, TEST_SECONDS, Speech, listen

FEWEST_FILES, MOST_FILES = 2, 10
PIECE = round(TEST_SECONDS * RATE / STEP)  # frames of a test
LEAST_SPOKEN = 2 * PIECE  # frames of a file: one half to be known by, one to be tested
LONGEST_NAME = 40  # characters


def read_recordings(files: Sequence[tuple[str, bytes]]) -> Speech:
    """Take the speech of somebody's own files, one a person.

    Parameters
    ----------
    files : sequence of (name, content)

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
    for who, (name, content) in enumerate(files):
        spoken = _listen_to_file(name, content)
        middle = len(spoken) // 2
        enrolled.append(spoken[:middle])
        pieces = (len(spoken) - middle) // PIECE
        for at in range(pieces):
            tests.append(spoken[middle + at * PIECE : middle + (at + 1) * PIECE])
            spoken_by.append(who)
    return Speech(
        _name_people([name for name, _ in files]),
        tuple(enrolled),
        tuple(tests),
        tuple(spoken_by),
        np.concatenate(enrolled),
    )


def shorten(speech: Speech, seconds: int) -> Speech:
    """Give people fewer seconds to be known by; who has less keeps what there is."""
    frames = round(seconds * RATE / STEP)
    return speech._replace(enrolled=tuple(each[:frames] for each in speech.enrolled))


def find_lengths(speech: Speech) -> list[int]:
    """Seconds of enrolment, among those that can be chosen, that everybody has."""
    shortest = min(map(len, speech.enrolled))
    return [seconds for seconds in LENGTHS if round(seconds * RATE / STEP) <= shortest]


def _name_people(files: Sequence[str]) -> tuple[str, ...]:
    """Name each after their file; of several files with one name, the later ones get a number."""
    names = [file.rsplit(".", 1)[0][:LONGEST_NAME] for file in files]
    often = [names[: at + 1].count(name) for at, name in enumerate(names)]
    return tuple(
        name if count == 1 else f"{name} ({count})"
        for name, count in zip(names, often, strict=True)
    )


def _listen_to_file(name: str, content: bytes) -> FloatArray:
    sound = change_rate(read_wav(name, content), RATE)
    frames = len(sound) // STEP
    spoken = listen(sound) if frames > 2 else np.empty((0, 1))
    if len(spoken) < LEAST_SPOKEN:
        raise ValueError(
            f"{name} has {len(spoken) * STEP / RATE:.1f} seconds of speech. At least "
            f"{LEAST_SPOKEN * STEP / RATE:.0f} are needed: one half to know the person by, the "
            f"other to test. Choose a longer recording."
        )
    if len(np.unique(spoken[:, 0])) < LEAST_SPOKEN // 2:
        raise ValueError(
            f"{name} has the same sound again and again, which is no speech. Choose a "
            f"recording in which somebody speaks."
        )
    return spoken
