"""Cost Optimization Hub (`cost-optimization-hub`): recommendations, and their total without overlaps."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from local.cost_apis.advice import Recommendation
from local.cost_apis.context import Context, Handler
from local.cost_apis.moments import epoch
from local.cost_apis.next_token import next_token_page
from local.cost_apis.wire import ApiError
from local.cost_apis.without import Without

LOOKBACK_DAYS = 32
GROUPINGS: dict[str, Callable[[Recommendation], str]] = {
    "AccountId": lambda item: item.account_id,
    "Region": lambda item: item.region,
    "ActionType": lambda item: item.action,
    "ResourceType": lambda item: item.resource_type,
    "RestartNeeded": lambda item: str(item.restart_needed).lower(),
    "RollbackPossible": lambda item: str(item.rollback_possible).lower(),
    "ImplementationEffort": lambda item: item.effort,
}
ORDERINGS: dict[str, Callable[[Recommendation], Any]] = {
    **GROUPINGS,
    "EstimatedMonthlySavings": lambda item: item.savings,
    "EstimatedSavingsPercentage": lambda item: _percentage(item),
    "ResourceId": lambda item: item.resource_id,
}
FILTERS: dict[str, Callable[[Recommendation, Any], bool]] = {
    "accountIds": lambda item, wanted: item.account_id in wanted,
    "regions": lambda item, wanted: item.region in wanted,
    "resourceTypes": lambda item, wanted: item.resource_type in wanted,
    "actionTypes": lambda item, wanted: item.action in wanted,
    "implementationEfforts": lambda item, wanted: item.effort in wanted,
    "resourceIds": lambda item, wanted: item.resource_id in wanted,
    "resourceArns": lambda item, wanted: item.resource_arn in wanted,
    "recommendationIds": lambda item, wanted: item.id in wanted,
    "restartNeeded": lambda item, wanted: item.restart_needed is wanted,
    "rollbackPossible": lambda item, wanted: item.rollback_possible is wanted,
    "tags": lambda item, wanted: any(item.tags.get(tag["key"]) == tag.get("value") for tag in wanted),
}
NOT_FOR_SUMMARIES = frozenset({"resourceIds", "resourceArns", "recommendationIds"})


def list_enrollment_statuses(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """ListEnrollmentStatuses of an enrolled account."""
    account = parameters.get("accountId") or context.options.advice.account_id
    status = {"accountId": account, "status": "Active", "createdTimestamp": epoch(context.bill.first_day)}
    return {"items": [status], "includeMemberAccounts": True}


def list_recommendations(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """ListRecommendations: of those that exclude one another only the best, unless all are asked for.

    Raises ApiError ValidationException for an ordering there is none of.
    """
    found = _filtered(context, parameters)
    if not parameters.get("includeAllRecommendations"):
        found = without_overlaps(found)
    found = _ordered(found, parameters.get("orderBy") or {})
    return next_token_page(context, parameters, "items", [_item(context, one) for one in found])


def list_recommendation_summaries(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """ListRecommendationSummaries: each group's savings, and the total with overlaps removed.

    Groups count every recommendation, so their sum may pass the total. Raises ApiError ValidationException
    for a grouping or filter the operation does not take.
    """
    grouping = GROUPINGS.get(parameters["groupBy"])
    if grouping is None:
        raise ApiError("ValidationException", f"groupBy must be one of {', '.join(GROUPINGS)}")
    unsupported = NOT_FOR_SUMMARIES & set(parameters.get("filter") or {})
    if unsupported:
        raise ApiError("ValidationException", f"{', '.join(sorted(unsupported))} cannot be filtered by here")
    found = _filtered(context, parameters)
    groups: dict[str, list[Recommendation]] = {}
    for one in found:
        groups.setdefault(grouping(one), []).append(one)
    items = [
        {
            "group": group,
            "estimatedMonthlySavings": _number(sum((one.savings for one in members), Decimal(0))),
            "recommendationCount": len(members),
        }
        for group, members in sorted(groups.items())
    ]
    total = sum((one.savings for one in without_overlaps(found)), Decimal(0))
    return {
        **next_token_page(context, parameters, "items", items),
        "estimatedTotalDedupedSavings": _number(total),
        "groupBy": parameters["groupBy"],
        "currencyCode": context.bill.currency,
    }


def get_recommendation(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """GetRecommendation. Raises ApiError ResourceNotFoundException for an id there is none of."""
    for one in _recommendations(context):
        if one.id == parameters["recommendationId"]:
            item = _item(context, one)
            detail = {name: value for name, value in item.items() if not name.endswith("ResourceSummary")}
            return {**detail, "costCalculationLookbackPeriodInDays": LOOKBACK_DAYS}
    raise ApiError("ResourceNotFoundException", "There is no such recommendation.")


def get_preferences(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """GetPreferences: savings are after discounts, so that what a commitment pays for is not saved again."""
    return {"savingsEstimationMode": "AfterDiscounts", "memberAccountDiscountVisibility": "All"}


def without_overlaps(recommendations: list[Recommendation]) -> list[Recommendation]:
    """Of those that exclude one another the one that saves most, the first by id among equals."""
    best: dict[str, Recommendation] = {}
    for one in sorted(recommendations, key=lambda one: (-one.savings, one.id)):
        best.setdefault(one.excludes, one)
    return list(best.values())


def _recommendations(context: Context) -> list[Recommendation]:
    found = context.options.advice.recommendations
    if Without.COMPUTE_OPTIMIZER in context.options.without:
        return [one for one in found if one.source != "ComputeOptimizer"]
    return list(found)


def _filtered(context: Context, parameters: dict[str, Any]) -> list[Recommendation]:
    wanted = parameters.get("filter") or {}
    return [
        one
        for one in _recommendations(context)
        if all(FILTERS[name](one, value) for name, value in wanted.items() if value not in ([], None))
    ]


def _ordered(recommendations: list[Recommendation], order: dict[str, str]) -> list[Recommendation]:
    name = order.get("dimension", "EstimatedMonthlySavings")
    key = ORDERINGS.get(name)
    if key is None:
        raise ApiError("ValidationException", f"orderBy.dimension must be one of {', '.join(ORDERINGS)}")
    by_id = sorted(recommendations, key=lambda one: one.id)
    return sorted(by_id, key=key, reverse=order.get("order", "Desc") == "Desc")


def _item(context: Context, one: Recommendation) -> dict[str, Any]:
    item: dict[str, Any] = {
        "recommendationId": one.id,
        "accountId": one.account_id,
        "region": one.region,
        "resourceId": one.resource_id,
        "resourceArn": one.resource_arn,
        "currentResourceType": one.resource_type,
        "recommendedResourceType": one.resource_type,
        "estimatedMonthlySavings": _number(one.savings),
        "estimatedSavingsPercentage": _percentage(one),
        "estimatedMonthlyCost": _number(one.monthly_cost),
        "currencyCode": context.bill.currency,
        "implementationEffort": one.effort,
        "restartNeeded": one.restart_needed,
        "actionType": one.action,
        "rollbackPossible": one.rollback_possible,
        "currentResourceSummary": one.current,
        "recommendedResourceSummary": one.recommended,
        "lastRefreshTimestamp": epoch(context.last_day),
        "recommendationLookbackPeriodInDays": LOOKBACK_DAYS,
        "source": one.source,
        "tags": [{"key": key, "value": value} for key, value in one.tags.items()],
    }
    return {name: value for name, value in item.items() if value not in ("", [])}


def _percentage(one: Recommendation) -> float:
    return round(float(one.savings / one.monthly_cost * 100), 2) if one.monthly_cost else 0.0


def _number(value: Decimal) -> float:
    return float(value)


OPERATIONS: dict[str, Handler] = {
    "ListEnrollmentStatuses": list_enrollment_statuses,
    "ListRecommendations": list_recommendations,
    "ListRecommendationSummaries": list_recommendation_summaries,
    "GetRecommendation": get_recommendation,
    "GetPreferences": get_preferences,
}
