"""What travels in a link comes back to the bit; nothing hostile does more than get a sentence."""

import base64
import json
import re
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gmm import COVARIANCES, Mixture, record_em, start
from gmm.data.datasets import DATASETS, Dataset
from gmm.limits import LONGEST_CARRIED, MAX_DRAWN, MAX_LABELS
from gmm.ui.carried import HERE, read_points, read_start, write_points, write_start
from tests.present import present

BELONGS = "0123abcd"
FAITHFUL = DATASETS["Old Faithful"].make(300, 0)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def dataset_of(points: np.ndarray, **parts: Any) -> Dataset:
    d = points.shape[1]
    plain = Dataset(points, ("x", "y", "z")[:d], ("",) * d, "Some", "rows", None, None, "")
    return plain._replace(**parts)


def same(one: Dataset, other: Dataset) -> bool:
    """Whether all that a link carries is alike, to the bit."""
    words = [(data.columns, data.units, data.label_names) for data in (one, other)]
    arrays = [(data.points, data.labels, data.frequencies) for data in (one, other)]
    return words[0] == words[1] and all(
        (a is None and b is None) or (a.shape == b.shape and a.tobytes() == b.tobytes())
        for a, b in zip(*arrays, strict=True)
    )


def travels(text: str) -> str:
    """The text, which a URL carries as it is."""
    assert text == quote(text, safe="")
    assert len(text) <= LONGEST_CARRIED + 9
    return text


# ------------------------------------------------------------------------------ points


words = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=20)
numbers = st.one_of(
    st.floats(-1e100, 1e100),
    st.floats(-1000, 1000).map(lambda value: round(value, 2)),
    st.integers(-(10**6), 10**6).map(float),
    st.sampled_from([0.0, -0.0, 5e-324, 1e-300, 0.1 + 0.2, 1e22, 2.0**53, 1e100, -1e100]),
)


@st.composite
def small_datasets(draw: st.DrawFn) -> Dataset:
    n, d = draw(st.integers(1, 25)), draw(st.integers(1, 2))
    label_names = draw(st.none() | st.lists(words, max_size=MAX_LABELS).map(tuple))
    labels = None
    if label_names is not None:
        labels = draw(arrays(np.int64, n, elements=st.integers(-1, len(label_names) - 1)))
    return dataset_of(
        draw(arrays(np.float64, (n, d), elements=numbers)),
        columns=tuple(draw(st.lists(words, min_size=d, max_size=d))),
        units=tuple(draw(st.lists(words, min_size=d, max_size=d))),
        labels=labels,
        label_names=label_names or (),
        frequencies=draw(
            st.none() | arrays(np.float64, n, elements=st.floats(0, 1e6)).filter(np.any)
        ),
    )


@settings(deadline=None, max_examples=300)
@given(small_datasets())
def test_points_names_units_frequencies_and_labels_come_back_to_the_bit(dataset: Dataset) -> None:
    text = travels(write_points(dataset))
    if text == HERE:
        return
    found = read_points(text)
    assert found is not None
    assert same(found, dataset)
    assert write_points(found) == text
    for array in (found.points, found.labels, found.frequencies):
        assert array is None or not array.flags.writeable


@settings(deadline=None)
@given(
    st.integers(-6, 3),
    arrays(np.int64, (30, 2), elements=st.integers(-30_000, 30_000)),
    st.integers(-(10**9), 10**9),
)
def test_thirty_points_with_few_decimals_always_travel(
    power: int, whole: np.ndarray, offset: int
) -> None:
    points = np.array([[float(f"{value + offset}e{power}") for value in row] for row in whole])
    found = read_points(write_points(dataset_of(points)))
    assert found is not None
    assert found.points.tobytes() == points.tobytes()


def test_what_comes_back_is_called_pasted_numbers() -> None:
    found = read_points(write_points(FAITHFUL))
    assert found is not None
    assert same(found, FAITHFUL)
    assert (found.title, found.rows, found.truth) == ("Pasted numbers", "rows", None)


@pytest.mark.parametrize("name", ["Penguins", "Iris petals", "Galaxy velocities", "Cyclist speeds"])
def test_bundled_sets_of_all_kinds_travel(name: str) -> None:
    dataset = DATASETS[name].make(300, 0)
    found = read_points(travels(write_points(dataset)))
    assert found is not None
    assert same(found, dataset)


def test_a_drawing_gives_the_same_run_to_the_digit() -> None:
    points = np.random.default_rng(0).uniform(0, 10, (300, 2)).round(2)
    found = read_points(write_points(dataset_of(points)))
    assert found is not None
    ends = [record_em(p, start(p, 3, "k-means++", 7)).frames[-1] for p in (points, found.points)]
    assert ends[0].log_likelihood == ends[1].log_likelihood


def test_how_many_fit() -> None:
    rng = np.random.default_rng(0)
    assert write_points(dataset_of(rng.uniform(0, 10, (400, 2)).round(2))) != HERE
    assert write_points(dataset_of(np.full((MAX_DRAWN, 2), 3.25))) != HERE
    assert write_points(dataset_of(rng.normal(size=(80, 2)))) != HERE
    assert write_points(dataset_of(rng.uniform(0, 10, (700, 2)).round(2))) == HERE
    assert write_points(dataset_of(rng.normal(size=(100, 2)))) == HERE


LONG = "x" * 61


@pytest.mark.parametrize(
    "dataset",
    [
        dataset_of(np.empty((0, 2))),
        dataset_of(np.zeros((3, 3))),
        dataset_of(np.zeros((MAX_DRAWN + 1, 1))),
        dataset_of(np.array([[np.nan]])),
        dataset_of(np.array([[np.inf, 0]])),
        dataset_of(np.array([[1e101]])),
        dataset_of(np.ones((2, 1)), frequencies=np.array([1.0, np.inf])),
        dataset_of(np.ones((1, 1)), columns=(LONG,)),
        dataset_of(np.ones((1, 1)), units=("a\nb",)),
        dataset_of(np.ones((1, 1)), columns=("\ud800",)),
        dataset_of(np.ones((1, 1)), labels=np.zeros(1, int), label_names=(LONG,)),
        dataset_of(np.ones((1, 1)), labels=np.zeros(1, int), label_names=("a",) * 13),
    ],
)
def test_what_cannot_travel_whole_stays_here(dataset: Dataset) -> None:
    assert write_points(dataset) == HERE


def test_what_stays_here_is_not_in_the_link() -> None:
    assert read_points(HERE) is None


# Made by the app's first version. Never change these: such links are about.
FIRST_POINTS = {
    "eNozUTBS0DVW0DUyMjVQMFAwNeES4xdluHXpPAMQMEsyiGwCAG1NBpc": [
        [3.6, 79.0],
        [1.8, 54.0],
        [3.333, 74.0],
        [-2.25, 1000.0],
    ],
    "eNozVjBU0DVS0DU3NeBiYmb4wc4AABwBAvs": [[0.1], [0.25], [-7.5]],
    # Its second number was 65540: 16 bits for each.
    "eNozVjAEQgMuBkkehllPAA-5AtM": [[0.0], [65540.0], [33000.0]],
    "eNozVjBS0DVWMDE0AFGGZqZc4gxyHgzanAzKTxmYAUqHBL0": [
        [6.37, 2.698],
        [0.41, 0.165],
        [8.133, 9.128],
    ],
}


@pytest.mark.parametrize(("text", "points"), FIRST_POINTS.items())
def test_points_of_the_first_version_are_read(text: str, points: list[list[float]]) -> None:
    found = read_points(text)
    assert found is not None
    assert same(found, dataset_of(np.array(points)))
    assert not found.points.flags.writeable
    for length in range(len(text)):
        refusal(read_points, text[:length])


# ------------------------------------------------------------------------------ starts


def equal(one: Mixture, other: Mixture) -> bool:
    return all(
        a.shape == b.shape and a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize("d", [1, 2])
def test_a_start_comes_back_to_the_bit(kind: str, d: int) -> None:
    points = FAITHFUL.points[:, :d]
    for k in (1, 2, 12):
        tape = record_em(points, start(points, k, "k-means++", 0, kind), kind, 0.1)
        mixture = tape.frames[-1].mixture
        belongs, found = read_start(travels(write_start(mixture, BELONGS)))
        assert belongs == BELONGS
        assert equal(found, mixture)
        assert not any(array.flags.writeable for array in found)


@settings(deadline=None)
@given(
    st.tuples(st.integers(1, 12), st.integers(1, 4)).flatmap(
        lambda shape: st.tuples(
            arrays(np.float64, shape[0], elements=st.floats(0.01, 1)),
            arrays(np.float64, shape, elements=st.floats(-1e50, 1e50)),
            arrays(np.float64, shape, elements=st.floats(-1e3, 1e3)),
        )
    ),
    st.integers(0, 2**32 - 1).map("{:08x}".format),
)
def test_any_start_comes_back_to_the_bit(parts: tuple[np.ndarray, ...], belongs: str) -> None:
    weights, means, roots = parts
    covariances = roots[:, :, None] * roots[:, None, :] + np.eye(means.shape[1])
    assume((np.linalg.eigvalsh(covariances) > 0).all())
    mixture = Mixture(weights / weights.sum(), means, covariances)
    found = read_start(travels(write_start(mixture, belongs)))
    assert found[0] == belongs
    assert equal(found[1], mixture)


FIRST_STARTS = {
    "eNpjYmIAgwv2EPqF_ayZILDTXkLXJeS3IqcDRPzBfhCZevasI4T_AapeACYP5X_Yj53P4ADTBwBPOhV1": Mixture(
        np.array([0.25, 0.75]),
        np.array([[0.1, -0.5], [np.pi, 1e9]]),
        np.array([[[1.0, 0.5], [0.5, 2.0]], [[4.0, -1.0], [-1.0, 1.0]]]),
    ),
    "eNpjYgwFg6v2EPqpfeTnH4fk85Yy1h6eorrWc1OI4CvdxpnTC20ZwIDDAQDziBI1": Mixture(
        np.array([1 / 3, 2 / 3]), np.array([[1e-300], [1e100]]), np.array([[[1e-12]], [[3.0]]])
    ),
}


@pytest.mark.parametrize(("text", "mixture"), FIRST_STARTS.items())
def test_a_start_of_the_first_version_is_read(text: str, mixture: Mixture) -> None:
    belongs, found = read_start(text)
    assert belongs == ""
    assert equal(found, mixture)
    assert not any(array.flags.writeable for array in found)
    for length in range(len(text)):
        refusal(read_start, text[:length])


def wrong(**parts: Any) -> Mixture:
    return Mixture(np.array([0.5, 0.5]), np.zeros((2, 1)), np.ones((2, 1, 1)))._replace(**parts)


@pytest.mark.parametrize(
    "mixture",
    [
        wrong(weights=np.array([0.5, 0.6])),
        wrong(weights=np.array([1.0, 0.0])),
        wrong(weights=np.array([1.5, -0.5])),
        wrong(weights=np.array([np.nan, 1.0])),
        wrong(means=np.array([[np.inf], [0]])),
        wrong(means=np.array([[1e101], [0]])),
        wrong(covariances=np.array([[[1.0]], [[0.0]]])),
        wrong(covariances=np.array([[[1.0]], [[np.nan]]])),
        wrong(means=np.zeros((2, 2)), covariances=np.array([[[1.0, 2], [2, 1]]] * 2)),
        Mixture(np.full(13, 1 / 13), np.zeros((13, 1)), np.ones((13, 1, 1))),
        Mixture(np.empty(0), np.empty((0, 1)), np.empty((0, 1, 1))),
        Mixture(np.ones(1), np.zeros((1, 0)), np.empty((1, 0, 0))),
    ],
)
def test_what_is_no_start_does_not_enter(mixture: Mixture) -> None:
    assert "start" in refusal(read_start, write_start(mixture, BELONGS))
    k, d = mixture.means.shape
    parts = [mixture.weights, mixture.means.T, mixture.covariances.reshape(k, d * d).T]
    first = sealed(bytes([k, d]) + b"".join(part.tobytes() for part in parts))
    assert "start" in refusal(read_start, first)


def test_a_covariance_of_the_first_version_that_is_not_symmetric_does_not_enter() -> None:
    numbers = np.array([1.0, 0.0, 0.0, 1.0, 0.5, 0.0, 1.0])
    assert "start" in refusal(read_start, sealed(bytes([1, 2]) + numbers.tobytes()))


@pytest.mark.parametrize("belongs", ["", "0123abc", "0123ABCD", "0123abcdef", "0123abcg", "٠" * 8])
def test_what_a_start_belongs_to_has_eight_digits(belongs: str) -> None:
    text = write_start(start(FAITHFUL.points, 2, "k-means++", 0), belongs)
    assert "start" in refusal(read_start, text)


# ------------------------------------------------------------------------------ hostile links


def sealed(content: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content)).decode().rstrip("=")


def refusal(read: Callable[[str], object], text: str) -> str:
    with pytest.raises(ValueError, match=r"\S") as caught:
        read(text)
    assert type(caught.value) is ValueError
    message = str(caught.value)
    assert message.startswith(("The link was cut or mistyped: ", "The link is too long: "))
    assert message.endswith(".")
    assert len(message) < 250
    return message


def remark(read: Callable[[str], object], text: str) -> str | None:
    """The sentence for a text that cannot be read; any other exception fails the test."""
    try:
        read(text)
    except ValueError as error:
        return str(error) if type(error) is ValueError else f"{error!r}"
    return None


def test_a_start_with_one_character_changed_is_refused() -> None:
    text = write_start(start(FAITHFUL.points, 1, "k-means++", 0), BELONGS)
    for place in range(9, len(text)):
        for letter in set(ALPHABET) - {text[place]}:
            refusal(read_start, text[:place] + letter + text[place + 1 :])
    for place in range(9):
        for letter in set(f"{ALPHABET}.") - set(f"{text[place]}0123456789abcdef"):
            refusal(read_start, text[:place] + letter + text[place + 1 :])


def test_points_with_one_character_changed_are_refused_or_the_same() -> None:
    dataset = dataset_of(FAITHFUL.points[:12], units=("minutes", "minutes"))
    text = write_points(dataset)
    alike = 0
    for place in range(len(text)):
        for letter in set(ALPHABET) - {text[place]}:
            changed = text[:place] + letter + text[place + 1 :]
            if remark(read_points, changed) is None:
                found = read_points(changed)
                assert found is not None
                assert same(found, dataset)
                alike += 1
    assert alike < 64  # bits between the last code and the checksum


def test_a_text_cut_short_or_with_a_tail_gets_a_sentence() -> None:
    start_text = write_start(start(FAITHFUL.points, 3, "k-means++", 0), BELONGS)
    for read, text in ((read_points, write_points(FAITHFUL)), (read_start, start_text)):
        for length in range(len(text)):
            refusal(read, text[:length])
        for tail in ("A", "=", "====", "\n", " ", "AAAA", "."):
            refusal(read, text + tail)
        for other in (" " + text, text.replace("-", "+", 1), text.swapcase(), HERE.upper()):
            assert other == text or refusal(read, other)
        assert "too long" in refusal(read, "A" * (LONGEST_CARRIED + 1))
    refusal(read_start, HERE)


HEAD = {
    "n": 2,
    "columns": ["x"],
    "units": ["m"],
    "counted": False,
    "labels": None,
    "packed": [[0, 5, 1]],
}
DEEP: list[Any] = []
for _ in range(900):
    DEEP = [DEEP]


def told(content: bytes = b"\1\2", **parts: Any) -> str:
    return sealed(json.dumps(HEAD | parts).encode() + b"\n" + content)


def told_each(part: str, *values: Any) -> list[str]:
    return [told(**{part: value}) for value in values]


def test_the_head_that_the_wrong_ones_are_made_from_is_right() -> None:
    found = read_points(told())
    assert found is not None
    assert same(found, dataset_of(np.array([[6.0], [7.0]]), units=("m",)))
    found = read_points(told(b"\1\2\0\1", labels=["a", "b"], packed=[[0, 5, 1], [0, 0, 1]]))
    assert found is not None
    assert found.labels is not None
    assert found.labels.tolist() == [0, 1]
    found = read_points(told(columns=["a\u202eb\n" + "c" * 100]))
    assert found is not None
    assert found.columns == ("ab" + "c" * 58,)


@pytest.mark.parametrize(
    "text",
    [
        *(told(b""), told(b"\1"), told(b"\1\2\3")),
        *told_each("n", 0, 1, 3, -1, 2.0, "2", None, True, 10**30, []),
        told(b"\0" * (MAX_DRAWN + 1), n=MAX_DRAWN + 1),
        *told_each("columns", [], ["x"] * 2, ["x"] * 3, None, 1, [1], {}, DEEP),
        *told_each("units", [], ["x"] * 2, None, 1, [None], {}),
        *told_each("packed", [], None, 7, [7], [[]], [[0]], [[0, 5]], [[0, 5, 1, 1]]),
        *(told(packed=[value]) for value in ([0, 5, 0], [0, 5, 3], [0, 5, -1], [0, 5, 2])),
        *(
            told(packed=[value])
            for value in ([401, 0, 1], [-401, 0, 1], [99, 99, 1], [0, 10**20, 1])
        ),
        *told_each("packed", [[float("inf"), 5, 1]], [[float("nan"), 5, 1]]),
        *told_each("packed", [["x", 5, 1]], [[None, 5, 1]], [[{}, 5, 1]]),
        told(packed=[[0, 5, 1], [0, 5, 1]]),
        told(counted=True),
        told(b"\1\2\0\0", counted=True, packed=[[0, 5, 1], [0, 0, 1]]),  # none counted
        told(b"\1\2\0\1", counted=True, packed=[[0, 5, 1], [0, -1, 1]]),  # less than none
        told(labels=["a"]),
        *(
            told(b"\1\2\0\1", labels=value, packed=[[0, 5, 1], [0, 0, 1]])
            for value in (["a"], [], [1, 2], 7, ["a"] * 13)
        ),
        told(b"\1\2\0\1", labels=["a", "b"], packed=[[0, 5, 1], [0, -2, 1]]),
        told(b"\1\2\0\1", labels=["a", "b"], packed=[[0, 5, 1], [-1, 0, 1]]),  # half a kind
        told(b"\1\2\0\1", labels=["a", "b"], packed=[[0, 5, 1], [90, 1, 1]]),  # past all integers
        told(np.array([np.nan, 1.0]).tobytes(), packed=[[0, 0, 8]]),
        *(sealed(data) for data in (b"", b"\n", b"{}", b"{}\n", b"{\n", b"[]\n", b"{\xff}\n")),
        sealed(b'{"n":' + b"[" * 9_000 + b"\n"),
        sealed(b'{"n":' + b"9" * 9_000 + b"}\n"),
        *(
            sealed(data)
            for data in (
                b"1 1",
                b"1 1\n",
                b"1 1 0 0\n",
                b"1 1 0 0\n\0\0\0",
                b"0 1 0 0\n",
                b"-1 1 0 0\n",
                b"1 3 0 0\n\0\0",
                b"1 1 0 0 0\n\0\0",
                b"1 1 401 0\n\0\0",
                b"1 1 99 99\n\0\0",
                b"1 1 0 " + b"9" * 41 + b"\n\0\0",
                b"1 1 0 1e5\n\0\0",
                b"1 1 0 \xd9\xa3\n\0\0",
                b"1  1 0 0\n\0\0",
                b"5001 1 0 0\n" + b"\0" * 10_002,
                b"1 1 0 0\n" + b"\0" * 1_000_000,
            )
        ),
    ],
)
def test_points_that_are_none_get_a_sentence(text: str) -> None:
    assert "points" in refusal(read_points, text)


@pytest.mark.parametrize(
    "bomb",
    [
        sealed(b"1 1 0 0\n" + b"\0" * 1_400_000),
        sealed(b"{" + b" " * 1_400_000),
        sealed(b'{"n":[' + b"[]," * 150_000),
        sealed(b"\2\2" + b"\0" * 1_400_000),
    ],
)
def test_a_bomb_is_not_unfolded(bomb: str) -> None:
    assert len(bomb) < LONGEST_CARRIED
    for read in (read_points, read_start):
        tracemalloc.start()
        refusal(read, bomb)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 1_000_000


def test_the_largest_data_set_that_travels_stays_small_in_memory() -> None:
    """What a text may unfold to is enough for the largest that `write_points` lets go."""
    n = MAX_DRAWN
    points = np.array([[1 / 3, 2.0], [-1 / 7, 1e-9]])[np.arange(n) % 2]
    names = tuple(f"{i} " + "n" * 50 for i in range(MAX_LABELS))
    dataset = dataset_of(
        points, labels=np.zeros(n, np.int64), label_names=names, frequencies=np.full(n, 1 / 3)
    )
    found = read_points(travels(write_points(dataset)))
    assert found is not None
    assert same(found, dataset)


def test_ten_thousand_hostile_texts_do_nothing_but_get_a_sentence() -> None:
    rng = np.random.default_rng(0)
    few = dataset_of(FAITHFUL.points[:30], labels=np.zeros(30, np.int64), label_names=("a",))
    mixture = start(FAITHFUL.points, 3, "k-means++", 0)
    good = [write_points(few), write_start(mixture, BELONGS), *FIRST_POINTS, *FIRST_STARTS]
    packed = [good[0], *FIRST_POINTS, *FIRST_STARTS]
    opened = [zlib.decompress(base64.urlsafe_b64decode(t + "=" * (-len(t) % 4))) for t in packed]
    alphabet = [*"ABCabc019-_=.%+/ \n\0é١🙂\ud800{}<>'\"", HERE, f"{BELONGS}.", "1e309", "NaN"]

    def hostile(i: int) -> str:
        kind, text = i % 5, good[int(rng.integers(len(good)))]
        if kind == 0:  # a good one with some characters changed
            letters = list(text)
            for place in rng.integers(len(letters), size=rng.integers(1, 4)):
                letters[place] = str(rng.choice(alphabet))
            return "".join(letters)
        if kind == 1:  # part of a good one
            low, high = sorted(rng.integers(len(text) + 1, size=2))
            return text[low:high]
        if kind == 2:  # noise of the right alphabet
            return base64.urlsafe_b64encode(rng.bytes(int(rng.integers(60)))).decode()
        if kind == 3:  # a right envelope around changed bytes
            data = bytearray(opened[int(rng.integers(len(opened)))])
            for place in rng.integers(min(len(data), 200), size=rng.integers(1, 5)):
                data[place] = rng.integers(256)
            return sealed(bytes(data[: rng.integers(len(data) + 1)] if i % 2 else data))
        return "".join(rng.choice(alphabet, size=rng.integers(40)))

    refused = 0
    for i in range(10_000):
        text = hostile(i)
        for read in (read_points, read_start):
            said = remark(read, text)
            assert said is None or re.match(r"The link (was|is) .*\.$", said)
            refused += said is not None
    assert 17_000 < refused < 20_000


@pytest.mark.parametrize("counted", [False, True])
def test_rows_that_are_half_there_go_along(counted: bool) -> None:
    points = np.array([[1.5, 2.0], [3.25, 4.0], [0.1, 0.3]])
    half = np.array([[np.nan, 2.5], [1e-3, np.nan], [7.0, np.nan]])
    often = np.array([1.0, 0.0, 2.0]) if counted else None
    given = Dataset(points, ("x", "y"), ("", "cm"), "Some", "rows", None, None, "")
    given = given._replace(frequencies=often, half_seen=half, half_seen_frequencies=often)
    text = write_points(given)
    assert text != HERE
    taken = read_points(text)
    assert taken is not None
    np.testing.assert_array_equal(taken.points, points)
    np.testing.assert_array_equal(present(taken.half_seen), half)
    if counted:
        np.testing.assert_array_equal(present(taken.half_seen_frequencies), often)
    else:
        assert taken.half_seen_frequencies is None
    assert not present(taken.half_seen).flags.writeable
    # Without them the text is what it always was.
    plain = read_points(write_points(given._replace(half_seen=None, half_seen_frequencies=None)))
    assert plain is not None
    assert plain.half_seen is None
