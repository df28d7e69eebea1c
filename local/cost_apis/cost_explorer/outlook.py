"""What a bill's charges up to a day say of the days after it.

- usage follows its weekdays and the trend of its last eight weeks (usage_trend);
- every other charge (fees, taxes, credits) falls as it fell, on average, on the same day of the last three
full months;
- refunds are single events, and are not forecast.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from local.cost_apis.cost_explorer.usage_trend import UsageTrend, usage_trend

CALENDAR_MONTHS = 3
ZERO = Decimal(0)


@dataclass(frozen=True)
class History:
    """The charges of each day from `first` to `last`: of usage, of the calendar, and all with refunds.

    Days that are absent had none.
    """

    first: date
    last: date
    usage: dict[date, Decimal]
    calendar: dict[date, Decimal]
    everything: dict[date, Decimal]


@dataclass(frozen=True)
class Outlook:
    """What the history up to the trend's last day says of the days after it."""

    trend: UsageTrend
    history: History

    def cost(self, day: date) -> Decimal:
        """The cost to expect on a day."""
        return self.trend.usage(day) + calendar_cost(self.history, self.trend.last, day)


def calendar_cost(history: History, last: date, day: date) -> Decimal:
    """The charges that are no usage to expect on a day, as of the end of `last`."""
    past = [history.calendar.get(one, ZERO) for one in _same_days_of_month(history, last, day)]
    return sum(past, ZERO) / len(past) if past else ZERO


def _same_days_of_month(history: History, last: date, day: date) -> list[date]:
    """The same day in the last full months; months too short for it are left out."""
    days = []
    month_end = (last + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    for _ in range(CALENDAR_MONTHS):
        if month_end.day >= day.day and month_end.replace(day=1) >= history.first.replace(day=1):
            days.append(month_end.replace(day=day.day))
        month_end = month_end.replace(day=1) - timedelta(days=1)
    return days


def outlook_of(history: History, last: date) -> Outlook | None:
    """The outlook as of the end of a day, from nothing after it; None for less than four weeks."""
    trend = usage_trend(history.usage, history.first, last)
    return Outlook(trend, history) if trend else None
