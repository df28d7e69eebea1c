"""GetCostForecast: what the coming days or months will cost.

The method is this project's own, and always gives the same answer for the same bill and day:

- usage follows its weekdays and the trend of its last eight weeks (usage_trend);
- every other charge (fees, taxes, credits) falls as it fell, on average, on the same day of the last three
full months;
- refunds are single events, and are not forecast.

The history ends with yesterday, or with the bill's last day where that is earlier.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import NormalDist
from typing import Any

from local.cost_apis.context import Context
from local.cost_apis.cost_explorer.dimensions import require_column
from local.cost_apis.cost_explorer.filters import condition
from local.cost_apis.cost_explorer.periods import check_granularity, forecast_period
from local.cost_apis.cost_explorer.usage_trend import UsageTrend, usage_trend
from local.cost_apis.wire import ApiError, amount

METRICS = {
    "AMORTIZED_COST": "AmortizedCost",
    "BLENDED_COST": "BlendedCost",
    "NET_AMORTIZED_COST": "NetAmortizedCost",
    "NET_UNBLENDED_COST": "NetUnblendedCost",
    "UNBLENDED_COST": "UnblendedCost",
}
GRANULARITIES = ("DAILY", "MONTHLY")
CALENDAR_MONTHS = 3
STALE_AFTER = timedelta(days=14)
PLACES = Decimal("1E-10")


@dataclass(frozen=True)
class Outlook:
    """What a bill's past says of its future; `calendar` are the other charges of each day since `first`."""

    trend: UsageTrend
    first: date
    calendar: dict[date, Decimal]

    def cost(self, day: date) -> Decimal:
        """The cost to expect on a day."""
        past = [self.calendar.get(one, Decimal(0)) for one in self._same_days_of_month(day)]
        return self.trend.usage(day) + (sum(past, Decimal(0)) / len(past) if past else 0)

    def _same_days_of_month(self, day: date) -> list[date]:
        """The same day in the last full months; months too short for it are left out."""
        days = []
        month_end = (self.trend.last + timedelta(days=1)).replace(day=1) - timedelta(days=1)
        for _ in range(CALENDAR_MONTHS):
            if month_end.day >= day.day and month_end.replace(day=1) >= self.first.replace(day=1):
                days.append(month_end.replace(day=day.day))
            month_end = month_end.replace(day=1) - timedelta(days=1)
        return days


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
    results = [_result(outlook, start.date(), end.date(), level) for start, end in period.buckets()]
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
        f"coalesce(sum({column}) FILTER (NOT {usage} AND record_type <> 'Refund'), 0) "
        f"FROM charges WHERE day <= ? AND {where.sql} GROUP BY day ORDER BY day"
    )
    rows = context.bill.cursor().execute(sql, [last, *where.values]).fetchall()
    trend = usage_trend({day: of for day, of, _ in rows}, rows[0][0], last) if rows else None
    if trend is None:
        raise ApiError("DataUnavailableException", "Insufficient amount of historical data.")
    return Outlook(trend, rows[0][0], {day: of for day, _, of in rows})


def _result(outlook: Outlook, start: date, end: date, level: int | None) -> dict[str, Any]:
    days = [start + timedelta(days=number) for number in range((end - start).days)]
    mean = sum((outlook.cost(day) for day in days), Decimal(0)).quantize(PLACES)
    result: dict[str, Any] = {
        "TimePeriod": {"Start": start.isoformat(), "End": end.isoformat()},
        "MeanValue": amount(mean),
    }
    if level is not None:
        reach = (outlook.trend.deviation(days) * _deviations(level)).quantize(PLACES)
        # spend that is forecast at or above nothing does not turn into income
        low = max(mean - reach, Decimal(0)) if mean >= 0 else mean - reach
        result["PredictionIntervalLowerBound"] = amount(low)
        result["PredictionIntervalUpperBound"] = amount(mean + reach)
    return result


def _deviations(level: int) -> Decimal:
    """How many standard deviations to either side hold `level` percent of a normal distribution."""
    return Decimal(str(round(NormalDist().inv_cdf(0.5 + level / 200), 6)))
