"""Cost Optimization Hub and Trusted Advisor over a few recommendations that partly overlap."""

from datetime import date
from decimal import Decimal
from typing import Any

from billing.errors import SourceUnavailable
from protocol.query_plan import QueryPlan
from support.recorded_cost_apis import Answer

TODAY = date(2026, 3, 10)
HUB = "cost-optimization-hub"


def hub_item(
    identity: str, resource: str, action: str, savings: float, kind: str = "Ec2Instance", **more: Any
) -> dict[str, Any]:
    """A recommendation as the hub lists it."""
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
    """The hub's total of the best items that match the filter."""
    kept = [item for item in BEST if _matches(item, parameters.get("filter", {}))]
    total = sum(Decimal(str(item["estimatedMonthlySavings"])) for item in kept)
    return {"estimatedTotalDedupedSavings": float(total), "currencyCode": "USD", "items": []}


def flagged(identity: str, resource: str, savings: str | None, **more: Any) -> dict[str, Any]:
    """A resource as Trusted Advisor flags it, with its own savings or without."""
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
    """Every source's answers, some changed by the operation's name."""
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
    """A question for savings."""
    return QueryPlan.model_validate({"intent": "savings", **fields})


def no_support_plan(api: str) -> SourceUnavailable:
    """What the adapter makes of SubscriptionRequiredException."""
    return SourceUnavailable(
        api.split(":", 1)[0], "SubscriptionRequiredException", "No support plan.", "Choose a support plan."
    )
