"""How far the forecast of charges that are no usage missed before: on the same days of the last months.

Such charges fall on days of the month, so that only the first of a month tells of another first. Refunds are
among them, though never forecast: what they made of a month is a miss.
"""

from datetime import date, timedelta
from decimal import Decimal

from local.cost_apis.cost_explorer.outlook import ZERO, History, calendar_cost
from local.cost_apis.cost_explorer.student_t import deviations

MOST_MONTHS = 6
FEWEST_MISSES = 2
A_MONTH = timedelta(days=28)
"""What a forecast needs of history."""


def calendar_deviation(history: History, days: list[date], level: int) -> Decimal:
    """How far those charges may lie off on the days together, at a level in percent.

    Where too few months tell of days so far ahead, nearer months do, and what they missed by grows with the
    months between.
    """
    months_nearer = 0
    misses = _misses(history, days)
    while len(misses) < FEWEST_MISSES and months_nearer < MOST_MONTHS:
        months_nearer += 1
        nearer = [day for day in _earlier(days, months_nearer) if day > history.last]
        if not nearer:
            break
        misses = _misses(history, nearer)
    if not misses:
        return ZERO
    squares = sum((miss * miss for miss in misses), ZERO) / len(misses)
    return squares.sqrt() * deviations(level, len(misses)) * (1 + months_nearer)


def _misses(history: History, days: list[date]) -> list[Decimal]:
    """Charged less forecast over the same days of each of the last months that can tell."""
    misses = []
    for months in range(1, MOST_MONTHS + 1):
        made_on = _months_before(history.last + timedelta(days=1), months) - timedelta(days=1)
        if made_on < history.first + A_MONTH:
            break
        then = _earlier(days, months)
        if then and made_on < then[0] and then[-1] <= history.last:
            misses.append(sum((_missed_by(history, made_on, day) for day in then), ZERO))
    return misses


def _missed_by(history: History, made_on: date, day: date) -> Decimal:
    charged = history.everything.get(day, ZERO) - history.usage.get(day, ZERO)
    return charged - calendar_cost(history, made_on, day)


def _earlier(days: list[date], months: int) -> list[date]:
    """The same days of the month that many months before; those that month does not have are left out."""
    then = [(day, _months_before(day, months)) for day in days]
    return [earlier for day, earlier in then if earlier.day == day.day]


def _months_before(day: date, months: int) -> date:
    """The same day of a month before, or that month's last."""
    number = day.year * 12 + day.month - 1 - months
    first = date(number // 12, number % 12 + 1, 1)
    length = ((first + timedelta(days=32)).replace(day=1) - first).days
    return first.replace(day=min(day.day, length))
