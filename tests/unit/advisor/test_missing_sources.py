"""What one source lacks another answers, with the reason and the fix said."""

from decimal import Decimal

import pytest

from advisor.advise import advise
from billing.errors import SourceUnavailable
from support.advice_sources import HUB, TODAY, all_sources, no_support_plan, plan
from support.recorded_cost_apis import RecordedCostApis, denied


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
