"""The first line of a question for commitments is the measure asked for, of each kind."""

from decimal import Decimal

import pytest

from protocol.query_plan import QueryPlan
from protocol.result import Commitment, CostAnalysis, Figure
from support.answers import composed
from support.february import plan
from support.figures import assert_figures_founded

CASES: list[tuple[QueryPlan, CostAnalysis, str]] = [
    (
        plan("commitment", commitment_measure="coverage"),
        CostAnalysis(
            commitments=[
                Commitment(
                    kind="savings_plans", coverage_percent=Decimal("71.23"), utilization_percent=Decimal(9)
                )
            ]
        ),
        "Savings Plans: **71.2%** coverage for February 2026.",
    ),
    (
        plan("commitment"),
        CostAnalysis(
            commitments=[
                Commitment(kind="savings_plans", utilization_percent=Decimal(90), net_savings=Decimal(8)),
                Commitment(kind="reservations", utilization_percent=Decimal(60), net_savings=Decimal(-3)),
            ]
        ),
        "Savings Plans: **90%** utilization, **$8.00** saved; "
        "Reservations: **60%** utilization, **$3.00** more than on demand for February 2026.",
    ),
    (
        plan("commitment", commitment_measure="unused"),
        CostAnalysis(
            commitments=[
                Commitment(kind="savings_plans", unused_commitment=Decimal(4)),
                Commitment(kind="reservations", unused_commitment=Decimal(2)),
            ],
            figures=[Figure(id="unused", label="Unused commitment together", value=Decimal(6), unit="USD")],
        ),
        "**$6.00** unused together: Savings Plans: **$4.00** unused; Reservations: **$2.00** unused "
        "for February 2026.",
    ),
]


@pytest.mark.parametrize(("asked", "found", "headline"), CASES)
def test_the_first_line_is_the_figure_asked_for(asked: QueryPlan, found: CostAnalysis, headline: str) -> None:
    result = composed(asked, found)

    assert result.response.splitlines()[0] == headline
    assert_figures_founded(result)
