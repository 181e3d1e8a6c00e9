"""What the page on an image's colours says: sentences with computed numbers."""

from collections.abc import Sequence

from gmm.tape import Stopped
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.uses.colours.records import (
    NOTICED,
    STARTS,
    Agreement,
    Sample,
)

MIXTURE, KMEANS = "the mixture", "k-means"
SEEN = 2.3  # Delta E of 1976 that an eye begins to see


def write_error(error: float) -> str:
    """A colour error as it is read."""
    return write_fixed(error, 2)


def write_rand(rand: float) -> str:
    """An adjusted Rand index as it is read."""
    return write_fixed(rand, 3)


def tell_answer(
    k: int, soft: float, kmeans: float, found: tuple[Agreement, Agreement] | None
) -> str:
    """Say what the colours are worth, against k-means with as many.

    Parameters
    ----------
    k : int
    soft, kmeans : float
        Colour errors of the soft picture and of k-means.
    found : tuple of Agreement, or None
        Of the mixture and of k-means, where the regions are known.
    """
    if found is None:
        return f"{_count(k, 'colour')}: {_tell_errors(soft, kmeans)}"
    one, other = (write_rand(each.rand) for each in found)
    if one == other:
        regions = (
            f"The mixture and k-means find the painted regions equally well (adjusted Rand {one})"
        )
    else:
        better, numbers = (
            ("mixture", f"{one} against {other}")
            if found[0].rand > found[1].rand
            else ("k-means", f"{other} against {one}")
        )
        who = "The mixture" if better == "mixture" else "k-means"
        regions = f"{who} finds the painted regions better (adjusted Rand {numbers})"
    return f"{regions}; {_tell_errors(soft, kmeans)}"


def _tell_errors(soft: float, kmeans: float) -> str:
    one, other = write_error(soft), write_error(kmeans)
    if one == other:
        return f"the colour error of the mixture's soft picture and of k-means is {one}."
    if soft < kmeans:
        return f"the mixture's soft picture has the smaller colour error ({one} against {other})."
    return f"k-means has the smaller colour error ({other} against {one})."


def tell_sample(sample: Sample, pixels: int) -> str:
    """Say how many pixels the fit is made to."""
    if sample.points.shape[1] > 3 and len(sample.points) == pixels:
        return f"The fit uses all {pixels:,} pixels, each with its place."
    if sample.frequencies is not None or len(sample.points) == pixels:
        return (
            f"The fit uses all {pixels:,} pixels: {len(sample.points):,} different colours, each "
            f"as often as it is there."
        )
    return (
        f"The fit uses {len(sample.points):,} of the {pixels:,} pixels, a random sample. "
        f"All pixels are then recoloured and rated."
    )


def tell_run(stopped: Stopped, iterations: int, seed: int) -> str:
    """Say which run is shown, and how it ended."""
    best = f"Of {STARTS} starts the one with the highest end is shown (seed {seed}). "
    if stopped == "converged":
        return f"{best}It converged after {_count(iterations, 'iteration')}."
    if stopped == "max_iterations":
        return (
            f"{best}It was stopped after {iterations} iterations, before it had converged: "
            f"this page gives a run about a second."
        )
    return f"{best}It ended after {_count(iterations, 'iteration')}."


def tell_kmeans(hard: float, kmeans: float, position: bool) -> str:
    """Say which of the pictures with K colours is closer to the original, and why.

    Parameters
    ----------
    hard, kmeans : float
        Colour errors of the mixture's hard picture and of k-means.
    position : bool
        Whether position counts in the distances of k-means.
    """
    if position:
        return (
            "With position, k-means makes the distances in colour and place together small, not "
            "the colour error alone. " + _tell_hard(hard, kmeans)
        )
    return (
        "k-means looks for just this: the K colours with the smallest squared error. The mixture "
        "looks for the density of the colours. " + _tell_hard(hard, kmeans)
    )


def _tell_hard(hard: float, kmeans: float) -> str:
    one, other = write_error(hard), write_error(kmeans)
    if one == other:
        return f"With K colours and no blending, both have an error of {one} here."
    who = "k-means" if kmeans < hard else "the mixture"
    return (
        f"With K colours and no blending, {who} is closer: {write_error(min(hard, kmeans))} "
        f"against {write_error(max(hard, kmeans))}."
    )


def tell_split(found: Agreement, names: Sequence[str]) -> str:
    """Say which regions the mixture has cut into parts, and which it has joined."""
    cut = [
        f"the {name} in {parts}"
        for name, parts in zip(names, found.parts.tolist(), strict=True)
        if parts > 1
    ]
    least = f"with {write_percent(NOTICED)} or more of its pixels each"
    if cut:
        return f"Here the mixture has cut {_join(cut)} components ({least})."
    return (
        f"Here the mixture has cut no region into several components ({least}). "
        f"Choose a larger K to see it."
    )


def tell_joined(found: Agreement, names: Sequence[str]) -> str:
    """Say which regions share their main component with another one that has more of it."""
    joined: dict[str, list[str]] = {}
    for at, name in enumerate(names):
        owner = int(found.owners[found.largest[at]])
        if owner != at:
            joined.setdefault(names[owner], []).append(f"the {name}")
    if not joined:
        return "Here each region has a component of its own."
    told = [f"that of the {owner} also holds {_join(held)}" for owner, held in joined.items()]
    told[0] = told[0].replace("that", "the component", 1)
    return f"Here {'; '.join(told)}."


def _join(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
