"""Days as the JSON protocols write a timestamp."""

from datetime import UTC, date, datetime


def epoch(day: date) -> int:
    """Seconds since 1970 at the beginning of a day in UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def iso(day: date) -> str:
    """The beginning of a day in UTC as ISO 8601."""
    return f"{day.isoformat()}T00:00:00Z"
