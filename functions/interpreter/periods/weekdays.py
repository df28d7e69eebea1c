"""Days of the week by name, and weekends: the latest of them."""

import re
from datetime import date, timedelta

from billing.calendar import start_of
from interpreter.periods.labels import label_day, label_days
from interpreter.periods.span import Span

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def weekday(match: re.Match[str], today: date) -> Span:
    """The latest day of that name that has ended."""
    back = (today.weekday() - _WEEKDAYS.index(match["weekday"]) - 1) % 7 + 1
    day = today - timedelta(days=back)
    return Span(
        day, day + timedelta(days=1), "day", note=f"Took {match['weekday'].capitalize()} as {label_day(day)}."
    )


def weekend(match: re.Match[str], today: date) -> Span:
    """The latest Saturday and Sunday that have ended; "this weekend" the latest that has begun."""
    saturday = start_of("week", today) + timedelta(days=5)
    span = Span(saturday, saturday + timedelta(days=2))
    ended = match["which"] != "this"
    while span.start > today or (ended and span.end > today):
        span = Span(span.start - timedelta(days=7), span.end - timedelta(days=7))
    return Span(span.start, span.end, note=f"Took the weekend of {label_days(span.start, span.end)}.")
