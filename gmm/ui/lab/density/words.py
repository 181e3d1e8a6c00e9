"""What the density page says: sentences made of its records, in Markdown."""

from collections.abc import Sequence

import numpy as np

from gmm.mixture import Mixture
from gmm.outliers import Expected
from gmm.points import FloatArray
from gmm.ui.lab.density.draws import Half, Refit
from gmm.ui.lab.density.fitting import DRAWS, Fit
from gmm.ui.lab.density.flagging import Finding
from gmm.ui.lab.density.landscape import Landscape, Place
from gmm.ui.numbers import find_power, write_fixed, write_percent, write_setting, write_significant
from gmm.ui.plain import plain

ALIKE = 0.005  # of two areas under a curve
ROUGH = 0.03  # of the mass that a grid may miss, or count twice
SURE = 0.995  # a responsibility that is told as the only one
# Percent: of what none of the draws shows there may be 3 / DRAWS (the rule of three, at 95%).
UNSEEN = 0.02
REACH = 700.0  # nats, either way: e to the power of more is out of a float's range


def name_unit(units: Sequence[str]) -> str:
    """Name the unit of a density: one divided by those of the columns."""
    each = [unit or "unit" for unit in units]
    space = "\N{NO-BREAK SPACE}"
    product = " · ".join(each)
    return f"1{space}/{space}" + (product if product.isalpha() else f"({product})")


def name_place(at: FloatArray, names: Sequence[str], units: Sequence[str]) -> str:
    """Name a place by its numbers: "x = 3.5 minutes and y = 71 minutes"."""
    parts = [
        f"{name} = {_write_coordinate(float(value))} {unit}".strip()
        for value, name, unit in zip(at, names, units, strict=True)
    ]
    return plain(" and ".join(parts))


def _write_coordinate(value: float) -> str:
    """A coordinate with all the digits that it was asked for with."""
    digits = f"{value:,.12g}"
    return write_setting(value) if "e" in digits else digits.replace("-", "−")


def write_density(nats: float) -> str:
    """A density from its logarithm; one that a float cannot hold stays a power of e."""
    if nats == -np.inf:
        return "0"
    if abs(nats) > REACH:
        return f"e^({write_nats(nats)})"
    return write_significant(float(np.exp(nats)), 3)


def write_nats(nats: float) -> str:
    """A log density: two decimals, and powers of ten where it is very far from nothing."""
    plain_one = abs(nats) < 1e6 or not np.isfinite(nats)
    return write_fixed(nats, 2) if plain_one else write_significant(nats, 4)


def write_share(expected: Expected) -> str:
    """A share with its standard error, in percent."""
    if expected.error == 0:
        return write_percent(expected.share)
    if expected.share == 0:
        return f"less than {UNSEEN}\u00a0%"
    if expected.share == 1:
        return f"more than {100 - UNSEEN}\u00a0%"
    digits = max(0, -find_power(100 * expected.error))
    return (
        f"{write_fixed(100 * expected.share, digits)}\u00a0%\N{NO-BREAK SPACE}"
        f"±\N{NO-BREAK SPACE}{write_fixed(100 * expected.error, digits)}\u00a0%"
    )


def write_number(number: float) -> str:
    """How many points, each as often as it counts."""
    return f"{number:,.0f}" if float(number).is_integer() else write_significant(number, 4)


def tell_end(fit: Fit, used: int, rows: int, called: str, flat: str = "") -> str:
    """Say what is not as usual with the fit; "" where all is.

    Parameters
    ----------
    fit : Fit
    used, rows : int
        How many rows the page uses, and how many there are.
    called : str
        What a row is, in the plural.
    flat : str
        A column in which all points are equal; "" where there is none.
    """
    parts = []
    # Of a column without width no start and no number of components makes a density.
    if fit.stopped == "collapsed":
        who = f"Component {(fit.collapsed or 0) + 1}"
        what = {
            "empty": f"{who} has no points left",
            "point": f"All points of {who.lower()} lie at one place",
            "line": f"All points of {who.lower()} lie on a line",
        }[fit.cause or "empty"]
        parts.append(
            f"{what}, so it collapsed: it has no density any more. The page uses the mixture of "
            f"one step before. "
            + (
                f"All points have the same {flat}: choose another column, or draw other points."
                if flat
                else "Fewer components or another start may help."
            )
        )
    if fit.stopped == "max_iterations":
        parts.append(
            f"EM stopped at its limit of {fit.iterations:,} iterations. A longer run would give a "
            f"different mixture."
        )
    if used < rows:
        parts.append(f"{used:,} of the {rows:,} {called} are used here, drawn by chance.")
    return plain(" ".join(parts))


def tell_place(place: Place, names: Sequence[str], units: Sequence[str], is_mean: bool) -> str:
    """Say how high the density is at a place, and how much of the mixture is lower."""
    at = name_place(place.at, names, units)
    what = f"The mean of all points, {at}," if is_mean else f"The place {at}"
    height = write_nats(place.log_density)
    first = int(place.responsibilities.argmax())
    answer = (
        f"**{what} has the density "
        f"p = {plain(write_density(place.log_density))}** (in {plain(name_unit(units))}; "
        f"ln p = {height}). "
        f"Of the points that the mixture makes, **{write_share(place.lower)} lie where the density "
        f"is lower**."
    )
    if len(place.responsibilities) > 1 and np.isfinite(place.log_density):
        share = float(place.responsibilities[first])
        answer += f" Component {first + 1} would be responsible for a point here" + (
            "." if share > SURE else f" with {write_percent(share)}."
        )
    return answer


def tell_heights(place: Place, landscape: Landscape, fit: Fit, units: Sequence[str]) -> str:
    """Explain a density above 1; "" where there is none on the ground."""
    peak = float(landscape.log_density.max())
    if max(peak, place.log_density) <= 0:
        return ""
    here = place.log_density > 0
    nats = place.log_density if here else peak
    where = "Here" if here else "At its highest"
    side, chance = _cut_a_square(fit, nats)
    size = write_significant(side, 1)
    area = f"{size} by {size}" if len(units) == 2 else f"a length of {size}"
    told = (
        f"{where} p is {plain(write_density(nats))}, which is above 1. That is no mistake: p is "
        f"not a probability. It becomes one when it is multiplied by "
        f"{'an area' if len(units) == 2 else 'a length'}: a new point falls within {area} around "
        f"that place with probability {write_significant(chance, 2)}, about."
    )
    if fit.log_likelihood > 0:
        told += (
            f" For the same reason the log-likelihood of this fit is positive: "
            f"{write_fixed(fit.log_likelihood, 1)} nats."
        )
    return told


def tell_grid(landscape: Landscape) -> str:
    """Say where the pictures are rough; "" where they are not."""
    if abs(landscape.mass - 1) < ROUGH:
        return ""
    return (
        "A component is narrower than the grid of the pictures: lines and heights are rough there. "
        "The numbers above do not come from it."
    )


def tell_refit(refits: Sequence[Refit | None], n: int) -> str:
    """Say how near the refits come, at the size that is chosen and at the largest."""
    here = [refit for refit in refits if refit is not None and refit.n == n]
    if not here:
        return ""
    near = float(np.median([refit.mean for refit in here]))
    told = (
        f"**Fitted to {n:,} new points, the farthest of the means is {_deviations(near)} from the "
        f"one that made the points**"
        + (f" (the middle one of {len(here)} draws)." if len(here) > 1 else ".")
    )
    most = max(refit.n for refit in refits if refit is not None)
    last = [refit.mean for refit in refits if refit is not None and refit.n == most]
    if most > n:
        told += f" With {most:,} new points it is {_deviations(float(np.median(last)))}."
    collapsed = sum(refit.collapsed for refit in refits if refit is not None)
    if collapsed:
        told += (
            f" In {collapsed} of {sum(refit is not None for refit in refits)} fits a component "
            f"collapsed (crosses in the chart); their last good mixture counts."
        )
    return told


def tell_half(half: Half, fit: Fit, shuffled: bool) -> str:
    """Say what a fit of the first half of the rows finds, in the order that is chosen."""
    order = "shuffled" if shuffled else "ordered by component"
    rows = int(half.counts.sum())
    if len(half.counts) == 1:
        return f"There is only one component, so all orders of the {2 * rows:,} rows are alike."
    missing = int((half.counts == 0).sum())
    told = f"**The first half of the rows alone, {order}:** "
    if half.refit is None:
        return f"{told}these are too few different points for a fit."
    if missing:
        told += f"{missing} of the {len(half.counts)} components made none of them. "
    worst = half.refit.worst
    told += (
        f"{'Fitted' if missing else 'fitted'} alone, component {worst + 1} gets the weight "
        f"{write_fixed(float(half.refit.mixture.weights[worst]), 2)}; in the mixture it has "
        f"{write_fixed(float(fit.own.weights[worst]), 2)}. The farthest mean is "
        f"{_deviations(half.refit.mean)} away."
    )
    return told


def list_half(half: Half, truth: Mixture) -> list[str]:
    """The same as cells of a table."""
    counts = " + ".join(f"{count:,}" for count in half.counts)
    if half.refit is None:
        return [counts, "no fit", "no fit"]
    return [counts, write_fixed(half.refit.weight, 2), _deviations(half.refit.mean)]


def tell_flags(finding: Finding, number: float, said: str) -> str:
    """Say how many points are flagged, and how many the mixture expects below the threshold."""
    flagged = finding.flagged
    told = (
        f"**{write_number(flagged.number)} of {write_number(number)} points "
        f"{'is' if flagged.number == 1 else 'are'} flagged** "
        f"({write_percent(flagged.share)})"
    )
    if finding.mixture is not None:
        caught, outliers = map(write_number, (finding.mixture.caught, finding.mixture.outliers))
        told += (
            f", among them **{caught} of the {outliers} {plain(said)}**"
            if outliers != "1"
            else f", **{'with' if caught == '1' else 'without'} the only outlier that is known**"
        )
    expected = finding.expected
    many = expected.share * number
    told += (
        f". Of its own points the mixture expects {write_share(expected)} below this density, "
        f"that is about {write_number(round(many)) if many >= 1 else write_significant(many, 1)} "
        f"of {write_number(number)}."
    )
    return told


def tell_roc(finding: Finding) -> str:
    """Say who ranks the outliers better: the mixture, or the distance from the mean of all."""
    if finding.mixture is None:
        return ""
    ours = finding.mixture.roc.area
    told = f"Area under the ROC curve: {write_fixed(ours, 3)} for the mixture"
    if finding.gaussian is None:
        return (
            f"{told}. The simple rule, one Gaussian around the mean of all points, has no density "
            f"here: the points lie on a line."
        )
    theirs = finding.gaussian.roc.area
    told += f", {write_fixed(theirs, 3)} for one Gaussian around the mean of all points. "
    if max(ours, theirs) < 0.5:
        return told + "Both rank the points worse than a coin does."
    if abs(ours - theirs) < ALIKE:
        return told + "Both rank the points about equally well."
    if ours > theirs:
        return told + "**The mixture ranks them better.**"
    return told + "**Here the simple rule, one Gaussian, ranks them better.**"


def tell_hidden(finding: Finding) -> str:
    """Say how many outliers no low threshold finds, in either ranking; "" without a truth."""
    if finding.mixture is None:
        return ""
    told = (
        f"Outliers that look more usual than half of the other points: "
        f"{write_number(finding.mixture.hidden)} "
        f"by the mixture"
    )
    if finding.gaussian is None:
        return f"{told}."
    return f"{told}, {write_number(finding.gaussian.hidden)} by one Gaussian."


def list_drawn() -> str:
    """Say what the mixture's own shares are counted among."""
    return f"The shares with ± are counted among {DRAWS:,} points drawn from the mixture."


def _deviations(value: float) -> str:
    return f"{write_significant(value, 2)} SD"


def _cut_a_square(fit: Fit, nats: float) -> tuple[float, float]:
    """A square, or a length, so small that the density hardly changes in it, and its probability.

    Its side is a power of ten, a tenth of the narrowest component's width or less.
    """
    narrowest = float(np.sqrt(np.linalg.eigvalsh(fit.own.covariances).min()))
    power = find_power(narrowest) - 1
    side = float(f"1e{power}")
    columns = fit.own.means.shape[1]
    return side, float(np.exp(min(nats, REACH) + columns * np.log(side)))
