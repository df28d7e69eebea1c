"""Finds the periods of a sentence: the ones named, and what joins them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, cast

from billing.calendar import LATEST_YEAR, MONTHS_IN, Unit, move, start_of
from interpreter.periods.all_time import mark_all_time, mark_ever
from interpreter.periods.dates import DATE_RECOGNISERS, days_of_month
from interpreter.periods.labels import label_day, label_days
from interpreter.periods.named import NAMED_RECOGNISERS
from interpreter.periods.parts import PART, part_of
from interpreter.periods.relative import RELATIVE_RECOGNISERS
from interpreter.periods.span import PERIOD, Span, unit_span
from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence
from interpreter.unclear import Unclear

_DAYS_A_WEEK = 7
_TO = Pattern(r"^(?:-|to|until|till|til|through|thru|up to|up until|through to)(?: and including)?(?: the)?$")
_OPEN_START = Pattern(
    r"(?:ever since|since|starting(?: from| on| in)?|beginning(?: on| in|"
    r" from)?)(?: (?:the )?(?:start|beginning) of)?"
    r"(?: the)?$"
)
_SINCE_START_OF = Pattern(
    r"(?:since|from) (?:(?:the )?(?:start|beginning|begin) of (?:the )?(?P<unit>month|quarter|year|week)|"
    r"new years?(?: day)?(?! eve))\b"
)
_OPEN_END = Pattern(
    r"^(?:onwards?|(?:until|till|to|up to) (?:now|date|present|"
    r"the present)|and (?:on|after|later))\b"
)
_ON = Pattern(r"^on\b")
_FROM_ITS_START = Pattern(r"\bfrom(?: the)?$")
_ONE_SIDED = Pattern(
    r"\b(?P<word>by|up to(?: and including)?|up until|until|till|til|"
    r"(?<!burn )(?<!burned )(?<!burnt )(?<!run )(?<!ran )(?<!go )(?<!going )(?<!went )(?<!blew )through|"
    r"before|prior to|after|from)(?: the)?$"
)
_UNTIL_WITHIN = Pattern(
    r"\b(?:by|up to(?: and including)?|up until|until|till|til|through|before|prior to|as of|as at)(?: the)?$"
)
_AHEAD = Pattern(r"\b(?:forecast\w*|will|predict\w*|projec\w*|expect\w*|going to)\b")
_FROM = Pattern(r"(?:from|between)(?: the)?$")
_BETWEEN = Pattern(r"between(?: the)?$")
_UNIT_ENDING = Pattern(
    r"(?:in |for )?(?:the )?(?P<unit>week|month|quarter|half|year)(?: (?:ended|ending)(?: on)?)(?: the)?$"
)
_WEEK_BEFORE_DAYS = Pattern(r"(?:in |for )?(?:the )?week(?: from)?$")
_NOT_USED_BEFORE = Pattern(r"\b(?:never|nt|not) (?:used|had|seen|paid for) before\b|nt used before\b")
_WEEK_OF = Pattern(r"(?:in |for )?(?:the )?week (?:of|starting|beginning|from|containing)(?: on| the)?$")
_NOW = Pattern(
    r"\b(?:right now|as of (?:now|today)|now|to date|so far|till date|up to now|until now|currently|"
    r"current|present)\b"
)


def mark_periods(
    sentence: Sentence, today: date, *, comparing: bool, first_day: date | None = None
) -> list[Mention]:
    """Claims every period of the sentence and gives them left to right, ranges joined to one.

    `comparing` keeps "between January and February" apart as two periods, unless there are more of them.
    `first_day` is that of the bill's history, which "all time" begins with.
    Raises Unclear for what reads two ways or has no exact days.
    """
    mark_all_time(sentence, today, first_day)
    _mark_unit_starts(sentence, today)
    for recognisers in (DATE_RECOGNISERS, NAMED_RECOGNISERS, RELATIVE_RECOGNISERS):
        for pattern, build in recognisers:
            for match in list(sentence.find(pattern)):
                span = build(match, today)
                if span is not None and span.end.year <= LATEST_YEAR:
                    sentence.claim(match.start(), match.end(), PERIOD, span)
    _refine_parts(sentence)
    _whole_weeks(sentence)
    _join_ranges(sentence, comparing)
    _end_within(sentence)
    _open_ranges(sentence, today)
    _share_year(sentence)
    _share_month(sentence)
    if not sentence.of_kind(PERIOD):
        mark_ever(sentence, today, first_day)
    sentence.take(_NOW, "now")
    return sentence.of_kind(PERIOD)


def _replace(sentence: Sentence, old: list[Mention], start: int, end: int, span: Span) -> Mention:
    for mention in old:
        sentence.mentions.remove(mention)
    return sentence.claim(start, end, PERIOD, span)


def _mark_unit_starts(sentence: Sentence, today: date) -> None:
    for match in list(sentence.find(_SINCE_START_OF)):
        unit = cast(Unit, match["unit"] or "year")
        start = start_of(unit, today)
        sentence.claim(match.start(), match.end(), PERIOD, Span(start, move(unit, start, 1), unit))


def _refine_parts(sentence: Sentence) -> None:
    """ "First week of" before a period takes that part of it."""
    for mention in sentence.of_kind(PERIOD):
        left = sentence.text[: mention.start]
        match = PART.search(left)
        if match and sentence.is_free(match.start(), mention.start):
            span = part_of(mention.what, match)
            _replace(sentence, [mention], match.start(), mention.end, span)


def _whole_weeks(sentence: Sentence) -> None:
    for mention in sentence.of_kind(PERIOD):
        match = _WEEK_OF.search(sentence.before(mention.start))
        span: Span = mention.what
        ending = _UNIT_ENDING.search(sentence.before(mention.start))
        if ending and span.days == 1:
            unit = cast(Unit, ending["unit"])
            until = move(unit, span.end, -1) if span.end.day == 1 or unit == "week" else None
            if until is not None:
                _replace(
                    sentence, [mention], ending.start(), mention.end, Span(until, span.end, note=span.note)
                )
            continue
        in_week = _WEEK_BEFORE_DAYS.search(sentence.before(mention.start))
        if in_week and span.unit is None and span.days <= _DAYS_A_WEEK:
            _replace(sentence, [mention], in_week.start(), mention.end, span)
            continue
        if match and span.unit == "day":
            monday = start_of("week", span.start)
            week = Span(monday, monday + timedelta(days=7), "week", recurs=span.recurs, note=span.note)
            _replace(sentence, [mention], match.start(), mention.end, week)


def _join_ranges(sentence: Sentence, comparing: bool) -> None:
    mentions = sentence.of_kind(PERIOD)
    if comparing and len(mentions) <= 2:
        return
    for first, second in pairwise(mentions):
        if first not in sentence.mentions or second not in sentence.mentions:
            continue
        if comparing and not (first.what.unit == "day" and second.what.unit == "day"):
            continue
        between = sentence.text[first.end : second.start].strip()
        left = _FROM.search(sentence.before(first.start))
        spelt_between = _BETWEEN.search(sentence.before(first.start)) and between in ("and", "and the")
        if _TO.match(between) or spelt_between:
            start = left.start() if left else first.start
            _replace(sentence, [first, second], start, second.end, range_of(first.what, second.what))


def _end_within(sentence: Sentence) -> None:
    """ "Until 15 January this year", "MTD as of yesterday": from the first day of the one to the other."""
    mentions = sentence.of_kind(PERIOD)
    if len(mentions) != 2:
        return
    for day, within in (mentions, mentions[::-1]):
        left = _UNTIL_WITHIN.search(sentence.before(day.start))
        span: Span = day.what
        inside = within.what.start < span.start and span.end <= within.what.end
        if left is None or span.unit != "day" or within.what.unit not in MONTHS_IN or not inside:
            continue
        end = span.start if left.group().startswith(("before", "prior")) else span.end
        sentence.mentions.remove(within)
        sentence.claim(within.start, within.end, "within")
        _replace(sentence, [day], left.start(), day.end, Span(within.what.start, end, note=span.note))
        return


def range_of(first: Span, second: Span) -> Span:
    """From the first day of one to the last of the other, both included; what left its year out follows."""
    same_month = (first.start.year, first.start.month) == (second.start.year, second.start.month)
    if second.unit == "day" and second.start < first.start and same_month:
        raise Unclear("That period ends before it begins.", ["Spend from 1 to 14 February"])
    if second.recurs == "month" and first.unit == "month":  # "June until the 10th"
        number = second.start.day
        second = days_of_month(number, number, first)
    ends_soon = second.recurs == "month" != first.recurs and first.unit == "day"  # "25 January to the 31st"
    if second.recurs and (ends_soon or second.start < first.start):
        second = replace(_next_after(second, first.start), recurs=second.recurs)
    elif first.recurs and not second.recurs:
        first = first.years_moved(second.start.year - first.start.year)
        if first.start > second.start:
            first = first.years_moved(-1)
    if second.end <= first.start:
        raise Unclear("That period ends before it begins.", ["Spend from 1 to 14 February"])
    unit = None
    count = 1
    if first.unit == second.unit and first.unit in MONTHS_IN:
        unit = first.unit
        months = (second.end.year - first.start.year) * 12 + second.end.month - first.start.month
        count = months // MONTHS_IN[unit]
    notes = " ".join(note for note in (first.note, second.note) if note)
    recurs: Literal["year"] | None = "year" if first.recurs == "year" == second.recurs else None
    return Span(first.start, second.end, unit, count, recurs, note=notes or None)


def _next_after(span: Span, day: date) -> Span:
    """The first such span that begins on or after a day. Raises Unclear for a day its month does not have."""
    if span.recurs == "month":
        number = span.start.day
        month = unit_span("month", day, 0 if number >= day.day else 1)
        return replace(days_of_month(number, (span.end - timedelta(days=1)).day, month), note=None)
    while span.start < day:
        span = span.years_moved(1)
    return Span(span.start, span.end, span.unit, span.count)


def _one_sided(sentence: Sentence, mention: Mention, today: date) -> None:
    """ "After 5 February" and "from 5 February" run to today; "until 5 March" has no first day."""
    span: Span = mention.what
    left = _ONE_SIDED.search(sentence.text[: mention.start].rstrip())
    if left is None or not sentence.is_free(left.start(), mention.start) or span.to_come:
        return
    if _NOT_USED_BEFORE.search(sentence.text):
        return  # "services we never used before June" are those new in June
    word = left["word"]
    if span.recurs == "year" and span.end <= today and _AHEAD.search(sentence.text):
        span = span.years_moved(1)
    if word in ("from", "by") and span.unit != "day":
        return
    if word in ("after", "from"):
        start = span.end if word == "after" else span.start
        if start <= today:
            until = Span(
                start, today + timedelta(days=1), note=f"Took {label_day(start)} to today.", since=True
            )
            _replace(sentence, [mention], left.start(), mention.end, until)
    elif span.start > today:
        ahead = Span(today, span.end if word != "before" else span.start, note=span.note, to_come=True)
        _replace(sentence, [mention], left.start(), mention.end, ahead)
    else:
        raise Unclear(
            f"From which day {word} {label_days(span.start, span.end)}? Name the first day too.",
            [f"Spend from 1 January {span.start.year} to {label_day(span.end - timedelta(days=1))}"],
        )


def _share_year(sentence: Sentence) -> None:
    """ "Q1 and Q2 2025", "January 2025 vs February": the year named with one counts for the other."""
    mentions = sentence.of_kind(PERIOD)
    with_year = [mention for mention in mentions if mention.what.year_named]
    if len(with_year) != 1 or len(mentions) < 2:
        return
    for other in (mention for mention in mentions if mention is not with_year[0]):
        one, two = with_year[0].what, other.what
        same_part = (one.start.month, one.start.day) == (two.start.month, two.start.day)
        if one.year_named and two.recurs == "year" and one.unit == two.unit and not same_part:
            moved = two.years_moved(one.start.year - two.start.year)
            note = f"Took {label_days(moved.start, moved.end)}, of the same year."
            _replace(sentence, [other], other.start, other.end, replace(moved, note=note, recurs=None))


def _share_month(sentence: Sentence) -> None:
    """ "The 1st-15th vs the 16th-28th of February": the month named with one counts for the other."""
    mentions = sentence.of_kind(PERIOD)
    without = [mention for mention in mentions if mention.what.recurs == "month"]
    named = [mention for mention in mentions if mention not in without]
    if not without or len(mentions) < 2 or len(named) > 1:
        return
    # without a month the latest in which all of them have begun
    first_day = min(mention.what.start for mention in named or without)
    month = unit_span("month", first_day)
    if any(mention.what.end > month.end for mention in named):
        return
    for mention in without:
        span = days_of_month(mention.what.start.day, (mention.what.end - timedelta(days=1)).day, month)
        if named and sentence.text[mention.start :].startswith("from "):
            span = replace(span, end=month.end, unit=None, note=None)  # "June from the 10th on"
        _replace(sentence, [mention], mention.start, mention.end, span)
    if named and named[0].what.unit == "month":
        sentence.mentions.remove(named[0])


def _open_ranges(sentence: Sentence, today: date) -> None:
    """ "Since X" and "from X on" run to today."""
    mentions = sentence.of_kind(PERIOD)
    for mention in mentions:
        span: Span = mention.what
        from_the_day = sentence.text.startswith("from ", mention.start) and span.unit == "day"
        left = _OPEN_START.search(sentence.before(mention.start))
        right = _OPEN_END.match(sentence.after(mention.end))
        if from_the_day or _FROM_ITS_START.search(sentence.before(mention.start)):
            right = right or _ON.match(sentence.after(mention.end))
        if from_the_day and len(mentions) > 1:
            continue  # "June from the 10th on": the month named counts
        if not left and not right and not from_the_day:
            _one_sided(sentence, mention, today)
            continue
        start = left.start() if left else mention.start
        end = mention.end
        if right:
            end = sentence.text.index(right.group(), mention.end) + len(right.group())
        until = max(today + timedelta(days=1), span.start + timedelta(days=1))
        _replace(sentence, [mention], start, end, Span(span.start, until, note=span.note, since=True))
