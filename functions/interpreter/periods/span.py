"""A period as a question names it, before it is cut to what has happened."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from billing.calendar import MONTHS_IN, Unit, move, same_day_of_year, start_of
from interpreter.periods.labels import label_days
from protocol.query_plan import Period

PERIOD = "period"
"""The kind of a mention that is a span."""
Relation = Literal["previous", "next", "month_before", "quarter_before", "year_before", "week_before"]


@dataclass(frozen=True)
class Span:
    """Whole days from `start` to before `end`: `count` units, or loose days when `unit` is None.

    `recurs` is how often the same words come round again ("May" each year, "the 3rd" each month) when the
    question left the year or month out; None when it named it. `relation` makes the days depend on another
    period ("the month before"); on its own it stands for the days given. `note` says how it was read.
    `to_come` marks days the words place in the future ("by the end of the month"), `since` an open end,
    `year_named` a year given in figures.
    """

    start: date
    end: date
    unit: Unit | None = None
    count: int = 1
    recurs: Literal["year", "month"] | None = None
    relation: Relation | None = None
    note: str | None = None
    to_come: bool = False
    since: bool = False
    year_named: bool = False

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def under_way(self, today: date) -> bool:
        """Whether today is one of its days."""
        return self.start <= today < self.end

    def preceding(self) -> "Span":
        """The span of the same kind right before this one."""
        return self.moved(-1)

    def moved(self, times: int) -> "Span":
        """The span its own length later (or earlier): calendar units stay whole."""
        if self.unit is None:
            shift = timedelta(days=self.days * times)
            return replace(self, start=self.start + shift, end=self.end + shift, relation=None)
        start = move(self.unit, self.start, times * self.count)
        return replace(self, start=start, end=move(self.unit, start, self.count), relation=None)

    def years_moved(self, years: int) -> "Span":
        """The same days of another year; whole months stay whole months."""
        if self.unit in MONTHS_IN:
            start = move("year", self.start, years)
            return replace(self, start=start, end=move("year", self.end, years), relation=None)
        start = same_day_of_year(self.start, years)
        return replace(self, start=start, end=start + timedelta(days=self.days), relation=None)


def unit_span(unit: Unit, day: date, offset: int = 0, count: int = 1) -> Span:
    """`count` whole units, the first of them `offset` units from the one the day falls in."""
    start = move(unit, start_of(unit, day), offset)
    return Span(start, move(unit, start, count), unit, count)


def cut_to_today(span: Span, today: date) -> Period:
    """The part of the span that has begun: an open one ends the day after today and is partial."""
    partial = span.under_way(today)
    end = min(span.end, today + timedelta(days=1)) if partial else span.end
    label = label_days(span.start, end) + (" (to date)" if partial else "")
    return Period(start=span.start, end=end, label=label, partial=partial)


def whole(span: Span) -> Period:
    """All the span's days, also those to come."""
    return Period(start=span.start, end=span.end, label=label_days(span.start, span.end))
