"""The page on a video's background: three methods watch a film, and one pixel of it tells how."""

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from gmm.cases.clip import SCENES, Clip, make_clip
from gmm.cases.moving_pictures import KINDS, LIMITS, Film, read_film
from gmm.data.datasets import Dataset
from gmm.limits import MAX_SEED
from gmm.online import Adaptation, BoolArray
from gmm.tape import Frame
from gmm.ui.address import bind
from gmm.ui.lab.lines import head, say
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.link import Link
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.plain import plain
from gmm.ui.uses.background.failures import FAILURES
from gmm.ui.uses.background.film import show_film
from gmm.ui.uses.background.pictures import Picture, draw_frames, draw_masks
from gmm.ui.uses.background.records import (
    METHODS,
    MIXTURE,
    MOST_K,
    Story,
    Watched,
    choose_pixel,
    follow_pixel,
    list_components,
    list_fitted,
    score_mixture,
    score_scene,
    watch_frames,
    watch_scene,
)
from gmm.ui.uses.background.sentences import (
    ONE,
    SOURCE,
    tell_answer,
    tell_frame,
    tell_more_films,
    tell_own,
    tell_pixel,
    tell_setting,
    tell_shadow,
    tell_standing,
    tell_sun,
    tell_unknown,
)
from gmm.ui.uses.opening import close_case, open_case
from gmm.ui.uses.own_file import OwnFile, take_files
from gmm.ui.uses.staging import make_run, stage_case
from gmm.ui.uses.worth import Score, show_worth

PAGE = "background"
OWN = "Your own film"
FRAME, ACROSS, DOWN = "film_frame", "pixel_x", "pixel_y"
FIRST_FRAME = 131  # from 1: the walker is in front of the hedge
CHART = "film-ground"
RIDGE = 1.0  # squared grey levels: a camera rounds to whole ones
MORE_SEEDS = 8
OWN_FIRST = (
    "Choose a film of your own below: an animated GIF, or several pictures of a camera that "
    "stands still."
)
HELP_K = "How many Gaussians each pixel has. The paper takes 3 to 5."
HELP_ALPHA = (
    "How fast the mixture learns: what is older than about 1 / α frames is nearly forgotten."
)
HELP_T = (
    "Which part of the time the background explains. Larger: more of what comes and goes counts as "
    "background, and who stands still is lost sooner."
)


class Chosen(NamedTuple):
    """The film and the settings that are chosen."""

    clip: Clip
    adaptation: Adaptation
    scene: str
    seed: int
    key: Hashable  # names the film
    remarks: Sequence[str]


def show() -> None:
    """Put the page on the screen."""
    link = open_case(PAGE)
    answer = st.container(gap="small")
    head("The data")
    chosen = _choose()
    if chosen is None:
        answer.info(OWN_FIRST)
    else:
        watched = _watch(chosen)
        if watched is not None:
            _show_all(chosen, watched, link, answer)
    close_case(PAGE, lambda: _show_failures(chosen))


def _show_all(chosen: Chosen, watched: Watched, link: Link, answer: Any) -> None:
    masks = watched.unpack()
    with answer:
        _tell(chosen, watched, masks)
    at = _show_film(chosen, watched, masks)
    head("The fit")
    _show_pixel(chosen, at, link)
    head("What it is worth")
    _show_worth_in_detail(chosen, watched, masks)


# ------------------------------------------------------------------------------ choices


def _choose() -> Chosen | None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        scene = st.selectbox("Film", (*SCENES, OWN), width=290, **bind("film"))
        seed = 0
        if scene != OWN:
            seed = st.number_input(
                "Seed of the film", 0, MAX_SEED, 0, width=130, **bind("film_seed")
            )
        k = st.slider("K", 1, MOST_K, 3, width=120, help=HELP_K, **bind("film_k"))
        alpha = st.slider(
            "α",
            0.005,
            0.05,
            0.01,
            0.005,
            format="%.3f",
            width=150,
            help=HELP_ALPHA,
            **bind("film_alpha"),
        )
        share = st.slider("T", 0.5, 0.95, 0.9, 0.05, width=150, help=HELP_T, **bind("film_share"))
    adaptation = Adaptation(k=k, alpha=alpha, share=share)
    if scene != OWN:
        st.markdown(SOURCE)
        if k == 1:
            st.caption(ONE)
        return Chosen(make_clip(scene, seed), adaptation, scene, seed, (scene, seed), ())
    film = take_files(PAGE, OWN, KINDS, _read, help=LIMITS)
    if film is None:
        st.caption(LIMITS)
        return None
    st.markdown(tell_own(film.frames.shape))
    for remark in film.remarks:
        st.caption(plain(remark))
    if k == 1:
        st.caption(ONE)
    return Chosen(Clip(film.frames, None, None, 0), adaptation, OWN, 0, film.mark, film.remarks)


def _read(files: list[OwnFile]) -> Film:
    return read_film([(file.name, file.content) for file in files])


def _watch(chosen: Chosen) -> Watched | None:
    key = (PAGE, chosen.key, chosen.adaptation)
    if chosen.scene == OWN:
        part = Part(key, watch_frames, (chosen.clip.frames, chosen.adaptation))
    else:
        part = Part(key, watch_scene, (chosen.scene, chosen.seed, chosen.adaptation))
    done = work(PAGE, [part], "Watching the film", "films", shared=chosen.scene != OWN)
    watched: Watched | None = done.results[0]
    return watched


# ------------------------------------------------------------------------------ the answer


def _tell(chosen: Chosen, watched: Watched, masks: BoolArray) -> None:
    if watched.found:
        say(tell_answer(watched.found))
        scores = [
            Score(
                f"{method}, F1",
                found.f1,
                write_fixed(found.f1, 2),
                f"precision {write_fixed(found.precision, 2)}, "
                f"recall {write_fixed(found.recall, 2)}",
            )
            for method, found in zip(METHODS, watched.found, strict=True)
        ]
    else:
        shares = masks.mean(axis=(1, 2, 3)).tolist()
        say(tell_unknown(shares))
        scores = [
            Score(method, float("nan"), write_percent(share), "of all pixels are foreground")
            for method, share in zip(METHODS, shares, strict=True)
        ]
    show_worth(scores, better="higher")


# ------------------------------------------------------------------------------ the film


def _keep_within(name: str, most: int, otherwise: int) -> None:
    """Have a number of the address or of a film before be one that this film has."""
    if name in st.session_state and not 1 <= st.session_state[name] <= most:
        st.session_state[name] = otherwise


def _show_film(chosen: Chosen, watched: Watched, masks: BoolArray) -> int:
    """Put the film on the page, and give the frame that is looked at, from 0."""
    frames, truth = chosen.clip.frames, chosen.clip.truth
    count = len(frames)
    first = min(FIRST_FRAME, count)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        _keep_within(FRAME, count, first)
        frame = st.slider("Frame", 1, count, first, width=520, **bind(FRAME))
        playing = st.toggle("Play all frames", key="play-film")
    at = int(frame) - 1
    part: Any = slice(None) if playing else at
    when = "all frames in turn" if playing else f"frame {frame}"
    pictures = [Picture("The film", draw_frames(frames[part]), f"The film: {when}.")]
    if truth is not None:
        pictures.append(
            Picture("The truth", draw_masks(truth[part], None), f"Where the walker is: {when}.")
        )
    for method, mask in zip(METHODS, masks, strict=True):
        told = tell_frame(mask[at], None if truth is None else truth[at])
        pictures.append(
            Picture(
                method,
                draw_masks(mask[part], None if truth is None else truth[part]),
                f"{method}, its foreground: {when}.{'' if playing else f' {told}'}",
                "" if playing else told,
            )
        )
    show_film(pictures, watched.shape, playing, truth is not None)
    return at


# ------------------------------------------------------------------------------ one pixel


def _show_pixel(chosen: Chosen, at: int, link: Link) -> None:
    from gmm.ui.uses.background.charts import draw_ground, draw_story

    clip = chosen.clip
    _, high, wide = clip.frames.shape
    first_row, first_column = choose_pixel(clip)
    _renew(chosen.key, {ACROSS: first_column + 1, DOWN: first_row + 1})
    _keep_within(ACROSS, wide, first_column + 1)
    _keep_within(DOWN, high, first_row + 1)
    st.markdown(
        "Every pixel has a mixture of its own, which each frame moves a little. **→ Click a "
        "pixel** to see its mixture over time."
    )
    left, right = st.columns([2, 3], gap="medium")
    with left:
        picture = st.container()
        with st.container(horizontal=True, gap="medium"):
            across = st.number_input(
                "x, from the left", 1, wide, first_column + 1, width=150, **bind(ACROSS)
            )
            down = st.number_input(
                "y, from the top", 1, high, first_row + 1, width=150, **bind(DOWN)
            )
        row, column = down - 1, across - 1
        with picture:
            show_chart(
                draw_ground(clip.frames[at], row, column),
                f"Frame {at + 1}, the pixel at x {across}, y {down} marked. Click another pixel, "
                f"or type its numbers.",
                key=CHART,
                on_select=_take_click,
                selection_mode="points",
            )
    story = follow_pixel(clip.frames[:, row, column], chosen.adaptation)
    told = tell_pixel(story, at)
    with right:
        truth = None if clip.truth is None else clip.truth[:, row, column]
        show_chart(draw_story(story, truth, at), told, key="pixel-story")
    st.caption(
        f"{plain(told)} A band is mean ± 2.5 σ: a value inside it matches. Below it the weights, "
        "which sum to 1. The dotted line is the frame above."
    )
    _stage_pixel(chosen, story, row, column, link)


def _stage_pixel(chosen: Chosen, story: Story, row: int, column: int, link: Link) -> None:
    """Put the pixel's values on the stage, all at once."""
    k = chosen.adaptation.k
    st.markdown(
        f"On the stage are the same {len(story.values)} values at once, for EM as the course has "
        f"it. Matching is its E-step with all of a value given to one component; the update is its "
        f"M-step, with older frames counting less."
    )
    distinct = len(np.unique(story.values))
    if distinct < max(k, 2):
        st.info(
            f"This pixel has {'one value' if distinct == 1 else f'only {distinct} values'} in the "
            f"whole film, so there is nothing to fit with K = {k}. Choose another pixel."
        )
        return
    truth = None if chosen.clip.truth is None else chosen.clip.truth[:, row, column].astype(np.intp)
    own = chosen.scene == OWN
    dataset = Dataset(
        points=story.values[:, np.newaxis],
        columns=("grey level",),
        units=("",),
        title=f"The pixel at x {column + 1}, y {row + 1}",
        rows="frames",
        labels=truth,
        truth=None,
        note="Which humps come back again and again, and which one is the walker?",
        label_names=() if truth is None else ("background", "walker"),
        source="" if own else "Simulated by us.",
    )
    run = make_run(dataset, k, ridge=RIDGE, scale="off")
    last = run.tapes[0].frames[-1]
    assert isinstance(last, Frame)
    stage_case(PAGE, run, link)
    show_records(
        [
            {
                "method": way,
                "mean": write_fixed(mean, 1),
                "SD": write_fixed(spread, 1),
                "weight": write_fixed(weight, 3),
            }
            for way, components in (
                ("on-line, after the last frame", list_components(story)),
                ("EM, at its end", list_fitted(last.mixture)),
            )
            for mean, spread, weight in components
        ],
        "The pixel's components by both ways",
        "Grey levels. EM weighs all frames alike; on-line the last ones count most, and a "
        "component that one value has made stays as wide as it began until others come.",
    )
    st.caption(
        "With a ridge of 1 squared grey level, since a camera rounds: without it a component that "
        "holds one value alone would shrink to nothing."
    )


def _renew(film: Hashable, defaults: dict[str, int]) -> None:
    """Look at the pixel that is chosen for a film when another film comes."""
    if st.session_state.get("pixel-belongs-to", film) != film:
        st.session_state.update(defaults)
    st.session_state["pixel-belongs-to"] = film


def _take_click() -> None:
    state: Any = st.session_state[CHART]
    clicked = state["selection"]["points"]
    if clicked:
        for name, axis in ((ACROSS, "x"), (DOWN, "y")):
            st.session_state[name] = int(clicked[-1][axis])


# ------------------------------------------------------------------------------ what it is worth


def _show_worth_in_detail(chosen: Chosen, watched: Watched, masks: BoolArray) -> None:
    from gmm.ui.uses.background.charts import draw_wrong

    clip = chosen.clip
    if not watched.found:
        rows = [
            {
                "method": method,
                "setting": tell_setting(method, watched, chosen.adaptation),
                "foreground": write_percent(float(mask.mean())),
            }
            for method, mask in zip(METHODS, masks, strict=True)
        ]
        show_records(rows, "How much is foreground", "No truth is known: nothing is scored.", 2)
        return
    counted = len(clip.frames) - clip.learning
    rows = [
        {
            "method": method,
            "setting": tell_setting(method, watched, chosen.adaptation),
            "precision": write_fixed(found.precision, 3),
            "recall": write_fixed(found.recall, 3),
            "F1": write_fixed(found.f1, 3),
            "false alarms a frame": write_fixed(found.false_alarms / counted, 1),
        }
        for method, found in zip(METHODS, watched.found, strict=True)
    ]
    show_records(
        rows,
        "Scores of the three methods",
        f"Over the {counted} frames after the first {clip.learning}. Precision: of the pixels that "
        f"are called foreground, how many are the walker. Recall: of the walker, how much is "
        f"found. F1 = 2 · precision · recall / (precision + recall). The simpler methods have the "
        f"setting that is best for them by the truth; the mixture has yours. Of ordinary values "
        f"1.2\u00a0% lie beyond 2.5 σ by chance alone.",
        2,
    )
    show_chart(
        draw_wrong(watched.wrong, clip.learning),
        "Wrong pixels in each frame, false alarms and misses together, for the three methods.",
        key="wrong-pixels",
    )
    with st.container(horizontal=True, gap="medium"):
        films = st.toggle("Try other films", **bind("more_films"))
        settings = st.toggle("Try other settings", **bind("more_settings"))
    if films:
        _try_films(chosen)
    if settings:
        _try_settings(chosen)


def _try_films(chosen: Chosen) -> None:
    """The same settings on films with other seeds."""
    seeds = range(chosen.seed + 1, chosen.seed + 1 + MORE_SEEDS)
    arguments = [(chosen.scene, seed % (MAX_SEED + 1), chosen.adaptation) for seed in seeds]
    parts = [Part((PAGE, "films", *each), score_scene, each) for each in arguments]
    done = work("background-films", parts, "Watching other films", "films", shared=True)
    there = [result for result in done.results if result is not None]
    if there:
        st.markdown(plain(tell_more_films(there)))


def _try_settings(chosen: Chosen) -> None:
    """Other K, and the paper's own rate, on this film."""
    tries = {f"K = {k}": chosen.adaptation._replace(k=k) for k in range(1, 6)}
    tries |= {
        f"K = {k}, ρ = α · density": chosen.adaptation._replace(k=k, rate="alpha x density")
        for k in (3, 5)
    }
    parts = [
        Part((PAGE, "settings", chosen.key, each), score_mixture, (chosen.scene, chosen.seed, each))
        for each in tries.values()
    ]
    done = work("background-settings", parts, "Trying settings", "settings", shared=True)
    rows = [
        {
            f"{MIXTURE} with": name,
            "precision": write_fixed(found.precision, 3),
            "recall": write_fixed(found.recall, 3),
            "F1": write_fixed(found.f1, 3),
        }
        for name, found in zip(tries, done.results, strict=True)
        if found is not None
    ]
    if rows:
        show_records(
            rows,
            "Scores of other settings",
            "α and T as above. Elsewhere on this page ρ = α / w. The paper has α times the density "
            "of the value: with grey levels that is so small that means and widths hardly move "
            "from where they begin. The film “Evening comes” shows what that costs.",
        )


# ------------------------------------------------------------------------------ where it fails

PARTS = dict(zip(FAILURES, ("of the walker", "of the street", "of the shadow"), strict=True))

TELLING = dict(zip(FAILURES, (tell_standing, tell_sun, tell_shadow), strict=True))


def _show_failures(chosen: Chosen | None) -> None:
    from gmm.ui.uses.background.charts import draw_failure

    which = st.segmented_control(
        "What happens",
        list(FAILURES),
        default=next(iter(FAILURES)),
        required=True,
        **bind("film_fails"),
    )
    adaptation = Adaptation() if chosen is None else chosen.adaptation
    seed = 0 if chosen is None else chosen.seed
    part = Part((PAGE, which, seed, adaptation), FAILURES[which], (seed, adaptation))
    done = work("background-fails", [part], "Watching the film", "films", shared=True)
    failure = done.results[0]
    if failure is None:
        return
    st.markdown(TELLING[which](failure, adaptation))
    show_chart(
        draw_failure(failure, f"Share {PARTS[which]}"),
        f"Share {PARTS[which]} that each method calls foreground, frame by frame.",
        key="failure",
    )
    st.caption(
        f"Another film of ours, “{which}”, with the settings of this page; the simpler methods "
        f"have again what is best for them by the truth. The dotted line is where it begins. "
        f"Choose this film at the top to see it frame by frame."
    )
