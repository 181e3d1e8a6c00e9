"""A gz file or a zip archive with one table inside -> that table's bytes and name."""

import gzip
import io
import re
import zipfile

from gmm.data.errors import TableError, call_file, explain_damage
from gmm.limits import MAX_BYTES


def unpack(content: bytes, name: str) -> tuple[bytes, str]:
    """Take the one file out of what is packed; anything else comes back as it is.

    Parameters
    ----------
    content : bytes
    name : str
        What the person called the file.

    Raises
    ------
    TableError
        When it is damaged, too large, or holds more files than one.
    """
    what = "a compressed file"
    try:
        if content.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
                return _check(packed.read(MAX_BYTES + 1), name), name.removesuffix(".gz")
        if not content.startswith(b"PK\x03\x04"):
            return content, name
        what = "an Excel workbook or a zip archive"
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [each for each in archive.namelist() if not _NO_FILE.search(each)]
            if _OFFICE & {*files} or (len(files) == 1 and not _TABLE.search(files[0])):
                return content, name
            if len(files) != 1:
                raise TableError(
                    f"{call_file(name)} is a zip archive with {len(files)} files, and it is not "
                    "clear which one is meant. Unpack it, and use the one with the table."
                )
            with archive.open(files[0]) as inside:
                return _check(inside.read(MAX_BYTES + 1), name), files[0]
    except TableError:
        raise
    except Exception as error:  # whatever a damaged or locked file leads to
        raise TableError(explain_damage(name, what)) from error


_NO_FILE = re.compile(r"/$|^__MACOSX/")
_OFFICE = {"[Content_Types].xml", "xl/workbook.xml", "mimetype", "content.xml"}
_TABLE = re.compile(r"(^|/)[^/.]+$|\.(csv|tsv|tab|txt|dat|asc|prn|xlsx|parquet)$", re.IGNORECASE)


def _check(content: bytes, name: str) -> bytes:
    if len(content) > MAX_BYTES:
        raise TableError(
            f"{call_file(name)} unpacks to more than {MAX_BYTES / 1e6:.0f} MB, the most that can "
            "be read. Keep only the columns you need, or only some of the rows."
        )
    return content
