"""Finding a bill's files and what they contain: format, columns, fingerprint."""

import csv
import gzip
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import duckdb

from local.bill.errors import BillError

CSV_ENDINGS = (".csv", ".csv.gz")
PARQUET_ENDINGS = (".parquet",)
DELIMITERS = (",", ";", "\t", "|")
MAX_HEADER = 1_000_000


@dataclass(frozen=True)
class BillFile:
    """One file of a bill. `columns` are the file's own column names with their DuckDB types, in order;
    `delimiter` is a CSV file's.
    """

    path: Path
    columns: dict[str, str]
    delimiter: str = ","

    @property
    def is_parquet(self) -> bool:
        """Whether the file is Parquet; the others are CSV."""
        return self.path.name.lower().endswith(PARQUET_ENDINGS)

    @property
    def relation(self) -> str:
        """The file as a DuckDB table function. Every column of a CSV is text: no number is ever a double."""
        name = _literal(str(self.path))
        if self.is_parquet:
            return f"read_parquet({name})"
        # nothing is guessed from the rows, so a broken row cannot change how the others are read
        columns = ", ".join(f"{_literal(own)}: 'VARCHAR'" for own in self.columns)
        return (
            f"read_csv({name}, auto_detect=false, header=true, columns={{{columns}}}, "
            f"delim={_literal(self.delimiter)}, quote='\"', escape='\"')"
        )

    def column(self, name: str) -> str | None:
        """The file's own spelling of a column (case differs between exports), or None without it."""
        return next((own for own in self.columns if own.lower() == name.lower()), None)


def bill_files(path: Path) -> list[BillFile]:
    """The files of a bill: `path` itself, or every CSV, gzip CSV and Parquet file under that folder, in
    order of name.

    Raises BillError for a path that is not there or cannot be read, a folder without such files, an empty
    file.
    """
    if not path.exists():
        raise BillError(f"{path}: there is no such file or folder.")
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if _is_bill_name(file) and file.is_file())
        if not found:
            raise BillError(f"{path}: the folder holds no .csv, .csv.gz or .parquet file.")
    elif _is_bill_name(path):
        found = [path]
    else:
        raise BillError(f"{path}: a bill is a .csv, .csv.gz or .parquet file, or a folder of them.")
    return [_describe(file) for file in found]


def fingerprint(files: list[BillFile]) -> str:
    """A name for the bill's content that stays the same while no byte of it changes."""
    whole = hashlib.sha256()
    for file in files:
        with file.path.open("rb") as stream:
            whole.update(hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()[:32]


def _is_bill_name(path: Path) -> bool:
    return path.name.lower().endswith(CSV_ENDINGS + PARQUET_ENDINGS) and not path.name.startswith(".")


def open_text(path: Path) -> IO[str]:
    """A CSV file, plain or gzip, as text; bytes that are no UTF-8 are replaced."""
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="")
    return path.open(encoding="utf-8-sig", errors="replace", newline="")


def _describe(path: Path) -> BillFile:
    try:
        if path.stat().st_size == 0:
            raise BillError(f"{path}: the file is empty; export or download it again.")
        return _describe_parquet(path) if BillFile(path, {}).is_parquet else _describe_csv(path)
    except (OSError, EOFError, zlib.error) as error:
        raise BillError(
            f"{path}: the file cannot be read ({getattr(error, 'strerror', None) or error}); "
            "download it again or let this user read it."
        ) from error


def _describe_parquet(path: Path) -> BillFile:
    try:
        with duckdb.connect(":memory:") as connection:
            described = connection.execute(f"DESCRIBE FROM {BillFile(path, {}).relation}").fetchall()
    except duckdb.Error as error:
        raise BillError(
            f"{path}: the file is no Parquet file, or a damaged one; download it again."
        ) from error
    return BillFile(path, {row[0]: row[1] for row in described})


def _describe_csv(path: Path) -> BillFile:
    with open_text(path) as stream:
        line = stream.readline(MAX_HEADER)
        delimiter = max(DELIMITERS, key=line.count)
        stream.seek(0)
        try:
            header = next(csv.reader(stream, delimiter=delimiter), [])
        except csv.Error as error:
            raise BillError(f"{path}, line 1: the header cannot be read ({error}).") from error
    names = [name.lower() for name in header]
    twice = sorted({name for name in header if names.count(name.lower()) > 1})
    if twice:
        raise BillError(f"{path}, line 1: the header names the column {twice[0]!r} twice.")
    if not all(header) or not header:
        raise BillError(f"{path}, line 1: the header leaves a column without a name.")
    return BillFile(path, dict.fromkeys(header, "VARCHAR"), delimiter)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
