"""The first line of a question for one sum is that sum, or the measure of it that was asked for."""

from datetime import date
from decimal import Decimal

import pytest

from protocol.query_plan import ChargeTypes, Period, QueryPlan
from protocol.result import CostAnalysis, Figure, Money, ReconciliationLine
from support.answers import composed
from support.february import S3, plan, usd
from support.figures import assert_figures_founded

CASES: list[tuple[QueryPlan, CostAnalysis, str]] = [
    (
        plan("spend", filters={"SERVICE": [S3]}, exclude={"REGION": ["us-east-2"]}),
        CostAnalysis(total=usd("1234.567")),
        f"**$1,234.57** for {S3}, February 2026, without region us-east-2.",
    ),
    (plan("spend"), CostAnalysis(total=usd("0.0018")), "**$0.0018** for February 2026."),
    (
        plan("spend", filters={"TAG:Environment": [""]}),
        CostAnalysis(total=usd("5")),
        "**$5.00** for what has no tag Environment, February 2026.",
    ),
    (
        plan("spend", measure="average_daily"),
        CostAnalysis(
            total=usd("56"),
            figures=[Figure(id="average_daily", label="A day", value=Decimal(2), unit="USD/day")],
        ),
        "**$2.00 per day**: A day for February 2026. The total is $56.00.",
    ),
    (
        plan("spend", measure="average_daily"),
        CostAnalysis(
            total=usd("56"),
            figures=[Figure(id="before_credits", label="Before", value=Decimal(60), unit="USD")],
        ),
        "**$56.00** for February 2026.",
    ),
    (
        plan("charges", charge_types=ChargeTypes(include=["Credit"])),
        CostAnalysis(
            total=usd("-612"), reconciliation=[ReconciliationLine(charge_type="Credit", amount=Decimal(-612))]
        ),
        "**-$612.00** for Credit charges, February 2026.",
    ),
    (
        plan("unit_cost"),
        CostAnalysis(
            total=usd("3"),
            figures=[
                Figure(id="unit_cost", label="A customer", value=Decimal("0.0025"), unit="USD/customer")
            ],
        ),
        "**$0.0025 per customer**: A customer for February 2026. The total is $3.00.",
    ),
    (
        plan("unit_cost"),
        CostAnalysis(
            total=usd("3"),
            figures=[Figure(id="unit_cost", label="A GB", value=Decimal("0.0112704"), unit="USD/GB")],
        ),
        "**$0.01 per GB** (0.01127 before rounding): A GB for February 2026. The total is $3.00.",
    ),
    (
        plan("unit_cost"),
        CostAnalysis(
            total=usd("3"),
            figures=[
                Figure(
                    id="unit_cost", label="Cost per request", value=Decimal("0.0000002"), unit="USD/request"
                )
            ],
        ),
        "**$0.00000020 per request** for February 2026. The total is $3.00.",
    ),
    (
        plan("spend", measure="dearest_day", filters={"SERVICE": [S3]}),
        CostAnalysis(
            total=usd("9"),
            figures=[
                Figure(
                    id="dearest_day",
                    label="Most expensive day: 2026-02-03",
                    value=Decimal(3),
                    unit="USD",
                    of="2026-02-03",
                )
            ],
        ),
        f"**$3.00** on **3 February 2026**, the most expensive day for {S3}, February 2026. "
        "The total is $9.00.",
    ),
    (
        plan("spend", measure="share", filters={"SERVICE": [S3]}, exclude={"REGION": ["us-east-2"]}),
        CostAnalysis(
            total=usd("5"),
            figures=[
                Figure(id="share", label="Share of everything in February 2026", value=Decimal(25), unit="%"),
                Figure(id="whole", label="Everything in February 2026", value=Decimal(20), unit="USD"),
            ],
        ),
        "**25%** of everything in February 2026, without region us-east-2, "
        f"is for {S3}: **$5.00** of $20.00.",
    ),
    (
        plan("spend", charge_types=ChargeTypes(exclude=["Credit", "Refund"])),
        CostAnalysis(total=usd("5")),
        "**$5.00** for February 2026, without Credit and Refund charges.",
    ),
    (
        plan(
            "spend",
            metric="AmortizedCost",
            period=Period(start=date(2025, 1, 1), end=date(2026, 1, 1), label=""),
        ),
        CostAnalysis(total=Money(amount=Decimal(7), currency="EUR")),
        "**EUR 7.00** (amortized cost) for 2025.",
    ),
]


@pytest.mark.parametrize(("asked", "found", "headline"), CASES)
def test_the_first_line_is_the_figure_asked_for(asked: QueryPlan, found: CostAnalysis, headline: str) -> None:
    result = composed(asked, found)

    assert result.response.splitlines()[0] == headline
    assert_figures_founded(result)
