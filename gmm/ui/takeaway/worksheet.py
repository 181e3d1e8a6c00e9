"""A worksheet for paper: half-steps of a run to be guessed, and their answers behind."""

import textwrap
from collections.abc import Iterator, Sequence

import numpy as np

from gmm.mixture import Mixture, responsibilities
from gmm.points import FloatArray
from gmm.tape import Frame
from gmm.ui.run import Run, name_columns, write_summary, write_title
from gmm.ui.takeaway.colours import Theme, component_colour, themes
from gmm.ui.takeaway.frames import em_of, frame_name
from gmm.ui.takeaway.geometry import fixed, significant
from gmm.ui.takeaway.picture import (
    RUG,
    TICKS,
    Pane,
    draw_axes,
    draw_mark,
    draw_mixture,
    draw_points,
    drawn_points,
    means_at,
    pane_at,
)
from gmm.ui.takeaway.sheet import (
    Area,
    Sheet,
    blank_sheet,
    draw_arrow,
    draw_box,
    draw_disc,
    draw_line,
    end_of,
    fit,
    pages_of,
    taking_turns,
    write,
)

PAPER = (210 / 25.4 * 96, 297 / 25.4 * 96)  # A4

SIDE = 60.0

LETTERS = "ABCDEF"

QUESTION = {"E": "who made each point?", "M": "where do the components go?"}

TASK = {
    ("E", 2): "The ellipses show the components at one and two standard deviations, each numbered "
    "at its mean. Estimate how likely each of them is to have made the points with letters. "
    "Nearer counts for more, measured in the component's own standard deviations, and so does a "
    "larger weight. Each row sums to 1.",
    ("E", 1): "The curves show the components' densities times their weights, each numbered at its "
    "mean. Estimate how likely each of them is to have made the points with letters: what share of "
    "all curves' height is its own there? Each row sums to 1.",
    ("M", 2): "The colours show who is responsible for each point. Mark with a cross where each "
    "mean moves, sketch the ellipse at one standard deviation around it, and fill in the table: a "
    "weight is the component's share of all points.",
    ("M", 1): "The colours show who is responsible for each point. Mark with a cross where each "
    "mean moves, sketch the new curve around it, and fill in the table: a weight is the "
    "component's share of all points.",
}

OUTCOME = {
    "E": "The E-step coloured every point by its responsibilities. Shapes stayed where they were.",
    "M": "The M-step moved every component to its share of the points: arrows lead from the means "
    "before to the means after. Colours stayed as they were.",
}


def worksheet(run: Run, frames: Sequence[int] | None = None) -> bytes:
    """Make a worksheet for paper: steps of the run to be guessed, and their answers behind.

    Parameters
    ----------
    run : Run
        Its twin is left out.
    frames : sequence of int, optional
        Frames to begin from; the exercise is the half-step that follows. An E-step as frame asks
        where the means go, a start or an M-step asks for responsibilities. None for
        `worksheet_frames`.

    Returns
    -------
    bytes
        Of a PDF file, A4 upright: a page for each exercise, then a page for each answer.

    Raises
    ------
    ValueError
        If the run has no such frame, or nothing follows on it.
    """
    last = len(em_of(run).frames) - 1
    begin = worksheet_frames(len(em_of(run).frames)) if frames is None else list(frames)
    wrong = [frame for frame in begin if not 0 <= frame < last]
    if wrong or not begin:
        raise ValueError(
            f"An exercise begins from one of the frames 0 to {last - 1}, on which another follows; "
            f"got {', '.join(map(str, wrong)) or 'none'}."
        )

    def sheets() -> Iterator[Sheet]:
        for answer in (False, True):
            for number, frame in enumerate(begin, start=1):
                sheet = blank_sheet(PAPER, themes()[0])
                _draw_exercise(sheet, run, frame, answer)
                page = number + answer * len(begin)
                _draw_margins(sheet, run, (number, len(begin)), page, answer)
                yield sheet

    with taking_turns():
        return pages_of(sheets(), f"{write_title(run)}: worksheet")


def worksheet_frames(count: int) -> list[int]:
    """Frames that make good exercises: the first two half-steps, and an M-step well into the run.

    Parameters
    ----------
    count : int
        Of the tape's frames.
    """
    later = (count // 3) | 1  # an E-step, which an M-step follows
    return [frame for frame in sorted({0, 1, later}) if frame < count - 1]


def lettered(run: Run, frame: int) -> list[int]:
    """Six points to ask about, from doubtful to certain ones, that lie apart.

    Parameters
    ----------
    run : Run
    frame : int
        The frame before the E-step that is asked for.

    Returns
    -------
    list of int
        Rows of `drawn_points`; fewer where there are fewer points.
    """
    points = drawn_points(run)
    gamma = responsibilities(points, em_of(run).frames[frame].mixture)
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
    theme = themes()[0]
    width, height = PAPER
    number, many = exercise
    head = f"{'Answer' if answer else 'Exercise'} {number}"
    text = write(sheet, SIDE, 76, head, theme.ink, 21, "bold")
    title = write(sheet, end_of(text) + 14, 76, write_title(run), theme.muted, 14)
    if answer:
        fit(title, width - SIDE)
    else:
        fit(title, width - SIDE - 235)
        write(sheet, width - SIDE - 225, 76, "Name", theme.muted, 13)
        draw_line(sheet, [width - SIDE - 180, width - SIDE], [78, 78], theme.muted)
    foot = f"{page} of {2 * many}"
    write(sheet, width - SIDE, height - 40, foot, theme.muted, 11, ha="right")
    text = write(sheet, SIDE, height - 40, "Mixtape", theme.muted, 11, "bold")
    fit(write(sheet, end_of(text) + 10, height - 40, write_summary(run), theme.muted, 11), 640)


def _draw_exercise(sheet: Sheet, run: Run, frame: int, answer: bool) -> None:
    """An exercise, or the same page with what comes out."""
    theme = themes()[0]
    asked = "M" if frame % 2 else "E"
    before, after = em_of(run).frames[frame], em_of(run).frames[frame + 1]
    width, _ = PAPER
    d = run.points.shape[1]
    write(sheet, SIDE, 114, f"{frame_name(frame + 1)}: {QUESTION[asked]}", theme.ink, 14, "bold")
    for i, line in enumerate(textwrap.wrap(OUTCOME[asked] if answer else TASK[asked, d], 101)):
        write(sheet, SIDE, 138 + 18 * i, line, theme.ink, 12.5)

    # At one place on both pages, so that they can be laid over each other.
    wide = width - 2 * SIDE - TICKS
    rows = len(before.mixture.weights) if asked == "M" else 0
    tall = (520.0 if d == 2 else 440.0) - 14 * max(0, rows - 5)
    pane = pane_at(run, SIDE + TICKS, 204, wide, tall)
    shown = after if answer else before
    points = drawn_points(run)
    gamma = None
    if shown.responsible is not None and (answer or asked == "M"):
        gamma = responsibilities(points, shown.responsible)
    draw_axes(sheet, pane, run, theme)
    draw_points(sheet, pane, run, gamma, theme)
    draw_mixture(sheet, pane, run, shown.mixture, theme)
    ends = means_at(pane, shown.mixture.means)
    if asked == "M" and answer:
        _draw_moves(sheet, pane, means_at(pane, before.mixture.means), ends, theme)
    for k, (x, up) in enumerate(ends):
        write(sheet, x + 10, up - 8, f"{k + 1}", theme.ink, 13, "bold", halo=theme.paper)
    top = pane.top + pane.height + 40
    if asked == "E":
        chosen = lettered(run, frame)
        _draw_letters(sheet, pane, run, chosen, theme)
        _table_of_points(sheet, top, run, chosen, shown.mixture, answer, theme)
    else:
        _table_of_components(sheet, top, run, before, after, answer, theme)


def _draw_moves(
    sheet: Sheet, pane: Pane, begins: FloatArray, ends: FloatArray, theme: Theme
) -> None:
    for k, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        if np.hypot(*(end - begin)) > 12:
            draw_arrow(sheet, begin, end, 9, theme.ink, pane.area)
        draw_disc(sheet, begin, 9, theme.paper, component_colour(theme, k), 2, pane.area)


def _draw_letters(sheet: Sheet, pane: Pane, run: Run, rows: list[int], theme: Theme) -> None:
    points = drawn_points(run)[rows]
    x = pane.across(points[:, 0])
    if points.shape[1] == 2:
        for letter, left, y in zip(LETTERS, x, pane.down(points[:, 1]), strict=False):
            draw_disc(sheet, (left, y), 14, None, theme.ink, 1.6, pane.area)
            write(sheet, left, y - 11, letter, theme.ink, 13, "bold", "center", halo=theme.paper)
        return
    rug = pane.top + pane.view.height + RUG / 2
    for letter, left in zip(LETTERS, x, strict=False):
        draw_disc(sheet, (left, rug), 21, theme.paper, theme.ink, 1.6, pane.area)
        write(sheet, left, rug, letter, theme.ink, 13, "bold", "center", "center_baseline")


def _table_of_points(
    sheet: Sheet,
    top: float,
    run: Run,
    rows: list[int],
    mixture: Mixture,
    answer: bool,
    theme: Theme,
) -> None:
    points = drawn_points(run)[rows]
    gamma = responsibilities(points, mixture)
    data = run.scaling.origin + run.scaling.spread * points
    names = [f"{k + 1}" for k in range(gamma.shape[1])]
    cells = [
        [letter, *(significant(value) for value in place)]
        + [fixed(share, 2) if answer else "" for share in row]
        for letter, place, row in zip(LETTERS, data, gamma, strict=False)
    ]
    heads = ["", *_names(run), *names]
    over = ("Point", "Responsibility of component")
    bottom = _table(sheet, top, heads, cells, 1 + data.shape[1], over, theme)
    shares = ", ".join(f"{k}: {fixed(pi, 2)}" for k, pi in enumerate(mixture.weights, start=1))
    write(
        sheet, SIDE, bottom + 26, f"Weights: {shares}.", theme.ink, 12.5 if len(names) < 9 else 11
    )


def _table_of_components(
    sheet: Sheet,
    top: float,
    run: Run,
    before: Frame,
    after: Frame,
    answer: bool,
    theme: Theme,
) -> None:
    origin, spread = run.scaling

    def numbers(mixture: Mixture, k: int) -> list[str]:
        means = (origin + spread * mixture.means[k]).tolist()
        return [fixed(mixture.weights[k], 2), *map(significant, means)]

    names = ["weight", *_names(run)]
    cells = []
    for k in range(len(before.mixture.weights)):
        blank = numbers(after.mixture, k) if answer else [""] * len(names)
        cells.append([f"{k + 1}", *numbers(before.mixture, k), *blank])
    over = (
        "Component: weight and mean",
        f"After {frame_name(2 * after.iteration)}",
    )
    heads = ["", *names, *names]
    bottom = _table(sheet, top, heads, cells, 1 + len(names), over, theme, marked=True)
    words = f"Log-likelihood before: {significant(before.log_likelihood, 6)}."
    if answer:
        words += f" After: {significant(after.log_likelihood, 6)}."
    else:
        words += " Does it rise or fall? By much or by little?"
    write(sheet, SIDE, bottom + 26, words, theme.ink, 12.5)


def _names(run: Run) -> list[str]:
    return [label.split(" (")[0] for label in name_columns(run.dataset)]


def _table(
    sheet: Sheet,
    top: float,
    heads: list[str],
    cells: list[list[str]],
    given: int,
    over: tuple[str, str],
    theme: Theme,
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
    size = min(12.5, step / 5.4)
    write(sheet, SIDE, top, over[0], theme.ink, 12.5, "bold")
    write(sheet, edges[given], top, over[1], theme.ink, 12.5, "bold")
    y = top + 20
    for i, head in enumerate(heads):
        text = write(sheet, edges[i + 1] - 6, y, head, theme.muted, size, ha="right")
        fit(text, edges[i + 1], step - 8)
    y += 10
    for k, row in enumerate(cells):
        middle = y + height / 2
        for i, cell in enumerate(row):
            if i >= given:
                area = Area(edges[i], y, edges[i + 1], y + height)
                draw_box(sheet, area, theme.muted, 0.8)
            weight = "bold" if i == 0 else "normal"
            place = edges[i + 1] - 6, middle
            write(sheet, *place, cell, theme.ink, size, weight, "right", "center_baseline")
        if marked:
            draw_mark(sheet, None, np.array([SIDE + 10, middle]), k, theme)
        y += height
        draw_line(sheet, [SIDE, edges[given]], [y, y], theme.faint)
    return y
