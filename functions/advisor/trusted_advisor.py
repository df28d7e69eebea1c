"""Trusted Advisor's cost checks, through its own API (`trustedadvisor`), or the older `support` API."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from advisor.finding import Finding, amount_of
from advisor.selection import Selection
from advisor.trusted_advisor_checks import SOURCE, FlaggedResource, account_of_arn, findings_of_check
from billing.errors import SourceUnavailable
from billing.ports import CostApis

_SETTLED = ("dismissed", "resolved")
_NO_SUPPORT_PLAN = "SubscriptionRequiredException"


def ask_trusted_advisor(selection: Selection, apis: CostApis) -> list[Finding]:
    """What its cost checks flag of what was asked, overlaps among them still in.

    Raises SourceUnavailable when neither API answers, or when a filter asked for is none it has.
    """
    if selection.tags:
        raise _cannot_filter_by("a tag")
    try:
        found = list(_from_trusted_advisor(selection, apis))
    except SourceUnavailable as refusal:
        found = _from_support_instead(selection, apis, refusal)
    return [finding for finding in found if selection.takes(finding)]


def _from_support_instead(selection: Selection, apis: CostApis, refusal: SourceUnavailable) -> list[Finding]:
    """The support API's answer; where it refuses too, the refusal that names the cause."""
    try:
        found = list(_from_support(selection, apis))
    except SourceUnavailable as second:
        cause = second if second.code == _NO_SUPPORT_PLAN else refusal
        raise SourceUnavailable(SOURCE, cause.code, cause.reason, cause.fix) from second
    if found and (selection.accounts or selection.without_accounts):
        raise _cannot_filter_by("an account through the AWS Support API")
    return found


def _from_trusted_advisor(selection: Selection, apis: CostApis) -> Iterator[Finding]:
    answer = apis.ask("trustedadvisor:ListRecommendations", {"pillar": "cost_optimizing"})
    for check in answer.get("recommendationSummaries", []):
        name = str(check.get("name", ""))
        settled = check.get("status") == "ok" or check.get("lifecycleStage") in _SETTLED
        if settled or not selection.takes_check(name):
            continue
        resources = apis.ask(
            "trustedadvisor:ListRecommendationResources",
            {"recommendationIdentifier": check.get("arn") or check.get("id")},
        ).get("recommendationResourceSummaries", [])
        flagged = [
            _resource_of_recommendation(resource)
            for resource in resources
            if resource.get("status") != "ok" and resource.get("exclusionStatus") != "excluded"
        ]
        savings = _whole_savings(check.get("pillarSpecificAggregates"))
        yield from findings_of_check(str(check.get("id", "")), name, flagged, savings)


def _resource_of_recommendation(resource: dict[str, Any]) -> FlaggedResource:
    return FlaggedResource(
        id=str(resource.get("id", "")),
        resource=str(resource.get("awsResourceId") or ""),
        account=account_of_arn(str(resource.get("arn", ""))),
        region=str(resource.get("regionCode") or ""),
        metadata={str(name): str(value) for name, value in (resource.get("metadata") or {}).items()},
    )


def _from_support(selection: Selection, apis: CostApis) -> Iterator[Finding]:
    checks = apis.ask("support:DescribeTrustedAdvisorChecks", {"language": "en"}).get("checks", [])
    for check in checks:
        name = str(check.get("name", ""))
        if check.get("category") != "cost_optimizing" or not selection.takes_check(name):
            continue
        answer = apis.ask(
            "support:DescribeTrustedAdvisorCheckResult", {"checkId": check["id"], "language": "en"}
        )
        result = answer.get("result") or {}
        columns = [str(column) for column in check.get("metadata", [])]
        flagged = [
            _resource_of_check(resource, columns)
            for resource in result.get("flaggedResources", [])
            if resource.get("status") != "ok" and not resource.get("isSuppressed")
        ]
        savings = _whole_savings(result.get("categorySpecificSummary"))
        yield from findings_of_check(str(check["id"]), name, flagged, savings)


def _resource_of_check(resource: dict[str, Any], columns: list[str]) -> FlaggedResource:
    values = [str(value) for value in resource.get("metadata") or []]
    return FlaggedResource(
        id=str(resource.get("resourceId", "")),
        region=str(resource.get("region") or ""),
        metadata=dict(zip(columns, values, strict=False)),
    )


def _whole_savings(summary: dict[str, Any] | None) -> Decimal | None:
    return amount_of(((summary or {}).get("costOptimizing") or {}).get("estimatedMonthlySavings"))


def _cannot_filter_by(what: str) -> SourceUnavailable:
    return SourceUnavailable(
        SOURCE,
        "CannotFilter",
        f"Trusted Advisor cannot be narrowed to {what}.",
        "Ask without that filter to include what Trusted Advisor recommends.",
    )
