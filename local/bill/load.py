"""Loading a bill: find its files, read each as FOCUS or CUR 2.0, join them into one table."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from local.bill import focus
from local.bill.bill import Bill
from local.bill.broken_row import broken_labels, broken_row, unreadable_file
from local.bill.charges import (
    LABEL_COLUMNS,
    MONEY,
    MONEY_COLUMNS,
    QUANTITY,
    QUANTITY_COLUMNS,
    TEXT_COLUMNS,
    create_tables,
)
from local.bill.cur import is_cur, read_cur
from local.bill.errors import BillError
from local.bill.files import BillFile, bill_files, fingerprint
from local.bill.focus import is_focus, read_focus
from local.bill.labels import store_labels
from local.bill.reading import Reading

NO_NETWORK: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def load_bill(path: Path | str) -> Bill:
    """The bill at `path`: a FOCUS or CUR 2.0 file (CSV, gzip CSV, Parquet), or a folder of them, joined.

    Raises BillError, one sentence with what is wrong and where, for a path that cannot be read, a file that
    is neither format, is empty, lacks a required column or has a broken row, and for a bill of several
    currencies.
    """
    files = bill_files(Path(path))
    readings = [_reading(file) for file in files]
    formats = sorted({reading.format for reading in readings})
    if len(formats) > 1:
        raise BillError(f"{path}: the folder mixes {' and '.join(formats)} files; give one format at a time.")
    connection = duckdb.connect(":memory:", config=NO_NETWORK)
    # DuckDB would draw it on the terminal while a large bill loads
    connection.execute("SET enable_progress_bar = false")
    # a time without a zone is UTC, wherever this machine stands
    connection.execute("SET TimeZone = 'UTC'")
    try:
        return _load(connection, Path(path), files, readings)
    except BaseException:
        connection.close()
        raise


def _load(
    connection: duckdb.DuckDBPyConnection, path: Path, files: list[BillFile], readings: list[Reading]
) -> Bill:
    _create_stage(connection)
    for file, reading in zip(files, readings, strict=True):
        _stage_file(connection, file, reading)
    left_out = _leave_out_other_providers(connection)
    currency = _only_currency(connection, path, left_out)
    create_tables(connection)
    for name in LABEL_COLUMNS:
        unreadable = store_labels(connection, name)
        if unreadable is not None:
            raise broken_labels(connection, list(zip(files, readings, strict=True)), name, unreadable)
    _fill_charges(connection)
    names = dict(
        connection.execute(
            "SELECT account_id, max(account_name) FROM charges WHERE account_name <> '' GROUP BY ALL"
        ).fetchall()
    )
    first, last, rows, accounts, has_hours = connection.execute(
        "SELECT min(day), max(day), count(*), count(DISTINCT nullif(account_id, '')), "
        "bool_or(charged_at <> day) FROM charges"
    ).fetchall()[0]
    missing = _missing_everywhere(readings)
    present = frozenset((*TEXT_COLUMNS, *MONEY_COLUMNS, *QUANTITY_COLUMNS, *LABEL_COLUMNS)) - missing.keys()
    return Bill(
        connection=connection,
        format=readings[0].format,
        currency=currency,
        first_day=first,
        last_day=last,
        rows=rows,
        fingerprint=fingerprint(files),
        columns=present,
        missing=missing,
        metrics=readings[0].metrics,
        account_names=names,
        accounts=accounts,
        left_out=left_out,
        has_hours=has_hours,
    )


def _reading(file: BillFile) -> Reading:
    if is_cur(file):
        return read_cur(file)
    if is_focus(file):
        return read_focus(file)
    raise BillError(
        f"{file.path}: this is no FOCUS bill (it has no {', '.join(focus.REQUIRED)}) "
        "and no CUR 2.0 either (it has no line_item_ columns). "
        "Export it from Billing and Cost Management, Data Exports, as FOCUS or as CUR 2.0."
    )


def _create_stage(connection: duckdb.DuckDBPyConnection) -> None:
    columns = ["charged_at TIMESTAMP", "currency VARCHAR", "other_provider VARCHAR", "broken BOOLEAN"]
    columns += [f"{name} VARCHAR" for name in (*TEXT_COLUMNS, *LABEL_COLUMNS)]
    columns += [f"{name} {MONEY}" for name in MONEY_COLUMNS]
    columns += [f"{name} {QUANTITY}" for name in QUANTITY_COLUMNS]
    connection.execute(f"CREATE TEMP TABLE stage ({', '.join(columns)})")


def _stage_file(connection: duckdb.DuckDBPyConnection, file: BillFile, reading: Reading) -> None:
    selected = ", ".join(f"{sql} AS {name}" for name, sql in reading.columns.items())
    broken = " OR ".join(f"({check.broken_when})" for check in reading.checks)
    # broken rows are reported whoever's they are
    query = f"SELECT {selected}, {broken} AS broken FROM {file.relation}"
    try:
        connection.execute(f"INSERT INTO stage BY NAME {query}")
    except duckdb.Error as error:
        raise unreadable_file(file, error) from error
    if connection.execute("SELECT 1 FROM stage WHERE broken LIMIT 1").fetchone():
        raise broken_row(connection, file, reading)


def _leave_out_other_providers(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each other provider had, most first."""
    others = connection.execute(
        "SELECT other_provider, count(*) FROM stage WHERE other_provider IS NOT NULL "
        "GROUP BY ALL ORDER BY 2 DESC, 1"
    ).fetchall()
    if others:
        connection.execute("DELETE FROM stage WHERE other_provider IS NOT NULL")
    return dict(others)


def _only_currency(connection: duckdb.DuckDBPyConnection, path: Path, left_out: Mapping[str, int]) -> str:
    currencies = [
        row[0] for row in connection.execute("SELECT DISTINCT currency FROM stage ORDER BY 1").fetchall()
    ]
    if not currencies:
        others = f", only of {', '.join(left_out)}" if left_out else ""
        raise BillError(
            f"{path}: the bill has no row with a charge of AWS{others}; "
            "give one that has (ProviderName AWS, where it has that column)."
        )
    if len(currencies) > 1:
        raise BillError(
            f"{path}: the bill mixes the currencies {', '.join(currencies)}, which cannot be added; "
            "give the rows of one currency at a time."
        )
    return str(currencies[0])


def _fill_charges(connection: duckdb.DuckDBPyConnection) -> None:
    text = ", ".join(f"coalesce({name}, '') AS {name}" for name in TEXT_COLUMNS)
    numbers = ", ".join((*MONEY_COLUMNS, *QUANTITY_COLUMNS))
    labels = ", ".join(f"coalesce({name}_sets.set_id, 0) AS {name}" for name in LABEL_COLUMNS)
    joins = " ".join(f"LEFT JOIN {name}_sets ON {name}_sets.text = stage.{name}" for name in LABEL_COLUMNS)
    connection.execute(
        "INSERT INTO charges BY NAME "
        f"SELECT charged_at, charged_at::DATE AS day, {text}, {numbers}, {labels} FROM stage {joins}"
    )
    for table in ("stage", *(f"{name}_sets" for name in LABEL_COLUMNS)):
        connection.execute(f"DROP TABLE {table}")


def _missing_everywhere(readings: list[Reading]) -> dict[str, str]:
    """What a dimension lacks in every file; a metric is missing as soon as one file lacks it, or its sums
    would be short.
    """
    missing = dict(readings[0].missing)
    for reading in readings[1:]:
        for column in list(missing):
            if column not in reading.missing and column not in (*MONEY_COLUMNS, *QUANTITY_COLUMNS):
                del missing[column]
        missing |= {c: n for c, n in reading.missing.items() if c in (*MONEY_COLUMNS, *QUANTITY_COLUMNS)}
    return missing
