"""Two periods set against each other: which is the later, and how many whole days both have."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from billing.calendar import move
from interpreter.periods.labels import label_days
from interpreter.periods.span import Span, unit_span, whole
from interpreter.unclear import Unclear
from protocol.query_plan import Period


@dataclass(frozen=True)
class Compared:
    """The later period, the earlier one, and how they were cut."""

    period: Period
    compare_period: Period
    notes: tuple[str, ...] = ()


def related_to(base: Span, other: Span) -> Span:
    """The days "the month before" or "the same period last year" stand for beside another period."""
    if other.relation is None:
        return other
    if other.relation == "previous":
        if other.unit is not None and base.unit not in (None, other.unit):
            return unit_span(other.unit, base.start, -1, other.count)
        return base.preceding()
    if other.relation == "next":
        return base.moved(1)
    if other.relation == "year_before":
        return base.years_moved(-1)
    if other.relation == "week_before":
        return replace(base, start=base.start - timedelta(days=7), end=base.end - timedelta(days=7))
    months = {"month_before": 1, "quarter_before": 3}[other.relation]
    if base.unit is not None and base.unit not in ("day", "week"):
        return replace(base, start=move("month", base.start, -months), end=move("month", base.end, -months))
    start = _same_day_earlier(base.start, months)
    return Span(start, start + timedelta(days=base.days))


def _same_day_earlier(day: date, months: int) -> date:
    first = move("month", day.replace(day=1), -months)
    last = move("month", first, 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def compare(one: Span, other: Span, today: date) -> Compared:
    """The two in order of time, a period under way cut to its whole days and the other to as many.

    Raises Unclear when one lies in the future or both are the same.
    """
    later, earlier = (one, other) if (one.start, one.end) >= (other.start, other.end) else (other, one)
    if (later.start, later.end) == (earlier.start, earlier.end):
        raise Unclear(
            f"Both periods are {label_days(later.start, later.end)}. Name two different ones.",
            ["Compare January and February"],
        )
    if later.start > today:
        raise Unclear(
            f"{label_days(later.start, later.end)} has not begun, so there is nothing to compare.",
            ["Compare this month to last month", "Forecast next month"],
        )
    notes: tuple[str, ...] = ()
    if later.start == today:
        shown = label_days(later.start, later.end)
        earlier, later = sorted((later.preceding(), earlier.preceding()), key=lambda span: span.start)
        notes = (f"{shown} has no whole day yet, so the last two full periods are compared.",)
    if later.start == earlier.start:
        raise Unclear(
            "Both periods begin on the same day, so one holds the other. Name two apart from each other.",
            ["Compare January and February"],
        )
    if not (later.under_way(today) or earlier.under_way(today)):
        return Compared(whole(later), whole(earlier), notes)
    days = min(_whole_days(later, today), _whole_days(earlier, today))
    later = Span(later.start, later.start + timedelta(days=days))
    earlier = Span(earlier.start, earlier.start + timedelta(days=days))
    plural = "s" if days != 1 else ""
    notes += (f"Today is not over: both periods are cut to their first {days} whole day{plural}.",)
    return Compared(whole(later), whole(earlier), notes)


def _whole_days(span: Span, today: date) -> int:
    return (min(span.end, today) - span.start).days
