"""Writing the demo organisation's bill: a Parquet file in FOCUS 1.0, made inside DuckDB."""

import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from local.demo import story as told
from local.demo.estate import ACCOUNTS, COST_CATEGORIES, PAYER_ACCOUNT, PAYER_NAME, REGION_NAMES
from local.demo.story import RESERVATIONS, SAVINGS_PLANS, SavingsPlan, Story
from local.demo.workloads import CHECKOUT, usage_lines

LINE_COLUMNS = {
    "line": "INTEGER",
    "service": "VARCHAR",
    "category": "VARCHAR",
    "account_id": "VARCHAR",
    "region": "VARCHAR",
    "zone": "VARCHAR",
    "usage_type": "VARCHAR",
    "operation": "VARCHAR",
    "unit": "VARCHAR",
    "price": "DECIMAL(20, 10)",
    "price_cut": "DECIMAL(6, 4)",
    "per_day": "DOUBLE",
    "weekend": "DOUBLE",
    "growth": "DOUBLE",
    "season": "DOUBLE",
    "noise": "DOUBLE",
    "appeared": "INTEGER",
    "ended": "INTEGER",
    "savings_plan": "VARCHAR",
    "savings_plan_discount": "DECIMAL(6, 4)",
    "reservation": "VARCHAR",
    "resource_id": "VARCHAR",
    "resource_type": "VARCHAR",
    "label": "VARCHAR",
    "tags": "VARCHAR",
}
ACCOUNT_COLUMNS = {"account_id": "VARCHAR", "name": "VARCHAR", "cost_categories": "VARCHAR"}
REGION_COLUMNS = {"region": "VARCHAR", "name": "VARCHAR"}
PLAN_COLUMNS = {
    "savings_plan": "VARCHAR",
    "arn": "VARCHAR",
    "usage_type": "VARCHAR",
    "region": "VARCHAR",
    "hourly": "DECIMAL(10, 4)",
    "bought_on": "DATE",
}
RESERVATION_COLUMNS = {
    "reservation": "VARCHAR",
    "arn": "VARCHAR",
    "instances": "INTEGER",
    "hourly": "DECIMAL(10, 4)",
}


def write_bill(story: Story, path: Path) -> None:
    """Write the bill of `story` to `path` as Parquet: the same story, the same charges in the same order."""
    with duckdb.connect() as connection:
        # DuckDB would draw it on the terminal
        connection.execute("SET enable_progress_bar = false")
        _create(connection, "usage_lines", LINE_COLUMNS, _line_rows())
        _create(connection, "accounts", ACCOUNT_COLUMNS, _account_rows())
        _create(
            connection, "regions", REGION_COLUMNS, [{"region": r, "name": n} for r, n in REGION_NAMES.items()]
        )
        _create(connection, "savings_plans", PLAN_COLUMNS, _plan_rows(story))
        _create(connection, "reservations", RESERVATION_COLUMNS, _reservation_rows())
        for name, value in _variables(story).items():
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        connection.execute(_sql("bill.sql"))
        target = str(path).replace("'", "''")
        connection.execute(f"COPY ({_sql('focus.sql')}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def plan_arn(plan: SavingsPlan) -> str:
    """The ARN of a Savings Plan."""
    return f"arn:aws:savingsplans::{PAYER_ACCOUNT}:savingsplan/{plan.id}"


def _variables(story: Story) -> dict[str, Any]:
    return {
        "today": story.today,
        "start": story.start,
        "seed": str(story.seed),
        "today_share": told.TODAY_SHARE,
        "price_cut_on": story.days_ago(told.PRICE_CUT_DAYS_AGO),
        "anomaly_line": told.ANOMALY_LINE,
        "anomaly_usage_type": told.ANOMALY_USAGE_TYPE,
        "anomaly_factor": told.ANOMALY_FACTOR,
        "anomaly_start": story.anomaly_start,
        "anomaly_last": story.anomaly_last,
        "refund_on": story.days_ago(told.REFUND_DAYS_AGO),
        "correction_on": story.days_ago(told.CORRECTION_DAYS_AGO),
        "credit_account": CHECKOUT.account_id,
        "credit_region": CHECKOUT.region,
        "tax_rate": told.TAX_RATE,
        "payer": PAYER_ACCOUNT,
        "payer_name": PAYER_NAME,
    }


def _line_rows() -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(usage_lines()):
        place, resource = line.placement, line.resource
        row = asdict(line.rate) | asdict(line.demand)
        row |= {"line": number, "account_id": place.account_id, "region": place.region, "zone": line.zone}
        row |= {"category": line.rate.category, "usage_type": line.usage_type, "per_day": line.per_day}
        row |= {"savings_plan": line.savings_plan, "reservation": line.reservation}
        row |= {"tags": _labels(place.tags)}
        if resource:
            row |= {"resource_id": resource.id, "resource_type": resource.kind, "label": resource.name}
        rows.append({column: row.get(column) for column in LINE_COLUMNS})
    return rows


def _account_rows() -> list[dict[str, Any]]:
    return [
        {"account_id": account, "name": name, "cost_categories": _labels(COST_CATEGORIES[name])}
        for account, name in ACCOUNTS.items()
    ]


def _plan_rows(story: Story) -> list[dict[str, Any]]:
    return [
        {
            "savings_plan": plan.name,
            "arn": plan_arn(plan),
            "usage_type": plan.usage_type,
            "region": plan.region,
            "hourly": str(plan.hourly),
            "bought_on": story.days_ago(plan.bought_days_ago).isoformat(),
        }
        for plan in SAVINGS_PLANS
    ]


def _reservation_rows() -> list[dict[str, Any]]:
    return [
        {"reservation": reserved.name, "arn": reserved.arn, "instances": reserved.count,
         "hourly": str(reserved.hourly)}
        for reserved in RESERVATIONS
    ]  # fmt: skip


def _labels(labels: dict[str, str]) -> str | None:
    return json.dumps(labels) if labels else None


def _create(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], rows: list[dict[str, Any]]
) -> None:
    # one JSON parameter: a row at a time would take longer than the whole bill
    connection.execute(
        f"CREATE TABLE {table} AS SELECT unnest(from_json(?, ?), recursive := true)",
        [json.dumps(rows), json.dumps([columns])],
    )


def _sql(name: str) -> str:
    return files("local.demo").joinpath(name).read_text(encoding="utf-8")
