"""A focus, filters and exclusions narrow the items and the total alike, or are said to be left out."""

from decimal import Decimal

import pytest

from advisor.advise import advise
from support.advice_sources import HUB, TODAY, all_sources, plan
from support.recorded_cost_apis import RecordedCostApis


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


@pytest.mark.parametrize(("kind", "ids"), [("savings_plans", ["r-plan"]), ("reservations", [])])
def test_one_kind_of_commitment_leaves_out_the_other(kind: str, ids: list[str]) -> None:
    asked = plan(savings_focus="commitments", commitment_focus=kind)

    advice = advise(asked, TODAY, RecordedCostApis(all_sources()))

    assert [item.id for item in advice.recommendations.items] == ids
    assert advice.recommendations.total_monthly_savings == (200 if ids else 0)


def test_plans_of_a_compute_service_are_those_of_compute_too() -> None:
    asked = plan(
        savings_focus="commitments", commitment_focus="savings_plans", filters={"SERVICE": ["AWS Lambda"]}
    )

    advice = advise(asked, TODAY, RecordedCostApis(all_sources()))

    assert [item.id for item in advice.recommendations.items] == ["r-plan"]
    assert "its saving is not of one alone" in advice.notes[-1].text


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
