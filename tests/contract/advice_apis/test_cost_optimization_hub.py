"""Cost Optimization Hub as boto3 asks it."""

from typing import Any

import pytest

from support.demo_bill import demo
from support.served_advice import Serve, pages, refusal


def test_the_hub_lists_the_best_of_each_resource_or_all(serving: Serve) -> None:
    hub = serving()("cost-optimization-hub")
    assert hub.list_enrollment_statuses()["items"][0]["status"] == "Active"

    every = pages(
        hub.list_recommendations, "items", "nextToken", includeAllRecommendations=True, maxResults=5
    )
    best = hub.list_recommendations(maxResults=100)["items"]

    assert sum(len(page) for page in every) == len(demo().advice.recommendations)
    assert all(len(page) <= 5 for page in every)
    with_resource = [item["resourceArn"] for item in best if "resourceArn" in item]
    assert len(with_resource) == len(set(with_resource))
    savings = [item["estimatedMonthlySavings"] for item in best]
    assert savings == sorted(savings, reverse=True)


@pytest.mark.parametrize("group_by", ["ActionType", "AccountId", "Region", "ResourceType"])
def test_the_hubs_total_leaves_overlaps_out(serving: Serve, group_by: str) -> None:
    hub = serving()("cost-optimization-hub")

    summary = hub.list_recommendation_summaries(groupBy=group_by)

    best = hub.list_recommendations(maxResults=100)["items"]
    assert summary["estimatedTotalDedupedSavings"] == pytest.approx(
        sum(item["estimatedMonthlySavings"] for item in best)
    )
    assert summary["estimatedTotalDedupedSavings"] < sum(
        group["estimatedMonthlySavings"] for group in summary["items"]
    )
    assert sum(group["recommendationCount"] for group in summary["items"]) == len(
        demo().advice.recommendations
    )


@pytest.mark.parametrize(
    ("wanted", "field", "values"),
    [
        ({"actionTypes": ["Stop", "Delete"]}, "actionType", {"Stop", "Delete"}),
        ({"accountIds": ["777788889999"]}, "accountId", {"777788889999"}),
        ({"regions": ["eu-west-1"]}, "region", {"eu-west-1"}),
        ({"resourceTypes": ["EbsVolume"]}, "currentResourceType", {"EbsVolume"}),
        ({"implementationEfforts": ["High"]}, "implementationEffort", {"High"}),
        ({"restartNeeded": True}, "restartNeeded", {True}),
        ({"tags": [{"key": "team", "value": "payments"}]}, "currencyCode", {"USD"}),
    ],
)
def test_the_hub_filters(serving: Serve, wanted: dict[str, Any], field: str, values: set[Any]) -> None:
    hub = serving()("cost-optimization-hub")

    items = hub.list_recommendations(filter=wanted, includeAllRecommendations=True)["items"]

    assert {item[field] for item in items} == values
    assert len(items) < len(demo().advice.recommendations)


def test_one_recommendation_of_the_hub(serving: Serve) -> None:
    hub = serving()("cost-optimization-hub")
    listed = hub.list_recommendations(orderBy={"dimension": "AccountId", "order": "Asc"})["items"][0]

    found = hub.get_recommendation(recommendationId=listed["recommendationId"])

    assert found["estimatedMonthlySavings"] == listed["estimatedMonthlySavings"]
    assert refusal(hub.get_recommendation, recommendationId="none") == "ResourceNotFoundException"


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("list_recommendation_summaries", {"groupBy": "Colour"}),
        ("list_recommendation_summaries", {"groupBy": "Region", "filter": {"resourceIds": ["i-1"]}}),
        ("list_recommendations", {"orderBy": {"dimension": "Colour"}}),
        ("list_recommendations", {"nextToken": "none"}),
    ],
)
def test_the_hub_refuses_what_it_does_not_know(
    serving: Serve, operation: str, parameters: dict[str, Any]
) -> None:
    hub = serving()("cost-optimization-hub")

    assert refusal(getattr(hub, operation), **parameters) == "ValidationException"
