"""GetCostForecast: what the coming days or months will cost.

The method is this project's own, and always gives the same answer for the same bill and day:

- usage falls on a coming day as it fell, on average, on the same weekday of the last eight weeks;
- every other charge (fees, taxes, credits) as it fell, on average, on the same day of the last three full
months;
- refunds are single events, and are not forecast;
- the interval is the normal distribution's, with the deviation of usage from its weekday's average, days
being independent of each other.

The history ends with yesterday, or with the bill's last day where that is earlier.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import NormalDist
from typing import Any

from local.cost_apis.context import Context
from local.cost_apis.cost_explorer.dimensions import require_column
from local.cost_apis.cost_explorer.filters import condition
from local.cost_apis.cost_explorer.periods import Period, check_granularity, forecast_period
from local.cost_apis.wire import ApiError, amount

METRICS = {
    "AMORTIZED_COST": "AmortizedCost",
    "BLENDED_COST": "BlendedCost",
    "NET_AMORTIZED_COST": "NetAmortizedCost",
    "NET_UNBLENDED_COST": "NetUnblendedCost",
    "UNBLENDED_COST": "UnblendedCost",
}
GRANULARITIES = ("DAILY", "MONTHLY")
WEEKS = 8
MONTHS = 3
SHORTEST_HISTORY = timedelta(days=28)
STALE_AFTER = timedelta(days=14)
PLACES = Decimal("1E-10")


@dataclass(frozen=True)
class History:
    """Daily costs up to and with `last`: usage, and what falls by the calendar. Days without cost are
    absent.
    """

    first: date
    last: date
    usage: dict[date, Decimal]
    calendar: dict[date, Decimal]


@dataclass(frozen=True)
class Estimate:
    """A day's forecast; `variance` is that of its usage."""

    mean: Decimal
    variance: Decimal


def get_cost_forecast(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """A forecast with, where PredictionIntervalLevel asks for it, an interval around it.

    Raises ApiError with DataUnavailableException where the charges asked for go back less than four weeks,
    or the bill ended more than two weeks before today.
    """
    granularity = check_granularity(parameters, GRANULARITIES)
    period = forecast_period(context, parameters["TimePeriod"], granularity)
    name = METRICS.get(parameters["Metric"])
    if name is None:
        raise ApiError(
            "ValidationException", f"Metric {parameters['Metric']} is not valid; use {', '.join(METRICS)}"
        )
    history = _history(context, name, parameters.get("Filter"))
    level = parameters.get("PredictionIntervalLevel")
    results = [_result(period, history, start.date(), end.date(), level) for start, end in period.buckets()]
    total = sum((Decimal(result["MeanValue"]) for result in results), Decimal(0))
    return {
        "Total": {"Amount": amount(total), "Unit": context.bill.currency},
        "ForecastResultsByTime": results,
    }


def estimate(history: History, day: date) -> Estimate:
    """The forecast of one day."""
    same_weekday = [history.usage.get(past, Decimal(0)) for past in _same_weekdays(history, day)]
    usage = _mean(same_weekday)
    squares = [(value - usage) ** 2 for value in same_weekday]
    variance = sum(squares, Decimal(0)) / max(len(squares) - 1, 1)
    by_calendar = [history.calendar.get(past, Decimal(0)) for past in _same_days_of_month(history, day)]
    return Estimate(usage + _mean(by_calendar), variance)


def _history(context: Context, metric_name: str, expression: dict[str, Any] | None) -> History:
    last = min(context.bill.last_day, context.today - timedelta(days=1))
    if context.today - last > STALE_AFTER:
        raise ApiError(
            "DataUnavailableException",
            f"The bill's last charge before today is of {last}: too old to forecast from.",
        )
    where = condition(context.bill, expression)
    column = context.bill.metrics[metric_name]
    require_column(context.bill, column, f"the metric {metric_name}")
    usage = "record_type IN ('Usage', '')" if "record_type" in context.bill.columns else "true"
    rows = (
        context.bill.cursor()
        .execute(
            f"SELECT day, coalesce(sum({column}) FILTER ({usage}), 0), "
            f"coalesce(sum({column}) FILTER (NOT {usage} AND record_type <> 'Refund'), 0) "
            f"FROM charges WHERE day <= ? AND {where.sql} GROUP BY day ORDER BY day",
            [last, *where.values],
        )
        .fetchall()
    )
    if not rows or last - rows[0][0] < SHORTEST_HISTORY:
        raise ApiError("DataUnavailableException", "Insufficient amount of historical data.")
    return History(rows[0][0], last, {day: of for day, of, _ in rows}, {day: of for day, _, of in rows})


def _result(period: Period, history: History, start: date, end: date, level: int | None) -> dict[str, Any]:
    days = [start + timedelta(days=number) for number in range((end - start).days)]
    estimates = [estimate(history, day) for day in days]
    mean = sum((one.mean for one in estimates), Decimal(0)).quantize(PLACES)
    result: dict[str, Any] = {
        "TimePeriod": {"Start": start.isoformat(), "End": end.isoformat()},
        "MeanValue": amount(mean),
    }
    if level is not None:
        deviation = sum((one.variance for one in estimates), Decimal(0)).sqrt()
        reach = (deviation * _deviations(level)).quantize(PLACES)
        # spend that is forecast at or above nothing does not turn into income
        low = max(mean - reach, Decimal(0)) if mean >= 0 else mean - reach
        result |= {
            "PredictionIntervalLowerBound": amount(low),
            "PredictionIntervalUpperBound": amount(mean + reach),
        }
    return result


def _same_weekdays(history: History, day: date) -> Iterable[date]:
    back = (history.last - day).days % 7
    newest = history.last - timedelta(days=back)
    days = (newest - timedelta(weeks=number) for number in range(WEEKS))
    return [past for past in days if past >= history.first]


def _same_days_of_month(history: History, day: date) -> Iterable[date]:
    """The same day in the last full months; where a month is too short for it, in the others."""
    month_end = (history.last + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    days = []
    for _ in range(MONTHS):
        if month_end.day >= day.day and month_end.replace(day=1) >= history.first.replace(day=1):
            days.append(month_end.replace(day=day.day))
        month_end = month_end.replace(day=1) - timedelta(days=1)
    return days


def _mean(values: list[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values) if values else Decimal(0)


def _deviations(level: int) -> Decimal:
    """How many standard deviations to either side hold `level` percent of a normal distribution."""
    return Decimal(str(round(NormalDist().inv_cdf(0.5 + level / 200), 6)))
