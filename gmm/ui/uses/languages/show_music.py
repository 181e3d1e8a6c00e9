"""The tab on music: clips of styles that are synthesised, a mixture for each style."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import streamlit as st

from gmm.agreement import adjusted_rand
from gmm.cases.music import PARTS, RATE, SECONDS, STYLES, Clips, gather, play, write_wave
from gmm.cases.spectra import FEATURES, HOP, WINDOW, measure_sound, take_spectra
from gmm.data.datasets import Dataset
from gmm.directions import project
from gmm.discriminant import classify, confuse, measure_accuracy
from gmm.limits import MAX_SEED
from gmm.mixture import responsibilities
from gmm.points import FloatArray
from gmm.ui.address import bind
from gmm.ui.lab.lines import head
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.link import Link
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.plain import plain
from gmm.ui.uses.languages.judging import show_answer, show_verdict
from gmm.ui.uses.languages.records import (
    RIDGE,
    Taught,
    Verdict,
    find_floor,
    judge_fold,
    listen,
    meet,
    sum_up,
    teach,
    turn,
)
from gmm.ui.uses.languages.sentences import STYLE, describe_direction, write_score
from gmm.ui.uses.staging import make_run, stage_case

PAGE = "languages"
PIECES, BATCH, FOLDS = 30, 10, 5
NEW = range(1_000, 1_008)  # pieces that nothing was learned from
ALL = "all clips together"
FIRST = "techno"  # whose two parts differ most
HEARD = {"spectrum only": (0, 1, 2, 4), "all seven": tuple(range(len(FEATURES)))}
NOISES = {"none": 0.0, "−40 dB": 0.01, "−30 dB": 10**-1.5, "−20 dB": 0.1}
DATA = (
    "Simulated by us: {pieces} pieces of each of {styles} styles, synthesised by code, of which "
    "{seconds:.0f} seconds of a quiet part and of a loud part are heard. Tempo, key, melody, "
    "timbre, level, hiss and the microphone vary from piece to piece. Each clip is measured by "
    "spectral features: {features}."
)
FAIR = (
    "The test is fair: every fifth piece is held out in turn, with both its parts, and all is "
    "learned from the other pieces."
)
LIMITS = (
    "- **Where the features tell nearly everything**, there is nothing to win: choose “all seven” "
    "above, and one Gaussian a style is about as good as a mixture.\n"
    "- **Too many components** learn accidents of single clips: raise K above 2, and see the "
    "held-out log density fall.\n"
    "- **Another recording.** These styles are ours, and clean. Noise moves all features at once, "
    "away from everything that was learned."
)


class Chosen(NamedTuple):
    """What is chosen."""

    heard: str
    k: int
    seed: int


def show_music(link: Link) -> Callable[[], None]:
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
    head("The data")
    chosen = _choose()
    _describe(chosen)
    with answer:
        clips = _listen(chosen)
        done = None if clips is None else _judge(chosen, clips)
    if clips is None or done is None:
        return lambda: None
    verdict, taught = done
    names = tuple(STYLES)
    with answer:
        what = f"held-out clips of {SECONDS:.0f} seconds"
        show_answer(verdict, chosen.k, STYLE, what)
    head("The fit")
    _show_fit(chosen, clips, taught, link)
    head("What it is worth")
    _tell_humps(chosen, clips, taught)
    points = 2 * PIECES * (FOLDS - 1) / FOLDS
    show_verdict(verdict, names, chosen.k, len(HEARD[chosen.heard]), points, STYLE)
    return lambda: _show_failing(chosen, verdict, taught)


def _choose() -> Chosen:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        heard = st.segmented_control(
            "Features",
            list(HEARD),
            default="spectrum only",
            required=True,
            help="Spectrum only: "
            + ", ".join(FEATURES[at].name for at in HEARD["spectrum only"])
            + ". All seven: those, and "
            + ", ".join(
                feature.name
                for at, feature in enumerate(FEATURES)
                if at not in HEARD["spectrum only"]
            )
            + ".",
            **bind("heard"),
        )
        k = st.slider(
            "K, components a style",
            1,
            4,
            2,
            width=200,
            help="K = 1 is one Gaussian.",
            **bind("per_style"),
        )
        seed = st.number_input(
            "Seed of the pieces",
            0,
            MAX_SEED,
            0,
            width=160,
            help="Another seed is other pieces of the same styles.",
            **bind("band"),
        )
    return Chosen(heard, k, seed)


def _describe(chosen: Chosen) -> None:
    st.markdown(
        DATA.format(
            pieces=PIECES,
            styles=len(STYLES),
            seconds=SECONDS,
            features=", ".join(FEATURES[at].name for at in HEARD[chosen.heard]),
        )
        + f" {FAIR}"
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        style = st.selectbox(
            "Listen to", list(STYLES), list(STYLES).index(FIRST), width=180, **bind("style")
        )
        piece = st.number_input("Piece", 1, PIECES, 1, width=120, **bind("piece"))
        part = st.segmented_control("Part", PARTS, default=PARTS[1], required=True, **bind("side"))
    sound = play(style, piece - 1, part, chosen.seed)
    left, right = st.columns([2, 3], gap="medium", vertical_alignment="center")
    measured = measure_sound(sound, RATE)
    with left:
        st.audio(write_wave(sound), format="audio/wav")
    with right, st.expander("Its spectra, and its numbers"):
        _show_spectra(sound, measured)


def _show_spectra(sound: FloatArray, values: FloatArray) -> None:
    from gmm.ui.uses.languages.charts import draw_spectrum

    power = take_spectra(sound)
    levels = 10 * np.log10(power + 1e-10)
    times = (np.arange(len(power)) * HOP + WINDOW / 2) / RATE
    frequencies = np.fft.rfftfreq(WINDOW, 1 / RATE).astype(np.float64)
    centroid = 100 * 2 ** float(values[0])
    alt = (
        f"Short-time spectra over {SECONDS:.0f} seconds, up to {RATE / 2:,.0f} Hz; the centroid is "
        f"at {centroid:,.0f} Hz."
    )
    figure = draw_spectrum(times, frequencies, np.maximum(levels, levels.max() - 70).T, centroid)
    show_chart(figure, alt, key="spectra")
    st.caption(plain("The dashed line is the centroid."))
    row = {
        f"{feature.name} ({feature.unit})": write_fixed(float(value), 2)
        for feature, value in zip(FEATURES, values, strict=True)
    }
    show_records([row], "The features of this clip", "Features of this clip.", 0)


def _listen(chosen: Chosen) -> Clips | None:
    parts = [
        Part(
            (PAGE, "clips", style, first, chosen.seed),
            listen,
            (style, first, first + BATCH, chosen.seed),
            seconds=0.3,
            units=2 * BATCH,
        )
        for style in STYLES
        for first in range(0, PIECES, BATCH)
    ]
    done = work("clips", parts, "Playing and measuring", "clips", shared=True)
    if not done.complete:
        return None
    each = PIECES // BATCH
    return gather(
        [np.concatenate(done.results[at * each : (at + 1) * each]) for at in range(len(STYLES))]
    )


def _judge(chosen: Chosen, clips: Clips) -> tuple[Verdict, Taught] | None:
    heard = list(HEARD[chosen.heard])
    features, groups = clips.features[:, heard], clips.pieces % FOLDS
    fitting = chosen.k, len(heard)
    parts = [
        Part(
            (PAGE, "music", chosen, held),
            judge_fold,
            (features, clips.labels, groups, held, *fitting),
        )
        for held in range(FOLDS)
    ]
    parts.append(Part((PAGE, "music", chosen), teach, (features, clips.labels, *fitting)))
    done = work("music", parts, "Fitting a mixture to each style", "rounds", shared=True)
    if not done.complete:
        return None
    return sum_up(clips.labels, done.results[:-1]), done.results[-1]


def _tell_humps(chosen: Chosen, clips: Clips, taught: Taught) -> None:
    """Say how far the components of a style are its quiet and its loud part."""
    if chosen.k == 1:
        return
    seen = project(clips.features[:, list(HEARD[chosen.heard])], taught.directions)
    found = []
    for label, mixture in enumerate(taught.mixture.classes):
        own = clips.labels == label
        groups = responsibilities(seen[own], mixture).argmax(axis=1)
        found.append(adjusted_rand(groups, clips.loud[own]))
    listed = ", ".join(
        f"{write_fixed(index, 2)} ({name})" for index, name in zip(found, STYLES, strict=True)
    )
    st.markdown(
        plain(
            "No component is told which clip is quiet and which is loud. How far the components of "
            f"a style are these two, as an adjusted Rand index (1: exactly, 0: as by chance): "
            f"{listed}."
        )
    )


def _show_fit(chosen: Chosen, clips: Clips, taught: Taught, link: Link) -> None:
    styles = tuple(STYLES)
    shown = st.selectbox(
        "On the stage",
        (*styles, ALL),
        styles.index(FIRST),
        width=260,
        help="One style's mixture, as it is used above; or one mixture of all clips, which is not "
        "told the styles.",
        **bind("onstage"),
    )
    heard = HEARD[chosen.heard]
    features = clips.features[:, list(heard)]
    seen = project(features, taught.directions)
    names = [FEATURES[at].name for at in heard]
    spreads = features.std(axis=0)
    together = shown == ALL
    own = np.ones(len(seen), bool)
    k, seed = 2 * len(styles), 0
    labels, kinds = clips.labels, styles
    if not together:
        label = styles.index(shown)
        own = clips.labels == label
        k, seed = len(taught.mixture.classes[label].weights), taught.mixture.seeds[label]
        labels, kinds = clips.loud[own].astype(np.int64), PARTS
    points, view = seen[own], taught.directions
    if not together:
        points, view = turn(points, view)
    axes = [describe_direction(view, spreads, names, at) for at in (0, 1)]
    dataset = Dataset(
        points,
        tuple(f"dimension {at + 1}" for at in range(len(heard))),
        ("",) * len(heard),
        f"Clips of {'five styles' if together else f'the style “{shown}”'}",
        "clips",
        labels,
        None,
        "",
        kinds,
    )
    run = make_run(dataset, k, seed=seed, ridge=RIDGE, scale="off")
    st.markdown(
        plain(
            f"Drawn are two of {len(heard)} dimensions, those along which "
            f"{'the styles' if together else f'clips of the style “{shown}”'} differ most. To the "
            f"right: {axes[0]}. Upwards: {axes[1]}. A unit is the spread within a style."
        )
    )
    stage_case(PAGE, run, link)
    st.caption(plain(f"A ridge of {RIDGE} keeps components on few clips from collapsing."))


def _show_failing(chosen: Chosen, verdict: Verdict, taught: Taught) -> None:
    st.markdown(LIMITS)
    noise = st.segmented_control(
        "Noise over new clips",
        list(NOISES),
        default="none",
        required=True,
        help="White noise, beside the loudest sound that fits into a file.",
        **bind("noise"),
    )
    parts = [
        Part(
            (PAGE, "noisy", style, chosen.seed, noise),
            listen,
            (style, NEW.start, NEW.stop, chosen.seed, NOISES[noise]),
            seconds=0.3,
            units=2 * len(NEW),
        )
        for style in STYLES
    ]
    done = work("noisy", parts, "Playing new clips", "clips", shared=True)
    if not done.complete:
        return
    clips = gather(done.results)
    features = clips.features[:, list(HEARD[chosen.heard])]
    seen = project(features, taught.directions)
    reaches = [
        measure_accuracy(confuse(clips.labels, classify(seen, model), len(STYLES)))
        for model in (taught.mixture, taught.gaussian)
    ]
    floor = find_floor(verdict, 0.05)
    strangers = meet(features, taught)
    below = float((strangers.density < floor).mean())
    st.markdown(
        plain(
            f"{len(clips.labels)} clips of new pieces, noise: {noise}. Right are "
            f"{write_score(reaches[0])} by mixtures and {write_score(reaches[1])} by Gaussians; "
            f"for {write_percent(strangers.sure)} of the clips a posterior is above 0.9. "
            f"{write_percent(below)} lie below the density under which 5\u00a0% of the "
            "held-out clips "
            "without noise lie: “none of these”."
        )
    )
