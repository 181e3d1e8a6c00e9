"""The page on an image's colours: a picture, its fit on the stage, and the picture in K colours."""

from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import streamlit as st

from gmm.cases.pictures import LIMITS, PAINTINGS, REGIONS, Bytes, Picture, read_picture, write_png
from gmm.kmeans import assign
from gmm.limits import MAX_K, MAX_SEED
from gmm.mixture import Mixture, responsibilities
from gmm.points import FloatArray, IntArray
from gmm.ui.address import bind
from gmm.ui.lab.lines import head, say
from gmm.ui.lab.look import colour_of, show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.link import Link
from gmm.ui.numbers import write_percent
from gmm.ui.plain import plain
from gmm.ui.uses.colours.records import (
    END,
    MOST_FITTED,
    RIDGE,
    STARTS,
    WIDE,
    Agreement,
    Learned,
    Rated,
    Recolouring,
    Sample,
    blend,
    build_run,
    choose_best,
    compare_regions,
    count_colours,
    find_end,
    identify_picture,
    learn_and_rate,
    list_mixtures,
    list_steps,
    mask,
    name_colours,
    pick,
    recolour,
    take_features,
    take_sample,
    to_picture,
    weigh_groups,
)
from gmm.ui.uses.colours.sentences import (
    SEEN,
    tell_answer,
    tell_joined,
    tell_kmeans,
    tell_run,
    tell_sample,
    tell_split,
    write_error,
    write_rand,
)
from gmm.ui.uses.opening import close_case, open_case
from gmm.ui.uses.own_file import take_file
from gmm.ui.uses.staging import stage_case
from gmm.ui.uses.worth import Score, show_worth

PAGE = "colours"
OWN = "Your own picture"
KINDS = ("png", "jpg", "jpeg", "gif", "webp", "bmp")
STEP, MASK = "pictures_at", "mask"
# On a phone the pictures stand two in a row, so that they can be compared.
STYLE = """<style>
@media (max-width: 640px) {
  .st-key-recoloured [data-testid="stColumn"] { min-width: calc(50% - 1rem); }
}
</style>"""
ABOUT = {
    "Landscape": "Simulated by us: painted by a program, with {} regions, shading, noise and soft "
    "edges. The grass of the meadow has the widest spread, and the pond has the sky's colour.",
    "Flat landscape": "Simulated by us: the same {} regions, each in one colour without shading, "
    "with the same noise everywhere. Nothing suits k-means better.",
}
WITH_POSITION = (
    "Adds two coordinates to each pixel: how far across and how far down it is. The longer side "
    f"of the picture is then as wide as {WIDE:g} Delta E."
)
SEED = f"EM runs from {STARTS} starts, this seed and the next ones."
NOISE = "Another seed paints the same picture with other noise."
ONE_COLOUR = (
    "All pixels of this picture have the same colour. One component holds them all, and there is "
    "nothing to tell apart. Choose a picture with two colours or more."
)
NO_PICTURE = f"There is no picture yet. Choose a file: {LIMITS}"


class Chosen(NamedTuple):
    """What the controls say."""

    picture: Picture
    k: int
    position: bool
    seed: int
    painted: bool
    key: Hashable


class Recoloured(NamedTuple):
    """The picture in K colours, three times, at an iteration."""

    soft: Recolouring
    hard: Recolouring
    kmeans: Recolouring


def show() -> None:
    """Put the page on the screen."""
    link = open_case(PAGE)
    answer = st.container()
    head("The data")
    chosen = _choose()
    if chosen is None:
        close_case(PAGE, FAILING)
        return
    features = take_features(chosen.picture, chosen.position)
    sample = take_sample(chosen.picture, features)
    distinct = min(MAX_K, len(np.unique(sample.points, axis=0)))
    if distinct < chosen.k:
        st.caption(f"The pixels of the fit have {distinct} different colours, so K is {distinct}.")
        chosen = chosen._replace(k=distinct)
    fitted = _fit(chosen, sample)
    if fitted is not None:
        _show_fitted(chosen, features, sample, *fitted, answer, link)
    else:
        close_case(PAGE, FAILING)


def _show_fitted(
    chosen: Chosen,
    features: FloatArray,
    sample: Sample,
    learned: Learned,
    rated: Rated,
    answer: st.delta_generator.DeltaGenerator,
    link: Link,
) -> None:
    mixtures = list_mixtures(learned.tape)
    gamma = responsibilities(features, mixtures[-1])
    nearest, _ = assign(features, rated.centroids)
    ends = _recolour(features, mixtures[-1], gamma, rated, nearest)
    found = _compare(chosen, gamma, nearest)
    with answer:
        say(tell_answer(chosen.k, ends.soft.error, ends.kmeans.error, found))
        _show_worth(ends, found)
    head("The fit")
    st.caption(
        "Each point is a pixel's colour in CIELAB, where distances are as large as they look: a* "
        "from green to red goes across, b* from blue to yellow goes up. L*, from black to white, "
        "is the third dimension; it counts in the fit and in the numbers, and is not drawn"
        + (", nor is the place in the picture. " if chosen.position else ". ")
        + "The colours on the stage are those of the components, not of the picture."
    )
    stage_case(PAGE, build_run(chosen.picture, sample, learned), link)
    st.caption(
        f"{tell_sample(sample, len(features))} "
        f"{tell_run(learned.tape.stopped, len(mixtures) - 1, learned.seed)} "
        f"A ridge of {RIDGE:g} keeps a component from shrinking to a single colour."
    )
    head("What it is worth")
    at, gamma = _show_pictures(chosen, features, mixtures, gamma, rated, nearest)
    left, right = st.columns(2, gap="medium")
    with left:
        _show_errors(rated, at, chosen, ends)
    with right:
        _show_palettes(mixtures[-1], rated, nearest)
        if found is not None:
            _show_regions(found)
    _show_mask(chosen, mixtures[at], gamma)
    close_case(PAGE, lambda: _show_failing(chosen, found))


# ------------------------------------------------------------------------------ choices


def _choose() -> Chosen | None:
    left, right = st.columns([3, 2], gap="medium")
    with right:
        which = st.segmented_control(
            "Picture", [*PAINTINGS, OWN], default="Landscape", required=True, **bind("picture")
        )
        painted = which in PAINTINGS
        brought = None
        if not painted:
            brought = take_file(PAGE, "Picture", KINDS, read_picture, help=LIMITS)
            if brought is None:
                st.info(NO_PICTURE)
                return None
        k = st.slider("Colours (components, K)", 2, MAX_K, 7, **bind("colours"))
        position = st.toggle("With position", False, help=WITH_POSITION, **bind("with_position"))
        with st.popover("More"):
            seed = st.number_input(
                "Seed of the starts", 0, MAX_SEED, 0, help=SEED, **bind("first_seed")
            )
            noise = 0
            if painted:
                noise = st.number_input(
                    "Seed of the noise", 0, MAX_SEED, 0, help=NOISE, **bind("noise_seed")
                )
        picture = brought or _paint(which, noise)
    with left:
        _show_data(picture, which)
    if count_colours(picture) == 1:
        st.info(ONE_COLOUR)
        return None
    return Chosen(picture, k, position, seed, painted, identify_picture(picture))


@lru_cache(maxsize=8)
def _paint(name: str, seed: int) -> Picture:
    return PAINTINGS[name](seed)


def _show_data(picture: Picture, which: str) -> None:
    height, width = picture.pixels.shape[:2]
    one, other = st.columns(2, gap="small")
    with one:
        _show_picture(picture.pixels, f"{picture.title}, {width:,} × {height:,} pixels")
    if picture.regions is not None:
        with other:
            colours = [colour_of(at).lstrip("#") for at in range(len(picture.names))]
            table = np.array([list(bytes.fromhex(each)) for each in colours], dtype=np.uint8)
            _show_picture(
                table[picture.regions], f"The truth: {len(picture.names)} regions that were painted"
            )
        st.caption(ABOUT[which].format(len(REGIONS)))
    else:
        with other:
            for note in picture.notes:
                st.caption(plain(note))
            st.caption("No regions are known of a picture of your own, so none are compared.")


def _show_picture(pixels: Bytes, caption: str) -> None:
    st.image(write_png(pixels), plain(caption), width="stretch", alt=caption)


# ------------------------------------------------------------------------------ the fit


def _fit(chosen: Chosen, sample: Sample) -> tuple[Learned, Rated] | None:
    key = (PAGE, chosen.key, chosen.position, chosen.k)
    seeds = range(chosen.seed, chosen.seed + STARTS)
    parts = [Part((key, seed), find_end, (sample, chosen.k, seed), 0.5) for seed in seeds]
    ends = work(PAGE, parts, "Running EM", "runs", shared=chosen.painted)
    if not ends.complete:
        return None
    best = choose_best(ends.results).seed
    asked = sample, chosen.k, best, chosen.seed
    part = Part((key, best, chosen.seed), learn_and_rate, asked, 0.8)
    done = work(f"{PAGE}-rated", [part], "Running k-means", "works", shared=chosen.painted)
    found: tuple[Learned, Rated] | None = done.results[0] if done.complete else None
    return found


def _recolour(
    features: FloatArray, mixture: Mixture, gamma: FloatArray, rated: Rated, nearest: IntArray
) -> Recoloured:
    return Recoloured(
        recolour(features, blend(gamma, mixture)),
        recolour(features, pick(gamma, mixture)),
        recolour(features, rated.centroids[nearest, :3]),
    )


def _compare(
    chosen: Chosen, gamma: FloatArray, nearest: IntArray
) -> tuple[Agreement, Agreement] | None:
    regions = chosen.picture.regions
    if regions is None:
        return None
    likeliest = gamma.argmax(axis=1)
    one, other = (
        compare_regions(labels, chosen.k, regions.ravel(), len(chosen.picture.names))
        for labels in (likeliest, nearest)
    )
    return one, other


# ------------------------------------------------------------------------------ what is shown


def _show_worth(ends: Recoloured, found: tuple[Agreement, Agreement] | None) -> None:
    notes = ["", ""]
    if found is not None:
        notes = [f"; regions: adjusted Rand {write_rand(each.rand)}" for each in found]
    show_worth(
        [
            Score(name, error, write_error(error), f"colour error (Delta E){note}")
            for name, error, note in (
                ("Mixture, soft", ends.soft.error, notes[0]),
                ("Mixture, hard", ends.hard.error, notes[0]),
                ("k-means", ends.kmeans.error, notes[1]),
            )
        ],
        better="lower",
    )


def _show_pictures(
    chosen: Chosen,
    features: FloatArray,
    mixtures: list[Mixture],
    gamma: FloatArray,
    rated: Rated,
    nearest: IntArray,
) -> tuple[int, FloatArray]:
    """Show the picture in K colours at an iteration, and give that and its responsibilities."""
    last = len(mixtures) - 1
    steps = list_steps(last)
    if st.session_state.get(STEP, END) not in steps:
        st.session_state[STEP] = END  # a longer run had more of them
    chosen_step = END
    if len(steps) > 1:
        chosen_step = st.select_slider(
            "The pictures after iteration",
            steps,
            END,
            help="0 is the start. More happens in the first iterations, so they are closer.",
            **bind(STEP),
        )
    at = last if chosen_step == END else int(chosen_step)
    if at != last:
        gamma = responsibilities(features, mixtures[at])
    shown = _recolour(features, mixtures[at], gamma, rated, nearest)
    shape = chosen.picture.pixels.shape[0], chosen.picture.pixels.shape[1]
    names = (
        (shown.soft, "Soft: components' colours, weighted by responsibilities"),
        (shown.hard, "Hard: the likeliest component's colour"),
        (shown.kmeans, "k-means, at its end"),
    )
    with st.container(key="recoloured"):
        st.html(STYLE)
        columns = st.columns(4, gap="small")
        with columns[0]:
            _show_picture(chosen.picture.pixels, "The picture")
        pictures = []
        for column, (way, caption) in zip(columns[1:], names, strict=True):
            pictures.append(to_picture(way.colours, shape))
            with column:
                _show_picture(pictures[-1], f"{caption}. Error {write_error(way.error)}")
    with st.container(horizontal=True):
        for pixels, name in zip(pictures, ("soft", "hard", "k-means"), strict=True):
            st.download_button(
                f"Download the {name} picture" if name != "k-means" else "Download that of k-means",
                write_png(pixels),
                f"{name}-{chosen.k}-colours.png",
                "image/png",
                on_click="ignore",
                key=f"download-{name}",
            )
    return at, gamma


def _show_errors(rated: Rated, at: int, chosen: Chosen, ends: Recoloured) -> None:
    from gmm.ui.uses.colours.charts import draw_errors

    st.markdown("**Error after each iteration**")
    show_chart(
        draw_errors(rated, at),
        f"Colour errors over the iterations. At the end: soft {write_error(rated.soft[-1])}, hard "
        f"{write_error(rated.hard[-1])}, k-means {write_error(rated.kmeans)}.",
        key="errors",
    )
    st.markdown(plain(tell_kmeans(ends.hard.error, ends.kmeans.error, chosen.position)))
    st.caption(
        "The colour error is the root mean square of Delta E, the distance in CIELAB (CIE 1976). "
        f"An eye begins to see a difference of about {SEEN}. The chart is of the pixels of the "
        "fit, the numbers above are of all pixels. EM raises the likelihood and does not know this "
        "error, so it may rise as well."
    )


def _show_palettes(mixture: Mixture, rated: Rated, nearest: IntArray) -> None:
    from gmm.ui.uses.colours.charts import draw_palettes

    st.markdown("**The colours and their weights**")
    weights = weigh_groups(nearest, len(rated.centroids))
    order = np.argsort(-weights, kind="stable")
    one, other = name_colours(mixture.means), name_colours(rated.centroids[order])
    told = ", ".join(
        f"{k + 1} {colour} {write_percent(weight, 1)}"
        for k, (colour, weight) in enumerate(zip(one, mixture.weights, strict=True))
    )
    show_chart(
        draw_palettes(
            [
                ("mixture", one, mixture.weights, True),
                ("k-means", other, weights[order], False),
            ]
        ),
        f"The mixture's colours with their weights: {told}.",
        key="palettes",
    )
    with st.expander("The mixture's colours in numbers"):
        show_records(
            [
                {
                    "component": str(k + 1),
                    "colour": colour,
                    "weight": write_percent(weight, 1),
                    "L*": write_error(mean[2]),
                    "a*": write_error(mean[0]),
                    "b*": write_error(mean[1]),
                    "spread": write_error(float(np.sqrt(np.trace(covariance[:3, :3])))),
                }
                for k, (colour, weight, mean, covariance) in enumerate(
                    zip(one, mixture.weights, mixture.means, mixture.covariances, strict=True)
                )
            ],
            "Colours of the components",
            "Spread is the root mean squared distance of a component's colours from its mean, "
            "Delta E.",
            words=2,
        )


def _show_regions(found: tuple[Agreement, Agreement]) -> None:
    st.markdown("**Pixels in the right region**")
    rows = [
        {
            "region": name,
            "mixture": write_percent(found[0].by_region[at], 1),
            "k-means": write_percent(found[1].by_region[at], 1),
            "components": str(found[0].parts[at]),
            "clusters": str(found[1].parts[at]),
        }
        for at, name in enumerate(REGIONS)
    ]
    rows.append(
        {
            "region": "all",
            "mixture": write_percent(found[0].right, 1),
            "k-means": write_percent(found[1].right, 1),
            "components": "",
            "clusters": "",
        }
    )
    show_records(
        rows,
        "Pixels in the right region",
        "Each component or cluster is given to the region that most of its pixels are from. The "
        "last columns say in how many a region is; the adjusted Rand index counts those as well.",
    )


def _show_mask(chosen: Chosen, mixture: Mixture, gamma: FloatArray) -> None:
    st.markdown("**A soft selection**")
    if st.session_state.get(MASK, 1) > chosen.k:
        st.session_state[MASK] = chosen.k  # of a larger K there were more
    left, middle, right = st.columns([2, 3, 3], gap="medium")
    with left:
        component = st.number_input("Component", 1, chosen.k, 1, **bind(MASK))
        colour = name_colours(mixture.means)[component - 1]
        st.caption(
            f"White pixels belong to component {component} (its colour is {colour}), black ones "
            "do not, grey ones in part. Editors of pictures select by such masks: what is changed "
            "then fades out softly at the edges."
        )
    shape = chosen.picture.pixels.shape[0], chosen.picture.pixels.shape[1]
    soft, hard = mask(gamma, component - 1, shape)
    with middle:
        _show_picture(soft, f"Responsibilities of component {component}")
    with right:
        _show_picture(hard, "The same as yes or no")
    with left:
        st.download_button(
            "Download the mask",
            write_png(soft),
            f"mask-{component}-of-{chosen.k}.png",
            "image/png",
            on_click="ignore",
            key="download-mask",
        )


# ------------------------------------------------------------------------------ failing

SHADING = (
    "**Shading splits one thing into several components.** A sky that becomes paler towards the "
    "horizon is a long streak in colour space, and no bell curve: with more components, EM cuts "
    "it into pieces."
)
ONE_LOOK = (
    "**Two things of one colour are one component.** The fit sees colours only, so nothing tells "
    "a pond from the sky that it mirrors."
)
PLACE = (
    "**Position is not used.** Mix the pixels of the picture in any order, and the fit stays the "
    "same. Switch on *With position* above: the place of each pixel then counts as two more "
    "coordinates. That can tell pond and sky apart, but each component is then an oval patch of "
    "the picture as well, and a large or crooked region may be cut."
)
PLACED = (
    "**With position, a component is an oval patch of the picture** as well as of colour space. "
    "That can tell pond and sky apart, but a large or crooked region may be cut."
)
ONE_LOOK_PLACED = (
    "**Two things of one colour are told apart by their place alone.** Where they are close to "
    "each other, or the components are few, they may still be one component."
)
FEW = (
    f"**A sample stands for the picture.** Of more than {MOST_FITTED:,} different colours, "
    f"{MOST_FITTED:,} pixels are used; a thing of a few pixels may be missed."
)
FAILING = "\n\n".join((SHADING, ONE_LOOK, PLACE, FEW))


def _show_failing(chosen: Chosen, found: tuple[Agreement, Agreement] | None) -> None:
    names = chosen.picture.names
    shading, alike = SHADING, ONE_LOOK_PLACED if chosen.position else ONE_LOOK
    if found is not None:
        shading = f"{SHADING} {plain(tell_split(found[0], names))}"
        alike = f"{alike} {plain(tell_joined(found[0], names))}"
    place = PLACED if chosen.position else PLACE
    if chosen.position and found is not None:
        one, other = (write_rand(each.rand) for each in found)
        place = (
            f"{PLACED} Here the adjusted Rand index is {one} for the mixture and {other} for "
            "k-means, whose clusters are round in colour and place together."
        )
    st.markdown("\n\n".join((shading, alike, place, FEW)))
