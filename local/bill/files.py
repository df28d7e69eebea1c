"""Finding a bill's files and what they contain: format, columns, fingerprint."""

import csv
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from local.bill.errors import BillError

CSV_ENDINGS = (".csv", ".csv.gz", ".csv.zst")
PARQUET_ENDINGS = (".parquet",)


@dataclass(frozen=True)
class BillFile:
    """One file of a bill. `columns` are the file's own column names with their DuckDB types, in order."""

    path: Path
    columns: dict[str, str]

    @property
    def is_parquet(self) -> bool:
        """Whether the file is Parquet; the others are CSV."""
        return self.path.name.lower().endswith(PARQUET_ENDINGS)

    @property
    def relation(self) -> str:
        """The file as a DuckDB table function. Of a CSV every column is text, so that no number is ever a double."""
        name = _literal(str(self.path))
        if self.is_parquet:
            return f"read_parquet({name})"
        # an explicit quote and no sampling: a sniffed dialect could change with the rows
        return f"read_csv({name}, header=true, all_varchar=true, quote='\"', escape='\"', null_padding=false)"

    def column(self, name: str) -> str | None:
        """The file's own spelling of a column (names differ in case between exports), or None without it."""
        return next((own for own in self.columns if own.lower() == name.lower()), None)


def bill_files(path: Path) -> list[BillFile]:
    """The files of a bill: `path` itself, or every CSV, gzip CSV and Parquet file under that folder, in order of name.

    Raises BillError for a path that is not there or cannot be read, a folder without such files, an empty file.
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


def record_line(file: BillFile, record: int) -> int:
    """The line on which a CSV file's record (1 for the first below the header) ends, quoted line breaks counted."""
    opened = gzip.open if file.path.name.lower().endswith(".gz") else open
    with opened(file.path, "rt", encoding="utf-8", errors="replace", newline="") as stream:
        reader = csv.reader(stream)
        for number, _ in enumerate(reader):
            if number == record:
                break
        return reader.line_num


def _is_bill_name(path: Path) -> bool:
    return path.name.lower().endswith(CSV_ENDINGS + PARQUET_ENDINGS) and not path.name.startswith(".")


def _describe(path: Path) -> BillFile:
    try:
        if path.stat().st_size == 0:
            raise BillError(f"{path}: the file is empty.")
        with path.open("rb"):
            pass
        described = duckdb.sql(f"DESCRIBE SELECT * FROM {BillFile(path, {}).relation}").fetchall()
    except OSError as error:
        raise BillError(f"{path}: the file cannot be read ({error.strerror or error}).") from error
    except duckdb.Error as error:
        raise BillError(f"{path}: the file cannot be read as a bill ({first_sentence(error)}).") from error
    return BillFile(path, {row[0]: row[1] for row in described})


def first_sentence(error: Exception) -> str:
    """The first line of a DuckDB error, without its suggestions."""
    return str(error).strip().splitlines()[0].rstrip(".:")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
