"""Days, weeks (Monday to Sunday), months, quarters, halves and years; ends are exclusive."""

from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "month", "quarter", "half", "year"]
MONTHS_IN: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


def add_months(day: date, months: int) -> date:
    """The first of the month that many months on (or back) from the day's month."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def start_of(unit: Unit, day: date) -> date:
    """The first day of the unit the day falls in."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    size = MONTHS_IN[unit]
    return date(day.year, (day.month - 1) // size * size + 1, 1)


def move(unit: Unit, start: date, count: int) -> date:
    """The start of the unit that many units on (or back), from the start of one."""
    if unit in ("day", "week"):
        return start + timedelta(days=count * (7 if unit == "week" else 1))
    return add_months(start, count * MONTHS_IN[unit])


def same_day_of_year(day: date, years: int) -> date:
    """The same day that many years on (or back); 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
