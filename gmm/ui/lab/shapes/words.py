"""What the page of shapes says: sentences whose numbers are computed."""

from collections.abc import Mapping, Sequence

from gmm.ui.lab.shapes.cost import Growth
from gmm.ui.lab.shapes.records import Shape, rank_shapes
from gmm.ui.numbers import write_fixed

# Between the slowest and the fastest constraint: what is less is told as no difference.
ALIKE = 1.25
LITTLE = 0.05  # nats: one decimal does not show it

TABLE_HEAD = (
    "| [covariance](glossary) | free parameters: weights + means + covariances | "
    "log-likelihood (nats) | BIC | iterations |\n|---|---|---:|---:|---:|"
)
TABLE_HELP = (
    "BIC is −2 times the log-likelihood, plus ln N for each free parameter. The lowest is best."
)
SLOPES_HELP = "1 means: twice the size takes twice the time. 2 means: it takes four times as long."
WHY = """
- **The count.** An E-step factorises $K$ matrices, about $K D^3$ multiplications, and measures
  each point from each mean, $K N D^2$. An M-step adds up $K$ matrices of squares, $K N D^2$ again.
  With covariances that are diag or spherical all of it could be done in $K N D$.
- **As written here.** This engine writes every covariance out in full, whatever its shape is: one
  way of computing for all. So diag and spherical save no time. What they save is parameters.
- **Small sizes.** Each iteration has fixed costs, such as calling a function: they do not grow
  with the points. So a line that is fitted to small sizes is too flat. Here the largest {fitted}
  sizes are fitted.
- **Few columns.** With up to 3 columns and 1,000 points or more, squares are computed once for all
  components. With more columns the engine takes another way, which costs more for each component.
- **Large sizes.** What is larger than the processor's cache takes longer to fetch: a slope can be
  steeper than the count.
- **This server.** Seconds are those of the processor, without waiting for it. But other people's
  work takes room in its caches. Each time is the median of several iterations.
"""


def tell_winner(shapes: Sequence[Shape]) -> str:
    """Say which constraint is best by BIC, and what the others lose.

    Parameters
    ----------
    shapes : sequence of Shape
        All four.
    """
    ranked = rank_shapes(shapes)
    lost = [shape.covariance for shape in shapes if shape.collapsed]
    without = (
        f" With **{_join(lost)}** a component collapses, so the log-likelihood says nothing there."
        if lost
        else ""
    )
    if not ranked:
        return "With each of the four shapes a component collapses, so none can be compared."
    best = ranked[0]
    same = [shape.covariance for shape in ranked if _are_one(shape, best)]
    others = [shape for shape in ranked if shape.covariance not in same]
    told = f"By BIC **{_join(same)}** {'is' if len(same) == 1 else 'are'} best from this start: "
    told += write_fixed(best.bic, 1)
    if len(same) > 1:
        told += " each, since here they allow the same shapes"
    told += "."
    if others:
        told += " " + _compare(best, others[0])
    return told + without


def tell_climbs(shapes: Sequence[Shape]) -> str:
    """Say whose log-likelihood is highest, and why that decides nothing; "" where it is not full's.

    Parameters
    ----------
    shapes : sequence of Shape
    """
    fine = {shape.covariance: shape for shape in shapes if not shape.collapsed}
    full = fine.pop("full", None)
    if full is None or not fine:
        return ""
    above = [s for s in fine.values() if s.log_likelihood > full.log_likelihood + 5e-4]
    if above:
        gain = max(above, key=lambda shape: shape.log_likelihood)
        more = write_fixed(gain.log_likelihood - full.log_likelihood, 1)
        return (
            f"Full allows every shape that {gain.covariance} allows, and yet {gain.covariance} "
            f"ends {more} nats higher: from this start full has reached a lower top. "
            "Try another start seed."
        )
    return ""


def write_row(shape: Shape) -> str:
    """Write a row of the table in Markdown."""
    terms = " + ".join(str(term) for term in shape.terms)
    free = f"${shape.formula}$ = {terms} = **{shape.parameters}**"
    if shape.collapsed:
        numbers = "collapsed | no BIC"
    else:
        numbers = f"{write_fixed(shape.log_likelihood, 1)} | {write_fixed(shape.bic, 1)}"
    ended = "" if shape.converged or shape.collapsed else " (not converged)"
    return f"| {shape.covariance} | {free} | {numbers} | {shape.iterations:,}{ended} |"


def tell_cost(vary: str, growths: Sequence[Growth]) -> str:
    """Say how the four constraints compare at the largest size; "" before it is measured.

    Parameters
    ----------
    vary : {"n", "d", "k"}
    growths : sequence of Growth
    """
    if not all(growth.seconds for growth in growths):
        return ""
    last = {growth.covariance: growth.seconds[-1] for growth in growths}
    slowest, fastest = max(last, key=last.__getitem__), min(last, key=last.__getitem__)
    ratio = last[slowest] / last[fastest]
    size = f"{vary.upper()} = {growths[0].sizes[-1]:,}"
    if ratio < ALIKE:
        return (
            f"At {size} the four constraints take nearly the same time here: the slowest, "
            f"{slowest}, takes {write_fixed(ratio, 2)} times as long as the fastest, {fastest}."
        )
    return (
        f"At {size} {slowest} took {write_fixed(ratio, 1)} times as long as {fastest} "
        "in this measurement. Measure again to see whether it stays so."
    )


def write_slopes(growths: Mapping[str, Sequence[Growth]]) -> str:
    """Write the table of slopes in Markdown: measured, theory, and the count of this engine.

    Parameters
    ----------
    growths : mapping
        Of "n", "d" and "k".
    """
    head = "| [covariance](glossary) |" + "".join(
        f" {name.upper()}: measured | theory | as written |" for name in growths
    )
    rows = [head, "|---|" + "---:|" * (3 * len(growths))]
    for index, growth in enumerate(next(iter(growths.values()))):
        cells = [_write_slope(each[index]) for each in growths.values()]
        rows.append(f"| {growth.covariance} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _write_slope(growth: Growth) -> str:
    measured, theory, written = growth.measured, growth.theory, growth.written
    if measured is None or theory is None or written is None:
        return "… | … | …"
    error = "" if measured.error != measured.error else f" ± {write_fixed(measured.error, 2)}"
    return (
        f"**{write_fixed(measured.power, 2)}**{error} | {write_fixed(theory, 2)} | "
        f"{write_fixed(written, 2)}"
    )


def _compare(best: Shape, other: Shape) -> str:
    behind = write_fixed(other.bic - best.bic, 1)
    gain = other.log_likelihood - best.log_likelihood
    more = other.parameters - best.parameters
    told = f"Next is **{other.covariance}**, {behind} higher"
    verb = "gains" if more == 1 else "gain"
    if more > 0 and abs(gain) < LITTLE:
        return f"{told}: its {more} more {_plural(more)} {verb} next to nothing."
    if more > 0 and gain > 0:
        return f"{told}: its {more} more {_plural(more)} {verb} only {write_fixed(gain, 1)} nats."
    if more < 0 and gain < 0:
        return f"{told}: it saves {-more} {_plural(-more)}, but loses {write_fixed(-gain, 1)} nats."
    if more >= 0:
        count = f"{more} more {_plural(more)}" if more else "as many parameters"
        return f"{told}: it has {count}, and fits {write_fixed(-gain, 1)} nats worse."
    return f"{told}."


def _are_one(shape: Shape, best: Shape) -> bool:
    return shape.parameters == best.parameters and abs(
        shape.log_likelihood - best.log_likelihood
    ) < 1e-6 * (1 + abs(best.log_likelihood))


def _plural(count: int) -> str:
    return "parameter" if count == 1 else "parameters"


def _join(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
