"""GetSavingsPlansUtilization and GetSavingsPlansCoverage."""

from decimal import Decimal
from typing import Any

from local.cost_apis.context import Context
from local.cost_apis.cost_explorer.commitments import (
    ON_DEMAND,
    Sums,
    commitment_period,
    group_column,
    has_commitments,
    percentage,
    sums_by_time,
    total,
)
from local.cost_apis.cost_explorer.dimensions import SAVINGS_PLAN, require_column
from local.cost_apis.cost_explorer.pages import page
from local.cost_apis.cost_explorer.periods import Period
from local.cost_apis.wire import ApiError, amount

UTILIZATION_DIMENSIONS = frozenset({"LINKED_ACCOUNT", "REGION", "SAVINGS_PLAN_ARN"})
COVERAGE_DIMENSIONS = frozenset({"LINKED_ACCOUNT", "REGION", "SERVICE"})
COVERAGE_GROUPS = {"REGION": "region", "SERVICE": "service"}
COVERAGE_PAGE = 20
"""What AWS returns without MaxResults."""

USED = f"{SAVINGS_PLAN} AND commitment_status = 'Used'"
UNUSED = f"{SAVINGS_PLAN} AND commitment_status = 'Unused'"
# usage a Savings Plan can cover: instances, Fargate, Lambda, SageMaker
ELIGIBLE_USAGE = (
    "regexp_matches(usage_type, 'BoxUsage|DedicatedUsage|Fargate-|Lambda-(GB-Second|Provisioned)|ml\\.')"
)
# without usage types, what plans cover somewhere in the bill stands for it
ELIGIBLE_SERVICES = f"service IN (SELECT DISTINCT service FROM charges WHERE {USED})"


def get_savings_plans_utilization(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """How much of the commitment was used. An account without Savings Plans gets DataUnavailableException,
    as on AWS.
    """
    period = commitment_period(context, parameters)
    if not has_commitments(context.bill, SAVINGS_PLAN):
        raise ApiError("DataUnavailableException", "There are no Savings Plans in the bill.")
    sums = {
        "used": f"sum(amortized_cost) FILTER ({USED})",
        "unused": f"sum(amortized_cost) FILTER ({UNUSED})",
        "on_demand": _on_demand_equivalent(context),
    }
    found = sums_by_time(context, period, parameters.get("Filter"), UTILIZATION_DIMENSIONS, sums)
    return {
        "SavingsPlansUtilizationsByTime": [
            {"TimePeriod": _time_period(period, one), **_utilization(one.values)} for one in found
        ],
        "Total": _utilization(total(found)),
    }


def get_savings_plans_coverage(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """How much of the spend that Savings Plans can cover they did cover, at on-demand rates."""
    period = commitment_period(context, parameters)
    group = group_column(parameters, COVERAGE_GROUPS)
    eligible = ELIGIBLE_USAGE if "usage_type" in context.bill.columns else ELIGIBLE_SERVICES
    sums = {
        "covered": _on_demand_equivalent(context),
        "on_demand": f"sum(unblended_cost) FILTER ({ON_DEMAND} AND {eligible})",
    }
    found = sums_by_time(context, period, parameters.get("Filter"), COVERAGE_DIMENSIONS, sums, group)
    key: str | None = parameters["GroupBy"][0]["Key"] if group else None
    # groups that no plan could cover do not appear
    coverages = [_coverage(period, one, key) for one in found if not key or any(one.values.values())]
    shown, token = page(
        context, parameters, coverages, parameters.get("MaxResults", COVERAGE_PAGE), "NextToken"
    )
    return {"SavingsPlansCoverages": shown} | ({"NextToken": token} if token else {})


def _on_demand_equivalent(context: Context) -> str:
    require_column(context.bill, "on_demand_cost", "what Savings Plans save")
    return f"sum(on_demand_cost) FILTER ({USED})"


def _utilization(sums: dict[str, Decimal]) -> dict[str, Any]:
    commitment = sums["used"] + sums["unused"]
    return {
        "Utilization": {
            "TotalCommitment": amount(commitment),
            "UsedCommitment": amount(sums["used"]),
            "UnusedCommitment": amount(sums["unused"]),
            "UtilizationPercentage": amount(percentage(sums["used"], commitment)),
        },
        "Savings": {
            "NetSavings": amount(sums["on_demand"] - commitment),
            "OnDemandCostEquivalent": amount(sums["on_demand"]),
        },
        "AmortizedCommitment": {"TotalAmortizedCommitment": amount(commitment)},
    }


def _coverage(period: Period, sums: Sums, key: str | None) -> dict[str, Any]:
    whole = sums["covered"] + sums["on_demand"]
    return {
        "Attributes": {key: sums.group} if key else {},
        "Coverage": {
            "SpendCoveredBySavingsPlans": amount(sums["covered"]),
            "OnDemandCost": amount(sums["on_demand"]),
            "TotalCost": amount(whole),
            "CoveragePercentage": amount(percentage(sums["covered"], whole)),
        },
        "TimePeriod": _time_period(period, sums),
    }


def _time_period(period: Period, sums: Sums) -> dict[str, str]:
    return {"Start": period.text(sums.bucket[0]), "End": period.text(sums.bucket[1])}
