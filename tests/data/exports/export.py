"""One file as some program writes it, and what a person would say it holds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

Numbers = Sequence[float | None]
Labels = Sequence[str]


class Export(NamedTuple):
    """A file, and what is right to read of it.

    Attributes
    ----------
    name : str
        Who writes so.
    source : bytes or str
        The file; a text where it has been pasted.
    names : tuple of str
        Of the columns, in order. "" for a column without a name of its own: whatever it is called
        is right, and so is leaving it out if nothing below is said of it.
    columns : mapping of str or int to numbers or labels
        What a person wants of it, by name or by position: numbers with None where the cell is
        empty, labels as texts. They are as long as the table.
    units : mapping of str to str
        Of the columns whose unit stands apart from the name.
    refused : bool
        It may be refused; and has to be if there are no names.
    note : str
        What is particular.
    file : str
        What the person called it.
    """

    name: str
    source: bytes | str
    names: tuple[str, ...] = ()
    columns: Mapping[str | int, Numbers | Labels] = MappingProxyType({})
    units: Mapping[str, str] = MappingProxyType({})
    refused: bool = False
    note: str = ""
    file: str = ""

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()), ()))


# Twelve rows, for whatever surrounds them.
X = (0.1, 0.3, -0.2, 0.5, 5.2, 4.8, 5.1, 5.4, 9.9, 10.2, 10.1, 9.7)
Y = (0.2, -0.1, 0.4, 0.1, 5.1, 5.3, 4.7, 5.0, 0.3, -0.2, 0.5, 0.0)
LENGTH = (5.1, 4.9, 4.7, 4.6, 7.0, 6.4, 6.9, 5.5, 6.3, 5.8, 7.1, 6.5)
WIDTH = (3.5, 3.0, 3.2, 3.1, 3.2, 3.2, 3.1, 2.3, 3.3, 2.7, 3.0, 2.9)
KIND = ("setosa",) * 4 + ("versicolor",) * 4 + ("virginica",) * 4
PRICE = (1234.5, 987.25, 12045.0, 1500.75, 89.9, 640.0,
         23111.4, 1050.05, 450.5, 3300.0, 78.15, 2010.2)  # fmt: skip
COUNT = (12.0, 40.0, 3.0, 150.0, 7.0, 21.0, 5.0, 64.0, 33.0, 18.0, 2.0, 90.0)
SHARE = (12.5, 3.0, 7.2, 40.0, 18.5, 22.8, 5.5, 61.0, 9.2, 33.0, 14.0, 27.5)
YEAR = tuple(float(year) for year in range(2001, 2013))
TOWN = ("Aachen", "Bern", "Cádiz", "Düren", "Évora", "Fulda",
        "Graz", "Hof", "Ilmenau", "Jena", "Köln", "Lüneburg")  # fmt: skip
NUMBERED = tuple(float(number) for number in range(1, 13))


def gaps(values: Sequence[float], *rows: int) -> list[float | None]:
    """The values, with none at these rows."""
    return [None if row in rows else value for row, value in enumerate(values)]


def written(
    values: Iterable[float | None],
    form: str | Callable[[float], str] = "",
    decimal: str = ".",
    thousands: str = "",
    empty: str = "",
) -> list[str]:
    """Numbers as a program writes them.

    `form` is a format, "" for the shortest; a comma in it asks for the thousands.
    """
    marks = str.maketrans({".": decimal, ",": thousands})

    def write(value: float | None) -> str:
        if value is None:
            return empty
        if callable(form):
            return form(value)
        return (f"{value:{form}}" if form else f"{value:.12g}").translate(marks)

    return [write(value) for value in values]


def around(before: str, cells: Iterable[str], after: str = "") -> list[str]:
    """The cells with something before and after each."""
    return [f"{before}{cell}{after}" for cell in cells]


def quoted(cells: Iterable[str]) -> list[str]:
    return around('"', cells, '"')


def beside(*columns: Iterable[str], separator: str = ",") -> list[str]:
    """Columns of cells -> lines."""
    return [separator.join(row) for row in zip(*columns, strict=True)]


def lines(*parts: str | Iterable[str], end: str = "\n") -> str:
    """Each part is a line or some; the last one ends as well."""
    whole = [line for part in parts for line in ([part] if isinstance(part, str) else part)]
    return end.join(whole) + end
