"""How one file's columns become columns of `charges`: SQL expressions over the file, and what would break a
row.
"""

from dataclasses import dataclass
from typing import Literal

from local.bill.files import BillFile

BillFormat = Literal["FOCUS", "CUR 2.0"]

EXACT_TYPES = ("DECIMAL", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UINTEGER", "UBIGINT")


@dataclass(frozen=True)
class Check:
    """A column of the file, and the SQL condition under which its value breaks the row; `need` says what it
    must be.
    """

    column: str
    broken_when: str
    need: str


@dataclass(frozen=True)
class Reading:
    """One file read as a bill.

    `columns` maps columns of `charges` to SQL over the file; `charged_at`, `currency` and `other_provider`
    (NULL when the row is AWS's) are among them. `missing` maps the columns the file has nothing for to the
    name of the column it lacks. `metrics` maps Cost Explorer's metrics to columns of `charges`.
    """

    format: BillFormat
    columns: dict[str, str]
    checks: list[Check]
    missing: dict[str, str]
    metrics: dict[str, str]


class Source:
    """A file's columns as SQL, whatever their case, type and way of saying "empty"."""

    def __init__(self, file: BillFile) -> None:
        self._file = file

    def has(self, name: str) -> bool:
        """Whether the file has the column."""
        return self._file.column(name) is not None

    def raw(self, name: str) -> str:
        """The column as text; NULL where it is empty, says NULL, or the file has no such column."""
        own = self._file.column(name)
        if own is None:
            return "NULL::VARCHAR"
        quoted = self._quoted(name)
        column_type = self._file.columns[own]
        if column_type.startswith(("MAP", "STRUCT")) or column_type.endswith("]"):
            return f"to_json({quoted})::VARCHAR"
        if column_type != "VARCHAR":
            return f"{quoted}::VARCHAR"
        return f"nullif(nullif({quoted}, ''), 'NULL')"

    def text(self, name: str) -> str:
        """The column as text; `''` where it is empty."""
        return f"coalesce({self.raw(name)}, '')"

    def number(self, name: str, decimal: str) -> str:
        """The column as that DECIMAL type; NULL where it is empty. Nothing passes through a double."""
        return f"TRY_CAST({self._exact(name)} AS {decimal})"

    def moment(self, name: str) -> str:
        """The column as a UTC TIMESTAMP; a time without a zone is UTC."""
        return f"make_timestamp(epoch_us({self._moment(name)}))"

    def number_check(self, name: str, decimal: str, *, required: bool = False) -> Check:
        """Breaks a row whose value is no number, or has decimals the DECIMAL type would round away."""
        value = self._exact(name)
        broken = f"({value} IS NOT NULL AND TRY_CAST({value} AS {decimal}) IS NULL)"
        if self._type(name) == "VARCHAR":
            broken += f" OR {_has_too_many_decimals(value, decimal)}"
        if required:
            broken += f" OR {value} IS NULL"
        return Check(name, f"coalesce({broken}, false)", "a number")

    def moment_check(self, name: str) -> Check:
        """Breaks a row without a readable time."""
        return Check(name, f"{self._moment(name)} IS NULL", "a date and time such as 2025-05-31T00:00:00Z")

    def filled_check(self, name: str, need: str) -> Check:
        """Breaks a row that leaves the column empty."""
        return Check(name, f"{self.raw(name)} IS NULL", need)

    def _exact(self, name: str) -> str:
        """The column's number as it is where its type is exact, else as text."""
        return self._quoted(name) if self._type(name).startswith(EXACT_TYPES) else self.raw(name)

    def _moment(self, name: str) -> str:
        """The column as a TIMESTAMPTZ; NULL where it is no time."""
        value = self._quoted(name) if self._type(name).startswith("TIMESTAMP") else self.raw(name)
        return f"TRY_CAST({value} AS TIMESTAMPTZ)"

    def _type(self, name: str) -> str:
        own = self._file.column(name)
        return "" if own is None else self._file.columns[own]

    def _quoted(self, name: str) -> str:
        return '"' + str(self._file.column(name)).replace('"', '""') + '"'


def _has_too_many_decimals(value: str, decimal: str) -> str:
    scale = int(decimal.split(",")[1].rstrip(")"))
    # both tests are costly and concern next to no row, so a cheap one goes before each
    plain = f"(strlen({value}) > {scale + 1} AND regexp_matches({value}, '\\.\\d{{{scale}}}\\d*[1-9]'))"
    finest = "DECIMAL(38,37)"
    scientific = (
        f"((contains({value}, 'e-') OR contains({value}, 'E-')) AND "
        f"TRY_CAST({value} AS {finest}) <> TRY_CAST(TRY_CAST({value} AS {decimal}) AS {finest}))"
    )
    return f"{plain} OR {scientific}"
