"""The tables under the first line, and what is said beside them."""

from decimal import Decimal

from protocol.query_plan import ChargeTypes
from protocol.result import Commitment, CostAnalysis, Driver, ReconciliationLine
from support.answers import JANUARY, composed
from support.february import CHANGE, S3, plan, usd
from support.figures import assert_figures_founded


def test_what_changed_names_the_cause_and_of_several_what_each_made() -> None:
    drivers = [
        Driver(keys=[S3], delta=Decimal(16), kind="usage"),
        Driver(
            keys=["AWS Lambda"],
            delta=Decimal(5),
            kind="usage_and_price",
            by_usage=Decimal(7),
            by_price=Decimal(0),
            by_other=Decimal(-2),
        ),
        Driver(keys=["Tax"], delta=Decimal(-1), kind="usage_and_price", by_other=Decimal(-1)),
        Driver(keys=["Other"], delta=Decimal(0), kind="usage_and_price"),
    ]

    result = composed(
        plan("explain", compare_period=JANUARY, group_by=["SERVICE"]),
        CostAnalysis(comparison=CHANGE, drivers=drivers),
    )

    assert [line for line in result.response.splitlines() if line.startswith("|")] == [
        "| Service | Cause | Change |",
        "| --- | --- | ---: |",
        f"| {S3} | usage | +$16.00 |",
        "| AWS Lambda | usage +$7.00, other charges -$2.00 | +$5.00 |",
        "| Tax | other charges | -$1.00 |",
        "| Other |  | $0.00 |",
    ]
    assert_figures_founded(result)


def test_the_table_of_commitments_has_no_column_of_nothing() -> None:
    found = CostAnalysis(commitments=[Commitment(kind="savings_plans", coverage_percent=Decimal(71))])

    response = composed(plan("commitment", commitment_measure="coverage"), found).response

    assert "| Commitment | Coverage |\n| --- | ---: |\n| Savings Plans | 71% |" in response


def test_a_reconciliation_says_how_an_invoice_can_differ_and_a_charge_type_does_not() -> None:
    lines = [ReconciliationLine(charge_type="Tax", amount=Decimal(3))]
    found = CostAnalysis(total=usd("3"), reconciliation=lines)

    whole = composed(plan("charges"), found).response
    tax = composed(plan("charges", charge_types=ChargeTypes(include=["Tax"])), found).response

    assert "An invoice can differ from this" in whole
    assert "An invoice" not in tax
