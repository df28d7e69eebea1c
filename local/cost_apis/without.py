"""`--without`: what an account may lack, and how AWS answers then."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from local.cost_apis.advice import Advice
from local.cost_apis.context import Context
from local.cost_apis.wire import ApiError


class Without(StrEnum):
    """A thing the account does not have, by the name `finops up --without` takes."""

    SUPPORT_PLAN = "support-plan"
    COST_OPTIMIZATION_HUB = "cost-optimization-hub"
    COMPUTE_OPTIMIZER = "compute-optimizer"
    BUDGETS = "budgets"
    ANOMALY_DETECTION = "anomaly-detection"
    FORECAST = "forecast"
    SAVINGS_PLANS = "savings-plans"
    RESERVATIONS = "reservations"
    TAGS = "tags"
    COST_EXPLORER = "cost-explorer"

    @property
    def meaning(self) -> str:
        """What happens without it, in one line."""
        return _MEANINGS[self]


def parse_without(names: Iterable[str]) -> frozenset[Without]:
    """The switches of those names. Raises ValueError, naming what there is, for another."""
    wanted = list(names)
    unknown = [name for name in wanted if name not in set(Without)]
    if unknown:
        raise ValueError(f"--without {unknown[0]}: there is no such switch. Use {', '.join(Without)}.")
    return frozenset(Without(name) for name in wanted)


_MEANINGS = {
    Without.SUPPORT_PLAN: "Trusted Advisor and Support refuse: no Business or Enterprise support plan",
    Without.COST_OPTIMIZATION_HUB: "Cost Optimization Hub is not enrolled",
    Without.COMPUTE_OPTIMIZER: "Compute Optimizer is not opted in: the hub has no recommendations of it",
    Without.BUDGETS: "there is no budget",
    Without.ANOMALY_DETECTION: "there is no anomaly monitor",
    Without.FORECAST: "the history is too short for a forecast",
    Without.SAVINGS_PLANS: "Savings Plans coverage and utilization have no data",
    Without.RESERVATIONS: "reservation coverage and utilization have no data",
    Without.TAGS: "no cost allocation tag is active",
    Without.COST_EXPLORER: "Cost Explorer is not enabled and refuses everything",
}

Answer = dict[str, Any]


def answer_without(context: Context, service: str, operation: str) -> Answer | None:
    """The answer of an operation whose source the account lacks; None where it has it.

    Raises ApiError where AWS refuses.
    """
    lacking = context.options.without
    if service == "ce":
        if Without.COST_EXPLORER in lacking:
            raise ApiError("AccessDeniedException", "User not enabled for cost explorer access")
        source = _SOURCE_OF_OPERATION.get(operation)
        return _OF_COST_EXPLORER[source]() if source in lacking and source else None
    if service == "budgets" and Without.BUDGETS in lacking:
        return _no_budgets(operation)
    if adviser := _beyond_a_bill(context, service):
        raise ApiError(
            "DataUnavailableException",
            f"A bill file holds no recommendations of {adviser}. "
            "Ask the account itself, deployed on AWS: what is recommended is known there only, in no bill.",
        )
    if service == "cost-optimization-hub" and not _enrolled(context):
        return _not_enrolled(context, operation)
    if service == "support" and not _has_support_plan(context):
        raise ApiError(
            "SubscriptionRequiredException",
            "Amazon Web Services Premium Support Subscription is required to use this service.",
        )
    if service == "trustedadvisor" and not _has_support_plan(context):
        raise ApiError(
            "AccessDeniedException",
            "Your AWS Support plan does not include the AWS Trusted Advisor API.",
            403,
        )
    return None


def _beyond_a_bill(context: Context, service: str) -> str | None:
    """The source of advice by its name, where all there is of the account is its bill.

    To say what such an account lacks on AWS would be a guess.
    """
    if context.options.advice != Advice():
        return None
    name, switch = _ADVISERS.get(service, (None, None))
    return None if switch in context.options.without else name


def _enrolled(context: Context) -> bool:
    return (
        context.options.advice.enrolled_in_hub
        and Without.COST_OPTIMIZATION_HUB not in context.options.without
    )


def _has_support_plan(context: Context) -> bool:
    return context.options.advice.support_plan and Without.SUPPORT_PLAN not in context.options.without


def _not_enrolled(context: Context, operation: str) -> Answer:
    if operation == "ListEnrollmentStatuses":
        return {
            "items": [{"accountId": context.options.advice.account_id, "status": "Inactive"}],
            "includeMemberAccounts": False,
        }
    raise ApiError("AccessDeniedException", "AWS account is not enrolled for recommendations.")


def _no_budgets(operation: str) -> Answer:
    if operation == "DescribeBudgets":
        return {"Budgets": []}
    raise ApiError("NotFoundException", "There is no such budget.")


def _no_data() -> Answer:
    raise ApiError("DataUnavailableException", "Data is not available. Please try to adjust the time period.")


def _no_forecast() -> Answer:
    raise ApiError(
        "DataUnavailableException", "Insufficient amount of historical data to generate the forecast."
    )


_ADVISERS = {
    "cost-optimization-hub": ("Cost Optimization Hub", Without.COST_OPTIMIZATION_HUB),
    "support": ("Trusted Advisor", Without.SUPPORT_PLAN),
    "trustedadvisor": ("Trusted Advisor", Without.SUPPORT_PLAN),
}
_SOURCE_OF_OPERATION = {
    "GetCostForecast": Without.FORECAST,
    "GetUsageForecast": Without.FORECAST,
    "GetSavingsPlansCoverage": Without.SAVINGS_PLANS,
    "GetSavingsPlansUtilization": Without.SAVINGS_PLANS,
    "GetSavingsPlansUtilizationDetails": Without.SAVINGS_PLANS,
    "GetReservationCoverage": Without.RESERVATIONS,
    "GetReservationUtilization": Without.RESERVATIONS,
    "GetTags": Without.TAGS,
}
_OF_COST_EXPLORER: dict[Without, Callable[[], Answer]] = {
    Without.FORECAST: _no_forecast,
    Without.SAVINGS_PLANS: _no_data,
    Without.RESERVATIONS: _no_data,
    Without.TAGS: lambda: {"Tags": [], "ReturnSize": 0, "TotalSize": 0},
}
