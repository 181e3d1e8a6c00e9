"""A worksheet for paper: half-steps of a run to be guessed, and their answers behind."""

import textwrap
from collections.abc import Iterator

import numpy as np

from gmm.mixture import Mixture, responsibilities
from gmm.points import FloatArray
from gmm.tape import Frame, Tape
from gmm.ui.apart import (
    find_grain,
    measure_width,
    refine_grain,
    write_at,
    write_reading,
    write_shares,
)
from gmm.ui.run import Run, write_summary, write_title
from gmm.ui.takeaway.colours import read_print_theme
from gmm.ui.takeaway.frames import name_frame, require_em
from gmm.ui.takeaway.pane import PLAIN, RUG, TICKS, Pane, draw_axes, fit_pane, sample_points
from gmm.ui.takeaway.picture import draw_mark, draw_mixture
from gmm.ui.takeaway.points import draw_points
from gmm.ui.takeaway.sheet import (
    Area,
    Sheet,
    draw_arrow,
    draw_box,
    draw_disc,
    draw_line,
    make_sheet,
    measure_end,
    shorten,
    take_turns,
    write,
    write_pages,
)
from gmm.ui.units import restore_frame

PAPER = (210 / 25.4 * 96, 297 / 25.4 * 96)  # A4

SIDE = 60.0

THEME = read_print_theme()  # paper may be printed without colours

LETTERS = "ABCDEF"

QUESTION = {"E": "which component is each point from?", "M": "where do the components move?"}

TASK = {
    ("E", 2): "The ellipses show the components at one and two standard deviations, each numbered "
    "at its mean. Estimate how likely each of them is to have made the points with letters. "
    "Nearer counts for more, measured in the component's own standard deviations, and so does a "
    "larger weight. Each row sums to 1.",
    ("E", 1): "The curves show the components' densities times their weights, each numbered at its "
    "mean. Estimate how likely each of them is to have made the points with letters: what share of "
    "all curves' height is its own there? Each row sums to 1.",
    ("M", 2): "Each point has the mark of its likeliest component; an undecided one is a pie of "
    "its responsibilities. Mark with a cross where each mean moves, sketch the ellipse at one "
    "standard deviation around it, and fill in the table: a weight is the component's share of "
    "all points.",
    ("M", 1): "Each point has the mark of its likeliest component; an undecided one is a pie of "
    "its responsibilities. Mark with a cross where each mean moves, sketch the new curve around "
    "it, and fill in the table: a weight is the component's share of all points.",
}

OUTCOME = {
    "E": "The E-step calculated every point's responsibilities. A point now has the mark of its "
    "likeliest component; an undecided one is a pie. The components stayed where they were.",
    "M": "The M-step moved every component to its share of the points: arrows lead from the means "
    "before to the means after. The responsibilities stayed as they were.",
}


def write_worksheet(run: Run) -> bytes:
    """Make a worksheet for paper: steps of the run to be guessed, and their answers behind.

    Parameters
    ----------
    run : Run
        Its k-means is left out. An exercise begins from each of `choose_exercises` and asks for the
        half-step that follows.

    Returns
    -------
    bytes
        Of a PDF file, A4 upright: a page for each exercise, then a page for each answer.

    Raises
    ------
    ValueError
        If EM has one frame only: nothing follows that could be asked for.
    """
    begin = choose_exercises(require_em(run))
    if not begin:
        raise ValueError("This run has a start only, so there is no step to ask for.")

    def draw_pages() -> Iterator[Sheet]:
        for answer in (False, True):
            for number, frame in enumerate(begin, start=1):
                sheet = make_sheet(PAPER, THEME)
                _draw_exercise(sheet, run, frame, answer)
                page = number + answer * len(begin)
                _draw_margins(sheet, run, (number, len(begin)), page, answer)
                yield sheet

    with take_turns():
        return write_pages(draw_pages(), f"{write_title(run)}: worksheet")


def choose_exercises(tape: Tape[Frame]) -> list[int]:
    """Frames that make good exercises: the first two half-steps, and an M-step well into the run.

    Parameters
    ----------
    tape : Tape of Frame
        Its last iterations may move next to nothing: the last exercise is the E-step after which
        half of the climb from the first M-step on is done.
    """
    heights = np.array([frame.log_likelihood for frame in tape.frames])
    later = 1  # an E-step, which an M-step follows
    if len(heights) > 5:
        halfway = (heights[2] + heights[-1]) / 2
        later = max(3, int(np.argmax(heights >= halfway)) | 1)
    return [frame for frame in sorted({0, 1, later}) if frame < len(heights) - 1]


def choose_points(run: Run, frame: int) -> list[int]:
    """Six points to ask about, from doubtful to certain ones, that lie apart.

    Parameters
    ----------
    run : Run
    frame : int
        The frame before the E-step that is asked for.

    Returns
    -------
    list of int
        Rows of `sample_points`; fewer where there are fewer points.
    """
    points = sample_points(run)
    gamma = responsibilities(points, require_em(run).frames[frame].mixture)
    order = np.argsort(gamma.max(axis=1), kind="stable")
    reach = np.ptp(points, axis=0).max()
    chosen: list[int] = []
    # Half of them from the most doubtful third, where there is something to think about.
    for share in (0.0, 0.08, 0.2, 0.4, 0.7, 0.95):
        begin = int(share * len(order))
        apart = (
            int(n)
            for least in (0.1, 0.04, 0.0)
            for n in [*order[begin:], *order[:begin]]
            if n not in chosen
            and all(np.abs(points[n] - points[m]).max() > least * reach for m in chosen)
        )
        found = next(apart, None)
        if found is not None:
            chosen.append(found)
    return sorted(chosen, key=lambda n: tuple(points[n]))


def _draw_margins(
    sheet: Sheet, run: Run, exercise: tuple[int, int], page: int, answer: bool
) -> None:
    width, height = PAPER
    number, many = exercise
    head = f"{'Answer' if answer else 'Exercise'} {number}"
    text = write(sheet, SIDE, 76, head, THEME.ink, 21, "bold")
    title = write(sheet, measure_end(text) + 14, 76, write_title(run), THEME.muted, 14)
    if answer:
        shorten(title, width - SIDE)
    else:
        shorten(title, width - SIDE - 235)
        write(sheet, width - SIDE - 225, 76, "Name", THEME.muted, 13)
        draw_line(sheet, [width - SIDE - 180, width - SIDE], [78, 78], THEME.muted)
    foot = f"{page} of {2 * many}"
    write(sheet, width - SIDE, height - 40, foot, THEME.muted, 11, ha="right")
    text = write(sheet, SIDE, height - 40, "Mixtape", THEME.muted, 11, "bold")
    shorten(
        write(sheet, measure_end(text) + 10, height - 40, write_summary(run), THEME.muted, 11), 640
    )


def _draw_exercise(sheet: Sheet, run: Run, frame: int, answer: bool) -> None:
    """An exercise, or the same page with what comes out."""
    asked = "M" if frame % 2 else "E"
    before, after = require_em(run).frames[frame], require_em(run).frames[frame + 1]
    width, _ = PAPER
    d = min(2, run.points.shape[1])
    write(sheet, SIDE, 114, f"{name_frame(frame + 1)}: {QUESTION[asked]}", THEME.ink, 14, "bold")
    for i, line in enumerate(textwrap.wrap(OUTCOME[asked] if answer else TASK[asked, d], 101)):
        write(sheet, SIDE, 138 + 18 * i, line, THEME.ink, 12.5)

    # At one place on both pages, so that they can be laid over each other.
    wide = width - 2 * SIDE - TICKS
    rows = len(before.mixture.weights) if asked == "M" else 0
    tall = (520.0 if d == 2 else 440.0) - 14 * max(0, rows - 5)
    pane = fit_pane(run, Area(SIDE + TICKS, 204, SIDE + TICKS + wide, 204 + tall))
    shown = after if answer else before
    gamma = None
    if shown.responsible is not None and (answer or asked == "M"):
        gamma = responsibilities(sample_points(run), shown.responsible)
    draw_axes(sheet, pane, run, THEME)
    draw_points(sheet, pane, run, gamma, THEME, marked=True)
    draw_mixture(sheet, pane, run, shown.mixture, PLAIN, THEME, marked=True)
    ends = pane.place(shown.mixture.means)
    if asked == "M" and answer:
        _draw_moves(sheet, pane, pane.place(before.mixture.means), ends)
    for k, (x, up) in enumerate(ends):
        write(sheet, x + 10, up - 8, f"{k + 1}", THEME.ink, 13, "bold", halo=THEME.paper)
    top = pane.area.y1 + 40
    if asked == "E":
        chosen = choose_points(run, frame)
        _draw_letters(sheet, pane, run, chosen)
        _draw_point_table(sheet, top, run, chosen, shown.mixture, answer)
    else:
        _draw_component_table(sheet, top, run, before, after, answer)


def _draw_moves(sheet: Sheet, pane: Pane, begins: FloatArray, ends: FloatArray) -> None:
    for begin, end in zip(begins, ends, strict=True):
        if np.hypot(*(end - begin)) > 12:
            draw_arrow(sheet, begin, end, 9, THEME.ink, pane.area)
        draw_disc(sheet, begin, 9, THEME.paper, THEME.ink, 2, pane.area)


def _draw_letters(sheet: Sheet, pane: Pane, run: Run, rows: list[int]) -> None:
    places = pane.place(sample_points(run)[rows])
    for letter, (x, y) in zip(LETTERS, places, strict=False):
        if run.points.shape[1] > 1:
            draw_disc(sheet, (x, y), 14, None, THEME.ink, 1.6, pane.area)
            write(sheet, x, y - 11, letter, THEME.ink, 13, "bold", "center", halo=THEME.paper)
        else:
            y += RUG / 2
            draw_disc(sheet, (x, y), 21, THEME.paper, THEME.ink, 1.6, pane.area)
            write(sheet, x, y, letter, THEME.ink, 13, "bold", "center", "center_baseline")


def _draw_point_table(
    sheet: Sheet, top: float, run: Run, rows: list[int], mixture: Mixture, answer: bool
) -> None:
    points = sample_points(run)[rows]
    gamma = responsibilities(points, mixture)
    data = run.scaling.origin + run.scaling.spread * points
    names = [f"{k + 1}" for k in range(gamma.shape[1])]
    places = _write_places(run, data)
    cells = [
        [letter, *place, *(write_shares(row, 2) if answer else [""] * len(row))]
        for letter, place, row in zip(LETTERS, places, gamma.tolist(), strict=False)
    ]
    heads = ["", *run.dataset.columns, *names]
    over = ("Point", "Responsibility of component")
    bottom = _draw_table(sheet, top, heads, cells, 1 + data.shape[1], over)
    weights = write_shares(mixture.weights.tolist(), 2)
    shares = ", ".join(f"{k}: {pi}" for k, pi in enumerate(weights, start=1))
    write(
        sheet, SIDE, bottom + 26, f"Weights: {shares}.", THEME.ink, 12.5 if len(names) < 9 else 11
    )


def _draw_component_table(
    sheet: Sheet, top: float, run: Run, before: Frame, after: Frame, answer: bool
) -> None:
    own = [restore_frame(run, frame).mixture for frame in (before, after)]
    places = _write_places(run, *(mixture.means for mixture in own))
    weights = [text for each in own for text in write_shares(each.weights.tolist(), 2)]
    rows = [[weight, *place] for weight, place in zip(weights, places, strict=True)]
    names = ["weight", *run.dataset.columns]
    cells = []
    count = len(before.mixture.weights)
    for k in range(count):
        found = rows[count + k] if answer else [""] * len(names)
        cells.append([f"{k + 1}", *rows[k], *found])
    over = ("Component: weight and mean", f"After {name_frame(2 * after.iteration)}")
    heads = ["", *names, *names]
    bottom = _draw_table(sheet, top, heads, cells, 1 + len(names), over, marked=True)
    heights = [restore_frame(run, frame).log_likelihood for frame in require_em(run).frames]
    tell = write_reading(heights)
    words = f"Log-likelihood before: {tell(restore_frame(run, before).log_likelihood)}."
    if answer:
        words += f" After: {tell(restore_frame(run, after).log_likelihood)}."
    else:
        words += " Does it rise or fall? By much or by little?"
    words += " Fitted to standardised columns." if run.sees_scaling else ""
    write(sheet, SIDE, bottom + 26, words, THEME.ink, 12.5)


def _write_places(run: Run, *sets: FloatArray) -> list[list[str]]:
    """Places in the data's own units, a row each: one grain a column, and those of a set apart."""
    origin, spread = run.scaling
    columns = []
    for d, column in enumerate((origin + spread * sample_points(run)).T):
        low, high = float(column.min()), float(column.max())
        grain = refine_grain(find_grain(low, high), [rows[:, d].tolist() for rows in sets], 3)
        tell = write_at(max(abs(low), abs(high)), grain)
        columns.append([tell(value) for rows in sets for value in rows[:, d].tolist()])
    return [list(row) for row in zip(*columns, strict=True)]


def _draw_table(
    sheet: Sheet,
    top: float,
    heads: list[str],
    cells: list[list[str]],
    given: int,
    over: tuple[str, str],
    marked: bool = False,
) -> float:
    """A table whose columns from `given` on are boxes to write in; gives where it ends.

    Its rows can begin with the components' marks.
    """
    width = PAPER[0] - 2 * SIDE
    room = PAPER[1] - 90 - top
    height = min(32.0, (room - 40) / (len(cells) + 1))
    first = 46.0
    step = (width - first) / (len(heads) - 1)
    edges = [SIDE, *(SIDE + first + i * step for i in range(len(heads)))]
    longest = max(measure_width(cell) for row in cells for cell in row[1:])
    size = min(12.5, step / 5.4, (step - 10) / (0.64 * max(longest, 1)))
    write(sheet, SIDE, top, over[0], THEME.ink, 12.5, "bold")
    write(sheet, edges[given], top, over[1], THEME.ink, 12.5, "bold")
    y = top + 20
    for i, head in enumerate(heads):
        text = write(sheet, edges[i + 1] - 6, y, head, THEME.muted, size, ha="right")
        shorten(text, edges[i + 1], step - 8)
    y += 10
    for k, row in enumerate(cells):
        middle = y + height / 2
        for i, cell in enumerate(row):
            if i >= given:
                area = Area(edges[i], y, edges[i + 1], y + height)
                draw_box(sheet, area, THEME.muted, 0.8)
            weight = "bold" if i == 0 else "normal"
            place = edges[i + 1] - 6, middle
            write(sheet, *place, cell, THEME.ink, size, weight, "right", "center_baseline")
        if marked:
            draw_mark(sheet, None, np.array([SIDE + 10, middle]), k, THEME)
        y += height
        draw_line(sheet, [SIDE, edges[given]], [y, y], THEME.faint)
    return y
