"""Recordings as somebody might bring them."""

import numpy as np

from gmm.cases.sound import write_wav
from gmm.cases.voices import RATE, draw_voices, speak
from gmm.ui.uses.own_file import OwnFile


def record(who: int, seconds: float = 9, seed: int = 0) -> OwnFile:
    """A file of a simulated person."""
    sound = speak(draw_voices(who + 1, seed)[who], seconds, 100 * seed + who)
    return OwnFile(f"person {who + 1}.wav", write_wav(sound, RATE))


def hum(seconds: float = 9) -> OwnFile:
    """A file of one steady tone."""
    times = np.arange(int(seconds * RATE)) / RATE
    return OwnFile("hum.wav", write_wav(np.sin(2 * np.pi * 250 * times), RATE))
