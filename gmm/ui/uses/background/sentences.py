"""What the page on a video's background says: sentences that hold for the numbers at hand."""

from collections.abc import Sequence

import numpy as np

from gmm.cases.clip import HEIGHT, LEARNING, LENGTH, WIDTH
from gmm.masks import Found
from gmm.online import Adaptation, BoolArray
from gmm.ui.numbers import write_fixed, write_percent, write_setting
from gmm.ui.uses.background.failures import Failure
from gmm.ui.uses.background.records import (
    GAUSSIAN,
    MEDIAN,
    METHODS,
    MIXTURE,
    Story,
    Watched,
)

NAMES = {
    MIXTURE: "the mixture",
    GAUSSIAN: "one Gaussian for each pixel",
    MEDIAN: "the median",
}
SOURCE = (
    f"**Simulated by us**, drawn by code from the seed: {LENGTH} frames of {WIDTH} × {HEIGHT} grey "
    f"pixels, from 0 (black) to 255 (white), with noise of 3 grey levels (SD). In the first "
    f"{LEARNING} frames nobody walks: there the methods learn, and nothing is scored. So which "
    "pixels the walker covers is known."
)
ONE = (
    "With K = 1 a new value replaces the only component, and what was there before is forgotten: "
    "the mask shows where something changes, not what is there."
)


def tell_answer(found: Sequence[Found]) -> str:
    """Say which method finds the walker best, by F1 to two decimals."""
    written = {name: write_fixed(each.f1, 2) for name, each in zip(METHODS, found, strict=True)}
    best = max(float(text) for text in written.values())
    leaders = [name for name in METHODS if float(written[name]) == best]
    others = [name for name in METHODS if name not in leaders]
    if len(leaders) == len(METHODS):
        return f"Here all three methods find the walker equally well: F1 {written[MIXTURE]}."
    rest = " and ".join(f"{written[name]} for {NAMES[name]}" for name in others)
    if leaders == [MIXTURE]:
        return f"The mixture finds the walker best: F1 {written[MIXTURE]}, against {rest}."
    if MIXTURE in leaders:
        equal = next(name for name in leaders if name != MIXTURE)
        return (
            f"Here the mixture is no better than {NAMES[equal]}: both find the walker with F1 "
            f"{written[MIXTURE]}, against {rest}."
        )
    who = " and ".join(NAMES[name] for name in leaders)
    verb = "find" if len(leaders) > 1 else "finds"
    return f"Here {who} {verb} the walker best: F1 {write_fixed(best, 2)}, against {rest}."


def tell_own(shape: tuple[int, ...]) -> str:
    """Say what a person's own film is, and what can be said of it."""
    frames, high, wide = shape
    return (
        f"**Your own film**: {frames} frames of {wide} × {high} grey pixels. Which pixels are "
        f"foreground is not known, so masks are all there is to see. In the first frames the "
        f"mixture and the Gaussian still learn; the median sees all frames at once."
    )


def tell_unknown(shares: Sequence[float]) -> str:
    """Say how much of a film of which no truth is known each method calls foreground."""
    mixture, gaussian, median = (write_percent(share) for share in shares)
    return (
        f"What is really foreground in this film is not known, so nobody can score a method: look "
        f"at the masks. The mixture calls {mixture} of all pixels foreground, one Gaussian for "
        f"each pixel {gaussian}, the median {median}."
    )


def tell_setting(method: str, watched: Watched, adaptation: Adaptation) -> str:
    """Say with which setting a method has worked, and who chose it."""
    judged = bool(watched.found)
    if method == MIXTURE:
        return (
            f"K = {adaptation.k}, alpha = {write_setting(adaptation.alpha)}, "
            f"T = {write_setting(adaptation.share)}: yours"
        )
    if method == GAUSSIAN:
        chosen = "best of five, by the truth" if judged else "yours"
        return f"alpha = {write_setting(watched.alpha)}: {chosen}"
    chosen = "best, by the truth" if judged else "fixed"
    return f"more than {write_fixed(watched.distance, 0)} levels away: {chosen}"


def tell_frame(mask: BoolArray, truth: BoolArray | None) -> str:
    """Say what a mask finds in one frame."""
    if truth is None:
        count = int(mask.sum())
        return "1 pixel is foreground." if count == 1 else f"{count:,} pixels are foreground."
    alarms = int((mask & ~truth).sum())
    alarms_told = f"{alarms:,} false alarm{'' if alarms == 1 else 's'}"
    size = int(truth.sum())
    if not size:
        return f"Nobody is there; {alarms_told}."
    return f"{write_percent(int((mask & truth).sum()) / size)} of the walker, {alarms_told}."


def tell_pixel(story: Story, at: int) -> str:
    """Say what a pixel's mixture is after a frame."""
    order = np.argsort(-story.weights[at] / story.spreads[at])
    parts = [
        f"{write_fixed(float(story.means[at, k]), 0)} ± "
        f"{write_fixed(float(story.spreads[at, k]), 1)} "
        f"(weight {write_fixed(float(story.weights[at, k]), 2)}"
        f"{', background' if story.background[at, k] else ''})"
        for k in order
        if story.weights[at, k] > 0
    ]
    verdict = "foreground" if story.foreground[at] else "background"
    return (
        f"After frame {at + 1} its components, in the order of w / σ, are {'; '.join(parts)}. The "
        f"value there is {write_fixed(float(story.values[at]), 0)}: {verdict}."
    )


def tell_more_films(found: Sequence[Sequence[Found]]) -> str:
    """Say how often the mixture is ahead in other films."""
    scores = np.array([[each.f1 for each in film] for film in found])
    ahead = int((scores[:, 0] > scores[:, 1:].max(axis=1)).sum())
    ranges = ", ".join(
        f"{write_fixed(float(column.min()), 2)} to {write_fixed(float(column.max()), 2)} "
        f"({NAMES[name]})"
        for name, column in zip(METHODS, scores.T, strict=True)
    )
    return (
        f"In {ahead} of {len(scores)} other films the mixture has the highest F1. F1 lies from "
        f"{ranges}."
    )


def tell_standing(failure: Failure, adaptation: Adaptation) -> str:
    """Say what becomes of a walker who stands still, and what the formula says."""
    stay = failure.ends - failure.begins
    mixture, gaussian, median = failure.frames
    formula = (
        f"log(T / (1 − w₀)) / log(1 − α) = log({write_setting(adaptation.share)} / "
        f"{write_setting(1 - adaptation.first_weight)}) / "
        f"log({write_setting(round(1 - adaptation.alpha, 6))}), rounded up, is "
        f"**{_write_count(failure.foreseen)}**"
    )
    if adaptation.k == 1:
        formula = "with K = 1 that is **1 frame**"
    if mixture is None:
        seen = f"In this film the walker stood for {stay} frames, and most of it was still found."
    elif mixture == 0:
        seen = "In this film most of the walker was never found."
    else:
        seen = (
            f"In this film it took **{_write_count(mixture)}** (the median over the walker's "
            f"pixels)."
        )
        if mixture < failure.foreseen:
            seen += (
                " It may be sooner than the formula says, where the new component passes the old "
                "ones in the order of w / σ."
            )
    return (
        f"Who stands still becomes background. A pixel's new component begins with weight w₀ and "
        f"grows with every frame, until the others together hold no more than T: {formula}. {seen} "
        f"{_tell_others(gaussian, median)}"
    )


def tell_sun(failure: Failure, adaptation: Adaptation) -> str:
    """Say what becomes of the masks when the light changes at once."""
    first = write_percent(float(failure.shares[0, failure.begins]))
    mixture = failure.frames[0]
    if mixture == 0:
        after = "That is less than half of it"
    elif mixture is not None:
        after = f"After {_write_count(mixture)} it is less than half"
    else:
        after = "Until the film ends it stays more than half"
    return (
        f"When the sun comes out every pixel changes at once, and no pixel knows of the others: in "
        f"that frame the mixture calls **{first}** of the street foreground. {after}; the formula "
        f"for a thing that stays says {_write_count(failure.foreseen)}, since the new light is "
        f"just that."
    )


def tell_shadow(failure: Failure, adaptation: Adaptation) -> str:
    """Say how much of a shadow is taken for somebody."""
    mixture, gaussian, median = (
        write_percent(float(np.nanmean(shares[failure.begins :]))) for shares in failure.shares
    )
    return (
        f"A shadow is no walker, but it is not what was there before either. The mixture calls "
        f"**{mixture}** of the shadow foreground, one Gaussian {gaussian}, the median {median} "
        f"(the mean over the frames). A grey level alone does not say why it is darker; "
        f"with colour one can ask whether only the brightness has changed."
    )


def _tell_others(gaussian: float | None, median: float | None) -> str:
    told = []
    for name, count in ((GAUSSIAN, gaussian), (MEDIAN, median)):
        if count is None:
            told.append(f"{NAMES[name]} still finds it when it leaves")
        elif count == 0:
            told.append(f"{NAMES[name]} never finds most of it")
        else:
            told.append(f"{NAMES[name]} loses it after {_write_count(count)}")
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}."


def _write_count(frames: float) -> str:
    text = write_fixed(frames, 0 if frames == int(frames) else 1)
    return f"{text} frame{'' if text == '1' else 's'}"
