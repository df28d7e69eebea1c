"""The demo organisation, generated once for all tests of a session."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb

from local.demo import DemoOrganisation, demo_organisation

TODAY = date(2026, 3, 10)


@cache
def demo(today: date = TODAY, seed: int = 7) -> DemoOrganisation:
    """The organisation as of a day."""
    return demo_organisation(today, seed, Path(mkdtemp(prefix="demo-")))


def query(sql: str, organisation: DemoOrganisation | None = None, values: tuple[Any, ...] = ()) -> list[Any]:
    """Rows of SQL over the bill, which it calls `bill`."""
    path = (organisation or demo()).bill_path
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.read_parquet(str(path)).create_view("bill")
        return connection.execute(sql, list(values)).fetchall()


def one(sql: str, organisation: DemoOrganisation | None = None, values: tuple[Any, ...] = ()) -> Any:
    """The first value of the first row."""
    return query(sql, organisation, values)[0][0]
