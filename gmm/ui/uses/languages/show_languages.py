"""The tab on languages: passages of short texts, a mixture for each language."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import streamlit as st

from gmm.agreement import adjusted_rand
from gmm.cases.letters import FEATURES
from gmm.cases.passages import LANGUAGES, MOST_READ, Passages, read_own, read_pieces, take_passages
from gmm.data.datasets import Dataset
from gmm.directions import project
from gmm.mixture import responsibilities
from gmm.ui.address import bind
from gmm.ui.lab.lines import head
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.link import Link
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.plain import plain
from gmm.ui.uses.languages.judging import show_answer, show_verdict
from gmm.ui.uses.languages.reading import read_text
from gmm.ui.uses.languages.records import (
    RIDGE,
    Taught,
    Verdict,
    find_floor,
    judge_fold,
    judge_length,
    meet,
    sum_up,
    teach,
    turn,
)
from gmm.ui.uses.languages.sentences import (
    LANGUAGE,
    describe_direction,
    tell_reading,
    tell_strangers,
)
from gmm.ui.uses.staging import make_run, stage_case

PAGE = "languages"
PIECES = 6
STRANGER = "Polish"
LENGTHS = (15, 30, 60, 120, 240)
ALL = "all passages together"
SAMPLE = "Questa sera andiamo al cinema con gli amici di mia sorella, se non piove."
DATA = (
    "Written by us for this page, in everyday language: in each language three pieces of talk and "
    "three public notices, about the same six subjects. Each piece is cut into passages. Each "
    "passage is measured by {features} numbers: shares of vowels, of marked and of double letters, "
    "length of words and syllables, words that end in a vowel, and the shares of {letters} letters "
    "(é counts as e)."
)
FAIR = (
    "The test is fair: one piece of each language is held out at a time, and directions and "
    "mixtures are learned from the other five. So no passage is ever judged by what was learned "
    "from its own piece, and its neighbours in the text are held out with it."
)
LIMITS = (
    "- **Short texts.** A few letters have no shares to speak of. The switch below tries other "
    "lengths.\n"
    "- **A language that was not taught** is given to one that was, often with certainty.\n"
    "- **Other texts.** All were written by us about six subjects. Recipes, poems, names or "
    "chat may have other statistics, so expect less than the numbers above."
)


class Chosen(NamedTuple):
    """What is chosen."""

    languages: tuple[str, ...]
    stranger: str
    letters: int
    k: int
    directions: int


def show_languages(link: Link) -> Callable[[], None]:
    """Put the tab on the screen.

    Parameters
    ----------
    link : Link
        What the address says of the stage.

    Returns
    -------
    callable
        Draws where it fails.
    """
    answer = st.container(gap="small")
    own = st.container()
    head("The data")
    chosen = _choose()
    passages = take_passages(chosen.languages, chosen.letters)
    _describe(chosen, passages)
    with answer:
        done = _judge(chosen, passages)
    if done is None:
        return lambda: None
    verdict, taught = done
    with answer:
        show_answer(
            verdict,
            chosen.k,
            LANGUAGE,
            f"held-out passages of about {chosen.letters} letters",
        )
    with own:
        _show_own(chosen, verdict, taught)
    head("The fit")
    _show_fit(chosen, passages, taught, link)
    head("What it is worth")
    points = len(passages.labels) / len(chosen.languages) * (PIECES - 1) / PIECES
    show_verdict(verdict, chosen.languages, chosen.k, chosen.directions, points, LANGUAGE)
    return lambda: _show_failing(chosen, verdict, taught)


def _choose() -> Chosen:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        letters = st.slider("Letters in a passage", 20, 200, 60, 10, width=200, **bind("passage"))
        k = st.slider(
            "K, components a language",
            1,
            4,
            2,
            width=200,
            help="K = 1 is one Gaussian.",
            **bind("per_language"),
        )
        count = st.slider(
            "Discriminant directions",
            2,
            len(LANGUAGES) - 2,
            len(LANGUAGES) - 2,
            width=200,
            help="The views of the features in which the languages lie farthest apart "
            "(Fisher 1936, Rao 1948). With fewer of them, more languages look alike.",
            **bind("directions"),
        )
        stranger = st.selectbox(
            "Language that is not taught",
            LANGUAGES,
            LANGUAGES.index(STRANGER),
            width=200,
            **bind("untaught"),
        )
    taught = tuple(language for language in LANGUAGES if language != stranger)
    return Chosen(taught, stranger, letters, k, count)


def _describe(chosen: Chosen, passages: Passages) -> None:
    shares = sum(feature.name.startswith("letter ") for feature in FEATURES)
    st.markdown(f"{DATA.format(features=len(FEATURES), letters=shares)} {FAIR}")
    with st.expander("Read passages, and their numbers"):
        rows = []
        for label, language in enumerate(chosen.languages):
            at = int(np.flatnonzero(passages.labels == label)[0])
            numbers = {
                f"{feature.name} ({feature.unit})": write_fixed(float(value), 1)
                for feature, value in zip(FEATURES[:6], passages.features[at], strict=False)
            }
            rows.append(
                {
                    "language": language,
                    "passages": f"{(passages.labels == label).sum():,}",
                    "the first passage": passages.texts[at],
                    **numbers,
                }
            )
        show_records(rows, "A passage of each language", "The first six of its numbers.", 1)
        language = st.selectbox("Read a whole text", LANGUAGES, width=200, key="whole-text")
        for piece in read_pieces(language):
            st.markdown(f"**{piece.kind}, {piece.subject}**  \n{plain(piece.text)}")


def _judge(chosen: Chosen, passages: Passages) -> tuple[Verdict, Taught] | None:
    data = passages.features, passages.labels
    fitting = chosen.k, chosen.directions
    parts = [
        Part((PAGE, "fold", chosen, held), judge_fold, (*data, passages.pieces, held, *fitting))
        for held in range(PIECES)
    ]
    parts.append(Part((PAGE, "all", chosen), teach, (*data, *fitting)))
    done = work(PAGE, parts, "Fitting a mixture to each language", "rounds", shared=True)
    if not done.complete:
        return None
    return sum_up(passages.labels, done.results[:-1]), done.results[-1]


# ------------------------------------------------------------------------------ a text


def _show_own(chosen: Chosen, verdict: Verdict, taught: Taught) -> None:
    from gmm.ui.uses.languages.charts import draw_posteriors, draw_tellings

    head("Your own text")
    text = st.text_area(
        "Type or paste a text",
        SAMPLE,
        height=80,
        key="own-text",
        help=f"In Latin letters. Of a long text the first {MOST_READ:,} characters are read. It "
        "stays out of the address, and is not kept.",
    )
    try:
        words = read_own(text or "")
    except ValueError as error:
        st.info(plain(str(error)))
        return
    if len(text) > MOST_READ:
        st.info(f"This text has {len(text):,} characters. The first {MOST_READ:,} are read.")
    reading = read_text(words, chosen.letters, taught)
    told = tell_reading(reading, chosen.languages, chosen.letters, find_floor(verdict, 0.05))
    st.markdown(f"**{plain(told)}**")
    left, right = st.columns(2, gap="medium")
    names = chosen.languages
    first, second = names[reading.first], names[reading.second]
    with left:
        alt = "; ".join(
            f"{name} {write_fixed(float(share), 3)}"
            for name, share in zip(names, reading.posteriors, strict=True)
        )
        figure = draw_posteriors(reading.posteriors, names)
        show_chart(figure, f"Posterior probabilities: {alt}.", key="own-posteriors")
    most = reading.tellings[:7]
    with right:
        alt = "; ".join(f"{each.name} {write_fixed(each.nats, 2)} nats" for each in most)
        show_chart(
            draw_tellings(most, first, second),
            f"What features tell for {first} against {second}: {alt}.",
            key="own-tellings",
        )
    with st.expander("What each feature tells, in numbers"):
        rows = [
            {
                "feature": each.name,
                "in this text": f"{write_fixed(each.value, 1)} {each.unit}",
                "usual": f"{write_fixed(each.usual, 1)} {each.unit}",
                f"tells for {first}": f"{write_fixed(each.nats, 2)} nats",
            }
            for each in reading.tellings
        ]
        show_records(
            rows,
            f"What each feature tells for {first} against {second}",
            f"The log odds of {first} against {second} are {write_fixed(reading.odds, 2)} nats. "
            "A feature tells by how much they would fall if it were as usual, the others being as "
            "they are. These need not add up to the whole.",
        )


# ------------------------------------------------------------------------------ the stage


def _show_fit(chosen: Chosen, passages: Passages, taught: Taught, link: Link) -> None:
    shown = st.selectbox(
        "On the stage",
        (*chosen.languages, ALL),
        width=260,
        help="One language's mixture, as it is used above; or one mixture of all passages, "
        "which is not told the languages.",
        **bind("shown"),
    )
    seen = project(passages.features, taught.directions)
    spreads = passages.features.std(axis=0)
    names = [feature.name for feature in FEATURES]
    together = shown == ALL
    own = np.ones(len(seen), bool)
    k, seed = len(chosen.languages), 0
    if not together:
        label = chosen.languages.index(shown)
        own = passages.labels == label
        k = len(taught.mixture.classes[label].weights)
        seed = taught.mixture.seeds[label]
    points, view = seen[own], taught.directions
    if not together:
        points, view = turn(points, view)
    axes = [describe_direction(view, spreads, names, at) for at in (0, 1)]
    dataset = Dataset(
        points,
        tuple(f"dimension {at + 1}" for at in range(chosen.directions)),
        ("",) * chosen.directions,
        f"Passages in {'six languages' if together else shown}",
        "passages",
        passages.labels if together else None,
        None,
        "",
        chosen.languages if together else (),
    )
    run = make_run(dataset, k, seed=seed, ridge=RIDGE, scale="off")
    st.markdown(
        plain(
            f"Drawn are two of {chosen.directions} dimensions, those along which "
            f"{'the languages' if together else f'passages in {shown}'} differ most. "
            f"To the right: {axes[0]}. Upwards: {axes[1]}. A unit is the spread within a language."
        )
    )
    if together and run.em is not None:
        found = responsibilities(run.points, run.em.frames[-1].mixture).argmax(axis=1)
        index = adjusted_rand(found, passages.labels)
        st.markdown(
            plain(
                f"One mixture with K = {k}, not told the languages: its components agree with them "
                f"with an adjusted Rand index of {write_fixed(index, 2)} (1: the same groups, 0: "
                "as by chance)."
            )
        )
    stage_case(PAGE, run, link)
    st.caption(plain(f"A ridge of {RIDGE} keeps components on few passages from collapsing."))


# ------------------------------------------------------------------------------ where it fails


def _show_failing(chosen: Chosen, verdict: Verdict, taught: Taught) -> None:
    from gmm.ui.uses.languages.charts import draw_densities

    st.markdown(LIMITS)
    st.markdown(f"**A language that was not taught: {chosen.stranger}**")
    share = st.slider(
        "Taught passages below the threshold, in %", 1, 20, 5, width=260, **bind("below")
    )
    features = take_passages((chosen.stranger,), chosen.letters).features
    strangers = meet(features, taught)
    floor = find_floor(verdict, share / 100)
    told = tell_strangers(strangers, chosen.languages, chosen.stranger, floor, share / 100)
    st.markdown(plain(told))
    names = ("taught, held out", f"{chosen.stranger}, not taught")
    figure = draw_densities(verdict.seen, strangers.density, floor, names)
    found = write_percent(float((strangers.density < floor).mean()))
    alt = (
        f"Histograms of log densities. {found} of the passages in {chosen.stranger} are below the "
        f"threshold of {write_fixed(floor, 1)} nats."
    )
    show_chart(figure, alt, key="strangers")
    if st.toggle("Try other lengths of a passage", **bind("lengths")):
        _show_lengths(chosen)


def _show_lengths(chosen: Chosen) -> None:
    from gmm.ui.uses.languages.charts import draw_lengths

    parts = [
        Part(
            (PAGE, "length", chosen.languages, letters, held, chosen.k, chosen.directions),
            judge_length,
            (chosen.languages, letters, held, chosen.k, chosen.directions),
            seconds=0.8,
        )
        for letters in LENGTHS
        for held in range(PIECES)
    ]
    done = work("lengths", parts, "Trying other lengths", "rounds", shared=True)
    if not done.complete:
        return
    verdicts = [
        sum_up(
            take_passages(chosen.languages, letters).labels,
            done.results[at * PIECES : (at + 1) * PIECES],
        )
        for at, letters in enumerate(LENGTHS)
    ]
    shares = [
        [(reach.share, reach.low, reach.high) for reach in reaches]
        for reaches in (
            [verdict.mixture for verdict in verdicts],
            [verdict.gaussian for verdict in verdicts],
        )
    ]
    told = "; ".join(
        f"{letters} letters: {write_percent(verdict.mixture.share)} by mixtures, "
        f"{write_percent(verdict.gaussian.share)} by Gaussians"
        for letters, verdict in zip(LENGTHS, verdicts, strict=True)
    )
    show_chart(draw_lengths(LENGTHS, shares), f"Right at {told}.", key="lengths-chart")
    st.caption(
        plain(
            f"{told}. Bars are 95\u00a0% intervals; by chance alone "
            f"{write_percent(1 / len(chosen.languages))} would be right."
        )
    )
