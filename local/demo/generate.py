"""Writing the demo organisation's bill: a Parquet file in FOCUS 1.0, made inside DuckDB."""

import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from local.demo import story as told
from local.demo.estate import ACCOUNTS, COST_CATEGORIES, PAYER_ACCOUNT, PAYER_NAME, REGION_NAMES
from local.demo.story import Story
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
    "savings_plan_discount": "DECIMAL(6, 4)",
    "reservation": "VARCHAR",
    "resource_id": "VARCHAR",
    "resource_type": "VARCHAR",
    "label": "VARCHAR",
    "tags": "VARCHAR",
}


def write_bill(story: Story, path: Path) -> None:
    """Write the bill of `story` to `path` as Parquet. The same story gives the same charges in the same order."""
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true")
        _create(connection, "usage_lines", LINE_COLUMNS, _line_rows())
        _create(
            connection, "accounts", dict.fromkeys(("account_id", "name", "cost_categories"), "VARCHAR"),
            [{"account_id": account, "name": name, "cost_categories": _labels(COST_CATEGORIES[name])}
             for account, name in ACCOUNTS.items()],
        )  # fmt: skip
        _create(
            connection, "regions", dict.fromkeys(("region", "name"), "VARCHAR"),
            [{"region": region, "name": name} for region, name in REGION_NAMES.items()],
        )  # fmt: skip
        for name, value in _variables(story).items():
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        connection.execute(_sql("bill.sql"))
        target = str(path).replace("'", "''")
        connection.execute(f"COPY ({_sql('focus.sql')}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def plan_arn() -> str:
    """The ARN of the Savings Plan."""
    return f"arn:aws:savingsplans::{PAYER_ACCOUNT}:savingsplan/{told.SAVINGS_PLAN_ID}"


def reservation_arn() -> str:
    """The ARN of the reserved database instances."""
    return f"arn:aws:rds:us-east-1:{PAYER_ACCOUNT}:ri:{told.RESERVATION_ID}"


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
        "savings_plan_start": story.days_ago(told.SAVINGS_PLAN_DAYS_AGO),
        "plan_hourly": told.SAVINGS_PLAN_HOURLY,
        "plan_arn": plan_arn(),
        "reservation_arn": reservation_arn(),
        "reserved_hourly": told.RESERVED_HOURLY,
        "reserved_instances": told.RESERVED_INSTANCES,
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
        row = asdict(line) | asdict(line.demand)
        row |= {"line": number, "account_id": line.placement.account_id, "region": line.placement.region}
        row["tags"] = _labels(line.placement.tags)
        rows.append({column: row[column] for column in LINE_COLUMNS})
    return rows


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
