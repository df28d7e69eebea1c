"""How much was used: quantities in their units, never added over several, and never written as money."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from protocol.query_plan import Needs, Period, QueryPlan
from support.answers import composed
from support.asked_bill import AskedBill, asked_bill

TODAY = date(2026, 3, 10)
JANUARY = Period(start=date(2026, 1, 1), end=date(2026, 2, 1), label="January 2026")
FEBRUARY = Period(start=date(2026, 2, 1), end=date(2026, 3, 1), label="February 2026")
S3, SUPPORT = "Amazon Simple Storage Service", "AWS Support (Business)"

CHARGES = [
    ("2026-01-05", S3, "us-east-1", "TimedStorage-ByteHrs", "20", "800", "GB-Mo"),
    ("2026-02-05", S3, "us-east-1", "TimedStorage-ByteHrs", "23", "1000", "GB-Mo"),
    ("2026-02-06", S3, "eu-west-1", "EU-TimedStorage-ByteHrs", "2", "80.5", "GB-Mo"),
    ("2026-02-07", S3, "us-east-1", "Requests-Tier1", "5", "1000000", "Requests"),
    ("2026-02-01", SUPPORT, "", "Dollar", "100", "", ""),
    ("2026-03-09", S3, "us-east-1", "TimedStorage-ByteHrs", "1", "1", "GB-Mo"),
]


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskedBill]:
    path = tmp_path_factory.mktemp("bill") / "bill.csv"
    names = "ChargePeriodStart,ServiceName,RegionId,x_UsageType,BilledCost,ConsumedQuantity,ConsumedUnit"
    lines = [f"{','.join(charge)},USD" for charge in CHARGES]
    Path(path).write_text("\n".join([f"{names},BillingCurrency", *lines]))
    with asked_bill(str(path), TODAY) as asked:
        yield asked


def asked(bill: AskedBill, **plan: Any) -> tuple[dict[str, str], str]:
    """The figures with their units, and the answer, which holds no amount of money but its own price."""
    whole = {"period": FEBRUARY, "metric": "UsageQuantity", "needs": Needs(cost=True), **plan}
    question = QueryPlan.model_validate(whole)
    findings = bill.findings(question)
    assert findings.analysis.total is None
    response = composed(question, cost=findings).response
    assert "$" not in response.partition("### What this rests on")[0]
    figures = {one.id: f"{one.value.normalize():f} {one.unit}" for one in findings.analysis.figures}
    return figures, response


def test_each_unit_is_a_figure_and_what_cost_most_comes_first(bill: AskedBill) -> None:
    figures, response = asked(bill, intent="spend", filters={"SERVICE": [S3]})

    assert list(figures.items()) == [
        ("usage:GB-Mo", "1080.5 GB-Mo"),
        ("usage:Requests", "1000000 Requests"),
    ]
    first = response.splitlines()[0]
    assert first == f"**1,080.50 GB-Mo**, **1,000,000 Requests** used for {S3}, February 2026."


@pytest.mark.parametrize(("named", "first"), [("requests", "usage:Requests"), ("GB", "usage:GB-Mo")])
def test_the_unit_the_question_names_comes_first(bill: AskedBill, named: str, first: str) -> None:
    unit = {"name": named, "usage_unit": named}
    figures, _ = asked(bill, intent="spend", filters={"SERVICE": [S3]}, unit=unit)

    assert next(iter(figures)) == first


def test_groups_have_their_own_quantities(bill: AskedBill) -> None:
    figures, _ = asked(bill, intent="breakdown", filters={"SERVICE": [S3]}, group_by=["REGION"])

    assert figures["usage:GB-Mo:us-east-1"] == "1000 GB-Mo"
    assert figures["usage:GB-Mo:eu-west-1"] == "80.5 GB-Mo"
    assert figures["usage:Requests:us-east-1"] == "1000000 Requests"


def test_groups_of_a_bill_without_usage_types_have_their_own_quantities(tmp_path: Path) -> None:
    names = "ChargePeriodStart,ServiceName,RegionId,BilledCost,ConsumedQuantity,ConsumedUnit,BillingCurrency"
    rows = [
        f"2026-02-05,{S3},{region},{cost},{quantity},GB,USD"
        for region, cost, quantity in (("us-east-1", 3, 30), ("eu-west-1", 1, 10))
    ]
    path = tmp_path / "bill.csv"
    path.write_text("\n".join([names, *rows]))
    with asked_bill(str(path), TODAY) as bill:
        figures, _ = asked(bill, intent="breakdown", group_by=["REGION"])

    assert figures == {"usage:GB": "40 GB", "usage:GB:us-east-1": "30 GB", "usage:GB:eu-west-1": "10 GB"}


def test_two_periods_are_compared_unit_by_unit(bill: AskedBill) -> None:
    figures, _ = asked(bill, intent="compare", compare_period=JANUARY, filters={"SERVICE": [S3]})

    assert figures["usage_previous:GB-Mo"] == "800 GB-Mo"
    assert figures["usage_delta:GB-Mo"] == "280.5 GB-Mo"
    assert figures["usage_delta:Requests"] == "1000000 Requests"


def test_usage_over_time_is_told_day_by_day(bill: AskedBill) -> None:
    week = Period(start=date(2026, 2, 5), end=date(2026, 2, 7), label="5-6 February 2026")
    figures, _ = asked(bill, intent="trend", granularity="DAILY", period=week)

    assert list(figures) == ["usage:GB-Mo", "usage:GB-Mo:2026-02-05", "usage:GB-Mo:2026-02-06"]


def test_charges_without_a_quantity_have_no_usage(bill: AskedBill) -> None:
    figures, response = asked(bill, intent="spend", filters={"SERVICE": [SUPPORT]})

    assert figures == {}
    assert response.startswith("**No usage quantity** for AWS Support (Business), February 2026.")
