"""CUR 2.0 is read by AWS's own rules for its line items."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from local.bill import Bill, BillError, load_bill
from support.focus import Row, write_csv

LINE = {
    "bill_payer_account_id": "999999999999",
    "line_item_usage_account_id": "111111111111",
    "line_item_usage_account_name": "payments-prod",
    "line_item_usage_start_date": "2024-09-01T05:00:00.000Z",
    "line_item_line_item_type": "Usage",
    "line_item_product_code": "AmazonEC2",
    "line_item_usage_type": "BoxUsage:m5.large",
    "line_item_operation": "RunInstances",
    "line_item_usage_amount": "2",
    "line_item_currency_code": "USD",
    "line_item_unblended_cost": "10",
    "line_item_blended_cost": "9",
    "line_item_net_unblended_cost": "8",
    "line_item_net_amortized_cost": "",
    "pricing_public_on_demand_cost": "12",
    "pricing_term": "OnDemand",
    "pricing_unit": "Hrs",
    "product": json.dumps({"product_name": "Amazon Elastic Compute Cloud"}),
    "product_region_code": "us-east-1",
    "resource_tags": json.dumps({"user_team": "web", "aws_created_by": "x"}),
    "cost_category": "",
    "reservation_reservation_a_r_n": "",
    "reservation_effective_cost": "",
    "reservation_net_effective_cost": "",
    "reservation_unused_amortized_upfront_fee_for_billing_period": "",
    "reservation_net_unused_amortized_upfront_fee_for_billing_period": "",
    "reservation_unused_recurring_fee": "",
    "reservation_net_unused_recurring_fee": "",
    "savings_plan_savings_plan_a_r_n": "",
    "savings_plan_savings_plan_effective_cost": "",
    "savings_plan_net_savings_plan_effective_cost": "",
    "savings_plan_total_commitment_to_date": "",
    "savings_plan_used_commitment": "",
}


def cur(tmp_path: Path, *changes: Row) -> Bill:
    """A CUR of LINE, changed once for each of its rows."""
    return load_bill(write_csv(tmp_path / "cur.csv", [{**LINE, **change} for change in changes]))


def only_row(bill: Bill, sql: str) -> tuple[Any, ...]:
    """The one row of a query."""
    (row,) = bill.cursor().execute(sql).fetchall()
    return tuple(row)


def test_a_line_item_becomes_a_charge(tmp_path: Path) -> None:
    bill = cur(tmp_path, {})
    assert bill.format == "CUR 2.0"
    assert bill.account_names == {"111111111111": "payments-prod"}
    assert only_row(
        bill,
        "SELECT charged_at::VARCHAR, service, region, account_id, usage_type, operation, record_type,"
        " unblended_cost, blended_cost, net_unblended_cost, amortized_cost, usage_quantity, usage_unit,"
        " purchase_type FROM charges",
    ) == (
        "2024-09-01 05:00:00", "Amazon Elastic Compute Cloud", "us-east-1", "111111111111",
        "BoxUsage:m5.large", "RunInstances", "Usage", 10, 9, 8, 10, 2, "Hrs", "On Demand Instances",
    )  # fmt: skip
    assert dict(bill.cursor().execute("SELECT key, value FROM tags_of").fetchall()) == {
        "team": "web",
        "aws_created_by": "x",
    }


PLAN = {"savings_plan_savings_plan_a_r_n": "arn:plan"}
RESERVATION = {"reservation_reservation_a_r_n": "arn:reservation"}


@pytest.mark.parametrize(
    ("kind", "change", "amortized", "status"),
    [
        ("SavingsPlanCoveredUsage", {**PLAN, "savings_plan_savings_plan_effective_cost": "7"}, "7", "Used"),
        (
            "SavingsPlanRecurringFee",
            {**PLAN, "savings_plan_total_commitment_to_date": "20", "savings_plan_used_commitment": "15"},
            "5",
            "Unused",
        ),
        ("SavingsPlanNegation", {**PLAN, "line_item_unblended_cost": "-10"}, "0", ""),
        ("SavingsPlanUpfrontFee", PLAN, "0", ""),
        ("DiscountedUsage", {**RESERVATION, "reservation_effective_cost": "6"}, "6", "Used"),
        (
            "RIFee",
            {
                **RESERVATION,
                "reservation_unused_amortized_upfront_fee_for_billing_period": "1",
                "reservation_unused_recurring_fee": "2",
            },
            "3",
            "Unused",
        ),
        ("Fee", RESERVATION, "0", ""),
        ("Fee", {}, "10", ""),
        ("Credit", {"line_item_unblended_cost": "-4"}, "-4", ""),
        ("Tax", {}, "10", ""),
    ],
)
def test_amortization_follows_the_line_items_type(
    tmp_path: Path, kind: str, change: Row, amortized: str, status: str
) -> None:
    bill = cur(tmp_path, {"line_item_line_item_type": kind, **change})
    found = only_row(bill, "SELECT record_type, amortized_cost, commitment_status FROM charges")
    assert found == (kind, Decimal(amortized), status)


def test_parquet_with_maps_is_read(tmp_path: Path) -> None:
    text = pa.map_(pa.string(), pa.string())
    table = pa.table(
        {
            "line_item_usage_start_date": pa.array([1725148800000], pa.timestamp("ms")),
            "line_item_unblended_cost": pa.array([0.1], pa.float64()),
            "line_item_currency_code": ["USD"],
            "line_item_product_code": ["AmazonS3"],
            "product": pa.array([[("product_name", "Amazon Simple Storage Service")]], text),
            "resource_tags": pa.array([[("user_team", "web")]], text),
        }
    )
    pq.write_table(table, tmp_path / "cur.snappy.parquet")
    bill = load_bill(tmp_path / "cur.snappy.parquet")
    assert only_row(bill, "SELECT service, unblended_cost FROM charges") == (
        "Amazon Simple Storage Service",
        Decimal("0.1"),
    )
    assert only_row(bill, "SELECT key, value FROM tags_of") == ("team", "web")
    assert bill.missing["amortized_cost"] == "savings_plan_savings_plan_effective_cost"


def test_a_service_without_a_product_name_is_its_code(tmp_path: Path) -> None:
    assert only_row(cur(tmp_path, {"product": ""}), "SELECT service FROM charges") == ("AmazonEC2",)


def test_a_broken_line_item_is_named(tmp_path: Path) -> None:
    with pytest.raises(BillError, match=r"line 3: line_item_unblended_cost says 'x'; it must be a number"):
        cur(tmp_path, {}, {"line_item_unblended_cost": "x"})
