"""One total, no saving counted twice, and honest about what could not be asked."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from advisor.advise import advise
from billing.errors import SourceUnavailable
from protocol.query_plan import QueryPlan
from support.recorded_cost_apis import Answer, RecordedCostApis, denied

TODAY = date(2026, 3, 10)
HUB = "cost-optimization-hub"


def hub_item(
    identity: str, resource: str, action: str, savings: float, kind: str = "Ec2Instance", **more: Any
) -> dict[str, Any]:
    return {
        "recommendationId": identity,
        "resourceId": resource,
        "actionType": action,
        "estimatedMonthlySavings": savings,
        "currentResourceType": kind,
        "accountId": "111111111111",
        "region": "us-east-1",
        "implementationEffort": "Low",
        **more,
    }


ALTERNATIVES = [
    hub_item("r-stop", "i-1", "Stop", 90.0),
    hub_item("r-smaller", "i-1", "Rightsize", 45.5),
    hub_item("r-volume", "vol-1", "Delete", 12.25, "EbsVolume"),
    hub_item("r-plan", "", "PurchaseSavingsPlans", 200.0, "ComputeSavingsPlans"),
    hub_item("r-reserved", "", "PurchaseReservedInstances", 150.0, "Ec2ReservedInstances"),
]
BEST = [ALTERNATIVES[0], ALTERNATIVES[2], ALTERNATIVES[3]]


def hub_list(parameters: dict[str, Any]) -> dict[str, Any]:
    """The hub over the items above: its filter, and only the best unless all are asked for."""
    items = ALTERNATIVES if parameters["includeAllRecommendations"] else BEST
    return {"items": [item for item in items if _matches(item, parameters.get("filter", {}))]}


def _matches(item: dict[str, Any], wanted: dict[str, Any]) -> bool:
    fields = {
        "actionTypes": "actionType",
        "accountIds": "accountId",
        "regions": "region",
        "resourceTypes": "currentResourceType",
    }
    return all(item[fields[name]] in values for name, values in wanted.items())


def hub_summary(parameters: dict[str, Any]) -> dict[str, Any]:
    kept = [item for item in BEST if _matches(item, parameters.get("filter", {}))]
    total = sum(Decimal(str(item["estimatedMonthlySavings"])) for item in kept)
    return {"estimatedTotalDedupedSavings": float(total), "currencyCode": "USD", "items": []}


def flagged(identity: str, resource: str, savings: str | None, **more: Any) -> dict[str, Any]:
    return {
        "id": identity,
        "arn": f"arn:aws:trustedadvisor::111111111111:recommendation-resource/{identity}",
        "awsResourceId": resource,
        "regionCode": "us-east-1",
        "status": "warning",
        "metadata": {"Estimated Monthly Savings": savings} if savings else {},
        **more,
    }


CHECKS = [
    {"id": "c-ec2", "arn": "arn:c-ec2", "name": "Low Utilization Amazon EC2 Instances", "status": "warning"},
    {"id": "c-lb", "arn": "arn:c-lb", "name": "Idle Load Balancers", "status": "warning"},
    {"id": "c-ok", "arn": "arn:c-ok", "name": "Unassociated Elastic IP Addresses", "status": "ok"},
]
FLAGGED = {
    "arn:c-ec2": [flagged("t-1", "arn:aws:ec2:us-east-1:111111111111:instance/i-1", "$88.00")],
    "arn:c-lb": [flagged("t-2", "old-balancer", "$16.20"), flagged("t-3", "kept", "$9", status="ok")],
}


def all_sources(**changed: Answer) -> dict[str, Answer]:
    answers: dict[str, Answer] = {
        f"{HUB}:ListEnrollmentStatuses": {"items": [{"accountId": "111111111111", "status": "Active"}]},
        f"{HUB}:ListRecommendations": hub_list,
        f"{HUB}:ListRecommendationSummaries": hub_summary,
        f"{HUB}:GetPreferences": {"savingsEstimationMode": "AfterDiscounts"},
        "trustedadvisor:ListRecommendations": {"recommendationSummaries": CHECKS},
        "trustedadvisor:ListRecommendationResources": lambda asked: {
            "recommendationResourceSummaries": FLAGGED[asked["recommendationIdentifier"]]
        },
    }
    for name, answer in changed.items():
        answers = {api: answer if api.endswith(f":{name}") else old for api, old in answers.items()}
    return answers


def plan(**fields: Any) -> QueryPlan:
    return QueryPlan.model_validate({"intent": "savings", **fields})


def test_the_total_is_the_hubs_own_and_what_trusted_advisor_names_elsewhere() -> None:
    advice = advise(plan(), TODAY, RecordedCostApis(all_sources()))

    assert advice.recommendations.total_monthly_savings == Decimal("302.25") + Decimal("16.20")
    assert [item.id for item in advice.recommendations.items] == ["r-plan", "r-stop", "t-2", "r-volume"]
    assert not advice.recommendations.unavailable


def test_each_item_names_what_it_must_not_be_added_to() -> None:
    advice = advise(plan(), TODAY, RecordedCostApis(all_sources()))

    overlaps = {item.id: item.overlaps_with for item in advice.recommendations.items}
    assert overlaps == {
        "r-stop": ["r-smaller", "t-1"],
        "r-plan": ["r-reserved"],
        "r-volume": None,
        "t-2": None,
    }
    assert "trusted_advisor_repeats" in [note.id for note in advice.notes]


@pytest.mark.parametrize(
    ("focus", "ids"),
    [
        ("idle", ["r-stop", "t-2", "r-volume"]),
        ("rightsize", []),
        ("commitments", ["r-plan"]),
        ("trusted_advisor", ["t-1", "t-2"]),
    ],
)
def test_a_focus_leaves_out_every_other_action(focus: str, ids: list[str]) -> None:
    advice = advise(plan(savings_focus=focus), TODAY, RecordedCostApis(all_sources()))

    assert [item.id for item in advice.recommendations.items] == ids
    expected = sum((item.estimated_monthly_savings for item in advice.recommendations.items), Decimal(0))
    assert advice.recommendations.total_monthly_savings == expected


def test_a_limit_shortens_the_items_and_not_the_total() -> None:
    advice = advise(plan(limit=1), TODAY, RecordedCostApis(all_sources()))

    assert [item.id for item in advice.recommendations.items] == ["r-plan"]
    assert advice.recommendations.total_monthly_savings == Decimal("318.45")
    assert "3 more recommendations are not listed." in [note.text for note in advice.notes]


def test_filters_reach_the_hub_and_narrow_trusted_advisor() -> None:
    apis = RecordedCostApis(all_sources())
    asked = plan(filters={"REGION": ["eu-west-1"], "SERVICE": ["Amazon Elastic Compute Cloud - Compute"]})

    advice = advise(asked, TODAY, apis)

    assert advice.recommendations.items == []
    assert advice.recommendations.total_monthly_savings == 0
    sent = next(r for r in apis.requests if r.api == f"{HUB}:ListRecommendationSummaries").parameters[
        "filter"
    ]
    assert sent["regions"] == ["eu-west-1"]
    assert "Ec2Instance" in sent["resourceTypes"]
    assert "EbsVolume" not in sent["resourceTypes"]


def test_an_exclusion_is_out_of_the_items_and_of_the_total() -> None:
    asked = plan(exclude={"SERVICE": ["EC2 - Other"]})

    advice = advise(asked, TODAY, RecordedCostApis(all_sources()))

    assert [item.id for item in advice.recommendations.items] == ["r-plan", "r-stop", "t-2"]
    assert advice.recommendations.total_monthly_savings == Decimal("306.20")


def test_nothing_left_by_an_exclusion_totals_zero() -> None:
    asked = plan(exclude={"LINKED_ACCOUNT": ["111111111111"]})

    advice = advise(asked, TODAY, RecordedCostApis(all_sources()))

    assert advice.recommendations.items == []
    assert advice.recommendations.total_monthly_savings == 0


def test_a_service_the_hub_knows_nothing_of_is_said() -> None:
    asked = plan(filters={"SERVICE": ["Amazon Simple Storage Service"]})

    advice = advise(asked, TODAY, RecordedCostApis(all_sources()))

    assert advice.recommendations.total_monthly_savings == 0
    assert any("Amazon Simple Storage Service" in note.text for note in advice.notes)


def test_a_dimension_no_recommendation_has_is_said_to_be_left_out() -> None:
    advice = advise(plan(filters={"OPERATION": ["RunInstances"]}), TODAY, RecordedCostApis(all_sources()))

    assert any("OPERATION" in note.text for note in advice.notes)


def test_usage_types_tell_the_kind_of_resource() -> None:
    asked = plan(filters={"USAGE_TYPE": ["BoxUsage:m5.large", "EU-SpotUsage:c6i.large"]})

    advice = advise(asked, TODAY, RecordedCostApis(all_sources()))

    assert [item.id for item in advice.recommendations.items] == ["r-stop"]
    assert not [note for note in advice.notes if note.id == "filter_not_applied"]


def test_a_tag_narrows_the_hub_and_makes_trusted_advisor_unavailable() -> None:
    answers = all_sources(ListRecommendationSummaries={"estimatedTotalDedupedSavings": 0.0})
    answers[f"{HUB}:ListRecommendations"] = {"items": []}
    apis = RecordedCostApis(answers)

    advice = advise(plan(filters={"TAG:team": ["search"]}), TODAY, apis)

    sent = next(r for r in apis.requests if r.api == f"{HUB}:ListRecommendations").parameters["filter"]
    assert sent["tags"] == [{"key": "team", "value": "search"}]
    assert [source.source for source in advice.recommendations.unavailable] == ["trusted-advisor"]


def no_support_plan(api: str) -> SourceUnavailable:
    return SourceUnavailable(
        api.split(":", 1)[0], "SubscriptionRequiredException", "No support plan.", "Choose a support plan."
    )


def test_r18_without_a_support_plan_the_hub_still_answers() -> None:
    answers = all_sources()
    answers["trustedadvisor:ListRecommendations"] = denied("trustedadvisor:ListRecommendations")
    answers["support:DescribeTrustedAdvisorChecks"] = no_support_plan("support:DescribeTrustedAdvisorChecks")

    advice = advise(plan(), TODAY, RecordedCostApis(answers))

    assert advice.recommendations.total_monthly_savings == Decimal("302.25")
    (gone,) = advice.recommendations.unavailable
    assert (gone.source, gone.reason, gone.fix) == (
        "trusted-advisor",
        "No support plan.",
        "Choose a support plan.",
    )
    assert [part.what for part in advice.degraded] == ["trusted-advisor"]


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException", "OptInRequiredException"])
@pytest.mark.parametrize("operation", ["ListEnrollmentStatuses", "ListRecommendations"])
def test_r18_a_hub_that_refuses_leaves_trusted_advisor(code: str, operation: str) -> None:
    answers = all_sources()
    answers[f"{HUB}:{operation}"] = SourceUnavailable(HUB, code, "Refused.", "Do this.")

    advice = advise(plan(), TODAY, RecordedCostApis(answers))

    assert advice.recommendations.total_monthly_savings == Decimal("104.20")
    (gone,) = advice.recommendations.unavailable
    assert (gone.source, gone.reason, gone.fix) == (HUB, "Refused.", "Do this.")


def test_r18_not_enrolled_in_the_hub_trusted_advisor_still_answers() -> None:
    answers = all_sources(ListEnrollmentStatuses={"items": [{"status": "Inactive"}]})

    advice = advise(plan(), TODAY, RecordedCostApis(answers))

    assert advice.recommendations.total_monthly_savings == Decimal("104.20")
    (gone,) = advice.recommendations.unavailable
    assert gone.source == HUB
    assert "update-enrollment-status" in gone.fix


def test_r18_no_source_at_all_gives_no_total_and_every_fix() -> None:
    advice = advise(plan(), TODAY, RecordedCostApis({}))

    assert advice.recommendations.total_monthly_savings is None
    assert [gone.source for gone in advice.recommendations.unavailable] == [HUB, "trusted-advisor"]
    assert all(gone.fix for gone in advice.recommendations.unavailable)


def test_r18_the_hubs_items_alone_make_a_total_where_its_summary_is_denied() -> None:
    answers = all_sources(ListRecommendationSummaries=denied(f"{HUB}:ListRecommendationSummaries"))

    advice = advise(plan(), TODAY, RecordedCostApis(answers))

    assert advice.recommendations.total_monthly_savings == Decimal("318.45")
    assert "hub_total_computed" in [note.id for note in advice.notes]


def test_what_trusted_advisor_only_prices_as_a_whole_is_not_added_to_the_hubs_total() -> None:
    check = {
        "id": "c-sp",
        "arn": "arn:c-sp",
        "name": "Savings Plan",
        "status": "warning",
        "pillarSpecificAggregates": {"costOptimizing": {"estimatedMonthlySavings": 500.0}},
    }
    answers = all_sources()
    answers["trustedadvisor:ListRecommendations"] = {"recommendationSummaries": [check]}
    answers["trustedadvisor:ListRecommendationResources"] = {
        "recommendationResourceSummaries": [flagged("t-9", "", None)]
    }

    beside = advise(plan(), TODAY, RecordedCostApis(answers))
    answers[f"{HUB}:ListEnrollmentStatuses"] = {"items": []}
    alone = advise(plan(), TODAY, RecordedCostApis(answers))

    assert beside.recommendations.total_monthly_savings == Decimal("302.25")
    assert alone.recommendations.total_monthly_savings == Decimal("500.0")


def test_trusted_advisor_asked_for_alone_falls_back_to_the_hub() -> None:
    answers = all_sources()
    answers["trustedadvisor:ListRecommendations"] = no_support_plan("trustedadvisor:ListRecommendations")

    advice = advise(plan(savings_focus="trusted_advisor"), TODAY, RecordedCostApis(answers))

    assert advice.recommendations.total_monthly_savings == Decimal("302.25")
    assert [gone.source for gone in advice.recommendations.unavailable] == ["trusted-advisor"]


def test_the_support_api_answers_where_the_newer_one_is_denied() -> None:
    answers = all_sources(ListEnrollmentStatuses={"items": []})
    answers["trustedadvisor:ListRecommendations"] = denied("trustedadvisor:ListRecommendations")
    answers["support:DescribeTrustedAdvisorChecks"] = {
        "checks": [
            {
                "id": "c",
                "name": "Underutilized Amazon EBS Volumes",
                "category": "cost_optimizing",
                "metadata": ["Region/AZ", "Volume ID", "Monthly Storage Cost", "Estimated Monthly Savings"],
            },
            {"id": "s", "name": "Security Groups", "category": "security", "metadata": []},
        ]
    }
    answers["support:DescribeTrustedAdvisorCheckResult"] = {
        "result": {
            "flaggedResources": [
                {
                    "status": "warning",
                    "region": "eu-west-1",
                    "resourceId": "opaque",
                    "metadata": ["eu-west-1a", "vol-7", "$30.00", "$1,030.00"],
                },
                {"status": "warning", "resourceId": "hidden", "isSuppressed": True, "metadata": []},
            ]
        }
    }

    advice = advise(plan(), TODAY, RecordedCostApis(answers))

    (item,) = advice.recommendations.items
    assert (item.resource_id, item.action, item.resource_type) == ("vol-7", "Delete", "EbsVolume")
    assert advice.recommendations.total_monthly_savings == Decimal("1030.00")


def test_a_grouping_that_recommendations_do_not_have_is_said() -> None:
    advice = advise(plan(group_by=["TAG:team"]), TODAY, RecordedCostApis(all_sources()))

    assert advice.recommendations.groups is None
    assert "Recommendations cannot be grouped by TAG:team." in [note.text for note in advice.notes]


def test_savings_by_region_are_of_what_is_recommended() -> None:
    advice = advise(plan(group_by=["REGION"]), TODAY, RecordedCostApis(all_sources()))

    groups = advice.recommendations.groups or []
    total = sum((group.total_monthly_savings for group in groups), Decimal(0))
    assert total == advice.recommendations.total_monthly_savings
