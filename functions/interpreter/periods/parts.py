"""Parts of a period: its first week, its last 3 days, its second half."""

import re
from datetime import timedelta
from typing import cast

from billing.calendar import MONTHS_IN, Unit, add_months, move
from interpreter.periods.span import Span
from interpreter.text.pattern import Pattern
from interpreter.unclear import Unclear

_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "last": -1,
    "final": -1,
}
PART = Pattern(
    r"(?<!\w)(?:in |for |during )?(?:the )?(?P<which>first|second|third|fourth|fifth|1st|2nd|3rd|4th|"
    r"5th|last|final) "
    r"(?P<count>\d{1,3} )?(?P<unit>day|week|month|quarter|half)s?(?: of| in)?(?: the)? $"
)


def part_of(whole: Span, match: re.Match[str]) -> Span:
    """The part of a span the words before it name: weeks of it are 7 days, counted from its first day."""
    position = _ORDINALS[match["which"]]
    count = int(match["count"] or 1)
    unit = cast(Unit, match["unit"])
    if unit in ("day", "week"):
        part = _of_days(whole, position, count * (7 if unit == "week" else 1))
    elif unit == "half" and whole.unit == "month":
        middle = whole.start + timedelta(days=15)
        part = Span(whole.start, middle) if position == 1 else Span(middle, whole.end)
    else:
        part = _of_months(whole, position, count, unit)
    if part.start < whole.start or part.end > whole.end or part.end <= part.start:
        raise Unclear(
            f'There is no "{match.group().strip()}" that period.', ["Spend in the first week of February"]
        )
    note = f"{whole.note}" if whole.note else None
    return Span(part.start, part.end, part.unit, part.count, whole.recurs, note=note)


def _of_days(whole: Span, position: int, size: int) -> Span:
    if position == -1:
        return Span(whole.end - timedelta(days=size), whole.end, "day" if size == 1 else None)
    start = whole.start + timedelta(days=size * (position - 1))
    return Span(start, start + timedelta(days=size), "day" if size == 1 else None)


def _of_months(whole: Span, position: int, count: int, unit: Unit) -> Span:
    if whole.unit not in MONTHS_IN:
        return Span(whole.start, whole.start)
    months = count * MONTHS_IN[unit]
    start = (
        add_months(whole.end, -months) if position == -1 else add_months(whole.start, months * (position - 1))
    )
    return Span(start, move(unit, start, count), unit, count)
