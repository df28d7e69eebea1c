"""Trusted Advisor through AWS Support's API (`support`), the older way to the same checks."""

from typing import Any

from local.cost_apis.advice import FlaggedResource, TrustedAdvisorCheck
from local.cost_apis.context import Context, Handler
from local.cost_apis.moments import iso
from local.cost_apis.wire import ApiError

CATEGORY = "cost_optimizing"


def describe_checks(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """DescribeTrustedAdvisorChecks: every check with the names of its columns."""
    return {
        "checks": [
            {
                "id": check.id,
                "name": check.name,
                "description": check.description,
                "category": CATEGORY,
                "metadata": list(check.columns),
            }
            for check in context.options.advice.trusted_advisor_checks
        ]
    }


def describe_check_result(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """DescribeTrustedAdvisorCheckResult. Raises ApiError for an unknown check."""
    check = _check(context, parameters["checkId"])
    flagged = [_flagged(check, resource) for resource in check.flagged]
    return {"result": {**_counts(context, check), "flaggedResources": flagged}}


def describe_check_summaries(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """DescribeTrustedAdvisorCheckSummaries. Raises ApiError for an unknown check."""
    checks = [_check(context, one) for one in parameters["checkIds"]]
    return {
        "summaries": [
            {**_counts(context, check), "hasFlaggedResources": bool(check.flagged)} for check in checks
        ]
    }


def _check(context: Context, check_id: str) -> TrustedAdvisorCheck:
    for check in context.options.advice.trusted_advisor_checks:
        if check.id == check_id:
            return check
    raise ApiError("InvalidParameterValueException", f"Check {check_id} does not exist.")


def _counts(context: Context, check: TrustedAdvisorCheck) -> dict[str, Any]:
    return {
        "checkId": check.id,
        "timestamp": iso(context.today),
        "status": check.status,
        "resourcesSummary": {
            "resourcesProcessed": check.processed,
            "resourcesFlagged": len(check.flagged),
            "resourcesIgnored": 0,
            "resourcesSuppressed": 0,
        },
        "categorySpecificSummary": {
            "costOptimizing": {
                "estimatedMonthlySavings": float(check.savings),
                "estimatedPercentMonthlySavings": 0.0,
            }
        },
    }


def _flagged(check: TrustedAdvisorCheck, resource: FlaggedResource) -> dict[str, Any]:
    return {
        "status": "warning",
        "region": resource.region,
        "resourceId": f"{check.id}:{resource.resource_id}",
        "isSuppressed": False,
        "metadata": [resource.columns[column] for column in check.columns],
    }


OPERATIONS: dict[str, Handler] = {
    "DescribeTrustedAdvisorChecks": describe_checks,
    "DescribeTrustedAdvisorCheckResult": describe_check_result,
    "DescribeTrustedAdvisorCheckSummaries": describe_check_summaries,
}
