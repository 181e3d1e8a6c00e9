"""What the page on filling gaps says: sentences whose numbers are computed from the records."""

from collections.abc import Mapping, Sequence

from gmm.cases.gaps import COLUMNS, UNITS
from gmm.intervals import estimate_share
from gmm.ui.numbers import write_fixed, write_percent, write_significant
from gmm.ui.uses.gaps.records import LIKELY, Error, Table

MIXTURE, REGRESSION, MEAN = "Mixture", "One Gaussian", "Column mean"
COMPLETE = "Complete rows alone"


def write_error(error: float) -> str:
    """An error in standard deviations of the columns: 0.50 SD."""
    return f"{write_fixed(error, 2)} SD"


def write_own(value: float, column: int) -> str:
    """A value in its column's unit, with the digits that it is measured to and one more."""
    return f"{write_fixed(value, 0 if UNITS[column] == 'g' else 1)} {UNITS[column]}"


def tell_answer(k: int, errors: Mapping[str, Error]) -> str:
    """Say how far off the ways are, and whether the intervals keep their promise."""
    mixture, mean = errors[MIXTURE], errors[MEAN]
    middle = (
        f", one Gaussian by {write_fixed(errors[REGRESSION].error, 2)}"
        if REGRESSION in errors
        else ""
    )
    assert mixture.covered is not None
    components = f"{k} components" if k > 1 else "one component, a single Gaussian,"
    cells = f"{mixture.cells:,} hidden cells" if mixture.cells > 1 else "one hidden cell"
    return (
        f"A mixture of {components} is off by {write_fixed(mixture.error, 2)} standard deviations "
        f"over {cells}{middle}, the column's mean by "
        f"{write_fixed(mean.error, 2)}. {write_percent(mixture.covered)} of the truths lie in the "
        f"mixture's {write_percent(LIKELY)} intervals."
    )


def tell_promise(error: Error) -> str:
    """Say whether so many cells in their intervals go with what was promised."""
    assert error.covered is not None
    share = estimate_share(round(error.covered * error.cells), error.cells)
    limits = f"{write_fixed(100 * share.low, 0)} to {write_percent(share.high)}"
    if share.high < LIKELY:
        verdict = (
            "That is fewer than promised: the intervals are too narrow. They take the mixture for "
            "known, and it is learned from few penguins."
        )
    elif share.low > LIKELY:
        verdict = "That is more than promised: the intervals are too wide."
    else:
        verdict = f"So the promise of {write_percent(LIKELY)} may well hold."
    return (
        f"{write_percent(error.covered)} of {error.cells:,} truths lie in their interval (with "
        f"95\u00a0% confidence, {limits} of all such cells would). {verdict}"
    )


def tell_nearer(nearer: float) -> str:
    """Say how often the column's mean is nearer to the truth."""
    return (
        f"Cell by cell the mean wins now and then: it is nearer to the truth than the mixture for "
        f"{write_percent(nearer)} of the cells, by luck, and nothing says beforehand for which."
    )


def tell_rows(complete: float, whole: float, rows: int, total: int) -> str:
    """Say what the rows with holes add to the fit of the complete ones."""
    ends = [f"{write_fixed(value, 2)} nats a row" for value in (whole, complete)]
    if ends[0] == ends[1]:
        verdict = "about as well: here the rows with holes add little"
    elif whole > complete:
        verdict = "better: the rows with holes have said something, too"
    else:
        verdict = "worse: here the rows with holes have led it astray"
    return (
        f"Held against the whole table, holes uncovered, EM with holes ({total:,} rows) reaches "
        f"{ends[0]} and EM on the {rows:,} complete rows {ends[1]}. It fits {verdict}."
    )


def tell_numbers(errors: Sequence[Error]) -> str:
    """Say how errors and intervals go with K, from K = 1 on."""
    best = min(range(len(errors)), key=lambda at: errors[at].error)
    last = errors[-1]
    assert last.covered is not None
    said = (
        f"From K = 1 to {len(errors)}, the error is least for K = {best + 1}: "
        f"{write_error(errors[best].error)}"
        f"{f'; K = 1 has {write_error(errors[0].error)}' if best else ''}. "
    )
    covered = last.covered
    if covered < LIKELY - 0.04:
        said += (
            f"With K = {len(errors)}, only {write_percent(covered)} of the truths lie in intervals "
            f"that promise {write_percent(LIKELY)}: components of few penguins are too sure."
        )
    else:
        said += (
            f"With K = {len(errors)}, {write_percent(covered)} of the truths lie in their "
            f"intervals."
        )
    return said


def tell_hiding(mixture: Error, mean: Error, chosen: bool) -> str:
    """Say what happens where large values hide themselves."""
    where = "as it is here" if chosen else "choose it above"
    low = "too low" if mixture.bias < 0 else "too high"
    return (
        f"Where a value is hidden since it is large (by its own value: {where}), nothing that is "
        f"left says so. The mixture's guesses are {write_error(abs(mixture.bias))} {low} on "
        f"average, the mean's {write_error(abs(mean.bias))} "
        f"{'too low' if mean.bias < 0 else 'too high'}. No method that sees only the known cells "
        "can know that."
    )


def tell_smooth(column: int, truth: float, guessed: float, mean: float, drawn: float) -> str:
    """Say how wide a column is after it is filled."""
    texts = [write_significant(value, 3) for value in (truth, guessed, mean, drawn)]
    verdict = (
        "Best guesses are smoother than data"
        if guessed < truth
        else "Best guesses are as a rule smoother than data"
    )
    return (
        f"{verdict}. {COLUMNS[column].capitalize()} has a standard deviation of {texts[0]} "
        f"{UNITS[column]}; filled by the mixture's guesses {texts[1]}, by the mean {texts[2]}. "
        f"Drawn by chance from what the mixture says, {texts[3]}: for spreads, correlations and "
        "tests, draw several times (multiple imputation) and do not take guesses for measurements."
    )


def tell_row(table: Table, at: int, names: Sequence[str]) -> str:
    """Say which penguin is looked at, and what is known of it."""
    row = int(table.rows[at])
    known = [
        f"{name} {write_own(float(value), column)}"
        for column, (name, value) in enumerate(zip(names, table.points[row], strict=True))
        if value == value
    ]
    return (
        f"Penguin {row + 1:,}: {', '.join(known)} are known. Its {names[table.columns[at]]} is not."
        if len(known) > 1
        else f"Penguin {row + 1:,}: {known[0]} is known. Its {names[table.columns[at]]} is not."
    )
