"""Savings by account, region and kind of resource: a sum each, overlaps removed, most first."""

from decimal import Decimal

import pytest

from advisor.finding import Finding
from advisor.groups import savings_by_group
from protocol.result import Recommendation, SavingsGroup


def finding(identity: str, savings: str, **fields: str) -> Finding:
    item = {
        "source": "cost-optimization-hub",
        "resource_type": "Ec2Instance",
        "resource_id": identity,
        "account_id": "111111111111",
        "region": "us-east-1",
        "action": "Stop",
        "effort": "Low",
        **fields,
    }
    return Finding(
        Recommendation.model_validate({**item, "id": identity, "estimated_monthly_savings": savings})
    )


FINDINGS = [
    finding("i-1", "90"),
    finding("i-1-smaller", "40", resource_id="i-1", action="Rightsize"),
    finding("vol-1", "12.25", resource_type="EbsVolume", region="eu-west-1"),
    finding("vol-2", "100", resource_type="EbsVolume", account_id="222222222222", region="eu-west-1"),
]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("LINKED_ACCOUNT", [("111111111111", 3, "102.25"), ("222222222222", 1, "100")]),
        ("REGION", [("eu-west-1", 2, "112.25"), ("us-east-1", 2, "90")]),
        ("SERVICE", [("EbsVolume", 2, "112.25"), ("Ec2Instance", 2, "90")]),
    ],
)
def test_each_group_has_its_sum_and_counts_a_resource_once(
    by: str, expected: list[tuple[str, int, str]]
) -> None:
    assert savings_by_group(FINDINGS, [by]) == [
        SavingsGroup(key=key, recommendations=count, total_monthly_savings=Decimal(total))
        for key, count, total in expected
    ]


@pytest.mark.parametrize("group_by", [[], ["TAG:team"], ["REGION", "LINKED_ACCOUNT"]])
def test_what_recommendations_have_no_dimension_for_is_not_grouped(group_by: list[str]) -> None:
    assert savings_by_group(FINDINGS, group_by) is None
