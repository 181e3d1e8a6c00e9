"""Who is speaking: speakers known again by a background model that is adapted to each of them."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import streamlit as st

from gmm.cases.cepstra import COEFFICIENTS, STEP, WINDOW, name_bands, take_bands
from gmm.cases.sound import LIMITS, write_wav
from gmm.cases.voices import RATE
from gmm.data.datasets import Dataset
from gmm.limits import MAX_SEED
from gmm.mixture import Mixture
from gmm.tape import Frame, Tape
from gmm.ui.address import bind
from gmm.ui.lab.lines import head, say
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, Work, work
from gmm.ui.link import Link
from gmm.ui.link import Settings as RunSettings
from gmm.ui.numbers import write_fixed
from gmm.ui.plain import plain
from gmm.ui.run import prepare_run
from gmm.ui.uses.opening import close_case, open_case
from gmm.ui.uses.own_file import OwnFile, take_files
from gmm.ui.uses.speakers.recordings import (
    FEWEST_FILES,
    MOST_FILES,
    find_lengths,
    read_recordings,
    shorten,
)
from gmm.ui.uses.speakers.records import (
    ITERATIONS,
    METHODS,
    Settings,
    Verdict,
    adapt_to,
    draw_curve,
    fit_background,
    judge,
    list_moves,
    place_ticks,
)
from gmm.ui.uses.speakers.sentences import (
    is_clear,
    tell_answer,
    tell_lengths,
    tell_moves,
    tell_odds,
    tell_place,
    tell_trials,
    write_counts,
    write_error,
    write_interval,
    write_seconds,
)
from gmm.ui.uses.speakers.speech import (
    LENGTHS,
    NOISE,
    OTHER_SECONDS,
    OTHERS,
    PEOPLE,
    PLACES,
    SAME,
    TEST_SECONDS,
    TESTS,
    Speech,
    list_speakers,
    name_people,
    record_enrolment,
    record_others,
    record_tests,
    say_enrolment,
    say_test,
)
from gmm.ui.uses.staging import stage_case
from gmm.ui.uses.worth import Score, show_worth

PAGE = "speakers"
SIMULATED, OWN_FILES = "simulated people", "your own WAV files"
MEANS, ALL = "means", "weights, means and variances"
PARTS = {MEANS: "means", ALL: "all"}
SIZES = ("1", "2", "4", "8", "12")
RELEVANCES = ("1", "4", "8", "16", "32", "64")
SAID_IN_A_PART = 80  # seconds of speech that one part makes: a fraction of a second of work
HOW = (
    "r in the formula: so many frames take a component half of the way. The paper finds values "
    "from 8 to 20 to do about equally well."
)
FILES_HELP = (
    f"{FEWEST_FILES} to {MOST_FILES} files, one a person, each with at least "
    f"{2 * TEST_SECONDS} seconds of speech. {LIMITS}"
)
WAITING = (
    f"Choose {FEWEST_FILES} to {MOST_FILES} WAV files, one for each person. The first half of each "
    "is what the person is known by; the second half is cut into tests. All first halves together "
    f"are the background. {LIMITS}"
)


class Chosen(NamedTuple):
    """Whose speech it is, and how models are made of it."""

    own: Speech | None
    seed: int
    seconds: int
    settings: Settings
    key: Hashable

    @property
    def shared(self) -> bool:
        """Whether the settings alone name the data."""
        return self.own is None


class Models(NamedTuple):
    """What has been fitted and judged."""

    speech: Speech
    tape: Tape[Frame]
    verdicts: list[Verdict]

    @property
    def background(self) -> Mixture:
        """The background model."""
        return self.tape.frames[-1].mixture


def show() -> None:
    """Put the page on the screen."""
    link = open_case(PAGE)
    answer = st.container(gap="small")
    chosen = _choose()
    models = None if chosen is None else _compute(chosen)
    if chosen is None or models is None:
        close_case(PAGE, _tell_limits)
        return
    with answer:
        _show_answer(chosen, models)
    _show_data(chosen, models)
    _show_fit(chosen, models, link)
    _show_worth(chosen, models)
    close_case(PAGE, lambda: _show_failing(chosen, models))


# ------------------------------------------------------------------------------ choices


def _choose() -> Chosen | None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        of = st.segmented_control(
            "Speech of", (SIMULATED, OWN_FILES), default=SIMULATED, required=True, **bind("speech")
        )
        seconds = st.segmented_control(
            "Seconds to know each person by",
            [str(each) for each in LENGTHS],
            default="2",
            required=True,
            **bind("seconds"),
        )
        with st.popover("More"):
            k = st.segmented_control(
                "Components of a mixture", SIZES, default="12", required=True, **bind("components")
            )
            relevance = st.select_slider(
                "Relevance", RELEVANCES, "16", help=HOW, **bind("relevance")
            )
            parts = st.segmented_control(
                "What is adapted", list(PARTS), default=MEANS, required=True, **bind("adapted")
            )
            seed = 0
            if of == SIMULATED:
                seed = st.number_input(
                    "Seed",
                    0,
                    MAX_SEED,
                    0,
                    help="Another seed is other people, who say other things.",
                    **bind("people_seed"),
                )
    settings = Settings(int(k or 12), float(relevance), PARTS[parts or MEANS])
    if of == SIMULATED:
        return Chosen(None, int(seed), int(seconds or 2), settings, ("seed", int(seed)))
    taken = take_files(
        PAGE, "Recordings, one WAV file for each person", ("wav",), _read, FILES_HELP
    )
    if taken is None:
        st.info(WAITING)
        return None
    name, speech = taken
    return Chosen(speech, 0, int(seconds or 2), settings, ("own", name))


def _read(files: list[OwnFile]) -> tuple[int, Speech]:
    """The speech of files, and a name for it."""
    speech = read_recordings(files)
    return hash(tuple(file.content for file in files)), speech


# ------------------------------------------------------------------------------ work


def _compute(chosen: Chosen) -> Models | None:
    try:
        speech = _collect(chosen, chosen.seconds)
        tape = None if speech is None else _fit(chosen, speech)
        if speech is None or tape is None:
            return None
        verdicts = _judge(chosen, speech, tape, chosen.seconds, SAME)
    except ValueError as error:
        st.error(plain(str(error)))
        return None
    return None if verdicts is None else Models(speech, tape, verdicts)


def _collect(chosen: Chosen, seconds: int) -> Speech | None:
    """The speech with so many seconds of enrolment, none where the work was stopped."""
    if chosen.own is not None:
        return shorten(chosen.own, seconds)
    seed, most = chosen.seed, max(1, SAID_IN_A_PART // seconds)
    parts = [
        Part((PAGE, "others", seed), record_others, (seed,), 0.15, 1),
        Part((PAGE, "tests", seed, SAME), record_tests, (seed, SAME), 0.2, 1),
    ]
    for first in range(0, PEOPLE, most):
        some = seed, seconds, first, min(PEOPLE, first + most)
        parts.append(Part((PAGE, "enrolment", *some), record_enrolment, some, 0.2, 1))
    done = _work(f"{PAGE}-speech-{seconds}", chosen, parts, "Recording simulated people")
    if not done.complete:
        return None
    others, tests, *enrolled = done.results
    everyone = tuple(each for some in enrolled for each in some)
    return Speech(name_people(), everyone, tests, list_speakers(), others)


def _fit(chosen: Chosen, speech: Speech) -> Tape[Frame] | None:
    k = chosen.settings.k
    part = Part((PAGE, "fit", chosen.key, k), fit_background, (speech.background, k), 0.4)
    done = _work(f"{PAGE}-fit", chosen, [part], "Fitting the background model")
    return done.results[0] if done.complete else None


def _judge(
    chosen: Chosen, speech: Speech, tape: Tape[Frame], seconds: int, place: str
) -> list[Verdict] | None:
    background = tape.frames[-1].mixture
    arguments = speech, background, chosen.settings
    parts = [
        Part((PAGE, "judge", chosen.key, seconds, place, chosen.settings, method), judge,
             (method, *arguments), 0.4)
        for method in METHODS
    ]  # fmt: skip
    done = _work(f"{PAGE}-judge-{seconds}-{place}", chosen, parts, "Trying all tests")
    return done.results if done.complete else None


def _work(name: str, chosen: Chosen, parts: Sequence[Part], what: str) -> Work:
    return work(name, parts, what, "parts", shared=chosen.shared)


# ------------------------------------------------------------------------------ the answer


def _show_answer(chosen: Chosen, models: Models) -> None:
    verdicts = models.verdicts
    simulated = "" if chosen.own else " The people are simulated by us: nobody has spoken."
    seconds = write_seconds(chosen.seconds)
    if chosen.seconds not in _list_lengths(chosen):
        seconds = f"up to {seconds}"
    say(plain(tell_answer(verdicts, seconds)))
    show_worth(
        [
            Score(
                verdict.method[0].upper() + verdict.method[1:],
                verdict.detection.equal_error,
                write_error(verdict),
                write_interval(verdict),
            )
            for verdict in verdicts
        ],
        better="lower",
        clear=is_clear(verdicts),
    )
    st.caption(plain(tell_trials(verdicts[0], len(models.speech.names), TEST_SECONDS) + simulated))


def _show_worth(chosen: Chosen, models: Models) -> None:
    from gmm.ui.uses.speakers.charts import draw_detection, draw_lengths

    head("What it is worth")
    left, right = st.columns([1, 1], gap="medium")
    with left:
        curves = [draw_curve(verdict) for verdict in models.verdicts]
        errors = ", ".join(f"{each.method} {write_error(each)}" for each in models.verdicts)
        show_chart(
            draw_detection(curves, place_ticks()),
            f"Detection-error curves of three ways. Equal error rates: {errors}.",
            key="speakers-detection",
        )
        st.caption(
            "Each threshold is a place on the curve: a strict one refuses the right person more "
            "often, a mild one lets others in. Lower and further left is better. The axes are "
            "stretched (normal deviates), so that a curve is nearly straight."
        )
    with right:
        show_records(
            [
                {
                    "way": verdict.method,
                    "equal error": write_error(verdict),
                    "at that threshold": write_counts(verdict),
                }
                for verdict in models.verdicts
            ],
            "Errors of three ways",
            "Adapted mixture: the background model, moved towards the person’s speech. Mixture of "
            "its own: EM on the person’s speech alone, with as many components. One Gaussian: mean "
            "and full covariance of the person’s speech, against one Gaussian of the background.",
        )
        st.markdown(plain(tell_odds(models.verdicts)))
        if st.toggle("Work out other lengths of speech", False, **bind("lengths")):
            found = _find_lengths(chosen, models)
            if found is not None:
                show_chart(
                    draw_lengths(found),
                    f"Equal error rates by seconds of speech. {tell_lengths(found)}",
                    key="speakers-lengths",
                )
                st.markdown(plain(tell_lengths(found)))


def _list_lengths(chosen: Chosen) -> list[int]:
    """Seconds of enrolment that everybody has."""
    return list(LENGTHS) if chosen.own is None else find_lengths(chosen.own)


def _find_lengths(chosen: Chosen, models: Models) -> list[tuple[int, list[Verdict]]] | None:
    found = []
    for seconds in _list_lengths(chosen):
        verdicts: list[Verdict] | None = models.verdicts
        if seconds != chosen.seconds:
            speech = _collect(chosen, seconds)
            if speech is None:
                return None
            verdicts = _judge(chosen, speech, models.tape, seconds, SAME)
        if verdicts is None:
            return None
        found.append((seconds, verdicts))
    return found


# ------------------------------------------------------------------------------ data and fit


def _show_data(chosen: Chosen, models: Models) -> None:
    from gmm.ui.uses.speakers.charts import draw_bands

    head("The data")
    speech = models.speech
    step, window = 1_000 * STEP / RATE, 1_000 * WINDOW / RATE
    features = (
        f"Every {step:g} ms a window of {window:g} ms becomes {COEFFICIENTS} numbers, its mel "
        f"cepstrum: how the energies in 24 bands go up and down along frequency. Windows without "
        f"speech are left out."
    )
    if chosen.own is not None:
        seconds = ", ".join(
            f"{name}: {len(frames) * STEP / RATE:.1f} s"
            for name, frames in zip(speech.names, speech.enrolled, strict=True)
        )
        told = (
            f"Your recordings. Speech that each person is known by: {seconds}. Both halves of a "
            f"recording are of one room and one day, so that tests of another day would err more. "
            f"{features}"
        )
        st.markdown(plain(told))
        return
    st.markdown(
        f"**Simulated by us, from a source and a filter:** pulses at a voice’s pitch pass through "
        f"resonances, the formants of ten English vowels (means of 33 men, Peterson and Barney "
        f"1952). {PEOPLE} people are to be known again, and {OTHERS} others make the background "
        f"({OTHER_SECONDS} s each). They differ in pitch, in the length of their vocal tract and "
        f"in each vowel; each recording is of another day. {features}"
    )
    who = st.number_input("Listen to person", 1, PEOPLE, 1, width=180, **bind("speaker")) - 1
    sound = say_enrolment(chosen.seed, who, chosen.seconds)
    left, right = st.columns([2, 3], gap="medium", vertical_alignment="center")
    with left:
        st.caption(f"{speech.names[who]}, enrolment")
        st.audio(write_wav(sound, RATE), format="audio/wav")
        st.caption(f"{speech.names[who]}, first of {TESTS} tests")
        st.audio(write_wav(say_test(chosen.seed, who, 0, SAME), RATE), format="audio/wav")
    with right:
        show_chart(
            draw_bands(take_bands(sound), name_bands(), STEP / RATE),
            f"Energies in 24 bands over {write_seconds(chosen.seconds)}: stripes are formants.",
            key="speakers-bands",
        )


def _show_fit(chosen: Chosen, models: Models, link: Link) -> None:
    from gmm.ui.uses.speakers.charts import draw_moves

    head("The fit")
    settings, speech = chosen.settings, models.speech
    st.markdown(
        f"First EM fits the background model to {len(speech.background):,} frames, with diagonal "
        f"covariances and at most {ITERATIONS} iterations. The stage shows the first two of "
        f"{COEFFICIENTS} coordinates: **c1**, more energy at low than at high frequencies, and "
        f"**c2**, more at both ends than in the middle. Numbers on its cards are of all of them."
    )
    columns = tuple(f"c{at + 1}" for at in range(COEFFICIENTS))
    dataset = Dataset(
        speech.background,
        columns,
        ("",) * COEFFICIENTS,
        "Speech of everybody" if chosen.own else f"Speech of {OTHERS} other people",
        "frames",
        None,
        None,
        "",
        source="" if chosen.own else "Simulated by us.",
    )
    run = prepare_run(
        RunSettings(
            *("", len(speech.background), 0, (), settings.k, "k-means++", 0, "diag"),
            scale="off",
            twin=False,
        ),
        dataset,
    )
    stage_case(PAGE, run._replace(points=models.tape.points, tapes=(models.tape,)), link)
    st.markdown(
        f"Then each component moves towards the frames that it is responsible for, in one step: "
        f"by the share n / (n + r) of the way, for n frames and the relevance "
        f"r = {settings.relevance:g}."
    )
    count = len(speech.names)
    if chosen.own is None:
        who = int(st.session_state["speaker"]) - 1
    else:
        who = st.number_input("Person", 1, count, 1, width=180, key="own-speaker") - 1
    name = speech.names[who]
    adapted = adapt_to(speech.enrolled[who], models.background, settings)
    moves = list_moves(adapted, models.background)
    told = tell_moves(name, moves, settings.parts)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_chart(
            draw_moves(speech.enrolled[who], moves, name),
            f"Means of the background model and of {name} in c1 and c2. {told}",
            key="speakers-moves",
        )
    with right:
        st.markdown(plain(told))
        with st.expander("All components"):
            show_records(
                [
                    {
                        "component": str(at + 1),
                        "frames n": write_fixed(move.frames, 1),
                        "n / (n + r)": write_fixed(move.share, 2),
                        "moved (SD)": write_fixed(move.distance, 2),
                    }
                    for at, move in enumerate(moves)
                ],
                f"How each component has moved towards {name}",
                "Numbers at the means in the chart are frames. SD: standard deviations of the "
                "component, over all coordinates.",
                words=0,
            )


# ------------------------------------------------------------------------------ where it fails


def _show_failing(chosen: Chosen, models: Models) -> None:
    if chosen.own is None:
        place = st.segmented_control(
            "At the test, speech sounds", PLACES, default=SAME, required=True, **bind("place")
        )
        if place and place != SAME:
            _show_place(chosen, models, place)
        else:
            st.markdown("Choose another sound for the tests, and see which numbers still hold.")
    _tell_limits()


def _show_place(chosen: Chosen, models: Models, place: str) -> None:
    part = Part((PAGE, "tests", chosen.seed, place), record_tests, (chosen.seed, place), 0.25)
    done = _work(f"{PAGE}-place", chosen, [part], "Recording the tests again")
    if not done.complete:
        return
    speech = models.speech._replace(tests=done.results[0])
    there = _judge(chosen, speech, models.tape, chosen.seconds, place)
    if there is None:
        return
    st.markdown(f"**{plain(tell_place(models.verdicts, there, place))}**")
    show_records(
        [
            {"way": here.method, SAME: write_error(here), place: write_error(then)}
            for here, then in zip(models.verdicts, there, strict=True)
        ],
        "Equal error rates in two places",
        f"Noise: {NOISE:g} dB weaker than the speech. Line: it weakens low and high frequencies. "
        f"The models do not know of either.",
    )
    who = int(st.session_state["speaker"]) - 1
    st.caption(f"{models.speech.names[who]}, first test, {place}")
    st.audio(write_wav(say_test(chosen.seed, who, 0, place), RATE), format="audio/wav")


def _tell_limits() -> None:
    st.markdown(
        "- **Another microphone, line or room** moves all cepstra, and a score cannot tell it from "
        "another person. Systems in use subtract each recording’s mean or learn how lines differ.\n"
        "- **Very little speech**: with 1 second most components have few frames, and a short "
        "test depends on which vowels are in it. Choose 1 second above.\n"
        "- **Plenty of clean speech**: a mixture of its own needs no background to lean on, and "
        "may then err less than adapted means. Choose 20 seconds.\n"
        "- The people that we simulate are simpler than real ones, and are never ill, tired or "
        "imitated. A recording of the right person that is played again is accepted.\n"
        "- Here a decision is about a score. Whether it may be about a person (a door, a bank, a "
        "court) is another question, and error rates of one place do not hold in another."
    )
