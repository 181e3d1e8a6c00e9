"""Parquet files -> tables whose columns keep their types.

A Parquet file is packed, and a small one can unfold to any size: what it says of itself is looked
at first. Its reader, pyarrow, need not be installed.
"""

import io
from importlib import import_module
from typing import Any

from gmm.data.errors import TableError, call_file, explain_damage, explain_missing_reader
from gmm.limits import MAX_COLUMNS, MAX_UNPACKED


def read_parquet(content: bytes, name: str) -> Any:
    """Read the columns that hold one value a row.

    Parameters
    ----------
    content : bytes
    name : str
        What the person called the file; it appears in errors.

    Returns
    -------
    pandas.DataFrame
        Columns of the file's own types, texts as categories; at least one row.

    Raises
    ------
    TableError
        When it is damaged, empty or too large, or when pyarrow is missing.
    """
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise TableError(explain_missing_reader(name, "a Parquet file")) from error
    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        about = file.metadata
        flat = [field for field in file.schema_arrow if not arrow.types.is_nested(field.type)]
        groups = (about.row_group(i) for i in range(about.num_row_groups))
        size = max(sum(group.total_byte_size for group in groups), 8 * about.num_rows * len(flat))
    except Exception as error:  # whatever a damaged file leads to
        raise TableError(explain_damage(name, "a Parquet file")) from error
    if len(flat) > MAX_COLUMNS or size > MAX_UNPACKED:
        raise TableError(
            f"{call_file(name)} has {len(flat)} column{'s' * (len(flat) != 1)} and unpacks to "
            f"{size / 1e6:,.0f} MB, and {MAX_COLUMNS} columns and "
            f"{MAX_UNPACKED / 1e6:.0f} MB are the most that can be read. "
            "Keep only the columns you need, or only some of the rows."
        )
    names = [field.name for field in flat]
    if not about.num_rows or not names or len(set(names)) < len(names):
        raise TableError(
            f"{call_file(name)} has no rows, no columns, or two columns with the same name. "
            "Give at least two rows of numbers, and each column a name of its own."
        )
    try:
        # Of a text that comes up a million times, one copy is enough.
        texts = [
            field.name
            for field in flat
            if arrow.types.is_string(field.type) or arrow.types.is_large_string(field.type)
        ]
        file = parquet.ParquetFile(io.BytesIO(content), read_dictionary=texts)
        table = file.read(columns=names)
        for i, field in enumerate(table.schema):
            if arrow.types.is_decimal(field.type):
                table = table.set_column(i, field.name, table.column(i).cast(arrow.float64()))
        return table.to_pandas(ignore_metadata=True)
    except Exception as error:
        raise TableError(explain_damage(name, "a Parquet file")) from error
