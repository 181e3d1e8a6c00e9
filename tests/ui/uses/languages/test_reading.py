"""A person's text: its language, and what each feature tells."""

import numpy as np
import pytest

from gmm.cases.letters import FEATURES, find_words, measure_passage
from gmm.cases.passages import LANGUAGES, take_passages
from gmm.directions import project
from gmm.discriminant import posteriors
from gmm.ui.uses.languages.reading import read_text
from gmm.ui.uses.languages.records import Taught, teach

NAMES = LANGUAGES[:6]
TEXTS = {
    "English": "We went for a walk along the river with our friends, and then it began to snow.",
    "German": "Heute Abend kommen meine Freunde zum Essen, und ich muss noch das Gemüse kochen.",
    "French": "Demain matin nous partons à la mer avec les enfants, et il va faire très beau.",
    "Spanish": "Ayer estuve con mi hermano en el cine, y después cenamos todos juntos en su casa.",
    "Italian": "Questa sera andiamo al cinema con gli amici di mia sorella, se non piove.",
    "Finnish": "Huomenna lähdemme lasten kanssa järvelle uimaan, jos ei sada koko päivää.",
}


@pytest.fixture(scope="module")
def taught() -> Taught:
    passages = take_passages(NAMES, 60)
    return teach(passages.features, passages.labels, 2, 5)


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_is_given_its_language(taught: Taught, language: str) -> None:
    reading = read_text(find_words(TEXTS[language]), 60, taught)
    assert NAMES[reading.first] == language
    assert reading.posteriors.argmax() == reading.first
    assert reading.odds == pytest.approx(
        np.log(reading.posteriors[reading.first] / reading.posteriors[reading.second])
    )


def test_of_one_passage_it_is_bayes_rule(taught: Taught) -> None:
    words = find_words(TEXTS["Italian"])
    reading = read_text(words, 60, taught)
    found, density = posteriors(
        project([measure_passage(words)], taught.directions), taught.mixture
    )
    assert reading.passages == 1
    assert reading.posteriors == pytest.approx(found[0])
    assert reading.density == pytest.approx(density[0])


def test_passages_count_as_independent(taught: Taught) -> None:
    words = find_words(TEXTS["Italian"])
    letters = sum(map(len, words))
    one, two = read_text(words, letters, taught), read_text(words * 2, letters, taught)
    assert two.passages == 2 * one.passages == 2
    assert two.odds == pytest.approx(2 * one.odds)
    assert two.density == pytest.approx(one.density)
    assert two.letters == 2 * one.letters


def test_a_feature_tells_what_is_lost_when_it_is_as_usual(taught: Taught) -> None:
    words = find_words(TEXTS["Finnish"])
    reading = read_text(words, 60, taught)
    assert {telling.name for telling in reading.tellings} == {feature.name for feature in FEATURES}
    sizes = [abs(telling.nats) for telling in reading.tellings]
    assert sizes == sorted(sizes, reverse=True)
    telling = reading.tellings[0]
    at = [feature.name for feature in FEATURES].index(telling.name)
    features = measure_passage(words)
    assert telling.value == pytest.approx(features[at])
    features[at] = telling.usual
    joint = posteriors(project([features], taught.directions), taught.mixture)[0][0]
    odds = np.log(joint[reading.first] / joint[reading.second])
    assert telling.nats == pytest.approx(reading.odds - odds)


def test_a_short_and_a_strange_text_are_one_passage(taught: Taught) -> None:
    assert read_text(["hello", "you"], 200, taught).passages == 1
    strange = read_text(["z" * 20_000], 60, taught)
    assert strange.passages == 1
    assert np.isfinite(strange.posteriors).all()
    assert strange.density < -100
