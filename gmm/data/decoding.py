"""A file's bytes -> its text, whatever it was encoded in; what is no text gets a sentence."""

import re
from collections.abc import Iterator

from gmm.data.errors import SAVE_AS_CSV, TableError, call_file
from gmm.limits import MAX_BYTES


def check_size(size: int, name: str) -> None:
    """Refuse a file that is too large.

    Parameters
    ----------
    size : int
        In bytes.
    name : str
        What the person called the file.
    """
    if size > MAX_BYTES:
        raise TableError(
            f"{call_file(name)} has {size / 1e6:.1f} MB, and {MAX_BYTES / 1e6:.0f} MB is "
            "the most that can be read. Keep only the columns you need, or only some of the rows."
        )


def decode(content: bytes, name: str) -> tuple[str, str]:
    """Read a file's characters.

    Parameters
    ----------
    content : bytes
    name : str
        What the person called the file.

    Returns
    -------
    text : str
        Its lines end with a line feed.
    encoding : str
        As people call it.

    Raises
    ------
    TableError
        When the file is empty, not text, a web page or JSON.
    """
    file = call_file(name)
    for what, signatures in _NOT_TEXT.items():
        if content.startswith(signatures):
            raise TableError(f"{file} is {what}. {SAVE_AS_CSV}")
    text, encoding = _read_characters(content)
    if not text.strip():
        raise TableError(f"{file} is empty. Choose one with at least two rows of numbers.")
    check_text(text, file, SAVE_AS_CSV)
    return end_lines(text), encoding


def check_text(text: str, what: str, cure: str) -> None:
    """Refuse text that is no table.

    Parameters
    ----------
    text : str
    what : str
        How a sentence about it begins.
    cure : str
        How the sentence goes on for what is no table in any sense.
    """
    if "\0" in text or 20 * sum(map(text.count, _CONTROLS)) > len(text):
        raise TableError(f"{what} is not a text file. {cure}")
    if _WEB_PAGE.match(text):
        raise TableError(
            f"{what} is a web page, not a table. "
            "Follow the page's download link, and use what it gives."
        )
    if text.startswith("##TITLE="):
        raise TableError(f"{what} is a packed spectrum (JCAMP-DX), not a table. {cure}")
    if re.search(r"(?m)^\s*1\.0e[+-]\d+ \*\s*$", text[:2000]):
        raise TableError(
            f"{what} has a factor above its numbers, such as '1.0e+03 *'. "
            "Print it again after 'format long g', which has none."
        )
    if _JSON.match(text):
        raise TableError(f"{what} is JSON, not a table. {cure}")


def end_lines(text: str) -> str:
    """Text whose lines all end with a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


_NOT_TEXT = {
    "an empty zip archive": (b"PK\x05\x06",),
    "an old or protected Office document": (b"\xd0\xcf\x11\xe0",),
    "a PDF": (b"%PDF",),
    "a picture": (b"\x89PNG", b"GIF8", b"\xff\xd8\xff"),
    "a compressed file": (b"\xfd7zXZ", b"(\xb5/\xfd", b"7z\xbc\xaf", b"Rar!", b"BZh"),
    "an HDF5 file": (b"\x89HDF",),
    "a NumPy file": (b"\x93NUMPY",),
    "an Arrow file": (b"ARROW1",),
    "a database": (b"SQLite format 3",),
    "a text document with formatting": (b"{\\rtf",),
}
_WEB_PAGE = re.compile(r"\s*<(!--|(!doctype|\?xml|html|head|body|table|div|svg)\b)", re.IGNORECASE)
_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\d\]-])')
_CONTROLS = [chr(code) for code in range(1, 32) if not chr(code).isspace()]

_MARKS = {  # UTF-32's mark begins with UTF-16's
    b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8"),
    b"\xff\xfe\0\0": ("utf-32", "UTF-32"),
    b"\0\0\xfe\xff": ("utf-32", "UTF-32"),
    b"\xff\xfe": ("utf-16", "UTF-16"),
    b"\xfe\xff": ("utf-16", "UTF-16"),
}
# Where a text is not UTF-8, these are what spreadsheets save. Windows-1252 leaves five bytes out.
_UNMARKED = {
    "cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1251": "Windows-1251",
    "cp1253": "Windows-1253", "cp932": "Shift-JIS", "gb18030": "GB 18030", "big5": "Big5",
    "cp949": "EUC-KR", "latin-1": "Latin-1",
}  # fmt: skip
# What Polish looks like in Windows-1252: D³ugoœæ.
_MISREAD = re.compile(r"[^\W\d_][³¹¿¶¼¾]|[³¹¿¶¼¾][^\W\d_]")


def _read_characters(content: bytes) -> tuple[str, str]:
    """Characters of the file and its encoding; a NUL where none fits."""
    for codec, name in _list_encodings(content):
        try:
            return content.decode(codec), name
        except UnicodeDecodeError:
            continue
    return "\0", ""


def _list_encodings(content: bytes) -> Iterator[tuple[str, str]]:
    """Encodings to try, as long as none fits."""
    if mark := next((mark for mark in _MARKS if content.startswith(mark)), b""):
        yield _MARKS[mark]
        return
    # Digits and separators in UTF-16 have a NUL for every other byte.
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(content) % 2 == 0 and max(even, odd) > len(sample) / 4 and min(even, odd) == 0:
        yield ("utf-16-le" if odd else "utf-16-be"), "UTF-16"
        return
    yield "utf-8", "UTF-8"
    # Half a second to load, and only needed here.
    from charset_normalizer import from_bytes

    foreign = [line for line in content[:1_000_000].splitlines() if not line.isascii()]
    words = b"\n".join(foreign)[:10_000]
    best = from_bytes(words, cp_isolation=list(_UNMARKED)).best()
    found = best.encoding if best else ""
    # One umlaut alone is half a letter of Chinese, and Western European, which is more frequent,
    # looks much the same as Eastern European.
    few = sum(byte > 127 for byte in words) < 4
    western = not _MISREAD.search(words.decode("cp1252", errors="replace"))
    if found in _UNMARKED and not few and not (found == "cp1250" and western):
        yield found, _UNMARKED[found]
    for codec in ("cp1252", "latin-1"):
        yield codec, _UNMARKED[codec]
