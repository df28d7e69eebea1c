"""How far the forecast of usage missed before: it is made again as of the end of each of the last weeks.

Weeks overlap where more than a week is forecast, so only as many misses as there are spans beside one another
count as independent ones. Where the history is too short to try the method so far ahead, it is tried as far
as can be, and what it missed by grows with the length and the distance.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from local.cost_apis.cost_explorer.outlook import ZERO, History
from local.cost_apis.cost_explorer.student_t import deviations
from local.cost_apis.cost_explorer.usage_trend import FEWEST_WEEKS, UsageTrend, usage_trend

MOST_MISSES = 26
"""Half a year of weeks: how the account behaves now."""
FEWEST_MISSES = 4
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Ahead:
    """Days after the last of a history: the first is number `start`, from 0; `end` is exclusive."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """The number of days."""
        return self.end - self.start


class UsageMisses:
    """What forecasts of a history's usage missed by, at a level in percent."""

    def __init__(self, history: History, level: int) -> None:
        self._history, self._level = history, level
        self._trials: dict[int, _Trial] = {}
        weeks = ((history.last - history.first).days + 1) // DAYS_A_WEEK
        self._oldest_week = weeks - FEWEST_WEEKS
        """The most weeks to go back that leave enough history to forecast from."""

    def deviation(self, ahead: Ahead) -> Decimal:
        """How far usage on those days together may lie off; 0 where the history has no week to try."""
        tried = self._nearest_tried(ahead)
        if tried is None:
            return ZERO
        misses = [self._miss(weeks, tried) for weeks in self._weeks_back(tried)]
        squares = sum((miss * miss for miss in misses), ZERO) / len(misses)
        independent = max(1, len(misses) * DAYS_A_WEEK // max(DAYS_A_WEEK, tried.length))
        longer = Decimal(ahead.length) / tried.length
        further = Decimal(ahead.start + ahead.end) / (tried.start + tried.end)
        return squares.sqrt() * deviations(self._level, independent) * longer * further

    def _nearest_tried(self, ahead: Ahead) -> Ahead | None:
        """The days themselves where enough outcomes are known, else as many as there are, nearer; or None."""
        furthest = (self._oldest_week - FEWEST_MISSES + 1) * DAYS_A_WEEK
        if furthest < DAYS_A_WEEK:
            return None
        end = min(ahead.end, furthest)
        return Ahead(max(0, end - ahead.length), end)

    def _weeks_back(self, ahead: Ahead) -> range:
        """How many weeks ago the method is tried: the latest weeks whose outcome is known."""
        first = -(-ahead.end // DAYS_A_WEEK)
        return range(first, min(self._oldest_week, first + MOST_MISSES - 1) + 1)

    def _miss(self, weeks: int, ahead: Ahead) -> Decimal:
        """What was used on those days beyond the forecast made `weeks` ago."""
        if weeks not in self._trials:
            self._trials[weeks] = _Trial(self._history, self._history.last - timedelta(weeks=weeks))
        return self._trials[weeks].miss(ahead)


class _Trial:
    """The forecast as of the end of `last`, against what was used since."""

    def __init__(self, history: History, last: date) -> None:
        trend = usage_trend(history.usage, history.first, last)
        assert trend is not None, "a week without enough history before it is not tried"
        self._history, self._trend = history, trend
        self._misses: list[Decimal] = []

    def miss(self, ahead: Ahead) -> Decimal:
        """Used less forecast, over those days together."""
        for number in range(len(self._misses), ahead.end):
            self._misses.append(_missed_by(self._trend, self._history, number))
        return sum(self._misses[ahead.start : ahead.end], ZERO)


def _missed_by(trend: UsageTrend, history: History, number: int) -> Decimal:
    day = trend.last + timedelta(days=1 + number)
    return history.usage.get(day, ZERO) - trend.usage(day)
