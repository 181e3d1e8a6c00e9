"""`mixtape run`: one run of a table or a bundled set, as numbers, as a page or as a tape."""

import argparse
import math
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from gmm.covariance import COVARIANCES
from gmm.data.choosing import Columns, offer_columns, require_numbers, take_columns
from gmm.data.datasets import DATASETS, Dataset
from gmm.data.decoding import check_size
from gmm.data.reading import read
from gmm.data.rows import HEAD
from gmm.data.tables import Reading
from gmm.limits import MAX_BYTES, MAX_K, MAX_N, MAX_RIDGE, MAX_ROWS, MAX_SEED, MIN_N
from gmm.scaling import SCALES
from gmm.starts import OLDER, STARTS
from gmm.ui.link import UPLOAD, Link, Settings, open_settings
from gmm.ui.options import CANNOT, DONE, MISUSED, Options
from gmm.ui.reopening import reopen, write_tape
from gmm.ui.run import Run, record_run
from gmm.ui.stage.page import standalone_page
from gmm.ui.summary import summarise

INPUT = OUTPUT = "-"
NONE = "none"
HOW_READ = 2  # sentences of a `Report` that are there in any case

_MOST_FRAME = 999_999
# Options that say something of a table, of a generated set, and of how a run is recorded.
_TABLE = ("across", "up", "log", "labels", "frequencies", "rows", "sheet", "header")
_GENERATED = ("points", "data_seed")
_SETTINGS = ("k", "covariance", "ridge", "start", "seed", "scale", "twin")


class MisuseError(ValueError):
    """Options that do not belong together, told to the person."""


class Made(NamedTuple):
    """A run, and sentences on how its data were read."""

    run: Run
    told: list[str]


def main(arguments: Sequence[str]) -> int:
    """Do what the options ask for.

    Parameters
    ----------
    arguments
        What follows `mixtape run`.

    Returns
    -------
    int
        What the command ends with: 0 done, 1 the data or the run cannot be had, 2 an option is
        wrong. Where it is not 0, a sentence on the standard error has said why.
    """
    try:
        options = write_parser().parse_args(arguments)
        _check(options)
        made = _make(options)
        _give(made, options)
    except SystemExit as ended:  # of argparse, which has said what it had to
        return int(ended.code or DONE)
    except BrokenPipeError:  # `mixtape run ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANNOT
    except (ValueError, OSError) as error:
        print(f"mixtape run: {_tell(error)}", file=sys.stderr)
        return MISUSED if isinstance(error, MisuseError) else CANNOT
    return DONE


# ------------------------------------------------------------------------------ the options


def write_parser() -> argparse.ArgumentParser:
    """Write down the options of `mixtape run`."""
    sets = [name for name, recipe in DATASETS.items() if not recipe.generated]
    generated = [name for name, recipe in DATASETS.items() if recipe.generated]
    starts = [name for name in STARTS if name not in OLDER.values()]
    parser = Options(
        prog="mixtape run",
        usage="mixtape run DATA [-k N] [--html FILE] [--json FILE] [OPTIONS]",
        description="""\
Record a run of EM, and of k-means beside it from the same start, as the app
does. Without --html and --json it prints a summary: how the run ended, the
log-likelihood, and weights, means and standard deviations in the data's units.""",
        epilog=f"""\
examples:
  mixtape run data.csv
  mixtape run data.csv -k 3 --across height --up weight --html run.html
  mixtape run data.csv --across height --log across --json - > tape.json
  mixtape run "Old Faithful" --covariance tied --frame 4
  zcat log.csv.gz | mixtape run - --across seconds

It ends with 0; with 1 where the data or the run cannot be had, and with 2 where
an option is wrong. A file that is there is not written over without --force.

bundled data:
{_wrap(sets)}
generated data (with --points and --data-seed):
{_wrap(generated)}
""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    parser.add_argument_group("the data").add_argument(
        "data",
        metavar="DATA",
        help="a table (CSV in any of its kinds, Excel, Parquet, also in a gz or zip file), a run "
        "saved as JSON, - for one of these from the standard input, or the name of a data set "
        "below",
    )
    out = parser.add_argument_group("what to make")
    out.add_argument(
        "--html", metavar="FILE", help="a page with the run, which needs no server; - prints it"
    )
    out.add_argument(
        "--json",
        metavar="FILE",
        help="the tape, every half-step of it; the app and gmm.archive open it; - prints it",
    )
    out.add_argument("-f", "--force", action="store_true", help="write over a file that is there")
    out.add_argument(
        "--frame",
        type=_whole(0, _MOST_FRAME),
        metavar="N",
        help="the half-step that the page opens with (0, the start, if not said), or that the "
        "summary shows (the last one if not said)",
    )
    out.add_argument("--title", metavar="TEXT", help="what the data are called on the page")
    run = parser.add_argument_group("the run (what is not said is as the app opens the data)")
    run.add_argument(
        "-k",
        type=_whole(1, MAX_K),
        metavar="N",
        help=f"components, from 1 to {MAX_K}; 2 for a table",
    )
    run.add_argument(
        "--covariance",
        type=_one(COVARIANCES),
        metavar="KIND",
        help=f"{', '.join(COVARIANCES)}; full for a table",
    )
    run.add_argument(
        "--ridge",
        type=_number(0, MAX_RIDGE),
        metavar="X",
        help="is added to the variances of the points as they are fitted",
    )
    run.add_argument("--start", type=_one(starts), metavar="METHOD", help=", ".join(starts))
    run.add_argument(
        "--seed",
        type=_whole(0, MAX_SEED),
        metavar="N",
        help=f"of the start, from 0 to {MAX_SEED:,}; 7 for a table",
    )
    run.add_argument(
        "--scale",
        type=_one(SCALES),
        metavar="HOW",
        help="whether columns are standardised: on, off, or auto, where their spreads differ much",
    )
    run.add_argument(
        "--no-twin", dest="twin", action="store_const", const=False, help="leave k-means out"
    )
    table = parser.add_argument_group("of a table (the columns are found, as in the app)")
    table.add_argument(
        "--across",
        metavar="COLUMN",
        help="a column by its name or its number; without --up, the only one",
    )
    table.add_argument("--up", metavar="COLUMN", help="the column that goes up, or none")
    table.add_argument(
        "--log",
        type=_one(("across", "up", "both")),
        metavar="AXIS",
        help="take logarithms to base 10: across, up or both",
    )
    table.add_argument("--labels", metavar="COLUMN", help="what each row really is")
    table.add_argument(
        "--frequencies", metavar="COLUMN", help="how many times each row was counted"
    )
    table.add_argument(
        "--rows",
        type=_whole(2, MAX_ROWS),
        metavar="N",
        help="use a random sample of so many rows",
    )
    table.add_argument("--sheet", metavar="NAME", help="of a workbook; the first if not said")
    table.add_argument(
        "--header",
        type=_whole(0, MAX_ROWS),
        metavar="ROW",
        help="the row with the names of the columns, 0 where there is none; found if not said",
    )
    made = parser.add_argument_group("of generated data")
    made.add_argument(
        "--points",
        type=_whole(MIN_N, MAX_N),
        metavar="N",
        help=f"how many, from {MIN_N} to {MAX_N:,}",
    )
    made.add_argument("--data-seed", type=_whole(0, MAX_SEED), metavar="N", help="of the points")
    parser.add_argument_group("help").add_argument(
        "-h", "--help", action="help", help="show this text"
    )
    return parser


def _wrap(names: Sequence[str], width: int = 78) -> str:
    lines = [""]
    for name in names:
        part = f"{name}, " if name != names[-1] else name
        if len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part if lines[-1] else f"  {part}"
    return "\n".join(line.rstrip() for line in lines)


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(
                f"takes a whole number from {low} to {high:,}, not “{text}”."
            )
        return int(text)

    return parse


def _number(low: float, high: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(
                f"takes a number from {low:,.0f} to {high:,.0f}, such as 0.01, not “{text}”."
            )
        return value

    return parse


def _one(names: Iterable[str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in names:
            raise argparse.ArgumentTypeError(f"takes one of {', '.join(names)}, not “{text}”.")
        return text

    return parse


def _given(options: argparse.Namespace, names: Sequence[str]) -> list[str]:
    """How those of the options are written that the person has given."""
    written = {"k": "-k", "twin": "--no-twin", "data_seed": "--data-seed"}
    given = [name for name in names if getattr(options, name) is not None]
    return [written.get(name, f"--{name}") for name in given]


def _check(options: argparse.Namespace) -> None:
    """Refuse what cannot be meant, before anything is recorded or written."""
    files = [name for name in (options.html, options.json) if name is not None]
    if files.count(OUTPUT) > 1:
        raise MisuseError("--html - and --json - would print both at once. Give one a file.")
    places = [Path(name).resolve() for name in files if name != OUTPUT]
    if len(set(places)) < len(places):
        raise MisuseError(f"--html and --json both name “{files[0]}”. Give each its own file.")
    if options.data != INPUT and Path(options.data).resolve() in places:
        raise MisuseError(f"“{options.data}” is the data: it is not written over. Name another.")
    for name in files:
        if name == OUTPUT or options.force or not os.path.lexists(name):
            continue
        what = "is a folder. Name a file in it" if Path(name).is_dir() else "is there already"
        cure = "" if Path(name).is_dir() else ". Name another file, or add --force to replace it"
        raise ValueError(f"“{name}” {what}{cure}.")


# ------------------------------------------------------------------------------ the run


def _make(options: argparse.Namespace) -> Made:
    """Record, or open, what the options name."""
    name = options.data
    if name != INPUT and not os.path.lexists(name):
        return Made(_record_set(_find_set(name), options), [])
    content = _read_input() if name == INPUT else _read_file(Path(name))
    title = options.title or ("Your data" if name == INPUT else Path(name).name)
    if name.lower().endswith(".json") or (name == INPUT and content.startswith(b"{")):
        _refuse(options, (*_TABLE, *_GENERATED, *_SETTINGS), "“{}” holds a recorded run", name)
        file = "the standard input" if name == INPUT else Path(name).name
        run = reopen(content.decode("utf-8", errors="replace"), file)
        if options.title:
            run = run._replace(dataset=run.dataset._replace(title=options.title))
        return Made(run, [])
    _refuse(options, _GENERATED, "“{}” is a table", name)
    reading = read(content, "" if name == INPUT else name, options.header, options.sheet or "")
    _check_place(reading, title, options)
    dataset, told = _choose(reading, title, options)
    return Made(record_run(_set(Settings(UPLOAD), options), dataset), told)


def _check_place(reading: Reading, title: str, options: argparse.Namespace) -> None:
    """Refuse a sheet or a row that is not there: the table was read from another one."""
    report = reading.report
    if options.sheet and report.sheet != options.sheet:
        sheets = ", ".join(f"“{sheet}”" for sheet in report.sheets)
        has = f"It has {sheets}." if sheets else "It is no workbook: leave out --sheet."
        raise MisuseError(f"“{title}” has no sheet “{options.sheet}”. {has}")
    if options.header and report.header is not None and report.header < options.header:
        raise MisuseError(
            f"The names of the columns cannot be in row {options.header:,} of “{title}”: they are "
            f"looked for in its first {HEAD} rows. Give --header another number."
        )


def _refuse(options: argparse.Namespace, names: Sequence[str], what: str, data: str) -> None:
    given = _given(options, names)
    if given:
        raise MisuseError(f"{what.format(data)}: {' and '.join(given)} cannot be used with it.")


def _set(opening: Settings, options: argparse.Namespace) -> Settings:
    """The settings that data open with, and what the person has said instead."""
    said = {
        "k": options.k,
        "start": options.start,
        "start_seed": options.seed,
        "covariance": options.covariance,
        "ridge": options.ridge,
        "scale": options.scale,
        "twin": options.twin,
    }
    return opening._replace(**{name: value for name, value in said.items() if value is not None})


def _find_set(name: str) -> str:
    """Find a data set by its name, in capitals or not."""
    names = {each.casefold(): each for each in DATASETS}
    if name.casefold() in names:
        return names[name.casefold()]
    begun = [each for each in names if each.startswith(name.casefold())]
    near = begun or get_close_matches(name.casefold(), names, 1, 0.7)
    hint = (
        f" Is “{names[near[0]]}” meant?"
        if near
        else " `mixtape run --help` lists the sets. Check the name and the folder."
    )
    raise ValueError(f"There is no file “{name}” here, and no data set of that name.{hint}")


def _record_set(name: str, options: argparse.Namespace) -> Run:
    recipe = DATASETS[name]
    _refuse(options, _TABLE, "“{}” is a data set with columns of its own", name)
    if not recipe.generated:
        _refuse(options, _GENERATED, "“{}” is not generated", name)
    settings = _set(open_settings(name), options)
    settings = settings._replace(
        n=settings.n if options.points is None else options.points,
        data_seed=settings.data_seed if options.data_seed is None else options.data_seed,
    )
    dataset = recipe.make(settings.n, settings.data_seed, **dict(settings.knobs))
    if options.title:
        dataset = dataset._replace(title=options.title)
    return record_run(settings, dataset)


def _read_file(path: Path) -> bytes:
    if path.is_dir():
        raise ValueError(f"“{path}” is a folder. Name a file in it.")
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        check_size(size, path.name)
        return file.read(MAX_BYTES + 1)


def _read_input() -> bytes:
    if sys.stdin.isatty():
        print("Type or paste the table, and end it with Ctrl D.", file=sys.stderr)
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _choose(reading: Reading, title: str, options: argparse.Namespace) -> tuple[Dataset, list[str]]:
    """The data set of the columns that the person names, or that are found."""
    offered = offer_columns(reading)
    require_numbers(offered, reading)
    columns = [str(column) for column in reading.table.columns]

    def find(name: str | None) -> str:
        return "" if name is None or name == NONE else _find_column(name, columns)

    up = find(options.up)
    others = [name for name in offered.numeric if name != up]
    across = find(options.across) or (others or offered.numeric)[0]
    if not up and options.up is None and options.across is None:
        up = next((name for name in offered.numeric if name != across), "")
    if across == up:
        raise MisuseError(f"--across and --up both name “{up}”. Name two columns, or one of them.")
    axes = (across, up) if up else (across,)
    places = dict(zip(("across", "up"), axes, strict=False))
    asked = {"both": tuple(places), None: ()}.get(options.log, (options.log,))
    if not set(asked) <= set(places):
        raise MisuseError("--log up needs a column that goes up. Name it with --up.")
    chosen = Columns(
        axes,
        frozenset(places[axis] for axis in asked),
        find(options.labels),
        find(options.frequencies),
        min(options.rows or MAX_ROWS, MAX_ROWS),
    )
    dataset, skipped = take_columns(reading, chosen, title)
    told = reading.report.sentences()
    if skipped:
        told.append(f"Left out because a chosen cell is empty: {skipped:,}.")
    return dataset, told


def _find_column(name: str, columns: Sequence[str]) -> str:
    """Find a column by its name, or by its number where none is called so."""
    if name in columns:
        return name
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(columns):
        return columns[int(name) - 1]
    same = [column for column in columns if column.casefold() == name.strip().casefold()]
    if len(same) == 1:
        return same[0]
    listed = ", ".join(f"“{column}”" for column in columns[:12])
    more = f" and {len(columns) - 12:,} more" if len(columns) > 12 else ""
    raise MisuseError(f"The table has no column “{name}”. It has {listed}{more}.")


# ------------------------------------------------------------------------------ what is made


def _give(made: Made, options: argparse.Namespace) -> None:
    """Write what is asked for, or print the summary."""
    run, told = made
    frame, last = options.frame, run.frames - 1
    if frame is not None and frame > last:
        raise ValueError(f"There is no frame {frame:,}: the last one of this run is {last:,}.")
    summary = options.html is None and options.json is None
    # Beside a page or a tape only what it does not have: which rows were left out.
    said = "".join(f"{sentence}\n" for sentence in (told if summary else told[HOW_READ:]))
    if OUTPUT in (options.html, options.json):
        print(said, end="", file=sys.stderr)
    else:
        _print(said)
    if summary:
        _print(summarise(run, None if frame is None else min(frame, _last_of_em(run))))
    if options.html is not None:
        page = standalone_page(run, Link(run.settings, frame=frame or 0))
        _write(options.html, page, options.force, "Open it in a browser.")
    if options.json is not None:
        _write(options.json, write_tape(run), options.force, "The app opens it as a file.")


def _last_of_em(run: Run) -> int:
    return 0 if run.em is None else len(run.em.frames) - 1


def _write(name: str, text: str, force: bool, hint: str) -> None:
    content = text.encode("utf-8", errors="replace")
    if name == OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with Path(name).open("wb" if force else "xb") as file:
        file.write(content)
    _print(f"{name}, {len(content) / 1000:,.0f} kB. {hint}\n")


def _print(text: str) -> None:
    """Print what a terminal of any country can show; a sign that it has not becomes "?"."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, errors="replace").decode(encoding), end="", flush=True)


def _tell(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"“{error.filename}” cannot be used: {error.strerror}. Name another file."
    return str(error)
