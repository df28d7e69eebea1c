"""Calendar months counted back from a day."""

from datetime import date


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies `months` before the day's."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
