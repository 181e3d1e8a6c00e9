"""What the page on missing values says: sentences whose numbers are computed from the records."""

from collections.abc import Sequence
from typing import NamedTuple

from gmm.ui.lab.missing.records import (
    COMPLETE,
    DROP,
    EM,
    MEAN,
    Holed,
    Score,
    Way,
    measure_spreads,
)
from gmm.ui.numbers import write_fixed, write_percent, write_significant

# What bad luck alone seldom makes: so few values in their 95% intervals, or a mean so far off, in
# standard deviations of the column.
FEWEST, FARTHEST = 0.85, 0.1
ALIKE = 0.0005  # nats per row: what the third decimal cannot tell apart

WHY = {
    "by chance": "The holes came by chance alone. Both EM and the complete rows are right on "
    "average; EM has more to go by.",
    "by the other column": "Which rows have a hole depends on a column that is still known. "
    "EM uses it. The complete rows alone come from one side of the data.",
    "by its own value": "The larger a value is, the more often it is hidden, and nothing that is "
    "left says so. EM cannot know it, nor can any other method that sees only the known cells.",
}


class Column(NamedTuple):
    """A column in words, and its place among the columns, from 0."""

    name: str
    unit: str
    place: int


def tell_why(mechanism: str, k: int, covariance: str) -> str:
    """Say which rows have holes, and what EM makes of that."""
    if mechanism == "by the other column" and k == 1 and covariance in ("diag", "spherical"):
        return (
            "Which rows have a hole depends on a column that is still known. But one component "
            f"with a {covariance} covariance knows no link between the columns, so EM cannot use "
            "it here: it guesses the mean of the known cells everywhere."
        )
    return WHY[mechanism]


def tell_guesses(column: Column, score: Score, rows: str, total: int) -> str:
    """Say how many cells are hidden, and how well they are guessed."""
    error, filled = _write_together(score.error, score.filled_error)
    unit = _write_unit(column)
    return (
        f"{score.cells:,} of {total:,} {rows} have lost their cell in the column {column.name}. "
        f"EM with holes guesses them with an error of {error}{unit} (root mean square), the "
        f"column's mean with {filled}."
    )


def tell_means(column: Column, ways: Sequence[Way]) -> str:
    """Say what the ways make of a column's mean, and what it is on complete data."""
    found = {way.name: float(way.means[column.place]) for way in ways}
    names = [name for name in (COMPLETE, EM, DROP) if name in found]
    written = dict(zip(names, _write_together(*(found[name] for name in names)), strict=True))
    unit = _write_unit(column)
    if COMPLETE not in found:
        return (
            f"The mean of {column.name} is {written[EM]}{unit} by EM with holes, and "
            f"{written[DROP]}{unit} in the complete rows alone."
        )
    return (
        f"The mean of {column.name} is {written[COMPLETE]}{unit}. EM with holes finds "
        f"{written[EM]}, and the complete rows alone give {written[DROP]}."
    )


def tell_best(ways: Sequence[Way]) -> str:
    """Say which way's mixture fits the complete data best, by log-likelihood per row."""
    found = {way.name: way.fit for way in ways if way.fit is not None}
    whole = found.pop(COMPLETE)
    ranked = sorted(found, key=lambda name: -found[name])
    best = ranked[0]
    numbers = ", ".join(f"{write_fixed(found[name], 3)} ({name})" for name in ranked)
    ends = {way.name: way.stopped for way in ways}
    if "collapsed" in (ends[EM], ends[COMPLETE]):
        return (
            "These log-likelihoods do not say which way is best: a component collapsed, and there "
            "the likelihood has no end. Choose fewer components, another start or a ridge."
        )
    if found[best] > whole + ALIKE:
        return (
            f"“{best}” fits the complete data even better than the run on them "
            f"({write_fixed(whole, 3)} nats per row), which ended in a worse place: {numbers}."
        )
    close = found[best] - found[EM] <= ALIKE
    verdict = (
        "EM with holes comes closest"
        if best == EM
        else "EM with holes comes as close as any"
        if close
        else f"Here the simple way wins: “{best}” comes closest"
    )
    return (
        f"{verdict} to a fit on the complete data ({write_fixed(whole, 3)} nats per row): "
        f"{numbers}."
    )


def tell_failure(column: Column, ways: Sequence[Way], score: Score) -> str:
    """Say by how much EM is off where values hide themselves."""
    found = {way.name: way for way in ways}
    off = float(found[EM].means[column.place] - found[COMPLETE].means[column.place])
    spread = measure_spreads(found[COMPLETE].mixture)[column.place]
    unit = _write_unit(column)
    said = (
        f"its mean of {column.name} is {write_significant(abs(off), 2)}{unit} "
        f"{'too low' if off < 0 else 'too high'}, and {write_percent(score.covered)} of "
        f"the hidden values lie in intervals that promise 95\u00a0%."
    )
    fails = score.covered < FEWEST or abs(off) > FARTHEST * spread
    verdict = "So it fails:" if fails else "Here that does little harm:"
    return f"{WHY['by its own value']} {verdict} {said}"


def tell_own(columns: Sequence[Column], holed: Holed, rows: str) -> str:
    """Say how many of a table's own cells are empty."""
    lacking = int(holed.holes.any(axis=1).sum())
    parts = [
        f"{int(holed.holes[:, column.place].sum()):,} in {column.name}"
        for column in columns
        if holed.holes[:, column.place].any()
    ]
    return (
        f"{lacking:,} of {len(holed.points):,} {rows} have an empty cell: {' and '.join(parts)}. "
        f"What they would say is not known, so nothing here can be checked. "
        f"For that, make holes on purpose in the complete rows."
    )


def tell_ends(ways: Sequence[Way]) -> list[str]:
    """Say which runs did not converge, and why."""
    told = []
    for way in ways:
        if way.stopped == "collapsed":
            cause = (
                " Cells that are all filled with one number lie on a line, and a component may "
                "shrink onto it."
                if way.name == MEAN
                else " A ridge helps."
            )
            told.append(f"The run “{way.name}” ended early: a component collapsed.{cause}")
        elif way.stopped == "max_iterations":
            told.append(
                f"The run “{way.name}” was stopped before it converged: this page gives a run "
                f"about a second."
            )
    return told


def _write_unit(column: Column) -> str:
    """What comes after a number: 3 mm, but 3 × 100 m."""
    if not column.unit:
        return ""
    return f" × {column.unit}" if column.unit[0].isdigit() else f" {column.unit}"


def _write_together(*values: float) -> list[str]:
    """Numbers with the same decimals: three digits of the smallest, at least none."""
    texts = [write_significant(value, 3) for value in values]
    if any("e" in text for text in texts):
        return texts
    decimals = min(3, max(len(text.partition(".")[2]) for text in texts))
    return [write_fixed(value, decimals) for value in values]
