"""What the page of a collapse says: sentences whose numbers are computed."""

from collections.abc import Sequence

import numpy as np

from gmm.narrowing import Widths
from gmm.tape import Frame, Tape
from gmm.ui.lab.collapse.records import Cured, Endless
from gmm.ui.numbers import write_fixed, write_setting, write_significant
from gmm.ui.run import Run

NEAR = 0.02  # of what is expected: what is measured on a curve agrees with it

TABLE_HEAD = (
    "| cure | what becomes of the run | log-likelihood (nats) | smallest eigenvalue | "
    "M-steps in which the [bound](glossary) fell |\n|---|---|---:|---:|---:|"
)
TABLE_HELP = (
    "A ridge is measured as the eigenvalues are. The bound is F: an M-step of EM never lowers it."
)
PRICES = {
    "ridge": "A ridge is added to every variance in each M-step, so no variance can become 0. "
    "But then the M-step is not the one that makes the bound highest: the bound may fall, and so "
    "may the log-likelihood. The price: narrow groups look wider.",
    "tied": "All components share one covariance, so none can become narrow alone. "
    "The price: one shape for all.",
    "seed": "Another start can lead to another top. The cause is still in the data, so the next "
    "start may collapse again.",
    "random": "Each component begins on another point, by chance. Another start can lead to "
    "another top.",
    "fewer": "Each component has more points. The price: small groups are lost.",
}
UNCHANGED = " The M-step is EM's own, so the bound cannot fall."


def tell_collapse(tape: Tape[Frame], endless: Endless | None, tied: bool) -> str:
    """Say which component collapses, when and why.

    Parameters
    ----------
    tape : Tape of Frame
        Of a run that collapsed.
    endless : Endless or None
    tied : bool
        Whether all components have one covariance.
    """
    when = _tell_when(tape.frames[-1].iteration - 1)
    if tape.cause == "empty":
        return f"{when} component {(tape.collapsed or 0) + 1} has no points left."
    number = 0 if endless is None else endless.number
    points = _count(number, "point")
    everybody = tied or len(tape.frames[-1].mixture.weights) == 1
    who = "all components" if tied else f"component {(tape.collapsed or 0) + 1}"
    verb = "collapse" if tied else "collapses"
    where = "at one place" if tape.cause == "point" else "on a line"
    if everybody:
        return f"{when} {who} {verb}: the points lie {where}."
    return f"{when} {who} {verb} onto {points} {where}."


def tell_widths(widths: Widths, unit: str) -> str:
    """Say how small the smallest eigenvalue has become, and the condition number with it.

    Parameters
    ----------
    widths : Widths
    unit : str
        Of the eigenvalues, "" for none.
    """
    row, k = np.unravel_index(int(widths.least.argmin()), widths.least.shape)
    least, condition = float(widths.least[row, k]), float(widths.condition[row, k])
    unit = f" {unit}" if unit else ""
    begin = write_significant(float(widths.least[0, k]), 2)
    told = f"The smallest eigenvalue of all is {write_significant(least, 2)}{unit}, of component "
    told += (
        f"{k + 1} after {_count(int(widths.iterations[row]), 'M-step')}; it began with {begin}. "
        if row
        else f"{k + 1} at the start. "
    )
    if widths.condition.shape[1] and np.isfinite(condition) and condition > 1:
        told += f"There the condition number is {write_significant(condition, 2)}."
    return told.strip()


def tell_fine(run: Run, tape: Tape[Frame]) -> str:
    """Say that nothing collapses."""
    last = tape.frames[-1]
    ended = {
        "converged": "EM converges",
        "identical": "EM ends with components that are identical",
        "max_iterations": "EM stops at its limit",
    }.get(tape.stopped, "EM stops")
    ridge = " A ridge is on: no variance gets below it." if run.settings.ridge else ""
    return f"Nothing collapses here: {ended} after {_count(last.iteration, 'iteration')}.{ridge}"


def tell_endless(endless: Endless, unit: str) -> str:
    """Say how the log-likelihood grows as the width goes to 0."""
    r, n = endless.directions, endless.number
    who = _name(endless)
    directions = "direction" if r == 1 else "directions"
    told = (
        f"Let the width $s$ of {who} go to 0 in {r} {directions}, where its {_count(n, 'point')} "
        f"{'has' if n == 1 else 'have'} no width. The density there grows as "
        f"$s^{{-{r}}}$, so the log-likelihood goes as $-r\\,n \\ln s$ with $r = {r}$ and "
        f"$n = {_number(n)}$: each tenth of the width gains "
        f"${_number(n)} \\times {r} \\times \\ln 10 = {write_fixed(endless.expected, 1)}$ nats. "
        f"On the curve it is {write_fixed(endless.fitted, 1)} at the end"
    )
    near = abs(endless.fitted - endless.expected) <= NEAR * endless.expected
    told += "." if near else ", where other components still hold some of these points."
    told += " There is no highest value."
    width = write_significant(endless.crossing, 2) + (f" {unit}" if unit else "")
    ended = f"where the run ended, {write_fixed(endless.compared, 1)} nats"
    if endless.crossing >= endless.widths[-1]:
        return f"{told} Below a width of {width} it is higher than {ended}."
    passing = (
        f"At a width of about {width}"
        if endless.crossing > 0
        else "At a width that is smaller than any number that a computer has,"
    )
    return (
        f"{told} {passing} it would pass {ended}. No run gets there, but it "
        "shows that the highest log-likelihood is not the best mixture."
    )


def tell_cured(cured: Cured) -> str:
    """Say what a cure has done to the collapse and to the bound."""
    steps = _count(cured.steps, "M-step")
    if not cured.helps:
        when = _tell_when(cured.steps)
        when = when[0].lower() + when[1:]
        return f"**{cured.cure.label}** does not help: the run collapses again {when}."
    log_likelihood = write_fixed(cured.log_likelihood, 1)
    told = f"**{cured.cure.label}** helps: nothing collapses, and the run ends at {log_likelihood} "
    told += f"nats after {steps}. "
    if not cured.falls:
        return told + "The bound never falls."
    most = max(cured.falls, key=lambda fall: fall.bound)
    told += (
        f"The bound falls in {len(cured.falls)} of them, at most by "
        f"{write_significant(most.bound, 2)} nats (iteration {most.iteration})"
    )
    lower = [fall for fall in cured.falls if fall.log_likelihood > 0]
    if not lower:
        return told + "; the log-likelihood rises all the same."
    return told + f", and the log-likelihood in {len(lower)}."


def tell_price(cured: Cured) -> str:
    """Say what a cure changes, and what it costs."""
    return PRICES[cured.cure.name] + ("" if cured.run.settings.ridge else UNCHANGED)


def write_row(cured: Cured, unit: str) -> str:
    """Write a cure's row of the table in Markdown."""
    if not cured.helps:
        tried = f"collapses in all {cured.tried}" if cured.tried > 1 else "collapses again"
        return f"| {write_label(cured)} | {tried} | | | |"
    found = "no collapse"
    if cured.tried > 1:
        found = f"no collapse in {cured.tried - cured.collapsed} of {cured.tried} starts"
    least = write_significant(cured.least, 2) + (f" {unit}" if unit else "")
    falls = f"{len(cured.falls):,} of {cured.steps:,}"
    log_likelihood = write_fixed(cured.log_likelihood, 1)
    return f"| {write_label(cured)} | {found} | {log_likelihood} | {least} | {falls} |"


def write_label(cured: Cured) -> str:
    """Write what a cure is called, with what it sets."""
    settings = cured.run.settings
    told = {
        "ridge": f"ridge {write_setting(settings.ridge)}",
        "seed": f"seed {settings.start_seed}" if cured.helps else "",
        "fewer": f"K = {settings.k}",
    }.get(cured.cure.name)
    return f"{cured.cure.label} ({told})" if told else cured.cure.label


def tell_best(cures: Sequence[Cured]) -> str:
    """Say how many of the cures help."""
    helping = [cured for cured in cures if cured.helps]
    falling = [cured for cured in helping if cured.falls]
    if len(cures) == 1:
        return f"With one component there is one cure, and it {'helps' if helping else 'does not'}."
    told = f"{len(helping)} of {len(cures)} cures {'helps' if len(helping) == 1 else 'help'} here."
    if falling:
        names = " and ".join(cured.cure.label.lower() for cured in falling)
        told += f" With {names} the bound falls at times"
        told += "." if falling == helping else "; with the others that help it never does."
    elif helping:
        told += " The bound falls with none of them."
    return told


def _tell_when(steps: int) -> str:
    """Say after how many M-steps that could be made a run collapses."""
    return f"After {_count(steps, 'M-step')}" if steps else "In the first M-step"


def _name(endless: Endless) -> str:
    if endless.added:
        return "a component that stands alone on one place"
    if len(endless.components) > 1:
        return "all components together"
    return f"component {endless.components[0] + 1}"


def _count(count: float, what: str) -> str:
    return f"{_number(count)} {what}" if count == 1 else f"{_number(count)} {what}s"


def _number(count: float) -> str:
    return f"{int(count):,}" if float(count).is_integer() else write_significant(count, 4)
