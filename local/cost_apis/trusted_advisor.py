"""Trusted Advisor's own API (`trustedadvisor`, REST): the cost checks and what they flag."""

from typing import Any

from local.cost_apis.advice import FlaggedResource, TrustedAdvisorCheck
from local.cost_apis.context import Context
from local.cost_apis.moments import iso
from local.cost_apis.next_token import next_token_page
from local.cost_apis.wire import ApiError

PILLAR = "cost_optimizing"


def list_recommendations(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """ListRecommendations, narrowed by pillar, status, check, service, source and type."""
    found = [
        _summary(context, check)
        for check in context.options.advice.trusted_advisor_checks
        if _wanted(check, parameters)
    ]
    return next_token_page(context, parameters, "recommendationSummaries", found)


def list_recommendation_resources(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """ListRecommendationResources. Raises ApiError ResourceNotFoundException for an unknown one."""
    check = _check(context, parameters["recommendationIdentifier"])
    found = [
        _resource(context, check, resource)
        for resource in check.flagged
        if parameters.get("status", "warning") == "warning"
        and parameters.get("regionCode", resource.region) == resource.region
        and parameters.get("exclusionStatus", "included") == "included"
    ]
    return next_token_page(context, parameters, "recommendationResourceSummaries", found)


def get_recommendation(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """GetRecommendation. Raises ApiError ResourceNotFoundException for an unknown recommendation."""
    check = _check(context, parameters["recommendationIdentifier"])
    return {"recommendation": {**_summary(context, check), "description": check.description}}


def _wanted(check: TrustedAdvisorCheck, parameters: dict[str, Any]) -> bool:
    return (
        parameters.get("pillar", PILLAR) == PILLAR
        and parameters.get("status", check.status) == check.status
        and parameters.get("checkIdentifier", check.id) in (check.id, _check_arn(check))
        and parameters.get("awsService", check.service) == check.service
        and parameters.get("source", "ta_check") == "ta_check"
        and parameters.get("type", "standard") == "standard"
    )


def _check(context: Context, identifier: str) -> TrustedAdvisorCheck:
    for check in context.options.advice.trusted_advisor_checks:
        if identifier in (check.id, _arn(context, check)):
            return check
    raise ApiError("ResourceNotFoundException", f"Recommendation {identifier} was not found", 404)


def _summary(context: Context, check: TrustedAdvisorCheck) -> dict[str, Any]:
    cost = sum(float(check.savings) for check in context.options.advice.trusted_advisor_checks)
    return {
        "id": check.id,
        "type": "standard",
        "checkArn": _check_arn(check),
        "status": check.status,
        "pillars": [PILLAR],
        "source": "ta_check",
        "awsServices": [check.service],
        "name": check.name,
        "resourcesAggregates": {
            "okCount": check.processed - len(check.flagged),
            "warningCount": len(check.flagged),
            "errorCount": 0,
        },
        "pillarSpecificAggregates": {
            "costOptimizing": {
                "estimatedMonthlySavings": float(check.savings),
                "estimatedPercentMonthlySavings": round(float(check.savings) / cost, 4) if cost else 0.0,
            }
        },
        "lastUpdatedAt": iso(context.today),
        "arn": _arn(context, check),
    }


def _resource(context: Context, check: TrustedAdvisorCheck, resource: FlaggedResource) -> dict[str, Any]:
    arn = f"{_arn(context, check)}/{resource.resource_id}"
    return {
        "id": f"{check.id}:{resource.resource_id}",
        "arn": f"arn:aws:trustedadvisor::{resource.account_id}:recommendation-resource/{check.id}/"
        f"{resource.resource_id}",
        "awsResourceId": resource.resource_id,
        "regionCode": resource.region,
        "status": "warning",
        "metadata": resource.columns,
        "lastUpdatedAt": iso(context.today),
        "exclusionStatus": "included",
        "recommendationArn": arn.rpartition("/")[0],
    }


def _arn(context: Context, check: TrustedAdvisorCheck) -> str:
    return f"arn:aws:trustedadvisor::{context.options.advice.account_id}:recommendation/{check.id}"


def _check_arn(check: TrustedAdvisorCheck) -> str:
    return f"arn:aws:trustedadvisor:::check/{check.id}"
