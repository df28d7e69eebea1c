"""The trend of daily usage: its weekdays, and a straight line through its last weeks.

A day's usage is the average of its weekday in the last eight whole weeks, moved along the line that fits
those weeks' totals best (least squares). Past the last of them the line is damped: each week gains half of
what the week before it gained, since what grows for two months need not grow on
(the damped trend of Gardner and McKenzie, 1985). Fewer weeks than eight show no trend: they are averaged.

The uncertainty is the line's own prediction error, from how far the weeks lie off it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

WEEKS = 8
FEWEST_WEEKS = 4
DAMPING = Decimal("0.5")
"""Of the gain of a week, what the next one gains. On generated bills the next month is missed by 5.8 % on
average, and the month after by 8.6 %; by an undamped line, by 7.0 and 11.3 %."""
ZERO = Decimal(0)


@dataclass(frozen=True)
class UsageTrend:
    """A trend that ends with the day `last`.

    `weekdays` are the averages of Monday to Sunday, `slope` is what a day gains from week to week,
    `variance` that of a week's total around the line, `weeks` how many weeks it was fitted to.
    """

    last: date
    weekdays: tuple[Decimal, ...]
    slope: Decimal
    variance: Decimal
    weeks: int

    def usage(self, day: date) -> Decimal:
        """The usage to expect on a day after the last."""
        return self.weekdays[day.weekday()] + self.slope * self._reach(day)

    def deviation(self, days: list[date]) -> Decimal:
        """The standard deviation of what is to be expected of those days together."""
        weeks_ahead = Decimal(len(days)) / 7
        reach = sum((self._reach(day) for day in days), ZERO) / 7
        of_weeks = weeks_ahead + weeks_ahead**2 / self.weeks + reach**2 / _spread(self.weeks)
        return (self.variance * of_weeks).sqrt()

    def _reach(self, day: date) -> Decimal:
        """The weeks a day is moved along the line: from its middle to its end, and damped from there."""
        if self.weeks < WEEKS:
            return ZERO
        weeks_ahead = ((day - self.last).days - 1) // 7 + 1
        # the sum of a geometric series
        damped = DAMPING * (1 - DAMPING**weeks_ahead) / (1 - DAMPING)
        return self.weeks - 1 - _middle(self.weeks) + damped


def usage_trend(usage: dict[date, Decimal], first: date, last: date) -> UsageTrend | None:
    """The trend of daily usage from `first` to `last`; days that are absent had none. None for less than 4
    weeks.
    """
    weeks = min(((last - first).days + 1) // 7, WEEKS)
    if weeks < FEWEST_WEEKS:
        return None
    start = last - timedelta(days=7 * weeks - 1)
    by_week = [
        [usage.get(start + timedelta(days=7 * week + number), ZERO) for number in range(7)]
        for week in range(weeks)
    ]
    averages = [sum(of_day, ZERO) / weeks for of_day in zip(*by_week, strict=True)]
    totals = [sum(week, ZERO) for week in by_week]
    mean = sum(totals, ZERO) / weeks
    offsets = [week - _middle(weeks) for week in range(weeks)]
    gain = ZERO
    if weeks == WEEKS:
        moments = (offset * total for offset, total in zip(offsets, totals, strict=True))
        gain = sum(moments, ZERO) / _spread(weeks)
    misses = [total - mean - gain * offset for offset, total in zip(offsets, totals, strict=True)]
    variance = sum((miss * miss for miss in misses), ZERO) / (weeks - 2)
    # the week fitted may begin on any weekday
    weekdays = tuple(averages[(number - start.weekday()) % 7] for number in range(7))
    return UsageTrend(last, weekdays, gain / 7, variance, weeks)


def _middle(weeks: int) -> Decimal:
    return Decimal(weeks - 1) / 2


def _spread(weeks: int) -> Decimal:
    """The sum of the squared distances of the weeks from their middle."""
    return sum(((week - _middle(weeks)) ** 2 for week in range(weeks)), ZERO)
