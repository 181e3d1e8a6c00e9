"""The run on show as a few lines of Python: in scikit-learn, and with this project's engine.

Both snippets start where the run starts, take as many iterations and print log-likelihood, weights
and means. That these agree with the engine's is claimed by the tests, which execute both for every
constraint: scikit-learn itself is not there when a page is shown, so a page quotes `PROMISE`, or
`FEWER` where a run `is_far_from_zero`.
"""

import numpy as np

from gmm.covariance import constraint
from gmm.limits import MAX_INLINE, MAX_REPEATED
from gmm.mixture import Mixture
from gmm.points import FloatArray
from gmm.scaling import Scaling
from gmm.tape import Frame, Tape
from gmm.ui.run import Run, name_columns
from gmm.ui.takeaway.frames import require_em
from gmm.ui.units import restore_frame

AGREEMENT = 1e-8  # relative to the log-likelihood, to 1 for weights, and to each column's spread
PROMISE = (
    "The tests run this for every kind of covariance, in one and in two dimensions: "
    "log-likelihood, weights and means agree with the engine's to 8 digits."
)
FEWER = (
    "Far from zero scikit-learn loses digits that Mixtape keeps: only the first few agree. "
    "Standardise the columns, and 8 digits do."
)
WIDTH = 88  # characters of a line


def write_scikit_learn_snippet(run: Run, file: str) -> str:
    """Fit the run on show with scikit-learn's GaussianMixture.

    Parameters
    ----------
    run : Run
    file : str
        What the file that `write_points_sheet` (sheets.py) made is called: its first columns are
        read where the points are too many to be written out.

    Returns
    -------
    str
        Python. It ends with the numbers to expect, as comments.

    Raises
    ------
    ValueError
        If scikit-learn cannot follow this run: it ends before its first M-step, or its points have
        weights that are not whole numbers. The sentence can be shown in the snippet's place.
    """
    em, covariance, ridge = require_em(run), run.settings.covariance, run.settings.ridge
    first, why = _find_beginning(em, covariance)
    iterations = em.frames[-1 if em.stopped != "collapsed" else -2].iteration - first.iteration
    lines = [
        *_write_head(run.dataset.title, "scikit-learn"),
        "import warnings",
        "",
        "import numpy as np",
        "from sklearn.exceptions import ConvergenceWarning",
        "from sklearn.mixture import GaussianMixture",
        "",
        *_write_data(run, file, _check_frequencies(em)),
        "",
        f"# {why}",
        *_write_array("weights", first.mixture.weights),
        *_write_array("means", first.mixture.means),
        *_write_array("covariances", first.mixture.covariances),
        "",
        *(_BY_ITS_RULE if em.stopped == "small_gain" else _BY_ANOTHER_RULE),
        'warnings.simplefilter("ignore", ConvergenceWarning)',
        "fit = GaussianMixture(",
        f"    n_components={len(first.mixture.weights)},",
        f'    covariance_type="{covariance}",',
        "    tol=0,",
        f"    reg_covar={float(ridge)!r},  # scikit-learn would add 1e-06 by itself",
        f"    max_iter={iterations},",
        "    n_init=1,",
        "    weights_init=weights,",
        "    means_init=means,",
        f"    precisions_init={_READ[covariance]},",
        ").fit(points)",
        "",
        "log_likelihood = fit.score(points) * len(points)",
        "weights, means = fit.weights_, fit.means_",
        *_write_tail(run, "len(points)"),
    ]
    return "\n".join(lines) + "\n"


def write_engine_snippet(run: Run, file: str) -> str:
    """Record the run on show with this project's engine.

    Parameters and result are those of `write_scikit_learn_snippet`, but there is no run that the
    engine could not follow.
    """
    em, covariance, ridge = require_em(run), run.settings.covariance, run.settings.ridge
    start = em.frames[0].mixture
    weighted = ["    weights=frequencies,"] if em.weights is not None else []
    lines = [
        *_write_head(run.dataset.title, "Mixtape's engine"),
        "import numpy as np",
        "",
        "from gmm import Mixture, record_em",
        "",
        *_write_data(run, file, None),
        "",
        "# Where the run on show starts.",
        *_write_array("weights", start.weights),
        *_write_array("means", start.means),
        *_write_array("covariances", start.covariances),
        "",
        "tape = record_em(",
        "    points,",
        "    Mixture(weights, means, covariances),",
        f'    covariance="{covariance}",',
        f"    ridge={float(ridge)!r},",
        "    tolerance=0,  # as many iterations as here",
        f"    max_iterations={max(em.frames[-1].iteration, 1)},",
        *weighted,
        ")",
        "",
        "log_likelihood = tape.frames[-1].log_likelihood",
        "weights, means, _ = tape.frames[-1].mixture",
        *_write_tail(run, "len(points)" if em.weights is None else "frequencies.sum()"),
    ]
    return "\n".join(lines) + "\n"


def is_far_from_zero(run: Run) -> bool:
    """Whether a component lies so far from zero that squares cost scikit-learn its digits.

    For most constraints it subtracts the square of a mean from the mean of squares: what is left
    of 16 digits is told by the square of the mean in standard deviations.
    """
    mixture = require_em(run).frames[-1].mixture
    variances = mixture.covariances.diagonal(axis1=1, axis2=2)
    squares = np.square(mixture.means) / variances
    return bool(np.finfo(np.float64).eps * squares.max() > AGREEMENT / 100)


# ------------------------------------------------------------------------------ the parts


# Why the iterations are counted, whichever rule ended the run.
_BY_ANOTHER_RULE = (
    "# As many iterations as Mixtape took: scikit-learn ends a run by another rule, and warns",
    "# here that it has not converged.",
)
_BY_ITS_RULE = (
    "# As many iterations as were taken: scikit-learn's own rule, tol, ended the run there. With",
    "# tol=0 it takes just as many, and warns that it has not converged.",
)

# How scikit-learn wants the precisions that belong to covariances (K, D, D).
_READ = {
    "full": "np.linalg.inv(covariances)",
    "tied": "np.linalg.inv(covariances[0])",
    "diag": "1 / np.diagonal(covariances, axis1=1, axis2=2)",
    "spherical": "1 / covariances[:, 0, 0]",
}


def _find_beginning(em: Tape[Frame], covariance: str) -> tuple[Frame, str]:
    """The frame that scikit-learn can start from, and a line to tell of it."""
    fitted = [frame for frame in em.frames if frame.phase == "M"]
    if not fitted:
        raise ValueError(
            "This run ends before its first M-step, so there is nothing that scikit-learn could "
            "agree with. Try another start, fewer components or a small ridge."
        )
    if _keeps_to(em.frames[0].mixture, covariance):
        return em.frames[0], "Where the run on show starts."
    if len(fitted) == 1:
        raise ValueError(
            f"This run starts with covariances that are not {covariance}, which scikit-learn "
            f"cannot, and ends after one iteration. Let the start keep to the constraint."
        )
    return (
        fitted[0],
        f"The start's covariances are not {covariance} yet, which scikit-learn cannot have: "
        f"from iteration 1.",
    )


def _keeps_to(mixture: Mixture, covariance: str) -> bool:
    fitted = constraint(covariance).fit(mixture.covariances, mixture.weights)
    largest = np.abs(mixture.covariances).max()
    return bool(np.abs(fitted - mixture.covariances).max() <= 1e-12 * largest)


def _check_frequencies(em: Tape[Frame]) -> FloatArray | None:
    weights = em.weights
    if weights is not None and not (weights == np.round(weights)).all():
        raise ValueError(
            "The points have weights that are not whole numbers, and scikit-learn's "
            "GaussianMixture knows no weights. Use this project's engine."
        )
    if weights is not None and weights.sum() > MAX_REPEATED:
        raise ValueError(
            "scikit-learn's GaussianMixture knows no weights, and repeating each point as often "
            "as its weight says would make more than a million. Use this project's engine."
        )
    return weights


def _write_head(title: str, tool: str) -> list[str]:
    # A title comes from a file's name: nothing in it may end the comment's line.
    words = " ".join("".join(c if c.isprintable() else " " for c in title).split())[:60]
    return [f"# {words or 'A run'} in Mixtape: the same with {tool}.", ""]


def _write_data(run: Run, file: str, repeated: FloatArray | None) -> list[str]:
    """Lines that make `points`, and `frequencies` where there are any."""
    # From these `(points - origin) / spread` makes the tape's points to the last bit.
    data, weights, scaling = run.dataset.points, require_em(run).weights, run.scaling
    d = data.shape[1]
    lines = _write_array("points", data)
    if weights is not None:
        lines += _write_array("frequencies", weights)
    if sum(map(len, lines)) > MAX_INLINE:
        used = tuple(range(d)) if weights is None else tuple(range(d + 1))
        names = ", ".join(repr(name) for name in name_columns(run.dataset))
        lines = [
            f"# {len(data):,} points: save the points' CSV file beside this script.",
            "table = np.loadtxt(",
            f'    {file!r}, delimiter=",", skiprows=1, usecols={used}, ndmin=2, encoding="utf-8"',
            ")",
            f"points = table[:, :{d}]  # {names}",
        ]
        if weights is not None:
            lines.append(f"frequencies = table[:, {d}]  # how often each point counts")
    if repeated is not None:
        lines += [
            "# GaussianMixture knows no weights: each point as often as it counts.",
            "points = np.repeat(points, frequencies.astype(int), axis=0)",
        ]
    if not _is_identity(scaling):
        lines += [
            "",
            "# Each column in standard deviations from its mean, as on the stage.",
            *_write_array("origin", scaling.origin),
            *_write_array("spread", scaling.spread),
            "points = (points - origin) / spread",
        ]
    return lines


def _write_tail(run: Run, number: str) -> list[str]:
    """Lines that print the result in the data's own units; `number` counts the points."""
    last = restore_frame(run, require_em(run).frames[-1])
    digits = "few" if is_far_from_zero(run) else "8"
    lines = []
    if not _is_identity(run.scaling):
        lines += [
            "# Back in the data's own units: a density is per unit of every column.",
            f"log_likelihood -= {number} * np.log(spread).sum()",
            "means = origin + spread * means",
        ]
    lines += [
        'print(f"log-likelihood {log_likelihood:.12g}")',
        "for k, (weight, mean) in enumerate(zip(weights, means), start=1):",
        '    print(f"component {k}: weight {weight:.12g}, mean", *(f"{x:.12g}" for x in mean))',
        "",
        f"# Mixtape itself has, and the first {digits} digits should be the same:",
        f"# log-likelihood {last.log_likelihood:.12g}",
    ]
    for k, (weight, mean) in enumerate(zip(*last.mixture[:2], strict=True), start=1):
        numbers = " ".join(f"{x:.12g}" for x in mean)
        lines.append(f"# component {k}: weight {weight:.12g}, mean {numbers}")
    return lines


def _is_identity(scaling: Scaling) -> bool:
    return not scaling.origin.any() and bool((scaling.spread == 1).all())


def _write_array(name: str, values: FloatArray) -> list[str]:
    """Python that makes an array again, to the bit."""
    if values.ndim == 3:
        rows = [f"    {matrix!r}," for matrix in values.tolist()]
        return [f"{name} = np.array([", *rows, "])"]
    return _fill_lines(f"{name} = np.array([", [repr(row) for row in values.tolist()], "])")


def _fill_lines(head: str, words: list[str], end: str) -> list[str]:
    """Words with commas between, as many on a line as have room."""
    if len(head) + sum(len(word) + 2 for word in words) + len(end) <= WIDTH:
        return [head + ", ".join(words) + end]
    lines = [head, "   "]
    for word in words:
        if len(lines[-1]) + len(word) + 2 > WIDTH and lines[-1].strip():
            lines.append("   ")
        lines[-1] += f" {word},"
    return [*lines, end]
