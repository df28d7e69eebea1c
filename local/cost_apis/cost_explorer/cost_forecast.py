"""GetCostForecast: what the coming days or months will cost.

The method is this project's own, and always gives the same answer for the same bill and day: an outlook on
the days to come (outlook), and an interval as wide as the method has missed by before (prediction_interval).
The history ends with yesterday, or with the bill's last day where that is earlier.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from local.cost_apis.context import Context
from local.cost_apis.cost_explorer.dimensions import require_column
from local.cost_apis.cost_explorer.filters import condition
from local.cost_apis.cost_explorer.outlook import History, Outlook, outlook_of
from local.cost_apis.cost_explorer.periods import check_granularity, forecast_period
from local.cost_apis.cost_explorer.prediction_interval import PredictionIntervals
from local.cost_apis.wire import ApiError, amount

METRICS = {
    "AMORTIZED_COST": "AmortizedCost",
    "BLENDED_COST": "BlendedCost",
    "NET_AMORTIZED_COST": "NetAmortizedCost",
    "NET_UNBLENDED_COST": "NetUnblendedCost",
    "UNBLENDED_COST": "UnblendedCost",
}
GRANULARITIES = ("DAILY", "MONTHLY")
STALE_AFTER = timedelta(days=14)
PLACES = Decimal("1E-10")


def get_cost_forecast(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """A forecast with, where PredictionIntervalLevel asks for it, an interval around it.

    Raises ApiError with DataUnavailableException where the charges asked for go back less than four weeks,
    or the bill ended more than two weeks before today.
    """
    granularity = check_granularity(parameters, GRANULARITIES)
    period = forecast_period(context, parameters["TimePeriod"], granularity)
    metric = METRICS.get(parameters["Metric"])
    if metric is None:
        raise ApiError(
            "ValidationException", f"Metric {parameters['Metric']} is not valid; use {', '.join(METRICS)}"
        )
    outlook = _outlook(context, metric, parameters.get("Filter"))
    level = parameters.get("PredictionIntervalLevel")
    intervals = None if level is None else PredictionIntervals(outlook, level)
    results = [_result(outlook, intervals, start.date(), end.date()) for start, end in period.buckets()]
    total = sum((Decimal(result["MeanValue"]) for result in results), Decimal(0))
    return {
        "Total": {"Amount": amount(total), "Unit": context.bill.currency},
        "ForecastResultsByTime": results,
    }


def _outlook(context: Context, metric: str, expression: dict[str, Any] | None) -> Outlook:
    last = min(context.bill.last_day, context.today - timedelta(days=1))
    if context.today - last > STALE_AFTER:
        raise ApiError(
            "DataUnavailableException",
            f"The bill's last charge before today is of {last}: too old to forecast from.",
        )
    column = context.bill.metrics[metric]
    require_column(context.bill, column, f"the metric {metric}")
    where = condition(context.bill, expression)
    usage = "record_type IN ('Usage', '')"
    sql = (
        f"SELECT day, coalesce(sum({column}) FILTER ({usage}), 0), "
        f"coalesce(sum({column}) FILTER (NOT {usage} AND record_type <> 'Refund'), 0), "
        f"coalesce(sum({column}), 0) "
        f"FROM charges WHERE day <= ? AND {where.sql} GROUP BY day ORDER BY day"
    )
    rows = context.bill.cursor().execute(sql, [last, *where.values]).fetchall()
    outlook = outlook_of(_history(rows, last), last) if rows else None
    if outlook is None:
        raise ApiError("DataUnavailableException", "Insufficient amount of historical data.")
    return outlook


def _history(rows: list[tuple[date, Decimal, Decimal, Decimal]], last: date) -> History:
    return History(
        first=rows[0][0],
        last=last,
        usage={day: usage for day, usage, _, _ in rows},
        calendar={day: other for day, _, other, _ in rows},
        everything={day: everything for day, _, _, everything in rows},
    )


def _result(
    outlook: Outlook, intervals: PredictionIntervals | None, start: date, end: date
) -> dict[str, Any]:
    days = [start + timedelta(days=number) for number in range((end - start).days)]
    mean = sum((outlook.cost(day) for day in days), Decimal(0)).quantize(PLACES)
    result: dict[str, Any] = {
        "TimePeriod": {"Start": start.isoformat(), "End": end.isoformat()},
        "MeanValue": amount(mean),
    }
    if intervals is not None:
        reach = intervals.reach(start, end).quantize(PLACES)
        # spend that is forecast at or above nothing does not turn into income
        low = max(mean - reach, Decimal(0)) if mean >= 0 else mean - reach
        result["PredictionIntervalLowerBound"] = amount(low)
        result["PredictionIntervalUpperBound"] = amount(mean + reach)
    return result
