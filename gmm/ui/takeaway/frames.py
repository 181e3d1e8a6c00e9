"""Frames of a run: which one a tape shows, and what it is called."""

from typing import TypeVar

from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.run import Run

Shown = TypeVar("Shown", Frame, KMeansFrame)


def em_of(run: Run) -> Tape[Frame]:
    """EM's tape. A drawing with too few points for one has nothing to take away."""
    if run.em is None:
        raise ValueError("There are too few points for a run. Put down more points first.")
    return run.em


def frame_of(tape: Tape[Shown], frame: int) -> Shown:
    """What a tape shows in a frame of the run: one that has ended before stands still."""
    return tape.frames[min(frame, len(tape.frames) - 1)]


def frame_name(frame: int) -> str:
    """What a frame is called: "Start", "E-step 1", "M-step 1", "E-step 2" and so on."""
    phase = "Start" if frame == 0 else "E-step" if frame % 2 else "M-step"
    return f"{phase} {(frame + 1) // 2}" if frame else phase
