"""The period of an answer: the one the question names, or the one its intent takes by default."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from interpreter.periods.comparison import Compared, compare, related_to
from interpreter.periods.labels import label_days
from interpreter.periods.recognise import range_of
from interpreter.periods.span import Span, cut_to_today, unit_span, whole
from interpreter.text.pattern import Pattern
from interpreter.unclear import Unclear
from protocol.query_plan import Intent, Period

ANOMALY_DAYS = 30
_OBJECT = Pattern(
    r"(?:\b(?:than|vs|versus|against|over|above|below|ahead of|from|relative to)|"
    r"\bcompar\w+(?: \S+){0,6} (?:to|"
    r"with))(?: the| in| for| that of)*$"
)


def only_span(spans: list[Span], joined_by_and: bool) -> Span | None:
    """The one span of a question that is about one period. Raises Unclear for several that do not join."""
    if len(spans) == 2 and spans[1].relation and not spans[0].relation:
        spans = [spans[0], related_to(spans[0], spans[1])]  # "yesterday and the day before"
    distinct = list(
        {(span.start, span.end): replace(span, note=None, relation=None) for span in spans}.values()
    )
    if not distinct:
        return None
    if len(distinct) == 1:
        return spans[0]
    if joined_by_and:
        in_order = sorted(distinct, key=lambda span: span.start)
        if all(earlier.end == later.start for earlier, later in pairwise(in_order)):
            return range_of(in_order[0], in_order[-1])
    labels = [label_days(span.start, span.end) for span in spans[:4]]
    raise Unclear(
        f"Which period is meant: {' or '.join(labels)}?",
        [f"Spend in {label}" for label in labels[:2]] + ["Compare January and February"],
    )


def past_period(span: Span | None, intent: Intent, today: date) -> tuple[Period, list[str]]:
    """The period of a question about what has been charged, and what was assumed.

    Raises Unclear for a span that has not begun.
    """
    notes: list[str] = []
    if span is None:
        span, note = _default(intent, today)
        notes.append(note)
    elif span.note:
        notes.append(span.note)
    if span.start > today or span.to_come:
        label = label_days(span.start, span.end)
        raise Unclear(
            f"{label} is still to come, so nothing is charged for it yet.", [f"Forecast for {label}"]
        )
    period = cut_to_today(span, today)
    if period.partial:
        if span.end > period.end:
            notes.append(
                f"{label_days(span.start, span.end)} is under way: counted to today, which is not over."
            )
        else:
            notes.append("Today is not over: its charges are partial.")
    return period, notes


def _default(intent: Intent, today: date) -> tuple[Span, str]:
    if intent in ("commitment", "assessment", "explain"):
        span = unit_span("month", today, -1)
        return span, f"No period was named: took the last full month, {label_days(span.start, span.end)}."
    if intent == "anomaly":
        span = Span(today - timedelta(days=ANOMALY_DAYS), today)
        return span, f"No period was named: took the last {ANOMALY_DAYS} days."
    if intent == "adoption":
        return unit_span("year", today), "No period was named: took the year to date."
    return unit_span("month", today), "No period was named: took the month to date."


def last_full_month(today: date) -> Span:
    """The latest month that has ended."""
    return unit_span("month", today, -1)


def forecast_period(
    span: Span | None, today: date, *, looks_back: bool = False, just_estimated: bool = False
) -> tuple[Period, list[str]]:
    """The whole period to forecast, of which part may be over. Raises Unclear when all of it is.

    `looks_back` when the question is asked of the past: then "June" is not the coming one. `just_estimated`
    when nothing but "estimated" tells of the future: then the nearer of the two Junes is meant.
    """
    if span is None:
        span = unit_span("month", today)
        return whole(span), [f"No period was named: took all of {label_days(span.start, span.end)}."]
    notes = [span.note] if span.note and "latest that has" not in span.note else []
    if span.since:
        span = replace(span, end=unit_span("month", today).end)
    if just_estimated and span.recurs == "year":
        looks_back = looks_back or today - span.end < span.years_moved(1).start - today
    if span.end <= today and span.recurs == "year" and not looks_back:
        span = span.years_moved(1)
        notes.append(f"Took the coming one: {label_days(span.start, span.end)}.")
    if span.end <= today:
        label = label_days(span.start, span.end)
        raise Unclear(
            f"{label} is over, so there is nothing to forecast.",
            [f"Spend in {label}", "Forecast for next month"],
        )
    return whole(span), notes


def months_at_both_ends(since: Span, today: date) -> list[Span]:
    """Growth since a month: that month, and the last full one (the one under way right after it).

    Raises Unclear for a start that is no month's first day, or no month before this one.
    """
    first, latest = unit_span("month", since.start), last_full_month(today)
    if first.start == latest.start:
        latest = unit_span("month", today)
    if since.start != first.start or first.start >= latest.start:
        one, other = (first, latest) if first.start < latest.start else (first.preceding(), first)
        raise Unclear(
            "Growth is between two months or other periods. Which two are meant?",
            [f"Which services grew the most from {one.start:%B %Y} to {other.start:%B %Y}?"],
        )
    ends = f"{label_days(first.start, first.end)} to {label_days(latest.start, latest.end)}"
    return [replace(first, note=f"Took the change from {ends}, month against month."), latest]


def compared_periods(
    spans: list[Span], text_before: list[str], shifts: set[str], today: date
) -> tuple[Compared, list[str]]:
    """The two periods of a question about change.

    `text_before` is what stands before each span, `shifts` the words such as "yoy" that name a distance.
    """
    notes = [span.note for span in spans if span.note]
    if len(spans) > 2:
        raise Unclear(
            "Two periods can be compared, not more.",
            ["Compare January and February", "Monthly trend this year"],
        )
    if len(spans) == 2:
        one, other = (_first_month(span) if span.since else span for span in spans)
        if one.relation and not other.relation:
            one, other = other, one
        one, earlier, note = _beside(one, other)
        if (one.start, one.end) == (earlier.start, earlier.end) and one.recurs == "year":
            earlier = one.years_moved(-1)
            note = f"Both name {label_days(one.start, one.end)}: took the year before as the other."
    elif spans:
        one, earlier, note = _from_one(spans[0], text_before[0], shifts, today)
    else:
        one = last_full_month(today)
        if shifts & {"wow"}:
            one = unit_span("week", today, -1)
        elif shifts & {"qoq"}:
            one = unit_span("quarter", today, -1)
        elif shifts & {"dod"}:
            one = unit_span("day", today, -1)
        earlier = one.years_moved(-1) if "yoy" in shifts else one.preceding()
        names = label_days(one.start, one.end), label_days(earlier.start, earlier.end)
        note = f"No period was named: took {names[0]} against {names[1]}."
    compared = compare(one, earlier, today)
    return compared, [*notes, *([note] if note else []), *compared.notes]


def _first_month(since: Span) -> Span:
    """ "How did it change since February", of a later period: February is what it is set against."""
    first = unit_span("month", since.start)
    return first if first.start == since.start else since


def _beside(one: Span, other: Span) -> tuple[Span, Span, str | None]:
    if _is_of_year(other, one) and not other.relation:
        one, other = other, one  # "versus last year, how was June?"
    if _is_of_year(one, other):
        earlier = one.years_moved(other.start.year - one.start.year)
        return one, earlier, f"Took the same {one.unit} of {other.start.year}."
    return one, related_to(one, other), None


def _is_of_year(part: Span, year: Span) -> bool:
    """Whether a month, quarter or half stands beside another year, of which the same part is meant."""
    return (
        year.unit == "year"
        and part.unit in ("month", "quarter", "half")
        and part.start.year != year.start.year
    )


def _from_one(span: Span, before: str, shifts: set[str], today: date) -> tuple[Span, Span, str | None]:
    """With one period named: it against the one before it, or the one under way against it."""
    against_it = bool(_OBJECT.search(before)) or span.relation is not None
    if "yoy" in shifts or (span.relation == "year_before"):
        base = unit_span("month", today) if span.relation else span
        earlier = base.years_moved(-1)
    elif against_it and span.unit is not None and span.end <= today:
        base, earlier = unit_span(span.unit, today, 1 - span.count, span.count), span
        if span.unit == "month" and span.end < base.start:
            base = unit_span("month", today)
    else:
        base, earlier = span, span.preceding()
    note = f"Compared {label_days(base.start, base.end)} with {label_days(earlier.start, earlier.end)}."
    return base, earlier, note
