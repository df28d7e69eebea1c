"""Saying where a bill breaks: the file, the line, the column and the value."""

import csv
import re

import duckdb

from local.bill.errors import BillError
from local.bill.files import BillFile, open_text
from local.bill.reading import Reading, Source

LABEL_NEED = 'a JSON object such as {"team": "web"}'


def broken_row(connection: duckdb.DuckDBPyConnection, file: BillFile, reading: Reading) -> BillError:
    """The first broken row of a file that has one, found by reading the file once more, in order."""
    source = Source(file)
    outcomes = ", ".join(f"({check.broken_when}), {source.raw(check.column)}" for check in reading.checks)
    any_broken = " OR ".join(f"({check.broken_when})" for check in reading.checks)
    numbered = f"SELECT row_number() OVER () AS record, * FROM {file.relation}"
    row = connection.execute(
        f"SELECT record, {outcomes} FROM ({numbered}) WHERE {any_broken} ORDER BY record LIMIT 1"
    ).fetchall()[0]
    broken = next(index for index in range(len(reading.checks)) if row[1 + 2 * index])
    check = reading.checks[broken]
    return _error(file, row[0], check.column, row[2 + 2 * broken], check.need)


def broken_labels(
    connection: duckdb.DuckDBPyConnection,
    read_files: list[tuple[BillFile, Reading]],
    name: str,
    text: str,
) -> BillError:
    """The first row whose tags or cost categories (`name`) are `text`, which cannot be read."""
    places = []
    for file, reading in read_files:
        labels = reading.columns[name]
        numbered = f"SELECT row_number() OVER () AS record, {labels} AS labels FROM {file.relation}"
        found = connection.execute(
            f"SELECT min(record) FROM ({numbered}) WHERE labels = ?", [text]
        ).fetchall()
        places += [(file, record) for (record,) in found if record is not None]
    file, record = places[0]
    return _error(file, record, name.replace("_", " "), text, LABEL_NEED)


def unreadable_file(file: BillFile, error: duckdb.Error) -> BillError:
    """What DuckDB could not read, in one sentence: the line where it tells one, and what is wrong there."""
    text = str(error)
    line = re.search(r"Line: (\d+)", text)
    fields = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    where = f"{file.path}, line {line[1]}" if line else str(file.path)
    if fields:
        return BillError(f"{where}: the row has {fields[2]} values where the header has {fields[1]} columns.")
    if re.search(r"(?i)unterminated quote|quote should be", text):
        return BillError(f"{where}: the row has a quote that is not closed.")
    if re.search(r"(?i)unicode|utf-?8", text):
        return BillError(f"{where}: the row holds bytes that are not UTF-8.")
    return BillError(f"{where}: {text.strip().splitlines()[0].rstrip('.:')}.")


def _error(file: BillFile, record: int, column: str, value: str | None, need: str) -> BillError:
    where = f"row {record}" if file.is_parquet else f"line {_line(file, record)}"
    said = "is empty" if value is None else f"says {value[:80]!r}"
    return BillError(f"{file.path}, {where}: {column} {said}; it must be {need}.")


def _line(file: BillFile, record: int) -> int:
    """The line where a CSV file's record begins; record 1 is the first below the header."""
    with open_text(file.path) as stream:
        reader = csv.reader(stream, delimiter=file.delimiter)
        for _ in range(record):
            next(reader)
        # a quoted value may hold line breaks, so lines are what was read before the record, not its number
        return reader.line_num + 1
