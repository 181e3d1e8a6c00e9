"""Settings and a data set -> a run: what is shown and what is taken away both come from it."""

import hashlib
from typing import NamedTuple, TypeGuard

import numpy as np
import numpy.typing as npt

from gmm.data.datasets import Dataset
from gmm.limits import MAX_DRAWN, limit_iterations
from gmm.mixture import Mixture
from gmm.points import FloatArray, total_weight
from gmm.scaling import Scaling, identity, scale
from gmm.starts import OLDER, start
from gmm.tape import Frame, KMeansFrame, Tape, record_em, record_kmeans
from gmm.ui.link import Settings
from gmm.ui.numbers import write_setting

Box = tuple[float, float, float, float]
AnyTape = Tape[Frame] | Tape[KMeansFrame]


class Run(NamedTuple):
    """A run and all that it was made from; its arrays are read-only.

    Attributes
    ----------
    settings : Settings
    dataset : Dataset
        In the data's own units.
    points : ndarray, shape (N, D)
        What the tapes were recorded on.
    scaling : Scaling
        The way from `points` to the data's own units.
    tapes : tuple of Tape
        EM's first; none where a drawing has too few points.
    hand : Mixture or None
        The start in the units of `points`, where it was set by hand.
    box : tuple of float, or None
        Left, bottom, right and top of the ground that points are drawn on by hand.
    file : str
        What the file is called that the tapes came from, ready-made; "" where they were recorded.
    awaits : str
        What the file is called that its points have to come from; "" where they are here.
    names : tuple of str
        What the tapes are called, where they are others than one of EM and one of k-means.
    """

    settings: Settings
    dataset: Dataset
    points: FloatArray
    scaling: Scaling
    tapes: tuple[AnyTape, ...]
    hand: Mixture | None = None
    box: Box | None = None
    file: str = ""
    awaits: str = ""
    names: tuple[str, ...] = ()

    @property
    def em(self) -> Tape[Frame] | None:
        """EM's tape; None where a drawing has too few points."""
        return next((tape for tape in self.tapes if _holds_mixtures(tape)), None)

    @property
    def kmeans(self) -> Tape[KMeansFrame] | None:
        """The tape of k-means; None where it is not asked for."""
        return next((tape for tape in self.tapes if _holds_centroids(tape)), None)

    @property
    def number(self) -> float:
        """How many points there are, each as often as it counts."""
        return total_weight(len(self.points), self.dataset.frequencies)

    @property
    def is_standardised(self) -> bool:
        """Whether `points` are in other units than the data."""
        return bool((self.scaling.spread != 1).any())

    @property
    def sees_scaling(self) -> bool:
        """Whether the fit would be another one if the points were not scaled as they are.

        Circles and a ridge are the same in no two scalings; other covariances do not mind.
        """
        spread = self.scaling.spread
        stretched = self.settings.covariance == "spherical" and bool((spread != spread[0]).any())
        return self.is_standardised and (stretched or self.settings.ridge > 0)

    @property
    def frames(self) -> int:
        """How many frames there are: of several tapes, the longest one's."""
        return max((len(tape.frames) for tape in self.tapes), default=1)


def prepare_run(settings: Settings, dataset: Dataset, box: Box | None = None) -> Run:
    """Scale the points: a run that has no tapes yet.

    Parameters
    ----------
    settings : Settings
    dataset : Dataset
    box : tuple of float, optional
        The ground of a drawing. What is drawn is seen as it is drawn: its points are not scaled.
    """
    points, scaling = (
        (dataset.points, identity(dataset.points.shape[1]))
        if box is not None
        else scale(dataset.points, settings.scale, dataset.frequencies)
    )
    for array in (points, *scaling):
        array.setflags(write=False)
    return Run(settings, dataset, points, scaling, (), None, box)


def await_run(settings: Settings, file: str) -> Run:
    """Make the run of a file that is not here: an empty ground under its name.

    Parameters
    ----------
    settings : Settings
    file : str
        What it is called.
    """
    points = np.empty((0, 2))
    dataset = Dataset(points, ("", ""), ("", ""), file, "rows", None, None, "")
    return prepare_run(settings, dataset, (0.0, 0.0, 1.0, 1.0))._replace(awaits=file)


def record_run(
    settings: Settings, dataset: Dataset, hand: Mixture | None = None, box: Box | None = None
) -> Run:
    """Record EM and k-means from one start.

    Parameters
    ----------
    settings : Settings
    dataset : Dataset
    hand : Mixture, optional
        A start in the units that the stage shows; None for the one that the settings name.
    box : tuple of float, optional
        The ground of a drawing.

    Returns
    -------
    Run
        A drawing with fewer different points than a run needs has no tapes.

    Raises
    ------
    ValueError
        If the start asks for more components than there are different points; its message says so.
    """
    blank = prepare_run(settings, dataset, box)
    points = blank.points
    for array in hand or ():
        array.setflags(write=False)
    if box is not None and len(np.unique(points, axis=0)) < max(settings.k, 2):
        return blank
    weights = dataset.frequencies
    mixture = hand or start(
        *(points, settings.k, settings.start, settings.start_seed, settings.covariance),
        weights=weights,
    )
    most = limit_iterations(len(points), settings.k)
    em = record_em(
        points,
        mixture,
        covariance=settings.covariance,
        ridge=settings.ridge,
        max_iterations=most,
        weights=weights,
    )
    if not settings.twin:
        return blank._replace(points=em.points, tapes=(em,), hand=hand)
    kmeans = record_kmeans(points, mixture.means, most, weights=weights)
    # A tape has copies of its own; of a run's, which are read-only, one is enough.
    kmeans = kmeans._replace(points=em.points, weights=em.weights)
    return blank._replace(points=em.points, tapes=(em, kmeans), hand=hand)


def identify_points(run: Run) -> str:
    """Name what a start by hand belongs to: the points and the settings that it was set for.

    Returns
    -------
    str
        8 hexadecimal digits.
    """
    settings = run.settings
    told = (
        *(run.points.shape, settings.k, settings.covariance),
        *(_IDENTITIES.get(settings.start, settings.start), settings.start_seed),
    )
    digest = hashlib.sha256(repr(told).encode())
    for array in (run.points, run.dataset.frequencies, *run.scaling):
        digest.update(b"" if array is None else array.tobytes())
    return digest.hexdigest()[:8]


def identify_dataset(dataset: Dataset) -> str:
    """Name all that is told of a data set: two that differ in anything have other names."""
    digest = hashlib.sha256()
    for part in dataset:
        digest.update(part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode())
    return digest.hexdigest()


# Links hold what is made of a start's name, so each method stays what it was called at first.
_IDENTITIES = {older: name for name, older in OLDER.items()} | {
    name: f"{name} of version 3" for name in OLDER
}


def name_columns(dataset: Dataset) -> list[str]:
    """Name the columns, each with its unit in brackets where it has one."""
    return [
        f"{column} ({unit})" if unit else column
        for column, unit in zip(dataset.columns, dataset.units, strict=True)
    ]


def write_title(run: Run) -> str:
    """Say what the data are and how many there are."""
    if run.awaits:
        return f"Waiting for {run.awaits}"
    if run.file:
        return f"{run.dataset.title}, a recorded run"
    return f"{run.dataset.title}, {len(run.points):,} {run.dataset.rows}"


def write_summary(run: Run, drawn: bool = True) -> str:
    """Say how the run was made, in a line.

    Parameters
    ----------
    run : Run
    drawn : bool
        Whether its points are drawn beside it, of which there may be fewer.
    """
    settings = run.settings
    if not run.tapes:
        return "no run yet"
    parts = [f"K = {settings.k}"]
    if run.file:
        parts.append(f"from {run.file}")
    else:
        by_hand = ["start by hand"]
        by_name = [settings.start, f"seed {settings.start_seed}"]
        parts += [settings.covariance, *(by_hand if run.hand is not None else by_name)]
        ridge = f"ridge {write_setting(settings.ridge)} {name_ridge_unit(run)}".rstrip()
        parts += [ridge] if settings.ridge else []
        parts += ["standardised"] if run.is_standardised else []
    if drawn and len(run.points) > MAX_DRAWN:
        parts.append(f"{MAX_DRAWN:,} of the points drawn")
    return " · ".join(parts)


def name_ridge_unit(run: Run) -> str:
    """Name what a ridge is measured in: it is added to variances of the points as they are fitted.

    Returns
    -------
    str
        "" where the data have no units.
    """
    if run.is_standardised:
        return "SD²"
    units = set(run.dataset.units)
    if len(units) == 1:
        unit = units.pop()
        return f"{unit}²" if unit.isalpha() else f"({unit})²" if unit else ""
    return "squared data units"


def count_bytes(run: Run) -> int:
    """Add up what a run keeps in memory."""
    data = run.dataset
    arrays: list[npt.NDArray[np.generic] | None] = [
        *(run.points, data.points, data.labels, data.frequencies),
        *(array for tape in run.tapes for array in (tape.points, tape.weights)),
    ]
    if run.em:
        arrays += [array for frame in run.em.frames for array in frame.mixture]
    if run.kmeans:
        arrays += [frame.centroids for frame in run.kmeans.frames]
    kept = {id(array): array.nbytes for array in arrays if array is not None}
    frames = sum(len(tape.frames) for tape in run.tapes)
    return sum(kept.values()) + 600 * frames  # a frame and its arrays, without their numbers


def _holds_mixtures(tape: AnyTape) -> TypeGuard[Tape[Frame]]:
    return hasattr(tape.frames[0], "mixture")


def _holds_centroids(tape: AnyTape) -> TypeGuard[Tape[KMeansFrame]]:
    return hasattr(tape.frames[0], "centroids")
