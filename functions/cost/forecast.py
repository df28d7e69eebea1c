"""Forecasts: what is spent so far, and what Cost Explorer expects until the period ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cost.charge_table import ZERO, charge_table
from cost.filters import filter_expression
from cost.history import Days, days_in_history
from cost.measures import days_with_data
from cost.numbers import average
from cost.question import ONE_DAY, CostQuestion
from protocol.query_plan import Period
from protocol.result import CostAnalysis, Figure, Forecast

INTERVAL_LEVEL = 80  # percent; Cost Explorer's own default in the console
PACE_DAYS = 30
METRICS = {
    "UnblendedCost": "UNBLENDED_COST",
    "BlendedCost": "BLENDED_COST",
    "AmortizedCost": "AMORTIZED_COST",
    "NetUnblendedCost": "NET_UNBLENDED_COST",
    "NetAmortizedCost": "NET_AMORTIZED_COST",
}


@dataclass(frozen=True)
class Expected:
    """What Cost Explorer expects of some days to come; bounds None where it gives none."""

    amount: Decimal
    low: Decimal | None
    high: Decimal | None


def analyse_forecast(question: CostQuestion) -> CostAnalysis:
    """The forecast of the plan's period; where none can be had, what the last days' average would come to."""
    if question.plan.group_by:
        question.note("forecast_ungrouped", "AWS forecasts no groups: this is the forecast of all together.")
    forecast, figures = forecast_of(question, question.plan.period or rest_of_month(question))
    return CostAnalysis(forecast=forecast, figures=figures)


def forecast_of(question: CostQuestion, period: Period) -> tuple[Forecast | None, list[Figure]]:
    """The forecast of a period, its past days as they were charged, and the figures beside it.

    Past days are those before today: the forecast covers today whole.
    """
    currency = question.catalog.currency
    spent = _spent_before_today(question, period)
    start = max(period.start, question.today)
    if start >= period.end:
        question.note("period_is_over", f"{period.label} is over: this is what was charged.")
        return Forecast(amount=spent, low=spent, high=spent, period=period), []
    figures = []
    if period.start < question.today:
        figures.append(Figure(id="spent_so_far", label="Spent before today", value=spent, unit=currency))
    expected = question.attempt("The forecast", lambda: _ask_forecast(question, start, period.end))
    if expected is None:
        return None, [*_pace(question, period, spent), *figures]
    figures.append(
        Figure(id="still_expected", label="Expected from today on", value=expected.amount, unit=currency)
    )
    forecast = Forecast(
        amount=spent + expected.amount,
        low=None if expected.low is None else spent + expected.low,
        high=None if expected.high is None else spent + expected.high,
        period=period,
    )
    return forecast, figures if period.start < question.today else []


def rest_of_month(question: CostQuestion) -> Period:
    """The whole of the month under way."""
    start = question.today.replace(day=1)
    end = (start + timedelta(days=32)).replace(day=1)
    return Period(start=start, end=end, label=f"{start:%B %Y}", partial=True)


def _spent_before_today(question: CostQuestion, period: Period) -> Decimal:
    if period.start >= question.today:
        return ZERO
    end = min(period.end, question.today)
    days = days_in_history(question, Period(start=period.start, end=end, label=period.label))
    if days is None:
        return ZERO
    last = question.catalog.last_day
    if last is not None and last < question.today - ONE_DAY:
        question.note(
            "no_data_after", f"The data ends on {last.isoformat()}, the day of the bill's last charge."
        )
    return charge_table(question, days.start, days.end).total


def _ask_forecast(question: CostQuestion, start: date, end: date) -> Expected:
    parameters: dict[str, Any] = {
        "TimePeriod": {"Start": start.isoformat(), "End": end.isoformat()},
        "Metric": METRICS.get(question.plan.metric, "UNBLENDED_COST"),
        "Granularity": "MONTHLY",
        "PredictionIntervalLevel": INTERVAL_LEVEL,
    }
    expression = filter_expression(question.plan, charge_types=True)
    if expression is not None:
        parameters["Filter"] = expression
    answer = question.apis.ask("ce:GetCostForecast", parameters)
    results = answer.get("ForecastResultsByTime", [])
    return Expected(
        Decimal(answer["Total"]["Amount"]),
        _sum_of(results, "PredictionIntervalLowerBound"),
        _sum_of(results, "PredictionIntervalUpperBound"),
    )


def _sum_of(results: list[dict[str, Any]], bound: str) -> Decimal | None:
    """The bounds of all months added up: at least as wide as the interval of the whole."""
    if not results or any(bound not in result for result in results):
        return None
    return sum((Decimal(result[bound]) for result in results), ZERO)


def _pace(question: CostQuestion, period: Period, spent: Decimal) -> list[Figure]:
    """What the period comes to at the average of the last whole days with data."""
    last = question.catalog.last_day
    if last is None:
        return []
    end = min(question.today, last + ONE_DAY)
    past = Period(start=end - timedelta(days=PACE_DAYS), end=end, label="the last days")
    days = days_in_history(question, past)
    whole = days_with_data(question, days) if days else Days(end, end)
    count = (whole.end - whole.start).days
    if not count:
        return []
    paid = charge_table(question, whole.start, whole.end).total
    daily = average(paid, count)
    to_come = (period.end - max(period.start, question.today)).days
    currency = question.catalog.currency
    return [
        Figure(
            id="at_this_pace",
            label=f"{period.label} if the average of the {count} days up to {whole.end - ONE_DAY} goes on",
            value=spent + daily * to_come,
            unit=currency,
        ),
        Figure(
            id="average_daily",
            label=f"Average per day over {count} days",
            value=daily,
            unit=f"{currency}/day",
        ),
    ]
