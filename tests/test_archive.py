"""A run as JSON: back to the bit, as the schema says, and a sentence for all else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gmm import COVARIANCES, Mixture, Tape, record_em, record_kmeans, start
from gmm.archive import Archive, tape_from_json, tape_to_json
from gmm.json_values import LOWEST
from gmm.points import FloatArray
from gmm.tape import Frame

SCHEMA = json.loads((Path(__file__).parents[1] / "assets/tape.schema.json").read_text("utf-8"))
CHECK = jsonschema.Draft202012Validator(SCHEMA)


def run(d: int = 2, k: int = 3, kind: str = "full", n: int = 40, seed: int = 0) -> Archive:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(n, d)) + 4 * rng.integers(2, size=(n, 1))
    begin = start(points, k, "random points", seed, kind)
    em = record_em(points, begin, kind, max_iterations=4)
    return Archive(em, record_kmeans(points, begin.means, 3), {"title": "T", "k": k})


def bits(value: Any) -> Any:
    """Everything in it down to the bits, so that -0.0 is not 0.0."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, tuple):
        return [bits(part) for part in value]
    return value


@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_tape_comes_back_to_the_bit_and_the_schema_knows_it(d: int, kind: str) -> None:
    em, kmeans, about = run(d, kind=kind)
    text = tape_to_json(em, kmeans, **about)
    CHECK.validate(json.loads(text))
    back = tape_from_json(text)
    assert bits(back) == bits((em, kmeans, about))
    assert tape_to_json(back.em, back.kmeans, **back.about) == text
    for before, frame in zip(back.em.frames[:-1:2], back.em.frames[1::2], strict=False):
        assert frame.mixture is before.mixture is frame.responsible
    assert back.kmeans is not None
    for array in (back.em.points, *back.em.frames[0].mixture, back.kmeans.frames[0].centroids):
        assert not array.flags.writeable


def test_a_tape_without_a_twin_with_weights_and_one_that_collapsed() -> None:
    points = np.r_[np.random.default_rng(0).normal(size=(20, 1)), [[50.0]]]
    weights = np.r_[np.full(20, 2.5), 1]
    begin = Mixture(np.array([0.5, 0.5]), np.array([[0.0], [50.0]]), np.array([[[1.0]], [[1e-4]]]))
    em = record_em(points, begin, weights=weights)
    assert em.stopped == "collapsed"
    text = tape_to_json(em)
    CHECK.validate(json.loads(text))
    back = tape_from_json(text)
    assert bits(back.em) == bits(em)
    assert back.kmeans is None
    assert back.about == {}


@pytest.mark.parametrize("words", [("small_gain", "small_shift"), ("rule", "rule")])
def test_a_tape_that_a_rule_ended_says_so_in_its_file(words: tuple[str, str]) -> None:
    points, begin = run().em.points, run().em.frames[0].mixture
    # Each word once by the rule that gives it.
    em = record_em(points, begin, stop=lambda frames: words[0])  # type: ignore[arg-type,return-value]
    kmeans = record_kmeans(points, begin.means, stop=lambda frames: words[1])  # type: ignore[arg-type,return-value]
    assert (em.stopped, kmeans.stopped) == words
    text = tape_to_json(em, kmeans)
    CHECK.validate(json.loads(text))
    back = tape_from_json(text)
    assert bits((back.em, back.kmeans)) == bits((em, kmeans))
    assert back.em.rest is not None


def test_minus_infinity_has_a_word_of_its_own() -> None:
    points = np.array([[0.0], [1.0], [1e9]])
    begin = Mixture(np.ones(1), np.zeros((1, 1)), np.full((1, 1, 1), 1e-300))
    em = record_em(points, begin, max_iterations=1)
    assert em.frames[0].log_likelihood == -np.inf
    text = tape_to_json(em)
    CHECK.validate(json.loads(text))
    assert json.loads(text)["em"]["frames"][0]["log_likelihood"] == LOWEST
    assert bits(tape_from_json(text).em) == bits(em)


floats = st.floats(-1e60, 1e60)


@settings(deadline=None)
@given(
    arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 3)), elements=floats),
    st.dictionaries(
        st.text().filter(lambda name: name not in ("em", "kmeans")),
        st.text() | st.integers() | st.booleans() | st.none(),
    ),
    st.integers(0, 99),
)
def test_any_mixture_comes_back_to_the_bit(
    means: FloatArray, about: dict[str, Any], seed: int
) -> None:
    k, d = means.shape
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, d, d)) * 10.0 ** rng.integers(-30, 30, (k, 1, 1))
    covariances = (
        roots @ roots.transpose(0, 2, 1) + np.eye(d) * (roots**2).sum((1, 2))[:, None, None]
    )
    mixture = Mixture(rng.dirichlet(np.ones(k)), means, covariances)
    em = Tape(means, (Frame("start", 0, mixture, None, -1.5, None),), "max_iterations", None)
    text = tape_to_json(em, None, **about)
    assert text.isascii()
    back = tape_from_json(text)
    assert bits(back.em.frames[0].mixture) == bits(mixture)
    assert back.about == about
    if not {
        "title",
        "columns",
        "units",
        "origin",
        "spread",
        "covariance",
        "ridge",
        "tolerance",
        "settings",
        "link",
    } & set(about):
        CHECK.validate(json.loads(text))


@settings(deadline=None)
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(3, 12), st.integers(1, 2)),
        elements=st.floats(-1e9, 1e9, width=32),
    ),
    st.sampled_from(list(COVARIANCES)),
)
def test_a_run_on_any_points_comes_back_to_the_bit(points: FloatArray, kind: str) -> None:
    k = min(3, len(np.unique(points, axis=0)))
    begin = start(points, k, "k-means++", 0, kind)
    em = record_em(points, begin, kind, max_iterations=4)
    kmeans = record_kmeans(points, begin.means, 4)
    text = tape_to_json(em, kmeans)
    CHECK.validate(json.loads(text))
    assert bits(tape_from_json(text)[:2]) == bits((em, kmeans))


# ------------------------------------------------------------------------------ no such file


def sentence(text: str) -> str:
    with pytest.raises(ValueError, match=r"\S") as caught:
        tape_from_json(text)
    message = str(caught.value)
    assert message.endswith("."), message
    assert len(message) < 400
    return message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a file of Mixtape's"),
        ("{}", "no “format”"),
        ("[1, 2]", "no “format”"),
        ("[" * 100_000, "nested too deeply"),
        ('{"format": "mixtape tape", "version": NaN}', "NaN"),
        ('{"format": "mixtape tape", "version": 2}', "version 2"),
        ('{"format": "mixtape tape", "version": true}', "version True"),
        ('{"format": "mixtape tape", "version": 1}', "no “about”"),
        ("1" * 5_000, "not a file of Mixtape's"),
        ("null", "no “format”"),
        ('{"format": "mixtape mixture", "version": 1}', "no “format”"),
    ],
)
def test_a_file_of_another_kind_gets_a_sentence(text: str, words: str) -> None:
    assert words in sentence(text)


FLAT = {"weights": [0.5, 0.5], "means": [[0], [1]], "covariances": [[[1]], [[1]]]}


def changed(path: str, value: Any) -> str:
    file = json.loads(tape_to_json(*run()[:2]))
    *parents, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    place = file
    for part in parents:
        place = place[part]
    place[last] = value
    return json.dumps(file)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("points", [], "points"),
        ("points/3", [1], "rows of one length"),
        ("points/3/0", "1", "a number"),
        ("points/3/0", True, "a number"),
        ("points/3/0", 1e200, "squares overflow"),
        ("points/3/0", 10**400, "within reach"),
        ("weights", [1, 2], "weights"),
        ("about", [], "about"),
        ("em/stopped", "tired", "stopped"),
        ("em/stopped", "collapsed", "only a collapse"),
        ("em/stopped", "small_shift", "collapsed, small_gain, rule"),
        ("em/stopped", ["rule"], "stopped of em"),
        ("em/collapsed", 1, "collapsed"),
        ("em/mixtures/1/weights", [0.5, 0.5, 0.5], "1 in all"),
        ("em/mixtures/1/weights", [0.5, 0.5], "K weights"),
        ("em/mixtures/1/covariances/0/0/1", 99, "symmetric"),
        ("em/mixtures/1/covariances/0", [[1, 2], [2, 1]], "positive definite"),
        ("em/mixtures", [], "mixtures"),
        ("em/mixtures/0", {"weights": [1], "means": [[0]], "covariances": [[[1]]]}, "same number"),
        ("em/mixtures", [FLAT] * 5, "column of the points"),
        ("em/frames", [], "frames"),
        ("em/frames/2/phase", "E", "phase in frame 2"),
        ("em/frames/2/iteration", 2, "iteration in frame 2"),
        ("em/frames/2/mixture", 0, "mixture in frame 2"),
        ("em/frames/2/mixture", True, "mixture in frame 2"),
        ("em/frames/3/responsible", None, "responsible in frame 3"),
        ("em/frames/0/responsible", 0, "responsible in frame 0"),
        ("em/frames/0/bound", -3.5, "bound in frame 0"),
        ("em/frames/2/bound", None, "bound in frame 2"),
        ("em/frames/2/log_likelihood", "infinity", "log_likelihood in frame 2"),
        ("kmeans/frames/1/inertia", None, "inertia in frame 1"),
        ("kmeans/frames/1/inertia", LOWEST, "inertia in frame 1"),
        (
            "kmeans/frames/0/inertia",
            -1,
            "inertia in frame 0 of kmeans is not a number of 0 or",
        ),
        ("kmeans/centroids/0", [[1, 2]], "as em's means have"),
        ("kmeans/stopped", "collapsed", "stopped of kmeans"),
        ("kmeans/stopped", "identical", "stopped of kmeans"),
        ("kmeans/stopped", "small_gain", "one of converged, max_iterations, small_shift, rule"),
    ],
)
def test_a_broken_file_gets_a_sentence_that_says_where(path: str, value: Any, words: str) -> None:
    tape_from_json(changed("version", 1))
    assert words in sentence(changed(path, value))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for name, entry in entries:
        if isinstance(entry, dict | list):
            yield from places(entry, (*path, name))
        else:
            yield (*path, name)


FILE = tape_to_json(*run(n=6)[:2])
PLACES = list(places(json.loads(FILE)))[1:]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), JUNK, st.booleans())
def test_a_file_changed_anywhere_loads_or_gets_a_sentence(
    place: tuple[Any, ...], junk: Any, drop: bool
) -> None:
    file = json.loads(FILE)
    inner = file
    for part in place[:-1]:
        inner = inner[part]
    if drop:
        del inner[place[-1]]
    else:
        inner[place[-1]] = junk
    text = json.dumps(file)
    problem = ""
    try:
        back = tape_from_json(text)
    except ValueError as error:
        problem = str(error)
    if problem:
        assert problem.endswith(".")
    else:
        assert isinstance(back.em, Tape)
        CHECK.validate(file)


@settings(max_examples=300, deadline=None)
@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")) | JUNK.map(json.dumps))
@example('{"format": {}}')
@example('{"format": []}')
def test_any_text_loads_or_gets_a_sentence(text: str) -> None:
    sentence(text)


@settings(deadline=None)
@given(st.integers(0, len(FILE) - 2))
def test_a_file_cut_short_gets_a_sentence(length: int) -> None:
    sentence(FILE[:length])


def test_what_json_cannot_hold_is_not_written() -> None:
    em, kmeans, _ = run()
    assert kmeans is not None
    with pytest.raises(ValueError, match="JSON cannot hold"):
        tape_to_json(em, value=float("nan"))
    with pytest.raises(ValueError, match="JSON cannot hold"):
        tape_to_json(em, value=object())
    with pytest.raises(ValueError, match="other points"):
        tape_to_json(em, record_kmeans(em.points + 1, kmeans.frames[0].centroids))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert CHECK.is_valid(json.loads(FILE))
    assert not CHECK.is_valid({"format": "mixtape tape", "version": 1, "about": {}})
    assert not CHECK.is_valid(json.loads(changed("em/frames/2/bound", "low")))
