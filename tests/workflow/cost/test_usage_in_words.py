"""How much was used, asked in words: the quantity in the unit that is named, as the bill measures it."""

from datetime import date
from decimal import Decimal

import pytest

from interpreter.interpret import interpret
from support.asked_bill import AskedBill
from support.demo_bill import one

TODAY = date(2026, 3, 10)
S3, RDS = "Amazon Simple Storage Service", "Amazon Relational Database Service"


@pytest.mark.parametrize(
    ("question", "month", "where", "unit"),
    [
        ("S3 storage size in Jan", 1, f"ServiceName = '{S3}' AND x_UsageType LIKE '%TimedStorage%'", "GB-Mo"),
        ("GB stored in S3 in Feb", 2, f"ServiceName = '{S3}'", "GB-Mo"),
        (
            "how many GB of data did we transfer out in february",
            2,
            "x_UsageType LIKE '%DataTransfer-Out%'",
            "GB",
        ),
        ("how many GB were transferred out in february", 2, "x_UsageType LIKE '%DataTransfer-Out%'", "GB"),
        ("how many RDS hours last month?", 2, f"ServiceName = '{RDS}'", "Hours"),
        ("lambda requests count in January", 1, "ServiceName = 'AWS Lambda'", "Requests"),
    ],
)
def test_the_quantity_is_the_bills(demo: AskedBill, question: str, month: int, where: str, unit: str) -> None:
    plan = interpret(question, TODAY, demo.catalog)
    assert plan.clarification is None, plan.clarification
    assert plan.metric == "UsageQuantity"

    first = demo.findings(plan).analysis.figures[0]

    expected = one(
        f"SELECT sum(CAST(ConsumedQuantity AS DECIMAL(38,12))) FROM bill WHERE {where} "
        f"AND ConsumedUnit = '{unit}' AND month(CAST(ChargePeriodStart AS DATE)) = {month} "
        "AND year(CAST(ChargePeriodStart AS DATE)) = 2026"
    )
    assert first.unit == unit
    assert abs(first.value - Decimal(expected)) < Decimal("0.000001")


@pytest.mark.parametrize("question", ["Cost per GB stored in S3 last month", "S3 storage in February"])
def test_a_question_for_its_cost_stays_one(demo: AskedBill, question: str) -> None:
    assert interpret(question, TODAY, demo.catalog).metric == "UnblendedCost"
