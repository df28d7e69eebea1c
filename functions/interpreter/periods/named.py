"""Months, quarters, halves, years and numbered weeks by name; without a year, the latest that has begun."""

import re
from dataclasses import replace
from datetime import date

from billing.calendar import MONTH_NAMES, MONTHS_IN, Unit
from interpreter.periods.dates import Recogniser
from interpreter.periods.labels import label_days
from interpreter.periods.month_names import MONTH_PATTERN, YEAR_PATTERN, month_number
from interpreter.periods.span import Span, unit_span
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
    "last": 4,
    "final": 4,
}
_WHICH = r"(?:(?P<which>last|past|this|next|coming) )?"
_YEAR = (
    rf"(?:[\s,/-]*(?:of |in )?(?P<year>{YEAR_PATTERN})\b|\s*'(?P<yy>\d\d)\b"
    r"|,? (?:of |in )?(?P<relative>last|this|the previous|next) year\b|"
    r",? (?P<before>the year before last)\b)?"
)
_RELATIVE_YEARS = {"last": -1, "the previous": -1, "this": 0, "next": 1}


def year_named(match: re.Match[str], today: date) -> int | None:
    """The year the words give, None when they give none."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if groups.get("yy"):
        return 2000 + int(groups["yy"])
    if groups.get("before"):
        return today.year - 2
    if groups.get("relative"):
        return today.year + _RELATIVE_YEARS[groups["relative"]]
    return None


def _part_of_year(unit: Unit, number: int, match: re.Match[str], today: date) -> Span:
    """The numbered month, quarter or half: of the year named, or the latest that has begun (or ended)."""
    size = MONTHS_IN[unit]
    first_month = (number - 1) * size + 1
    year = year_named(match, today)
    if year is not None:
        return replace(unit_span(unit, date(year, first_month, 1)), year_named=True)
    which = match.groupdict().get("which")
    year = today.year
    if which in ("next", "coming"):
        year += date(year, first_month, 1) <= today
        return unit_span(unit, date(year, first_month, 1))
    span = unit_span(unit, date(year, first_month, 1))
    ended_only = which in ("last", "past")
    if span.start > today or (ended_only and span.end > today):
        span = span.years_moved(-1)
    label = label_days(span.start, span.end)
    note = None
    if span.start.year != today.year or ended_only:
        kind = "ended" if ended_only else "begun"
        note = f"Took the latest that has {kind}: {label}."
    return Span(span.start, span.end, unit, recurs="year", note=note)


def _month(match: re.Match[str], today: date) -> Span | None:
    return _part_of_year("month", month_number(match["month"]), match, today)


def _quarter(match: re.Match[str], today: date) -> Span | None:
    word = match["number"]
    return _part_of_year("quarter", int(word) if word.isdigit() else _ORDINALS[word], match, today)


def _half(match: re.Match[str], today: date) -> Span | None:
    word = match["number"]
    number = int(word) if word.isdigit() else min(_ORDINALS[word], 2)
    return _part_of_year("half", number, match, today)


def _year(match: re.Match[str], today: date) -> Span | None:
    return unit_span("year", date(int(match["year"]), 1, 1))


def _iso_week(match: re.Match[str], today: date) -> Span | None:
    number = int(match["number"])
    year = year_named(match, today)
    try:
        start = date.fromisocalendar(year or today.year, number, 1)
        if year is None and start > today:
            start = date.fromisocalendar(today.year - 1, number, 1)
    except ValueError:
        return None
    span = unit_span("week", start)
    return Span(
        span.start,
        span.end,
        "week",
        recurs=None if year else "year",
        note=f"Week {number} (ISO) is {label_days(span.start, span.end)}.",
    )


def _fiscal(match: re.Match[str], today: date) -> Span | None:
    raise Unclear(
        "I do not know when your fiscal year begins. Name the months instead.",
        ["Spend from April 2025 to March 2026", "Spend in Q1 2026 (calendar quarters)"],
    )


def _vague(match: re.Match[str], today: date) -> Span | None:
    raise Unclear(
        f'"{match.group().strip()}" has no exact days. Name the first and the last day.',
        ["Spend in the last 7 days", "Spend from 1 to 10 February"],
    )


def _holiday(match: re.Match[str], today: date) -> Span | None:
    raise Unclear(
        f'Which days are "{match.group().strip()}"? Name the first and the last day.',
        [f"Spend from 24 to 26 December {today.year - 1}", f"Spend on 28 November {today.year - 1}"],
    )


def _to_the_end_of(match: re.Match[str], today: date) -> Span | None:
    """ "By the end of June": from today to then, the next June that is not over."""
    if not match["month"] and not match["year"]:
        return None
    number = month_number(match["month"]) if match["month"] else 12
    year = int(match["year"]) if match["year"] else today.year + (number < today.month)
    end = unit_span("month", date(year, number, 1)).end
    if end <= today:
        return None
    return Span(
        today,
        end,
        to_come=True,
        note=f"Took the days from today to the end of {MONTH_NAMES[number - 1]} {year}.",
    )


def _alone(pattern: str) -> Pattern:
    return Pattern(rf"(?<![\w$.]){pattern}(?!\w)")


_QUARTER_WORD = r"(?P<number>first|second|third|fourth|final|1st|2nd|3rd|4th)"
NAMED_RECOGNISERS: list[Recogniser] = [
    (
        _alone(
            rf"(?:by|until|till|through|"
            rf"to) (?:the )?end of (?:(?P<month>{MONTH_PATTERN}) ?)?(?P<year>{YEAR_PATTERN})?(?<! )"
        ),
        _to_the_end_of,
    ),
    (
        _alone(
            rf"(?:(?:q[1-4]|h[12]|{YEAR_PATTERN})[ ,]*)?(?:of )?(?:fy ?'?\d\d(?:\d\d)?|fy|(?:fiscal|"
            rf"financial)(?: (?:year|quarter|month|half))?(?: {YEAR_PATTERN})?)(?: q[1-4])?"
        ),
        _fiscal,
    ),
    (
        _alone(
            r"(?:christmas|xmas|easter|black friday|cyber monday|thanksgiving|new year(?:s eve)?|holidays?|"
            r"summer|winter|autumn|spring|"
            r"fall(?= (?:of )?20\d\d\b)|"
            r"(?:(?<=last )|(?<=this )|(?<=in )|(?<=in the )|(?<=since )|(?<=during ))fall"
            r"(?= ?(?:[?.,!]|$|of\b)))"
        ),
        _holiday,
    ),
    (
        _alone(
            r"(?<!since )(?<!since the )(?:the )?"
            r"(?:beginning|start|early part|middle|mid|end|late part) (?:of|in) "
            rf"{MONTH_PATTERN}|(?:early|mid|late)[ -]{MONTH_PATTERN}"
            r"|this time (?:last|next) (?:week|month|year)|recently|lately|a while ago"
            r"|(?:last|past|next|previous) (?:few|several) (?:days|weeks|months|years)|these days"
            r"|this (?:morning|afternoon|evening)|tonight|last night|overnight|(?:last|past) (?:hour|minute)"
            r"|the \d{1,2}(?:st|nd|rd|th)(?: day)? of (?:each|every) (?:week|month|quarter|year)"
            r"|some time ago|business days|weekdays|working days|weekends"
        ),
        _vague,
    ),
    (_alone(rf"(?P<year>{YEAR_PATTERN})[ -]?q(?P<number>[1-4])"), _quarter),
    (_alone(r"q(?P<number>[1-4])[ /-]?'?(?P<yy>[12]\d)"), _quarter),
    (_alone(rf"{_WHICH}q ?(?P<number>[1-4]){_YEAR}"), _quarter),
    (_alone(r"(?P<number>[1-4])q ?'?(?P<yy>\d\d)?"), _quarter),
    (_alone(rf"(?:the )?{_QUARTER_WORD} (?:calendar )?quarter{_YEAR}"), _quarter),
    (
        _alone(
            rf"(?:the )?(?P<number>last) quarter (?:of|in) (?:(?P<year>{YEAR_PATTERN})|"
            rf"(?P<relative>last|this|"
            rf"the previous) year)"
        ),
        _quarter,
    ),
    (_alone(rf"(?P<year>{YEAR_PATTERN})[ -]?h(?P<number>[12])"), _half),
    (_alone(rf"{_WHICH}h ?(?P<number>[12]){_YEAR}"), _half),
    (_alone(r"(?P<number>[12])h ?'?(?P<yy>\d\d)?"), _half),
    (
        _alone(
            rf"(?:the )?(?P<number>first|second|1st|2nd|"
            rf"last) half (?:of )?(?:(?:the calendar year )?(?P<year>{YEAR_PATTERN})|(?P<relative>last|this|"
            rf"the previous) year)"
        ),
        _half,
    ),
    (
        _alone(r"(?:the )?(?P<number>first|second|1st|2nd) half(?: of the year)?(?! of)(?! (?:last|this))"),
        _half,
    ),
    (
        _alone(
            rf"(?:calendar )?(?:week|wk|kw|cw) ?(?P<number>[1-5]?\d)(?: (?:of )?(?P<year>{YEAR_PATTERN}))?"
        ),
        _iso_week,
    ),
    (_alone(rf"(?P<year>{YEAR_PATTERN})[ -]?w(?P<number>[0-5]\d)"), _iso_week),
    (_alone(rf"(?P<year>{YEAR_PATTERN})[ ,/-]+(?P<month>{MONTH_PATTERN})(?! \d)"), _month),
    (
        _alone(
            rf"(?:(?:the )?(?:full |whole |entire )?month of |(?:the )?same (?:days|dates|period) (?:of|"
            rf"in) )?{_WHICH}(?P<month>(?!may (?:i|we|you|have|be|not|also|need|want|"
            rf"help)\b)(?<!\bit )(?<!\bthat )(?<!\bwhich ){MONTH_PATTERN}){_YEAR}"
        ),
        _month,
    ),
    (_alone(rf"(?P<relative>last|this|the previous) year (?P<month>{MONTH_PATTERN})"), _month),
    (
        _alone(
            r"(?:the )?(?:same (?:days|dates|period|time|months?) (?:of|in) )?(?:(?:full|whole|entire|"
            r"calendar)[ -])?"
            rf"(?:(?:year|cy) ?)?(?P<year>{YEAR_PATTERN})(?: (?:full|whole|"
            rf"calendar) year)?(?! (?:customers|users|"
            rf"requests|gb|tb))"
        ),
        _year,
    ),
]
