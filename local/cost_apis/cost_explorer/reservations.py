"""GetReservationUtilization and GetReservationCoverage."""

from decimal import Decimal
from typing import Any

from local.cost_apis.context import Context
from local.cost_apis.cost_explorer.commitments import (
    ON_DEMAND,
    PLACES,
    Sums,
    commitment_period,
    group_column,
    percentage,
    sums_by_time,
    total,
)
from local.cost_apis.cost_explorer.dimensions import RESERVATION, require_column
from local.cost_apis.cost_explorer.pages import page
from local.cost_apis.cost_explorer.periods import Period
from local.cost_apis.wire import ApiError, amount

DIMENSIONS = frozenset({"AZ", "INSTANCE_TYPE", "LINKED_ACCOUNT", "REGION", "SERVICE"})
UTILIZATION_GROUPS = {"SUBSCRIPTION_ID": "commitment_id"}
COVERAGE_GROUPS = {
    "AZ": "availability_zone",
    "INSTANCE_TYPE": "instance_type",
    "LINKED_ACCOUNT": "account_id",
    "REGION": "region",
}
# without a SERVICE filter AWS answers for EC2; in FOCUS exports EC2 is one service
EC2 = ["Amazon Elastic Compute Cloud - Compute", "Amazon Elastic Compute Cloud"]

USED = f"{RESERVATION} AND commitment_status = 'Used'"
UNUSED = f"{RESERVATION} AND commitment_status = 'Unused'"
# CUR's recurring fee counts all reserved hours of the month, and tells its unused part by cost alone
FEE = "record_type = 'RIFee'"
# hours of what can be reserved: instances, database instances, nodes
IN_HOURS = "lower(usage_unit) IN ('hours', 'hrs')"
RESERVABLE = (
    f"{IN_HOURS} AND regexp_matches(usage_type, 'BoxUsage|InstanceUsage|Multi-AZUsage|Node|ESInstance')"
)


def get_reservation_utilization(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """How many of the reserved hours were used. Hours a bill does not count follow from their share of the
    cost.
    """
    period = commitment_period(context, parameters)
    group = group_column(parameters, UTILIZATION_GROUPS)
    require_column(context.bill, "on_demand_cost", "what reservations save")
    sums = {
        "hours": f"sum(usage_quantity) FILTER ({USED})",
        "unused_hours": f"sum(usage_quantity) FILTER ({UNUSED} AND NOT {FEE})",
        "fee_hours": f"sum(usage_quantity) FILTER ({UNUSED} AND {FEE})",
        "used": f"sum(amortized_cost) FILTER ({USED})",
        "unused": f"sum(amortized_cost) FILTER ({UNUSED})",
        "on_demand": f"sum(on_demand_cost) FILTER ({USED})",
    }
    found = sums_by_time(context, period, _for_one_service(parameters), DIMENSIONS, sums, group)
    whole = {
        "TimePeriod": parameters["TimePeriod"],
        "Groups": [_utilization_group(one) for one in found if one.group],
    }
    by_time = [
        {"TimePeriod": _time_period(period, one), "Groups": [], "Total": _utilization(one.values)}
        for one in found
    ]
    shown, token = page(context, parameters, [whole] if group else by_time, parameters.get("MaxResults"))
    answer = {
        "UtilizationsByTime": shown,
        "Total": _utilization(total(found) or dict.fromkeys(sums, Decimal(0))),
    }
    return answer | ({"NextPageToken": token} if token else {})


def get_reservation_coverage(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """How many of the hours that could be reserved ran under a reservation."""
    period = commitment_period(context, parameters)
    group = group_column(parameters, COVERAGE_GROUPS)
    reservable = RESERVABLE if "usage_type" in context.bill.columns else IN_HOURS
    sums = {
        "reserved": f"sum(usage_quantity) FILTER ({USED})",
        "on_demand_hours": f"sum(usage_quantity) FILTER ({ON_DEMAND} AND {reservable})",
        "on_demand": f"sum(unblended_cost) FILTER ({ON_DEMAND} AND {reservable})",
    }
    found = sums_by_time(context, period, _for_one_service(parameters), DIMENSIONS, sums, group)
    if group:
        key = parameters["GroupBy"][0]["Key"]
        groups = [
            {"Attributes": {key: one.group}, "Coverage": _coverage(one.values)}
            for one in found
            if any(one.values.values())
        ]
        by_time = [{"TimePeriod": parameters["TimePeriod"], "Groups": groups}]
    else:
        by_time = [
            {"TimePeriod": _time_period(period, one), "Groups": [], "Total": _coverage(one.values)}
            for one in found
        ]
    shown, token = page(context, parameters, by_time, parameters.get("MaxResults"))
    answer = {"CoveragesByTime": shown, "Total": _coverage(total(found) or dict.fromkeys(sums, Decimal(0)))}
    return answer | ({"NextPageToken": token} if token else {})


def _for_one_service(parameters: dict[str, Any]) -> dict[str, Any]:
    """The request's filter, with EC2 where it names no service. Raises ApiError for more than one service."""
    expression: dict[str, Any] | None = parameters.get("Filter")
    parts = expression.get("And", [expression]) if expression else []
    services = [one["Dimensions"] for one in parts if one.get("Dimensions", {}).get("Key") == "SERVICE"]
    if any(len(service.get("Values", ())) > 1 for service in services):
        raise ApiError("ValidationException", "The SERVICE filter takes one value")
    if services and expression:
        return expression
    ec2 = {"Dimensions": {"Key": "SERVICE", "Values": EC2}}
    return {"And": [*parts, ec2]} if parts else ec2


def _utilization(sums: dict[str, Decimal]) -> dict[str, str]:
    fee = sums["used"] + sums["unused"]
    unused_hours = sums["unused_hours"]
    if not unused_hours:
        used = sums["used"]
        unused_hours = (sums["hours"] * sums["unused"] / used).quantize(PLACES) if used else sums["fee_hours"]
    return {
        "UtilizationPercentage": amount(percentage(sums["used"], fee)),
        "PurchasedHours": amount(sums["hours"] + unused_hours),
        "TotalActualHours": amount(sums["hours"]),
        "UnusedHours": amount(unused_hours),
        "OnDemandCostOfRIHoursUsed": amount(sums["on_demand"]),
        "NetRISavings": amount(sums["on_demand"] - fee),
        "TotalAmortizedFee": amount(fee),
        "RICostForUnusedHours": amount(sums["unused"]),
        "RealizedSavings": amount(sums["on_demand"] - sums["used"]),
    }


def _utilization_group(sums: Sums) -> dict[str, Any]:
    return {
        "Key": "SUBSCRIPTION_ID",
        "Value": sums.group,
        "Attributes": {},
        "Utilization": _utilization(sums.values),
    }


def _coverage(sums: dict[str, Decimal]) -> dict[str, Any]:
    hours = sums["reserved"] + sums["on_demand_hours"]
    return {
        "CoverageHours": {
            "OnDemandHours": amount(sums["on_demand_hours"]),
            "ReservedHours": amount(sums["reserved"]),
            "TotalRunningHours": amount(hours),
            "CoverageHoursPercentage": amount(percentage(sums["reserved"], hours)),
        },
        "CoverageCost": {"OnDemandCost": amount(sums["on_demand"])},
    }


def _time_period(period: Period, sums: Sums) -> dict[str, str]:
    return {"Start": period.text(sums.bucket[0]), "End": period.text(sums.bucket[1])}
