"""Periods in words; words have inclusive ends."""

from datetime import date, timedelta

from billing.calendar import MONTH_NAMES, add_months


def label_day(day: date) -> str:
    """A day as "5 February 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def label_days(start: date, end: date) -> str:
    """The days from `start` to before `end`: "May 2025", "Q4 2025", "2025", "1-10 March 2026"."""
    if start.day == 1 and end.day == 1:
        return _label_months(start, end)
    last = end - timedelta(days=1)
    if last == start:
        return label_day(start)
    if (start.year, start.month) == (last.year, last.month):
        return f"{start.day}-{label_day(last)}"
    if start.year == last.year:
        return f"{start.day} {MONTH_NAMES[start.month - 1]} to {label_day(last)}"
    return f"{label_day(start)} to {label_day(last)}"


def _label_months(start: date, end: date) -> str:
    months = (end.year - start.year) * 12 + end.month - start.month
    name = MONTH_NAMES[start.month - 1]
    if months == 1:
        return f"{name} {start.year}"
    if months == 12 and start.month == 1:
        return str(start.year)
    if months == 3 and start.month % 3 == 1:
        return f"Q{(start.month + 2) // 3} {start.year}"
    last = add_months(end, -1)
    year = "" if last.year == start.year else f" {start.year}"
    return f"{name}{year} to {MONTH_NAMES[last.month - 1]} {last.year}"
