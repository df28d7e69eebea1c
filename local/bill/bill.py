"""A loaded bill."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import duckdb


@dataclass(frozen=True)
class Bill:
    """A bill in memory: AWS's charges in the DuckDB table `charges`, one row each.

    `first_day` and `last_day` are the days (UTC) of the first and the last charge. `accounts` is how many
    accounts have one, `left_out` how many rows each other provider has. `columns` are the
    columns of `charges` the bill has values for; `missing` names, for each of the others, the bill's column
    that it lacks. `metrics` maps Cost Explorer's metric names to columns of `charges`. `has_hours` says
    whether charges are of hours, not all of whole days. `fingerprint` changes with the content.
    """

    connection: duckdb.DuckDBPyConnection = field(repr=False)
    format: Literal["FOCUS", "CUR 2.0"]
    currency: str
    first_day: date
    last_day: date
    rows: int
    fingerprint: str
    columns: frozenset[str]
    missing: Mapping[str, str]
    metrics: Mapping[str, str]
    account_names: Mapping[str, str] = field(default_factory=dict, repr=False)
    accounts: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    has_hours: bool = True

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of the caller's own to the same tables: use one a thread."""
        return self.connection.cursor()

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()
