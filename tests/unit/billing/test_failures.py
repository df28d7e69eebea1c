"""AWS's refusals say what happened and what to do; what a retry may mend stays an error."""

import pytest

from billing.errors import CostApiUnavailable, SourceUnavailable
from billing.failures import refusal

EXPECTED = [
    (
        "ce:GetCostForecast",
        "DataUnavailableException",
        "Insufficient data",
        "DataUnavailableException",
        "Wait",
    ),
    ("ce:GetAnomalies", "AccessDeniedException", "no", "AccessDeniedException", "IAM action ce:GetAnomalies"),
    (
        "budgets:DescribeBudgets",
        "AccessDeniedException",
        "no",
        "AccessDeniedException",
        "IAM action budgets:ViewBudget",
    ),
    (
        "ce:GetTags",
        "AccessDeniedException",
        "User not enabled for cost explorer access",
        "AccessDeniedException",
        "Enable Cost Explorer",
    ),
    ("ce:GetTags", "LimitExceededException", "slow", "ThrottlingException", "Ask again in a minute"),
    ("ce:GetTags", "ThrottlingException", "slow", "ThrottlingException", "Ask again in a minute"),
    (
        "support:DescribeTrustedAdvisorChecks",
        "SubscriptionRequiredException",
        "Premium Support Subscription is required",
        "SubscriptionRequiredException",
        "support plan",
    ),
    (
        "trustedadvisor:ListRecommendations",
        "AccessDeniedException",
        "Your AWS Support plan does not include it",
        "SubscriptionRequiredException",
        "support plan",
    ),
    (
        "cost-optimization-hub:ListRecommendations",
        "AccessDeniedException",
        "account is not enrolled",
        "NotEnrolled",
        "update-enrollment-status",
    ),
    (
        "cost-optimization-hub:ListRecommendations",
        "ValidationException",
        "not enrolled",
        "NotEnrolled",
        "update-enrollment-status",
    ),
    (
        "ce:GetTags",
        "OptInRequired",
        "The account needs a subscription for the service",
        "OptInRequired",
        "Enable Cost Explorer",
    ),
    ("support:DescribeTrustedAdvisorChecks", "OptInRequired", "", "OptInRequired", "support plan"),
    (
        "cost-optimization-hub:ListRecommendations",
        "OptInRequired",
        "The account needs a subscription for the service",
        "OptInRequired",
        "cost-optimization-hub update-enrollment-status",
    ),
    (
        "compute-optimizer:GetEnrollmentStatus",
        "OptInRequired",
        "The account needs a subscription for the service",
        "OptInRequired",
        "compute-optimizer update-enrollment-status",
    ),
    ("budgets:DescribeBudgets", "OptInRequired", "", "OptInRequired", "Sign this account up"),
    (
        "ce:GetRightsizingRecommendation",
        "OptInRequiredException",
        "opt in",
        "OptInRequiredException",
        "update-enrollment-status",
    ),
    (
        "ce:GetCostAndUsage",
        "ValidationException",
        "You haven't enabled historical data beyond 14 months",
        "ValidationException",
        "multi-year",
    ),
    (
        "ce:GetCostAndUsage",
        "DataUnavailableException",
        "The bill has no column EffectiveCost, which it needs. Export the bill with this column.",
        "DataUnavailableException",
        "Export the bill with this column.",
    ),
    (
        "ce:GetSavingsPlansCoverage",
        "ValidationException",
        "start date should be within the last 13 months",
        "ValidationException",
        "Ask about the last 13 months",
    ),
    (
        "ce:GetCostAndUsage",
        "ValidationException",
        "Hourly data is kept for 14 days: start date is too old",
        "ValidationException",
        "the last 14 days, or by day",
    ),
    ("ce:GetCostAndUsage", "BillExpirationException", "expired", "BillExpirationException", "Ask again"),
    ("ce:GetCostAndUsage", "SomethingNewException", "", "SomethingNewException", "AWS documentation"),
]


@pytest.mark.parametrize(("api", "code", "message", "known_as", "fix"), EXPECTED)
def test_r18_what_is_expected_comes_with_its_fix(
    api: str, code: str, message: str, known_as: str, fix: str
) -> None:
    error = refusal(api, code, message, 400)
    assert isinstance(error, SourceUnavailable)
    assert error.code == known_as
    assert error.source == api.split(":", maxsplit=1)[0]
    assert fix in error.fix
    assert error.reason[0].isupper() or error.reason.startswith(api) or error.code == "NotEnrolled"


@pytest.mark.parametrize(
    ("code", "status"), [("InternalServerException", 400), ("", 502), ("ServiceUnavailable", 503)]
)
def test_a_server_error_is_left_to_the_state_machines_retry(code: str, status: int) -> None:
    assert isinstance(refusal("ce:GetTags", code, "", status), CostApiUnavailable)


def test_throttling_with_a_server_status_is_still_throttling() -> None:
    assert isinstance(refusal("ce:GetTags", "ThrottlingException", "", 503), SourceUnavailable)


DENIED = (
    "User: arn:aws:sts::123456789012:assumed-role/finops-Advisor-1/finops-Advisor is not authorized to "
    "perform: cost-optimization-hub:ListEnrollmentStatuses on resource: *"
)


def test_r18_a_denied_enrolment_status_is_a_permission_and_no_missing_enrolment() -> None:
    error = refusal("cost-optimization-hub:ListEnrollmentStatuses", "AccessDeniedException", DENIED, 400)
    assert isinstance(error, SourceUnavailable)
    assert error.code == "AccessDeniedException"
    assert error.fix.endswith("IAM action cost-optimization-hub:ListEnrollmentStatuses.")


@pytest.mark.parametrize("code", ["AccessDeniedException", "ValidationException", "NotFoundException"])
@pytest.mark.parametrize("message", [DENIED, "Budgets of account 123456789012 are gone", "at arn:aws:a:b:c"])
def test_r26_what_aws_says_is_told_without_account_and_arn(code: str, message: str) -> None:
    error = refusal("budgets:DescribeBudgets", code, message, 400)
    assert isinstance(error, SourceUnavailable)
    told = f"{error.reason} {error.fix}"
    assert "123456789012" not in told
    assert "arn:" not in told
