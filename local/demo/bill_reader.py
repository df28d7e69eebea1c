"""What the advice needs to know of the generated bill."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

COLUMNS = (
    "ChargePeriodStart, BilledCost, EffectiveCost, ChargeCategory, PricingCategory, ServiceName, RegionId, "
    "SubAccountId, ResourceId, Tags, x_UsageType"
)
KEPT_DAYS = 92
"""No advice looks further back."""
MONTH_DAYS = 30
"""A month in advice: the last 30 whole days."""


class BillReader:
    """Sums of one generated bill as of a day. Amounts are dollars, days UTC, conditions SQL with `?`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, today: date) -> None:
        self._connection, self._today = connection, today
        start = today - timedelta(days=KEPT_DAYS)
        recent = connection.read_parquet(str(path)).filter(f"ChargePeriodStart >= DATE '{start}'")
        recent.project(COLUMNS).create("bill")

    def monthly_cost(self, resource_id: str) -> Decimal:
        """What a resource cost in the last 30 whole days, after discounts."""
        return self._month("sum(EffectiveCost)", "ResourceId = ?", [resource_id])

    def monthly_on_demand(self, condition: str, values: list[Any]) -> Decimal:
        """What usage that no commitment covers cost in the last 30 whole days."""
        on_demand = f"ChargeCategory = 'Usage' AND PricingCategory = 'Standard' AND {condition}"
        return self._month("sum(BilledCost)", on_demand, values)

    def days(self, condition: str = "true", values: tuple[str, ...] = ()) -> dict[date, Decimal]:
        """Each day's billed cost of the charges that fit the condition."""
        return dict(
            self._connection.execute(
                "SELECT CAST(ChargePeriodStart AS DATE), sum(BilledCost) FROM bill "
                f"WHERE {condition} GROUP BY 1",
                list(values),
            ).fetchall()
        )

    def _month(self, what: str, condition: str, values: list[Any]) -> Decimal:
        start = self._today - timedelta(days=MONTH_DAYS)
        found = self._connection.execute(
            f"SELECT {what} FROM bill WHERE {condition} AND ChargePeriodStart >= ? AND ChargePeriodStart < ?",
            [*values, start, self._today],
        ).fetchone()
        return (found[0] if found else None) or Decimal(0)
