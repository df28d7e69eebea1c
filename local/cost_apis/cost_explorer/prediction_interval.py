"""How far the charges to come may lie from their forecast.

Two causes add up as variances:

- the line through the last weeks is uncertain by how far those weeks lie off it (UsageTrend.deviation);
- the method itself misses. It is asked again as of the end of each of the last weeks whose outcome is known,
for as many days, as far ahead, and its misses are measured: their root mean square is the deviation.
Weeks overlap where more than a week is forecast, so only as many misses as there are spans beside
one another count as independent ones.

Both are widened by Student's t for as few observations as there are. Where the history is too short to try
the method so far ahead, it is tried as far as can be, and what it missed by grows with the length and the
distance.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from local.cost_apis.cost_explorer.outlook import ZERO, History, Outlook, outlook_of
from local.cost_apis.cost_explorer.student_t import two_sided_quantile
from local.cost_apis.cost_explorer.usage_trend import FEWEST_WEEKS

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


@dataclass
class PredictionIntervals:
    """The intervals around one outlook's forecasts, at a level in percent."""

    outlook: Outlook
    level: int
    _trials: dict[int, "_Trial"] = field(default_factory=dict)

    def reach(self, start: date, end: date) -> Decimal:
        """How far to either side of their forecast the charges from `start` to before `end` may lie."""
        after = self.outlook.trend.last + timedelta(days=1)
        ahead = Ahead((start - after).days, (end - after).days)
        days = [start + timedelta(days=number) for number in range(ahead.length)]
        of_line = self.outlook.trend.deviation(days) * self._widening(self.outlook.trend.weeks - 2)
        return (of_line**2 + self._of_misses(ahead) ** 2).sqrt()

    def _of_misses(self, ahead: Ahead) -> Decimal:
        tried = self._nearest_tried(ahead)
        if tried is None:
            return ZERO
        misses = [self._miss(weeks, tried) for weeks in self._weeks_back(tried)]
        squares = sum((miss * miss for miss in misses), ZERO) / len(misses)
        independent = max(1, len(misses) * DAYS_A_WEEK // max(DAYS_A_WEEK, tried.length))
        longer = Decimal(ahead.length) / tried.length
        further = Decimal(ahead.start + ahead.end) / (tried.start + tried.end)
        return squares.sqrt() * self._widening(independent) * longer * further

    def _widening(self, degrees: int) -> Decimal:
        return Decimal(str(round(two_sided_quantile(self.level, degrees), 6)))

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

    @property
    def _oldest_week(self) -> int:
        """The most weeks to go back that leave enough history to forecast from."""
        history = self.outlook.history
        return ((history.last - history.first).days + 1) // DAYS_A_WEEK - FEWEST_WEEKS

    def _miss(self, weeks: int, ahead: Ahead) -> Decimal:
        """What was charged on those days beyond the forecast made `weeks` ago."""
        if weeks not in self._trials:
            self._trials[weeks] = _Trial(self.outlook.history, weeks)
        return self._trials[weeks].miss(ahead)


class _Trial:
    """The method as of some weeks ago, against what was charged since."""

    def __init__(self, history: History, weeks: int) -> None:
        self._history, self._last = history, history.last - timedelta(weeks=weeks)
        outlook = outlook_of(history, self._last)
        assert outlook is not None, "a week without enough history before it is not tried"
        self._outlook = outlook
        self._misses: list[Decimal] = []

    def miss(self, ahead: Ahead) -> Decimal:
        """Charged less forecast, over those days together."""
        for number in range(len(self._misses), ahead.end):
            day = self._last + timedelta(days=1 + number)
            self._misses.append(self._history.everything.get(day, ZERO) - self._outlook.cost(day))
        return sum(self._misses[ahead.start : ahead.end], ZERO)
