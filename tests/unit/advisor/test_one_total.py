"""One total of all sources, no saving counted twice, and the sums it is made of."""

from decimal import Decimal

from advisor.advise import advise
from support.advice_sources import HUB, TODAY, all_sources, flagged, plan
from support.recorded_cost_apis import RecordedCostApis


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


def test_a_limit_shortens_the_items_and_not_the_total() -> None:
    advice = advise(plan(limit=1), TODAY, RecordedCostApis(all_sources()))

    assert [item.id for item in advice.recommendations.items] == ["r-plan"]
    assert advice.recommendations.total_monthly_savings == Decimal("318.45")
    assert "3 more recommendations are not listed." in [note.text for note in advice.notes]


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


def test_a_grouping_that_recommendations_do_not_have_is_said() -> None:
    advice = advise(plan(group_by=["TAG:team"]), TODAY, RecordedCostApis(all_sources()))

    assert advice.recommendations.groups is None
    assert "Recommendations cannot be grouped by TAG:team." in [note.text for note in advice.notes]


def test_savings_by_region_are_of_what_is_recommended() -> None:
    advice = advise(plan(group_by=["REGION"]), TODAY, RecordedCostApis(all_sources()))

    groups = advice.recommendations.groups or []
    total = sum((group.total_monthly_savings for group in groups), Decimal(0))
    assert total == advice.recommendations.total_monthly_savings
