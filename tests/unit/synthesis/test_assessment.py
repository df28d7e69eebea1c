"""An assessment says how the month stands and what to do first."""

from decimal import Decimal

from protocol.query_plan import Needs
from protocol.result import Commitment, CostAnalysis
from support.answers import JANUARY, STOP, advice, composed
from support.february import ANOMALY, CHANGE, ROSE, budget, plan, usd
from support.figures import assert_figures_founded


def test_an_assessment_names_three_things_to_do_first_with_their_figures() -> None:
    analysis = CostAnalysis(
        total=usd("100"),
        comparison=CHANGE,
        drivers=ROSE.drivers,
        budgets=[budget("exceeded")],
        anomalies=[ANOMALY],
        commitments=[Commitment(kind="reservations", unused_commitment=Decimal(5))],
    )
    asked = plan("assessment", compare_period=JANUARY, needs=Needs(cost=True, advisor=True))

    result = composed(asked, analysis, advice(STOP, total="90"))

    lines = result.response.splitlines()
    assert lines[0] == (
        "**$100.00** spent in February 2026, +$20.00 (+25%) against the month before; "
        "**$90.00** a month can be saved."
    )
    assert [line for line in lines if line.startswith(("1.", "2.", "3.", "4."))] == [
        "1. Stop EC2 instance i-1: saves **$90.00** a month.",
        "2. Look into the anomaly of 3 to 4 February 2026 (EC2 - Other): **$40.00** more than expected.",
        "3. Budget “team” has passed its $90.00 by **$10.00**: raise it or cut spend.",
    ]
    assert_figures_founded(result)
