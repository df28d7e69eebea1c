"""Days before the history, after the bill's last charge, and after today."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from protocol.query_plan import Period, QueryPlan
from protocol.result import Driver
from support.asked_bill import AskedBill, asked_bill

TODAY = date(2026, 3, 10)
MARCH = Period(start=date(2026, 3, 1), end=date(2026, 3, 11), label="March 2026 to date", partial=True)


@pytest.fixture(scope="module")
def ended_bill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskedBill]:
    rows = [
        ("2026-02-20T00:00:00Z", "AWS Lambda", "1.50"),
        ("2026-03-02T00:00:00Z", "AWS Lambda", "2.25"),
        ("2026-03-03T00:00:00Z", "Amazon DynamoDB", "4.00"),
        ("2026-03-25T00:00:00Z", "AWS Lambda", "99.00"),
    ]
    path = tmp_path_factory.mktemp("bill") / "bill.csv"
    lines = [
        "ChargePeriodStart,ServiceName,BilledCost,BillingCurrency",
        *(f"{d},{s},{c},EUR" for d, s, c in rows),
    ]
    Path(path).write_text("\n".join(lines))
    with asked_bill(str(path), TODAY) as bill:
        yield bill


def amount_and_notes(bill: AskedBill, period: Period, **plan: object) -> tuple[str | None, list[str]]:
    findings = bill.findings(QueryPlan.model_validate({"intent": "spend", "period": period, **plan}))
    total = findings.analysis.total
    return (f"{total.amount} {total.currency}" if total else None), [note.id for note in findings.notes]


def test_days_past_the_last_charge_are_no_zeros(ended_bill: AskedBill) -> None:
    after = Period(start=date(2026, 3, 5), end=date(2026, 3, 10), label="5 to 9 March 2026")
    assert amount_and_notes(ended_bill, after) == (None, ["no_data_after"])


def test_a_period_that_outlasts_the_data_says_where_it_ends(ended_bill: AskedBill) -> None:
    amount, notes = amount_and_notes(ended_bill, MARCH)
    assert amount == "6.25 EUR"
    assert "no_data_after" in notes


def test_charges_after_today_do_not_exist(ended_bill: AskedBill) -> None:
    assert ended_bill.catalog.last_day == date(2026, 3, 3)
    amount, _ = amount_and_notes(ended_bill, MARCH, filters={"SERVICE": ["AWS Lambda"]})
    assert amount == "2.25 EUR"


def test_a_period_before_the_history_has_no_total(ended_bill: AskedBill) -> None:
    before = Period(start=date(2026, 1, 1), end=date(2026, 2, 1), label="January 2026")
    assert amount_and_notes(ended_bill, before) == (None, ["before_history"])


def test_a_known_value_without_charges_in_the_period_is_nothing_and_says_when(ended_bill: AskedBill) -> None:
    span = Period(start=date(2026, 2, 20), end=date(2026, 3, 1), label="20 to 28 February 2026")
    findings = ended_bill.findings(
        QueryPlan(intent="spend", period=span, filters={"SERVICE": ["Amazon DynamoDB"]})
    )
    assert findings.analysis.total is not None
    assert findings.analysis.total.amount == 0
    assert "2026-03-03" in next(note.text for note in findings.notes if note.id == "first_charge")


def test_averages_leave_out_days_without_data(ended_bill: AskedBill) -> None:
    findings = ended_bill.findings(QueryPlan(intent="spend", period=MARCH, measure="average_daily"))
    (average, *_) = findings.analysis.figures
    assert (average.id, f"{average.value:.4f}", average.unit) == ("average_daily", "2.0833", "EUR/day")


def test_what_the_bill_has_no_column_for_is_named(ended_bill: AskedBill) -> None:
    assert {"REGION", "USAGE_TYPE", "RECORD_TYPE", "TAG"} <= set(ended_bill.catalog.unavailable)
    findings = ended_bill.findings(QueryPlan(intent="breakdown", period=MARCH, group_by=["REGION"]))
    assert findings.analysis.total is None
    assert "RegionId" in findings.degraded[0].reason


def test_every_analysis_says_its_currency_also_without_a_total(ended_bill: AskedBill) -> None:
    before = Period(start=date(2025, 1, 1), end=date(2025, 2, 1), label="January 2025")

    analysis = ended_bill.findings(QueryPlan(intent="spend", period=before)).analysis

    assert (analysis.total, analysis.currency) == (None, "EUR")


@pytest.mark.parametrize("intent", ["explain", "assessment"])
def test_a_bill_of_the_four_required_columns_is_explained_without_quantities(
    ended_bill: AskedBill, intent: str
) -> None:
    march = Period(start=date(2026, 3, 1), end=date(2026, 3, 10), label="1-9 March 2026")
    february = Period(start=date(2026, 2, 20), end=date(2026, 3, 1), label="20-28 February 2026")

    findings = ended_bill.findings(
        QueryPlan.model_validate({"intent": intent, "period": march, "compare_period": february})
    )

    analysis = findings.analysis
    assert analysis.comparison
    assert (analysis.comparison.delta, analysis.drivers) == (
        Decimal("4.75"),
        [
            Driver(keys=["Amazon DynamoDB"], delta=Decimal("4.00"), kind="new"),
            Driver(keys=["AWS Lambda"], delta=Decimal("0.75"), kind="usage_and_price"),
        ],
    )
    missing = {part.what: part.reason for part in findings.degraded}
    assert "ConsumedQuantity" in missing["Usage quantities"]
    assert "no_reservations" not in [note.id for note in findings.notes]


def test_how_far_the_charges_reach_is_found_whatever_is_asked(ended_bill: AskedBill) -> None:
    findings = ended_bill.findings(
        QueryPlan(intent="spend", period=MARCH, filters={"SERVICE": ["AWS Lambda"]})
    )

    assert findings.last_charge == date(2026, 3, 3)
