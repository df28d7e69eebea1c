"""How long an answer of a cost API stands: until AWS can have changed the data behind it."""

from datetime import date
from typing import Any

HOUR = 3600.0
OPEN_MONTH = 4 * HOUR  # Cost Explorer refreshes up to three times a day
CLOSED_MONTH = 24 * HOUR  # a cache key lives a day in any case: it holds the day
CATALOG_LIFETIME = 24 * HOUR
INCOMPLETE_CATALOG = HOUR / 12  # a permission may be given, and a column be there, at any time


def lifetime_seconds(parameters: dict[str, Any], today: date) -> float:
    """Seconds for which an answer to a request with these parameters is used again.

    A month still counts as open until the day after it has ended by a week: AWS closes a bill within the
    first days of the next month.
    """
    end = _last_day(parameters)
    if end is None:
        return OPEN_MONTH
    open_since = today.replace(day=1)
    if today.day <= 7:
        open_since = (open_since.replace(day=1) - _ONE_DAY).replace(day=1)
    return CLOSED_MONTH if end < open_since.isoformat() else OPEN_MONTH


_ONE_DAY = date.resolution


def _last_day(parameters: dict[str, Any]) -> str | None:
    """The ISO text of the request's last day, or None for a request of no period."""
    if "TimePeriod" in parameters:
        end = str(parameters["TimePeriod"]["End"])[:10]
        return (date.fromisoformat(end) - _ONE_DAY).isoformat()
    return None
