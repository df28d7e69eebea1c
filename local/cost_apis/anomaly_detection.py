"""Cost Anomaly Detection (part of `ce`): monitors, and the anomalies of the last 90 days."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from local.cost_apis.advice import Anomaly, AnomalyMonitor
from local.cost_apis.context import Context, Handler
from local.cost_apis.cost_explorer.pages import page
from local.cost_apis.moments import iso
from local.cost_apis.wire import ApiError
from local.cost_apis.without import Without

KEPT_DAYS = 90
DEFAULT_PAGE = 100
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Comparison = Callable[[Decimal, Decimal, Decimal], bool]
COMPARISONS: dict[str, Comparison] = {
    "EQUAL": lambda impact, start, end: impact == start,
    "GREATER_THAN_OR_EQUAL": lambda impact, start, end: impact >= start,
    "LESS_THAN_OR_EQUAL": lambda impact, start, end: impact <= start,
    "GREATER_THAN": lambda impact, start, end: impact > start,
    "LESS_THAN": lambda impact, start, end: impact < start,
    "BETWEEN": lambda impact, start, end: start <= impact <= end,
}


def get_anomaly_monitors(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """GetAnomalyMonitors. Raises ApiError UnknownMonitorException for an ARN there is no monitor of."""
    monitors = _monitors(context)
    wanted = parameters.get("MonitorArnList")
    if wanted:
        unknown = set(wanted) - {monitor.arn for monitor in monitors}
        if unknown:
            raise ApiError("UnknownMonitorException", f"Unable to find monitor: {min(unknown)}")
        monitors = [monitor for monitor in monitors if monitor.arn in wanted]
    return _page(context, parameters, "AnomalyMonitors", [_monitor(context, one) for one in monitors])


def get_anomalies(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """GetAnomalies: those under way on any day of DateInterval, whose EndDate is included.

    Without an EndDate up to today; older than 90 days are not kept. Raises ApiError for dates that are none
    or are inverted.
    """
    interval = parameters["DateInterval"]
    start = _day(interval["StartDate"])
    end = _day(interval["EndDate"]) if "EndDate" in interval else context.today
    if end < start:
        raise ApiError("ValidationException", "StartDate should be before or equal to EndDate")
    start = max(start, context.today - timedelta(days=KEPT_DAYS))
    monitors = {monitor.arn for monitor in _monitors(context)}
    found = [
        anomaly
        for anomaly in context.options.advice.anomalies
        if anomaly.monitor_arn in monitors
        and anomaly.start <= min(end, context.today)
        and anomaly.last >= start
        and parameters.get("MonitorArn", anomaly.monitor_arn) == anomaly.monitor_arn
        and "Feedback" not in parameters
        and _impact_wanted(anomaly, parameters.get("TotalImpact"))
    ]
    return _page(context, parameters, "Anomalies", [_anomaly(one) for one in found])


def _monitors(context: Context) -> list[AnomalyMonitor]:
    if Without.ANOMALY_DETECTION in context.options.without:
        return []
    return list(context.options.advice.anomaly_monitors)


def _page(
    context: Context, parameters: dict[str, Any], name: str, items: list[dict[str, Any]]
) -> dict[str, Any]:
    size = min(parameters.get("MaxResults") or DEFAULT_PAGE, context.options.page_size)
    shown, token = page(context, parameters, items, size)
    return {name: shown, "NextPageToken": token} if token else {name: shown}


def _monitor(context: Context, monitor: AnomalyMonitor) -> dict[str, Any]:
    return {
        "MonitorArn": monitor.arn,
        "MonitorName": monitor.name,
        "CreationDate": iso(monitor.created),
        "LastUpdatedDate": iso(monitor.created),
        "LastEvaluatedDate": iso(context.today),
        "MonitorType": "DIMENSIONAL",
        "MonitorDimension": "SERVICE",
        "DimensionalValueCount": 5000,
    }


def _anomaly(anomaly: Anomaly) -> dict[str, Any]:
    cause = anomaly.root_cause
    share = anomaly.impact / anomaly.expected * 100 if anomaly.expected else None
    return {
        "AnomalyId": anomaly.id,
        "AnomalyStartDate": iso(anomaly.start),
        "AnomalyEndDate": iso(anomaly.last),
        "DimensionValue": anomaly.service,
        "RootCauses": [
            {
                "Service": cause.service,
                "Region": cause.region,
                "LinkedAccount": cause.account_id,
                "LinkedAccountName": cause.account_name,
                "UsageType": cause.usage_type,
                "Impact": {"Contribution": float(anomaly.impact)},
            }
        ],
        "AnomalyScore": {"MaxScore": 0.98, "CurrentScore": 0.12},
        "Impact": {
            "MaxImpact": float(anomaly.greatest_of_a_day),
            "TotalImpact": float(anomaly.impact),
            "TotalActualSpend": float(anomaly.actual),
            "TotalExpectedSpend": float(anomaly.expected),
            **({"TotalImpactPercentage": round(float(share), 2)} if share is not None else {}),
        },
        "MonitorArn": anomaly.monitor_arn,
    }


def _impact_wanted(anomaly: Anomaly, wanted: dict[str, Any] | None) -> bool:
    if wanted is None:
        return True
    start = Decimal(str(wanted["StartValue"]))
    end = Decimal(str(wanted.get("EndValue", wanted["StartValue"])))
    return COMPARISONS[wanted["NumericOperator"]](anomaly.impact, start, end)


def _day(text: str) -> date:
    problem = ApiError("ValidationException", f"Invalid date {text!r}: expected yyyy-MM-dd")
    if not DAY.fullmatch(text):
        raise problem
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise problem from error


OPERATIONS: dict[str, Handler] = {
    "GetAnomalyMonitors": get_anomaly_monitors,
    "GetAnomalies": get_anomalies,
}
