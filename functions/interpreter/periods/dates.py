"""Days spelled out: 2026-02-05, 5 Feb 2026, Feb 5th, 5-14 February, 02/2026, the 3rd."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from billing.calendar import MONTH_NAMES, add_months
from interpreter.periods.labels import label_day, label_days
from interpreter.periods.month_names import MONTH_PATTERN, YEAR_PATTERN, month_number
from interpreter.periods.span import Span, unit_span
from interpreter.text.pattern import Pattern
from interpreter.unclear import Unclear

_MOST_DAYS = 31
Recogniser = tuple[Pattern, Callable[[re.Match[str], date], Span | None]]

_DAY = r"(?:the )?{0}(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|to|until|till|through|thru)\s*(?:the )?"
_YEAR = (
    rf"(?:,?\s*(?:of )?(?P<year>{YEAR_PATTERN})\b| '(?P<yy>\d\d)\b|,? (?:of )?(?P<relative>last|this|"
    rf"the previous) year\b)?"
)


def _year_named(match: re.Match[str], today: date) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if groups.get("yy"):
        return 2000 + int(groups["yy"])
    if groups.get("relative"):
        return today.year - (groups["relative"] != "this")
    return None


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        name = MONTH_NAMES[month - 1] if 1 <= month <= 12 else f"month {month}"
        raise Unclear(
            f"There is no day {day} in {name} {year}.", ["Name a date such as 2026-02-05."]
        ) from None


def _latest_year(month: int, day: int, today: date) -> int:
    """The latest year in which this day has begun (29 February: the latest leap year's)."""
    for year in range(today.year, today.year - 9, -1):
        try:
            if date(year, month, day) <= today:
                return year
        except ValueError:
            continue
    _day(today.year, month, day)
    return today.year


def _days(match: re.Match[str], today: date) -> Span | None:
    """The days `first` to `last` (one day without `last`) of the month named."""
    month = month_number(match["month"])
    first = int(match["first"])
    last = int(match.groupdict().get("last") or first)
    if first > _MOST_DAYS:
        return None
    year = _year_named(match, today)
    if year is None and first > 12 and _HYPHENED.search(match.group()):
        raise Unclear(
            f"{match.group().strip()} can be a day or a month of a year.",
            [f"Spend in {MONTH_NAMES[month - 1]} 20{first:02}", f"Spend on {first} {MONTH_NAMES[month - 1]}"],
        )
    recurs = year is None
    if year is None:
        year = _latest_year(month, first, today)
    start, end = _day(year, month, first), _day(year, month, last) + timedelta(days=1)
    if end <= start:
        raise Unclear(
            f"The days {first} to {last} run backwards.",
            ["Name the earlier day first, as in 5 to 14 February."],
        )
    unit = "day" if last == first else None
    note = f"Took {start:%-d} {MONTH_NAMES[month - 1]} as that of {year}." if recurs else None
    return Span(
        start,
        end,
        "day" if unit else None,
        recurs="year" if recurs else None,
        note=note,
        year_named=not recurs,
    )


def _iso_day(match: re.Match[str], today: date) -> Span:
    start = _day(int(match["year"]), int(match["month"]), int(match["day"]))
    return unit_span("day", start)


def _iso_month(match: re.Match[str], today: date) -> Span | None:
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    return unit_span("month", date(int(match["year"]), month, 1))


def _numeric_day(match: re.Match[str], today: date) -> Span | None:
    """25/12/2025 and 12/25/2025 read one way; 04/05/2025 reads two ways and is asked back."""
    first, second = int(match["a"]), int(match["b"])
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    if year is not None and year < 100:
        year += 2000
    if first > 12 and second > 12:
        return None
    if first == 0 or second == 0:
        return None
    if first != second and first <= 12 and second <= 12:
        shown = year or today.year
        readings = [label_day(_day(shown, second, first)), label_day(_day(shown, first, second))]
        raise Unclear(
            f"{match.group().strip()} reads two ways: {readings[0]} or {readings[1]}.",
            [f"Spend on {reading}" for reading in readings],
        )
    day, month = (first, second) if second <= 12 else (second, first)
    recurs = year is None
    if year is None:
        year = _latest_year(month, day, today)
    return Span(
        _day(year, month, day),
        _day(year, month, day) + timedelta(days=1),
        "day",
        recurs="year" if recurs else None,
        note=f"Took {match.group().strip()} as {label_day(_day(year, month, day))}.",
    )


def _day_of_month(match: re.Match[str], today: date) -> Span | None:
    """ "The 3rd": the latest that has begun; "the 3rd of last month" is refined elsewhere."""
    first, last = int(match["first"]), int(match.groupdict().get("last") or match["first"])
    suffix = match["suffix"] or "th"
    if not 1 <= first <= last <= 31:
        return None
    for months_back in range(0, 3):
        month = add_months(today, -months_back)
        try:
            start, end = month.replace(day=first), month.replace(day=last) + timedelta(days=1)
        except ValueError:
            continue
        if start <= today:
            unit = "day" if first == last else None
            return Span(
                start, end, "day" if unit else None, recurs="month",
                note=f"Took the {match['first']}{suffix} as {label_days(start, end)}.",
            )  # fmt: skip
    return None


def days_of_month(first: int, last: int, month: Span) -> Span:
    """The days with these numbers of a month. Raises Unclear for a day it does not have."""
    year, number = month.start.year, month.start.month
    start, end = _day(year, number, first), _day(year, number, last) + timedelta(days=1)
    return Span(start, end, "day" if first == last else None, note=f"Took the days {label_days(start, end)}.")


def _pattern(text: str) -> Pattern:
    return Pattern(rf"(?<![\w$.,-]){text}(?![\w])")


_HYPHENED = Pattern(r"^[a-z]+-\d\d$")
_FIRST, _LAST = _DAY.format(r"(?P<first>\d{1,2})"), _DAY.format(r"(?P<last>\d{1,2})")
_MONTH = rf"(?P<month>{MONTH_PATTERN})"
_NO_COUNT = r"(?<!top )(?<!bottom )(?<!last )(?<!past )"

DATE_RECOGNISERS: list[Recogniser] = [
    (_pattern(rf"(?P<year>{YEAR_PATTERN})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})"), _iso_day),
    (_pattern(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<year>(?:20)?\d\d)"), _numeric_day),
    (_pattern(rf"(?P<year>{YEAR_PATTERN})[-/](?P<month>\d{{1,2}})(?!-?\d)"), _iso_month),
    (_pattern(rf"(?P<month>\d{{1,2}})[-/](?P<year>{YEAR_PATTERN})"), _iso_month),
    (_pattern(rf"{_FIRST}{_TO}{_LAST}\s*(?:of )?{_MONTH}{_YEAR}"), _days),
    (_pattern(rf"(?<=between ){_FIRST} and (?:the )?{_LAST}\s*(?:of )?{_MONTH}{_YEAR}"), _days),
    (_pattern(rf"{_MONTH}\s*{_FIRST}{_TO}{_LAST}{_YEAR}"), _days),
    (_pattern(rf"(?<=between ){_MONTH}\s*{_FIRST} and (?:the )?{_LAST}{_YEAR}"), _days),
    (_pattern(rf"{_NO_COUNT}{_FIRST}[\s-]?(?:of )?{_MONTH}{_YEAR}"), _days),
    (_pattern(rf"{_MONTH}[\s-]?{_FIRST}{_YEAR}"), _days),
    (_pattern(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?!/)"), _numeric_day),
    (
        Pattern(
            r"(?<![\w-])(?:the )?(?P<first>\d{1,2})(?P<suffix>st|nd|rd|th)? ?(?:-|to|until|through) ?"
            r"(?:the )?(?P<last>\d{1,2})(?:st|nd|rd|th)(?! (?:week|day|month|quarter|half|one|most)\b)"
            r"(?![\w-])"
        ),
        _day_of_month,
    ),
    (
        Pattern(
            r"(?<!\w)(?:on |from )?the (?P<first>\d{1,2})(?P<suffix>st|nd|rd|th)"
            r"(?: (?:to|until|through) (?:the )?(?P<last>\d{1,2})(?:st|nd|rd|th))?"
            r"(?! (?:week|day|month|quarter|half|one|most|of each|of every)\b)(?!\w)"
        ),
        _day_of_month,
    ),
]
