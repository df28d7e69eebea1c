"""How far the charges to come may lie from their forecast.

Two causes add up as variances:

- the line through the last weeks is uncertain by how far those weeks lie off it (UsageTrend.deviation);
- the method itself misses. It is tried as of days whose outcome is known, on as many days, as far ahead:
usage as of the last weeks (usage_misses), all other charges as of the last months (calendar_misses). Taxes
and fees follow usage, so both misses go the same way, and add up as they are.

A deviation is the root mean square of what was missed, widened by Student's t for as few trials as there are.
"""

from datetime import date, timedelta
from decimal import Decimal

from local.cost_apis.cost_explorer.calendar_misses import calendar_deviation
from local.cost_apis.cost_explorer.outlook import Outlook
from local.cost_apis.cost_explorer.student_t import deviations
from local.cost_apis.cost_explorer.usage_misses import Ahead, UsageMisses


class PredictionIntervals:
    """The intervals around one outlook's forecasts, at a level in percent."""

    def __init__(self, outlook: Outlook, level: int) -> None:
        self._outlook, self._level = outlook, level
        self._usage = UsageMisses(outlook.history, level)

    def reach(self, start: date, end: date) -> Decimal:
        """How far to either side of their forecast the charges from `start` to before `end` may lie."""
        trend, history = self._outlook.trend, self._outlook.history
        after = trend.last + timedelta(days=1)
        ahead = Ahead((start - after).days, (end - after).days)
        days = [start + timedelta(days=number) for number in range(ahead.length)]
        of_line = trend.deviation(days) * deviations(self._level, trend.weeks - 2)
        of_misses = self._usage.deviation(ahead) + calendar_deviation(history, days, self._level)
        return (of_line**2 + of_misses**2).sqrt()
