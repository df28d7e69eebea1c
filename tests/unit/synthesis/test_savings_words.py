"""Savings in words: the month's sum first, then each recommendation with what, where and how much."""

from decimal import Decimal
from typing import Any

import pytest

from protocol.query_plan import Needs, QueryPlan
from protocol.result import CostAnalysis, SavingsGroup
from protocol.step import AdviceFindings, CostFindings
from support.answers import FEBRUARY, STOP, advice, composed
from support.figures import assert_figures_founded


def plan(intent: str, **fields: Any) -> QueryPlan:
    return QueryPlan.model_validate(
        {"intent": intent, "period": FEBRUARY, "needs": Needs(cost=True), **fields}
    )


DELETE_ELSEWHERE = STOP.model_copy(
    update={
        "id": "v1",
        "resource_type": "EbsVolume",
        "resource_id": "vol-1",
        "region": "eu-west-1",
        "action": "Delete",
        "estimated_monthly_savings": Decimal(40),
    }
)
DELETE_ELSEWHERE_TOO = DELETE_ELSEWHERE.model_copy(
    update={"id": "v2", "resource_id": "vol-2", "estimated_monthly_savings": Decimal(60)}
)


def group(key: str, count: int, total: str) -> SavingsGroup:
    return SavingsGroup(key=key, recommendations=count, total_monthly_savings=Decimal(total))


IN_TWO_REGIONS = advice(
    STOP,
    DELETE_ELSEWHERE_TOO,
    DELETE_ELSEWHERE,
    total="190",
    groups=(group("eu-west-1", 2, "100"), group("us-east-1", 1, "90")),
)
OF_TWO_KINDS = advice(
    STOP,
    DELETE_ELSEWHERE_TOO,
    DELETE_ELSEWHERE,
    total="190",
    groups=(group("EbsVolume", 2, "100"), group("Ec2Instance", 1, "90")),
)


@pytest.mark.parametrize(
    ("fields", "found", "headline"),
    [
        (
            {},
            advice(STOP, total="120.5"),
            "**$120.50 a month** can be saved, overlaps removed; 1 recommendation.",
        ),
        (
            {"limit": 1},
            advice(STOP, total="120.5"),
            "**$90.00 a month**: Stop EC2 instance i-1 saves the most, of **$120.50 a month** in all.",
        ),
        (
            {"group_by": ["REGION"]},
            IN_TWO_REGIONS,
            "**$190.00 a month** can be saved, overlaps removed; 3 recommendations; "
            "eu-west-1 could save the most, $100.00.",
        ),
        (
            {"group_by": ["SERVICE"], "limit": 1},
            OF_TWO_KINDS,
            "**EBS volume** could save the most: **$100.00 a month**, of **$190.00 a month** in all; "
            "3 recommendations.",
        ),
        ({"savings_focus": "idle"}, advice(total="0"), "**No idle resources to stop or delete were found**."),
        ({}, advice(total=None, gone=("trusted-advisor",)), "**No savings source could be asked**."),
        (
            {"savings_focus": "trusted_advisor"},
            advice(STOP, total="90", gone=("trusted-advisor",)),
            "Trusted Advisor could not be asked; elsewhere, **$90.00 a month** can be saved, "
            "overlaps removed; 1 recommendation.",
        ),
    ],
)
def test_savings_lead_with_the_month(fields: dict[str, Any], found: AdviceFindings, headline: str) -> None:
    result = composed(plan("savings", period=None, needs=Needs(advisor=True), **fields), advice=found)

    assert result.response.splitlines()[0] == headline
    assert_figures_founded(result)


def test_savings_by_region_sum_each_region() -> None:
    result = composed(plan("savings", period=None, group_by=["REGION"]), advice=IN_TWO_REGIONS)

    assert "| Region | Recommendations | A month |" in result.response
    assert "| eu-west-1 | 2 | $100.00 |\n| us-east-1 | 1 | $90.00 |" in result.response
    assert "overlap between" not in result.response


def test_regions_whose_savings_overlap_say_why_they_sum_to_more() -> None:
    found = advice(
        STOP, DELETE_ELSEWHERE, total="100", groups=(group("us-east-1", 1, "90"), group("eu-west-1", 1, "40"))
    )
    result = composed(plan("savings", period=None, group_by=["REGION"]), advice=found)

    assert "Savings that overlap between these rows count once in the total." in result.response


def test_savings_rows_name_the_account_and_where_it_is() -> None:
    result = composed(plan("savings", period=None), advice=advice(STOP, total="90"))

    assert "| Stop | EC2 instance i-1 | 111111111111, us-east-1 | Low | Hub | $90.00 |" in result.response


def test_a_recommendation_names_its_account_and_id() -> None:
    cost = CostFindings(analysis=CostAnalysis(), account_names={"111111111111": "shop"})
    found = advice(STOP.model_copy(update={"effort": "VeryLow"}), total="90")

    result = composed(plan("savings", period=None), advice=found, cost=cost)

    assert "| shop (111111111111), us-east-1 | Very low | Hub |" in result.response


def test_a_savings_source_that_could_not_be_asked_goes_by_its_name() -> None:
    found = advice(total=None, gone=("cost-optimization-hub",))

    response = composed(plan("savings", period=None), advice=found).response

    assert response.count("Cost Optimization Hub: No support plan.") == 1


def test_recommendations_say_whether_they_overlap_where_any_does_and_what_aws_calls_a_purchase() -> None:
    purchase = STOP.model_copy(
        update={
            "id": "sp",
            "action": "PurchaseSavingsPlans",
            "resource_type": "ComputeSavingsPlans",
            "overlaps_with": ["v1"],
        }
    )
    overlapping = composed(plan("savings"), advice=advice(purchase, DELETE_ELSEWHERE, total="100")).response
    (header,) = [line for line in overlapping.splitlines() if "| Effort |" in line]
    assert "| Overlaps |" in header
    assert [
        line.split(" | ")[-2] for line in overlapping.splitlines() if "vol-1" in line and "|" in line
    ] == ["no"]
    assert "| Purchase | Compute Savings Plans" in overlapping
    apart = composed(
        plan("savings"), advice=advice(DELETE_ELSEWHERE, DELETE_ELSEWHERE_TOO, total="100")
    ).response
    assert "Overlaps" not in apart
