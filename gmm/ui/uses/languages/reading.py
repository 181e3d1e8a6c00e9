"""A person's text: which language it is in, and what tells so."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gmm.cases.letters import FEATURES, measure_passage
from gmm.cases.passages import cut
from gmm.directions import project
from gmm.discriminant import class_log_joint
from gmm.mixture import normalise
from gmm.points import FloatArray
from gmm.ui.uses.languages.records import Taught


class Telling(NamedTuple):
    """What one feature tells.

    Attributes
    ----------
    name, unit : str
    value, usual : float
        In the text, and on average in what was taught.
    nats : float
        By how much the log odds for the most likely language, against the next one, are higher
        than if this feature were as usual.
    """

    name: str
    unit: str
    value: float
    usual: float
    nats: float


class Reading(NamedTuple):
    """What is said about a text.

    Attributes
    ----------
    letters, passages : int
    posteriors : ndarray, shape (C,)
    odds : float
        Log odds of the most likely class against the next one, in nats.
    first, second : int
        Which classes these are.
    density : float
        Mean of the passages' ln p(x).
    tellings : tuple of Telling
        The most telling first.
    """

    letters: int
    passages: int
    posteriors: FloatArray
    odds: float
    first: int
    second: int
    density: float
    tellings: tuple[Telling, ...]


def read_text(words: Sequence[str], letters: int, taught: Taught) -> Reading:
    """Say which language a text is in, passage by passage.

    Parameters
    ----------
    words : sequence of str
        At least one.
    letters : int
        Of a passage, as it was taught; a shorter text is one passage.
    taught : Taught

    Returns
    -------
    Reading
        The passages count as independent: their log densities are added.
    """
    passages = cut(words, letters) or [list(words)]
    features = np.array([measure_passage(passage) for passage in passages])
    joint, density = _add_up(features, taught)
    second, first = (int(at) for at in np.argsort(joint, kind="stable")[-2:])
    odds = float(joint[first] - joint[second])
    tellings = []
    for at, feature in enumerate(FEATURES):
        usual = features.copy()
        usual[:, at] = taught.directions.origin[at]
        without, _ = _add_up(usual, taught)
        nats = odds - float(without[first] - without[second])
        tellings.append(
            Telling(
                feature.name,
                feature.unit,
                float(features[:, at].mean()),
                float(taught.directions.origin[at]),
                nats,
            )
        )
    found, _ = normalise(joint[np.newaxis], taught.mixture.priors)
    return Reading(
        sum(map(len, words)),
        len(passages),
        found[0],
        odds,
        first,
        second,
        density,
        tuple(sorted(tellings, key=lambda telling: -abs(telling.nats))),
    )


def _add_up(features: FloatArray, taught: Taught) -> tuple[FloatArray, float]:
    """Log joint density (C,) of all passages and a class, and their mean log density."""
    joint = class_log_joint(project(features, taught.directions), taught.mixture)
    _, density = normalise(joint, taught.mixture.priors)
    prior = np.log(taught.mixture.priors)
    total: FloatArray = (joint - prior).sum(axis=0) + prior
    return total, float(density.mean())
