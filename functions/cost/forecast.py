"""Forecasts: what is spent so far, and what Cost Explorer expects until the period ends."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from billing.calendar import add_months
from cost.charge_table import ZERO, charge_table
from cost.filters import filter_expression
from cost.history import Days, days_in_history
from cost.measures import days_with_data
from cost.numbers import average
from cost.question import ONE_DAY, CostQuestion
from cost.series import series_points
from protocol.query_plan import Granularity, Period
from protocol.result import CostAnalysis, Figure, Forecast, SeriesPoint

INTERVAL_LEVEL = 80  # percent; Cost Explorer's own default in the console
PACE_DAYS = 30
SHORT_HISTORY_DAYS = 90
LONGEST_BY_DAY = 62  # days that are shown one by one; more are shown by month
METRICS = {
    "UnblendedCost": "UNBLENDED_COST",
    "BlendedCost": "BLENDED_COST",
    "AmortizedCost": "AMORTIZED_COST",
    "NetUnblendedCost": "NET_UNBLENDED_COST",
    "NetAmortizedCost": "NET_AMORTIZED_COST",
}


@dataclass(frozen=True)
class Spent:
    """What was charged of a period before today, and the same over time."""

    amount: Decimal = ZERO
    series: list[SeriesPoint] = field(default_factory=list)


@dataclass(frozen=True)
class Expected:
    """What Cost Explorer expects of days to come, in all and by month; bounds None where it gives none."""

    amount: Decimal
    low: Decimal | None
    high: Decimal | None
    series: list[SeriesPoint]


@dataclass(frozen=True)
class Outlook:
    """A period's forecast with the figures beside it, and its days: as charged, then as expected."""

    forecast: Forecast | None
    figures: list[Figure] = field(default_factory=list)
    series: list[SeriesPoint] = field(default_factory=list)


def analyse_forecast(question: CostQuestion) -> CostAnalysis:
    """The forecast of the plan's period; where none can be had, what the last days' average would come to."""
    if question.plan.group_by:
        question.note("forecast_ungrouped", "AWS forecasts no groups: this is the forecast of all together.")
    outlook = outlook_of(question, question.plan.period or rest_of_month(question))
    return CostAnalysis(forecast=outlook.forecast, series=outlook.series or None, figures=outlook.figures)


def forecast_of(question: CostQuestion, period: Period) -> tuple[Forecast | None, list[Figure]]:
    """The forecast of a period, and the figures beside it."""
    outlook = outlook_of(question, period)
    return outlook.forecast, outlook.figures


def outlook_of(question: CostQuestion, period: Period) -> Outlook:
    """The forecast of a period, its past days as they were charged; the series sums to its amount.

    Past days are those before today: the forecast covers today whole.
    """
    currency = question.catalog.currency
    spent = _spent_before_today(question, period)
    start = max(period.start, question.today)
    if start >= period.end:
        question.note("period_is_over", f"{period.label} is over: this is what was charged.")
        over = Forecast(amount=spent.amount, low=spent.amount, high=spent.amount, period=period)
        return Outlook(over, series=spent.series)
    figures = []
    if period.start < question.today:
        figures.append(
            Figure(id="spent_so_far", label="Spent before today", value=spent.amount, unit=currency)
        )
    expected = question.attempt("The forecast", lambda: _ask_forecast(question, start, period.end))
    if expected is None:
        return Outlook(None, [*_pace(question, period, spent.amount), *figures])
    figures.append(
        Figure(id="still_expected", label="Expected from today on", value=expected.amount, unit=currency)
    )
    forecast = Forecast(
        amount=spent.amount + expected.amount,
        low=None if expected.low is None else spent.amount + expected.low,
        high=None if expected.high is None else spent.amount + expected.high,
        period=period,
    )
    shown = figures if period.start < question.today else []
    return Outlook(forecast, shown, [*spent.series, *expected.series])


def rest_of_month(question: CostQuestion) -> Period:
    """The whole of the month under way."""
    start = question.today.replace(day=1)
    return Period(start=start, end=add_months(start, 1), label=f"{start:%B %Y}", partial=True)


def _spent_before_today(question: CostQuestion, period: Period) -> Spent:
    if period.start >= question.today:
        return Spent()
    end = min(period.end, question.today)
    days = days_in_history(question, Period(start=period.start, end=end, label=period.label))
    if days is None:
        return Spent()
    last = question.catalog.last_day
    if last is not None and last < question.today - ONE_DAY:
        question.note(
            "no_data_after", f"The data ends on {last.isoformat()}, the day of the bill's last charge."
        )
    by_day = (days.end - days.start).days <= LONGEST_BY_DAY
    granularity: Granularity = "DAILY" if by_day else "MONTHLY"
    table = charge_table(question, days.start, days.end, granularity=granularity)
    return Spent(table.total, series_points(question, days, table))


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
    _note_short_history(question)
    results = answer.get("ForecastResultsByTime", [])
    return Expected(
        Decimal(answer["Total"]["Amount"]),
        _sum_of(results, "PredictionIntervalLowerBound"),
        _sum_of(results, "PredictionIntervalUpperBound"),
        [_expected_point(result) for result in results],
    )


def _note_short_history(question: CostQuestion) -> None:
    first = question.catalog.first_day
    if first is not None and (days := (question.today - first).days) < SHORT_HISTORY_DAYS:
        question.note(
            "short_history",
            f"The forecast rests on {days} days of charges, since {first.isoformat()}: "
            "too few to show a season, and hardly a trend.",
        )


def _expected_point(result: dict[str, Any]) -> SeriesPoint:
    low, high = (result.get(f"PredictionInterval{bound}Bound") for bound in ("Lower", "Upper"))
    return SeriesPoint(
        start=result["TimePeriod"]["Start"],
        end=result["TimePeriod"]["End"],
        amount=Decimal(result["MeanValue"]),
        estimated=True,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
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
