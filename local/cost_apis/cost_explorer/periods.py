"""TimePeriod and Granularity: what Cost Explorer accepts, and the buckets a period falls into."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from local.cost_apis.context import Context
from local.cost_apis.wire import ApiError

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
HOUR = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
HOURLY_DAYS = 14
"""HOURLY reaches back this many days."""
FORECAST_MONTHS = {"DAILY": 3, "MONTHLY": 18}
COMMITMENT_MONTHS = 13
HISTORY_MONTHS = 38
"""The months before the one under way that Cost Explorer keeps at most; here also whatever the bill holds."""


@dataclass(frozen=True)
class Period:
    """A period of time in UTC; `end` is exclusive."""

    start: datetime
    end: datetime
    granularity: str

    def text(self, moment: datetime) -> str:
        """A moment as Cost Explorer writes it at this granularity."""
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ" if self.granularity == "HOURLY" else "%Y-%m-%d")

    def buckets(self) -> list[tuple[datetime, datetime]]:
        """Start and exclusive end of every hour, day or month in the period; months are clipped to it."""
        found = []
        start = self.start
        while start < self.end:
            end = min(self._next(start), self.end)
            found.append((start, end))
            start = end
        return found

    def _next(self, start: datetime) -> datetime:
        if self.granularity == "MONTHLY":
            return first_of_next_month(start)
        return start + (timedelta(hours=1) if self.granularity == "HOURLY" else timedelta(days=1))


def actuals_period(context: Context, time_period: dict[str, str], granularity: str) -> Period:
    """The period of a request for charges that have fallen.

    Raises ApiError as AWS refuses: a wrong format, an inverted or empty period, a start in the future, an
    end past the beginning of next month, a start before the history; HOURLY without hours or beyond 14
    days.
    """
    start, end = _bounds(time_period, granularity)
    today = at_midnight(context.today)
    if start >= today + timedelta(days=1):
        raise ApiError("ValidationException", "start date should not be after the current date")
    if end > first_of_next_month(today):
        raise ApiError("ValidationException", "end date past the beginning of next month")
    if granularity == "HOURLY":
        if start < today - timedelta(days=HOURLY_DAYS):
            raise ApiError(
                "ValidationException", f"Hourly data is kept for {HOURLY_DAYS} days: start date is too old"
            )
        if not context.bill.has_hours:
            raise ApiError(
                "DataUnavailableException",
                "The bill holds no hours: its charges are of whole days. "
                "Export the bill with hourly granularity, or ask by day.",
            )
    elif start.date() < history_start(context):
        raise ApiError(
            "ValidationException",
            f"You haven't enabled historical data beyond {HISTORY_MONTHS} months: start date is too old",
        )
    return Period(start, end, granularity)


def forecast_period(context: Context, time_period: dict[str, str], granularity: str) -> Period:
    """The period of a forecast: from today or later, 3 months of days or 18 of months at most.

    Raises ApiError as AWS refuses.
    """
    start, end = _bounds(time_period, granularity)
    today = at_midnight(context.today)
    if start < today:
        raise ApiError("ValidationException", "start date of a forecast should be the current date or later")
    months = FORECAST_MONTHS[granularity]
    if end > add_months(first_of_next_month(today), months):
        raise ApiError(
            "ValidationException", f"a {granularity} forecast reaches {months} months: end date is too late"
        )
    return Period(start, end, granularity)


def settled_period(context: Context, time_period: dict[str, str], granularity: str) -> Period:
    """The period of a request for coverage or utilization: ends before today, starts at most 13 months back.

    Raises ApiError as AWS refuses.
    """
    start, end = _bounds(time_period, granularity)
    today = at_midnight(context.today)
    if end >= today:
        raise ApiError("ValidationException", "end date should be before the current date")
    if start < add_months(today.replace(day=1), -COMMITMENT_MONTHS):
        raise ApiError(
            "ValidationException", f"start date should be within the last {COMMITMENT_MONTHS} months"
        )
    return Period(start, end, granularity)


def history_start(context: Context) -> date:
    """The first day a request may start at: 38 months before this one, or the bill's first month if that is
    earlier.
    """
    oldest = add_months(at_midnight(context.first_of_month), -HISTORY_MONTHS).date()
    return min(oldest, context.bill.first_day.replace(day=1))


def add_months(first: datetime, months: int) -> datetime:
    """The first of the month that many months after (or, negative, before) the first of a month."""
    number = first.year * 12 + first.month - 1 + months
    return first.replace(year=number // 12, month=number % 12 + 1)


def first_of_next_month(moment: datetime) -> datetime:
    """Midnight of the first day of the month after that moment's."""
    return (moment.replace(day=1, hour=0) + timedelta(days=32)).replace(day=1)


def at_midnight(day: date) -> datetime:
    """The beginning of a day in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def check_granularity(parameters: dict[str, Any], allowed: tuple[str, ...], default: str = "") -> str:
    """The request's Granularity. Raises ApiError for one the operation does not offer."""
    granularity = str(parameters.get("Granularity", default))
    if granularity not in allowed:
        raise ApiError(
            "ValidationException", f"Granularity {granularity} is not supported; use {' or '.join(allowed)}"
        )
    return granularity


def _bounds(time_period: dict[str, str], granularity: str) -> tuple[datetime, datetime]:
    start, end = (_moment(time_period[name], granularity) for name in ("Start", "End"))
    if start >= end:
        raise ApiError("ValidationException", "Start date (and hour) should be before end date (and hour)")
    return start, end


def _moment(text: str, granularity: str) -> datetime:
    pattern, layout, shown = (
        (HOUR, "%Y-%m-%dT%H:%M:%SZ", "yyyy-MM-ddThh:mm:ssZ")
        if granularity == "HOURLY"
        else (DAY, "%Y-%m-%d", "yyyy-MM-dd")
    )
    problem = ApiError(
        "ValidationException", f"Invalid date {text!r}: {granularity} granularity needs {shown}"
    )
    if not pattern.fullmatch(text):
        raise problem
    try:
        return datetime.strptime(text, layout).replace(tzinfo=UTC)
    except ValueError as error:
        raise problem from error
