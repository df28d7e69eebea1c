"""The first line of a comparison is the change, in the words of the question."""

from decimal import Decimal

import pytest

from protocol.query_plan import QueryPlan
from protocol.result import CostAnalysis, Figure, Group
from protocol.step import CostFindings, Note
from support.answers import JANUARY, composed
from support.february import ROSE, S3, plan, usd
from support.figures import assert_figures_founded

CASES: list[tuple[QueryPlan, CostAnalysis, str]] = [
    (
        plan("compare", compare_period=JANUARY),
        ROSE,
        "**+$20.00 (+25%)**: $100.00 in February 2026, $80.00 in January 2026.",
    ),
    (
        plan("compare", compare_period=JANUARY, metric="AmortizedCost", filters={"SERVICE": [S3]}),
        ROSE,
        f"**+$20.00 (+25%)** (amortized cost) for {S3}: $100.00 in February 2026, $80.00 in January 2026.",
    ),
    (
        plan("compare", compare_period=JANUARY, group_by=["SERVICE"], place=1),
        ROSE.model_copy(update={"groups": [Group(keys=["AWS Lambda"], amount=Decimal(60))]}),
        "**+$20.00 (+25%)**: $100.00 in February 2026, $80.00 in January 2026. "
        "The largest in February 2026 is AWS Lambda with **$60.00**, **+$15.00** against January 2026.",
    ),
    (
        plan("compare", compare_period=JANUARY, group_by=["SERVICE"], place=1, ascending=True),
        ROSE.model_copy(update={"groups": [Group(keys=["Tax"], amount=Decimal(1))]}),
        "**+$20.00 (+25%)**: $100.00 in February 2026, $80.00 in January 2026. "
        "The smallest in February 2026 is Tax with **$1.00**.",
    ),
    (
        plan("explain", compare_period=JANUARY),
        ROSE,
        "Spend rose by **$20.00 (+25%)**: $100.00 in February 2026, $80.00 in January 2026. "
        "The largest part is AWS Lambda: **+$15.00**.",
    ),
    (
        plan("explain", compare_period=JANUARY, direction_claimed="down"),
        ROSE,
        "Spend did not fall: it rose by **$20.00 (+25%)**: $100.00 in February 2026, $80.00 in January 2026. "
        f"The largest part is AWS Lambda: **+$15.00**. What fell most is {S3}: **-$11.00**.",
    ),
    (
        plan("explain", compare_period=JANUARY),
        ROSE.model_copy(
            update={
                "figures": [
                    Figure(
                        id="before_credits_delta",
                        label="Change before credits and refunds",
                        value=Decimal(32),
                        unit="USD",
                    )
                ]
            }
        ),
        "Spend rose by **$20.00 (+25%)**: $100.00 in February 2026, $80.00 in January 2026. "
        "The largest part is AWS Lambda: **+$15.00**. "
        "Credits and refunds made **-$12.00** of it; before them the change is **+$32.00**.",
    ),
]


@pytest.mark.parametrize(("asked", "found", "headline"), CASES)
def test_the_first_line_is_the_figure_asked_for(asked: QueryPlan, found: CostAnalysis, headline: str) -> None:
    result = composed(asked, found)

    assert result.response.splitlines()[0] == headline
    assert_figures_founded(result)


@pytest.mark.parametrize("intent", ["compare", "explain"])
def test_a_period_without_one_before_it_still_has_its_amount(intent: str) -> None:
    reason = "The history begins on 2026-02-01: there is no figure for January 2026."
    cost = CostFindings(analysis=CostAnalysis(total=usd("7")), notes=[Note(id="before_history", text=reason)])

    first = composed(plan(intent, compare_period=JANUARY), cost=cost).response.splitlines()[0]

    assert first == f"**$7.00** for February 2026, with nothing to compare. {reason}"


@pytest.mark.parametrize("intent", ["compare", "explain"])
def test_a_period_the_history_holds_only_part_of_is_said_with_the_change(intent: str) -> None:
    note = Note(id="history_begins", text="The history begins on 2026-01-20: January is counted from there.")
    cost = CostFindings(analysis=ROSE, notes=[note])

    first = composed(plan(intent, compare_period=JANUARY), cost=cost).response.splitlines()[0]

    assert f"$80.00 in January 2026. {note.text}" in first
