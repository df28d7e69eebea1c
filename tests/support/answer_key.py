"""The right answers, computed from a FOCUS bill by SQL alone: nothing of the product is used here."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

COLUMNS = {
    "SERVICE": "ServiceName",
    "REGION": "RegionId",
    "LINKED_ACCOUNT": "SubAccountId",
    "USAGE_TYPE": "x_UsageType",
    "OPERATION": "x_Operation",
    "AZ": "AvailabilityZone",
}
CHARGE_TYPE = """CASE
    WHEN ChargeClass = 'Correction' OR ChargeCategory = 'Adjustment' THEN 'Refund'
    WHEN ChargeCategory = 'Purchase' THEN 'Fee'
    ELSE ChargeCategory END"""
COSTS = {"UnblendedCost": "BilledCost", "AmortizedCost": "EffectiveCost"}
Amounts = dict[tuple[str, ...], Decimal]


class AnswerKey:
    """Questions of a bill, as of a day: AWS's charges up to then, each whole on the day it begins."""

    def __init__(self, path: str, today: date) -> None:
        self._db = duckdb.connect()
        reader = "read_parquet" if path.endswith(".parquet") else "read_csv"
        options = "" if path.endswith(".parquet") else ", all_varchar = true, nullstr = 'NULL'"
        self._db.execute(
            f"CREATE VIEW bill AS SELECT *, CAST(CAST(ChargePeriodStart AS TIMESTAMP) AS DATE) AS day, "
            f"{CHARGE_TYPE} AS charge_type FROM {reader}('{path}'{options}) "
            f"WHERE coalesce(ProviderName, 'AWS') = 'AWS' "
            f"AND CAST(CAST(ChargePeriodStart AS TIMESTAMP) AS DATE) <= DATE '{today.isoformat()}'"
        )

    def total(self, start: date, end: date, plan: dict[str, Any]) -> Decimal:
        """The sum of what the plan's filters leave; zero when that is nothing."""
        amount = self._one(f"SELECT sum({_cost(plan)}) FROM bill WHERE {_where(start, end, plan)}")
        return Decimal(amount or 0)

    def groups(self, start: date, end: date, plan: dict[str, Any], dimensions: list[str]) -> Amounts:
        """The sum of each combination of values; '' where a charge has none."""
        keys = ", ".join(_value(dimension) for dimension in dimensions)
        rows = self._db.execute(
            f"SELECT {keys}, sum({_cost(plan)}) FROM bill WHERE {_where(start, end, plan)} GROUP BY ALL"
        ).fetchall()
        return {tuple(row[:-1]): row[-1] for row in rows}

    def days(self, start: date, end: date, plan: dict[str, Any], part: str = "day") -> dict[date, Decimal]:
        """The sum of each day, or `month`, that has charges."""
        rows = self._db.execute(
            f"SELECT CAST(date_trunc('{part}', day) AS DATE), sum({_cost(plan)}) FROM bill "
            f"WHERE {_where(start, end, plan)} GROUP BY ALL"
        ).fetchall()
        return dict(rows)

    def first_days(self, plan: dict[str, Any], dimension: str) -> dict[str, date]:
        """The day of each value's first charge in the whole history."""
        rows = self._db.execute(
            f"SELECT {_value(dimension)}, min(day) FROM bill "
            f"WHERE {_where(date.min, date.max, plan)} GROUP BY ALL"
        ).fetchall()
        return dict(rows)

    def charged_days(self, plan: dict[str, Any]) -> list[date]:
        """Every day with such a charge in the whole history, in order."""
        where = _where(date.min, date.max, plan)
        return [
            day
            for (day,) in self._db.execute(
                f"SELECT DISTINCT day FROM bill WHERE {where} ORDER BY 1"
            ).fetchall()
        ]

    def values(self, dimension: str) -> list[str]:
        """The values of a dimension that are not empty, in order."""
        value = _value(dimension)
        rows = self._db.execute(
            f"SELECT DISTINCT {value} AS v FROM bill WHERE {value} <> '' ORDER BY v"
        ).fetchall()
        return [value for (value,) in rows]

    def usage(self, start: date, end: date, plan: dict[str, Any], unit: str) -> tuple[Decimal, Decimal]:
        """The quantity measured in a unit, and the cost of the usage types measured so."""
        where = _where(start, end, plan)
        quantity = self._one(
            f"SELECT sum(ConsumedQuantity) FROM bill WHERE {where} AND ConsumedUnit = '{unit}'"
        )
        measured = f"SELECT DISTINCT x_UsageType FROM bill WHERE {where} AND ConsumedUnit = '{unit}'"
        cost = self._one(f"SELECT sum({_cost(plan)}) FROM bill WHERE {where} AND x_UsageType IN ({measured})")
        return Decimal(quantity or 0), Decimal(cost or 0)

    def priced_usage(self, start: date, end: date) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
        """The cost and the quantity of each service's usage types, of charges for usage alone."""
        rows = self._db.execute(
            f"SELECT {_value('SERVICE')}, {_value('USAGE_TYPE')}, sum({_cost({})}), "
            f"sum(CAST(ConsumedQuantity AS DECIMAL(38,12))) "
            f"FROM bill WHERE {_where(start, end, {})} AND charge_type = 'Usage' GROUP BY ALL"
        ).fetchall()
        return {(service, usage): (cost, quantity or Decimal(0)) for service, usage, cost, quantity in rows}

    def _one(self, sql: str) -> Any:
        row = self._db.execute(sql).fetchone()
        return row[0] if row else None


def _cost(plan: dict[str, Any]) -> str:
    return f"CAST({COSTS[plan.get('metric', 'UnblendedCost')]} AS DECIMAL(38,20))"


def _value(dimension: str) -> str:
    if dimension == "RECORD_TYPE":
        return "charge_type"
    if dimension.startswith("TAG:"):
        path = json.dumps(f'$."{dimension[4:]}"')[1:-1].replace("\\", "")
        return f"coalesce(json_extract_string(Tags, '{path}'), '')"
    return f"coalesce({COLUMNS[dimension]}, '')"


def _where(start: date, end: date, plan: dict[str, Any]) -> str:
    terms = [f"day >= DATE '{start.isoformat()}'" if start > date.min else "true"]
    terms.append(f"day < DATE '{end.isoformat()}'" if end < date.max else "true")
    terms += [_among(_value(name), values) for name, values in plan.get("filters", {}).items()]
    terms += [f"NOT {_among(_value(name), values)}" for name, values in plan.get("exclude", {}).items()]
    types = plan.get("charge_types", {})
    if types.get("include"):
        terms.append(_among("charge_type", types["include"]))
    if types.get("exclude"):
        terms.append(f"NOT {_among('charge_type', types['exclude'])}")
    return " AND ".join(terms)


def _among(value: str, values: list[str]) -> str:
    quoted = ", ".join("'" + one.replace("'", "''") + "'" for one in values)
    return f"({value} IN ({quoted}))"
