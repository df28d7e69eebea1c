"""Periods told from today: yesterday, last month, the past 7 days, month to date, rest of year."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from billing.calendar import Unit, same_day_of_year
from interpreter.periods.dates import Recogniser
from interpreter.periods.labels import label_days
from interpreter.periods.span import Relation, Span, unit_span
from interpreter.periods.weekdays import weekday, weekend
from interpreter.text.pattern import Pattern
from interpreter.unclear import Unclear

_UNIT = r"(?P<unit>day|week|month|quarter|year)"
_FULL = r"(?:full |whole |complete |calendar |completed )?"
_NOT_A_PART = (
    r"(?! (?:of|in) (?:the (?:month|week|quarter|half|year|last|first|previous|"
    r"current|past)\b|this |last |"
    r"(?:19|20)\d\d|q\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_LONGEST = 4000
_MOST_OF_LONG_UNITS = 100
_TO_DATE_UNITS: dict[str, Unit] = {"m": "month", "q": "quarter", "y": "year", "w": "week"}


def _unit(match: re.Match[str]) -> Unit:
    return cast(Unit, match["unit"])


def _today(match: re.Match[str], today: date) -> Span:
    return unit_span("day", today)


def _yesterday(match: re.Match[str], today: date) -> Span:
    return unit_span("day", today, -1)


def _before_yesterday(match: re.Match[str], today: date) -> Span:
    return unit_span("day", today, -2)


def _tomorrow(match: re.Match[str], today: date) -> Span:
    return replace(unit_span("day", today, 1), to_come=True)


def _last_hours(match: re.Match[str], today: date) -> Span:
    days = max(1, int(match["count"]) // 24)
    return Span(
        today - timedelta(days=days), today,
        note=f"Counted whole days: {label_days(today - timedelta(days=days), today)}.",
    )  # fmt: skip


def _is_too_far(count: int, unit: Unit) -> bool:
    """Whether so many units reach past the calendar, or would with as many before them to compare with."""
    return count > _LONGEST or (unit in ("year", "quarter") and count > _MOST_OF_LONG_UNITS)


def _last_many(match: re.Match[str], today: date) -> Span:
    """Whole days ending yesterday; whole calendar months, quarters and years, the latest that have ended."""
    count, unit = int(match["count"]), _unit(match)
    if count < 1 or _is_too_far(count, unit):
        raise Unclear(
            f"I cannot look {count} {unit}s back.",
            ["Spend in the last 30 days", "Spend in the last 12 months"],
        )
    previous: Relation | None = "previous" if match["which"] in ("previous", "prior", "preceding") else None
    if unit in ("day", "week"):
        days = count * (7 if unit == "week" else 1)
        return Span(today - timedelta(days=days), today, relation=previous)
    span = unit_span(unit, today, -count, count)
    return Span(span.start, span.end, unit, count, relation=previous)


def _last_one(match: re.Match[str], today: date) -> Span:
    unit = _unit(match)
    which = match["which"]
    span = unit_span(unit, today, -1)
    previous: Relation | None = "previous" if which in ("previous", "prior", "preceding") else None
    note = None
    if which in ("past", "trailing"):
        note = f"Took the latest full {unit}: {label_days(span.start, span.end)}."
    return Span(span.start, span.end, unit, relation=previous, note=note)


def _one_before(match: re.Match[str], today: date) -> Span:
    span = unit_span(_unit(match), today, -1)
    return Span(span.start, span.end, _unit(match), relation="previous")


def _one_after(match: re.Match[str], today: date) -> Span:
    return replace(unit_span(_unit(match), today, 1), relation="next", to_come=True)


def _before_last(match: re.Match[str], today: date) -> Span:
    return unit_span(_unit(match), today, -2)


def _ago(match: re.Match[str], today: date) -> Span:
    word = match["count"]
    count, unit = 1 if word in ("a", "one") else int(word), _unit(match)
    if _is_too_far(count, unit):
        raise Unclear(f"I cannot look {count} {unit}s back.", ["Spend last month"])
    span = unit_span(unit, today, -count)
    return Span(
        span.start, span.end, unit,
        note=f"Took {count} {unit}{'s' if count > 1 else ''} ago as {label_days(span.start, span.end)}.",
    )  # fmt: skip


def _this(match: re.Match[str], today: date) -> Span:
    return unit_span(_unit(match), today)


def _to_date(match: re.Match[str], today: date) -> Span:
    return unit_span(_TO_DATE_UNITS[match["letter"]], today)


def _to_date_before(match: re.Match[str], today: date) -> Span:
    """ "Last year to date": the unit before up to the same day, which is counted in."""
    unit = _unit(match)
    begun = unit_span(unit, today)
    before = begun.preceding()
    end = min(before.end, before.start + (today + timedelta(days=1) - begun.start))
    if unit == "year":
        end = min(before.end, same_day_of_year(today, -1) + timedelta(days=1))
    return Span(before.start, end, note=f"Took {label_days(before.start, end)}, up to the same day.")


def _next(match: re.Match[str], today: date) -> Span:
    """Whole units after the one under way; next N days begin tomorrow."""
    count = int(match["count"] or 1)
    if count > 1000:
        raise Unclear("That is too far ahead.", ["Forecast for the next 3 months"])
    unit = _unit(match)
    if unit == "week" and match["count"]:
        start = today + timedelta(days=1)
        return Span(start, start + timedelta(days=7 * count), to_come=True)
    span = unit_span(unit, today, 1, count)
    return replace(span, unit=unit if count == 1 or unit != "day" else None, to_come=True)


def _rest(match: re.Match[str], today: date) -> Span:
    unit = _unit(match)
    return Span(today, unit_span(unit, today).end, to_come=True)


def _unit_end(match: re.Match[str], today: date) -> Span:
    short = match.groupdict().get("short")
    units: dict[str, Unit] = {"m": "month", "q": "quarter", "y": "year"}
    return replace(unit_span(units[short] if short else _unit(match), today), to_come=True)


def _same_before(match: re.Match[str], today: date) -> Span:
    """ "The same period last year": the days depend on the other period; alone, on the month under way."""
    unit = _unit(match)
    relation = cast(Relation, f"{unit}_before")
    named: Unit = next((one for one in ("week", "quarter", "day") if f"same {one}" in match.group()), "month")
    base = unit_span(named, today)
    if named in ("week", "day"):
        weeks = {"year": 52, "quarter": 13, "month": 4, "week": 1, "day": 1}[unit]
        moved = replace(
            base, start=base.start - timedelta(weeks=weeks), end=base.end - timedelta(weeks=weeks)
        )
    else:
        moved = base.years_moved(-1) if unit == "year" else base.preceding()
    return replace(moved, relation=relation)


def _period_before(match: re.Match[str], today: date) -> Span:
    span = unit_span("month", today, -1)
    return Span(span.start, span.end, "month", relation="previous")


def _many_before(match: re.Match[str], today: date) -> Span:
    """ "The 3 months before": right before the other period."""
    span = _last_many(match, today)
    return Span(span.start, span.end, span.unit, span.count, relation="previous")


def _alone(pattern: str) -> Pattern:
    return Pattern(rf"(?<![\w$.-]){pattern}(?!\w)")


_WHICH_LAST = r"(?P<which>last|past|previous|prior|preceding|trailing|rolling|latest|recent|most recent)"
RELATIVE_RECOGNISERS: list[Recogniser] = [
    (_alone(r"(?:the )?day before yesterday"), _before_yesterday),
    (_alone(r"(?:the )?day before today"), _yesterday),
    (
        _alone(
            r"(?:the |my |our )?(?:rest|remainder|balance|remaining (?:part|days)?|what is left) of (?:the |"
            r"this |the current )?(?:calendar )?" + _UNIT
        ),
        _rest,
    ),
    (
        _alone(
            r"(?:the )?(?:same|equivalent|corresponding) (?:period|time|months?|quarter|weeks?|days?|dates?|"
            r"span|timeframe)(?: (?:of|in|from|during|one|a|the))*(?: (?:the )?(?:last|previous|prior|"
            r"preceding|earlier|past))? " + _UNIT + r"(?: (?:ago|before|earlier))?"
        ),
        _same_before,
    ),
    (_alone(r"(?:a|1|one) " + _UNIT + r" (?:earlier|prior|before)"), _same_before),
    (
        _alone(
            r"(?:by |at |until |till |to |through |thru |up to |for |before )?(?:the )?end of (?:the |this |"
            r"the current )?(?:calendar )?" + _UNIT
        ),
        _unit_end,
    ),
    (_alone(r"(?:the )?(?:last|previous|prior) " + _UNIT + r"(?:[ -]to[ -]date| [mqy]td)"), _to_date_before),
    (
        _alone(r"(?:[mqy]td|to date) (?:of |in |for |the )*(?:last|previous|prior) " + _UNIT),
        _to_date_before,
    ),
    (_alone(r"(?:the )?" + _UNIT + r" before last"), _before_last),
    (
        _alone(r"(?:the )?(?:previous|prior|preceding) period|(?:the )?period before(?: (?:that|it))?"),
        _period_before,
    ),
    (
        _alone(
            r"(?:the )?(?:" + _UNIT + r" (?:before(?: (?:that|it|this)(?: one)?)?|prior|preceding)"
            r"(?! (?:to|the|last|any|all|credits?|refunds?|tax(?:es)?|discounts?)))"
        ),
        _one_before,
    ),
    (_alone(r"(?:the )?" + _UNIT + r" (?:after|following)(?: (?:that|it|this))?(?=\W*$)"), _one_after),
    (_alone(r"(?:the )?" + _WHICH_LAST + r" (?P<count>\d{1,5}) hours"), _last_hours),
    (
        _alone(r"(?:the )?" + _WHICH_LAST + r" (?P<count>\d{1,5}) " + _FULL + _UNIT + "s?" + _NOT_A_PART),
        _last_many,
    ),
    (_alone(r"(?:the )?(?P<count>\d{1,4}) " + _WHICH_LAST + " " + _FULL + _UNIT + "s"), _last_many),
    (
        _alone(r"(?P<count>\d{1,4}) " + _FULL + _UNIT + r"s (?P<which>before|prior)(?: (?:that|to that))?"),
        _many_before,
    ),
    (_alone(r"(?P<count>\d{1,4}|a|one) " + _UNIT + r"s? (?:ago|back)"), _ago),
    (_alone(r"(?:the )?" + _WHICH_LAST + " " + _FULL + _UNIT + _NOT_A_PART), _last_one),
    (
        _alone(
            r"(?:so far )?(?:this|the current|current|the present|the running|the ongoing) "
            + _UNIT
            + r"(?:[ -]to[ -]date| so far|(?: up)?(?: un)?til (?:now|today)| thus far)?"
        ),
        _this,
    ),
    (_alone(_UNIT + r"[ -]to[ -]date"), _this),
    (_alone(r"(?:for|in|over|during) the (?:full |whole |entire )?" + _UNIT + r"(?=\W*$)"), _this),
    (
        _alone(
            r"(?:the )?(?:full|whole|entire)[ -]" + _UNIT + r"(?= (?:forecast|outlook|projection|estimate))"
        ),
        _this,
    ),
    (_alone(r"so far (?:in )?the " + _UNIT), _this),
    (_alone(r"(?:finish|end|close|complete) the " + _UNIT), _this),
    (
        _alone(
            r"(?:the )?" + _UNIT + r" (?P<which>that|which|we|just)(?: (?:has|have|just))* "
            r"(?:ended|finished|closed|passed)"
        ),
        _last_one,
    ),
    (_alone(r"(?:this|the current) (?P<unit>half)(?:[ -]year)?(?: so far)?"), _this),
    (_alone(r"(?:(?:for|in) )?the " + _UNIT + " so far"), _this),
    (_alone(r"(?P<letter>[mqyw])td"), _to_date),
    (_alone(r"(?:the |this )?remaining " + _UNIT), _rest),
    (
        _alone(r"(?:by |at |until |till |to |through |for )?(?:the )?(?P<unit>month|quarter|year)[ -]end"),
        _unit_end,
    ),
    (_alone(r"(?:by |at |until )?eo(?P<short>[mqy])"), _unit_end),
    (
        _alone(r"(?:the )?(?:next|coming|upcoming|following) (?P<count>\d{1,4} )?" + _FULL + _UNIT + "s?"),
        _next,
    ),
    (
        _alone(
            r"(?:this |last |next |over the |the |on the |during the )*(?P<which>this|last|past|previous|"
            r"over the|over|during the|on the|at the|for the) weekend"
        ),
        weekend,
    ),
    (
        _alone(
            r"(?:(?:on|last|this past|this|past|for) )?(?P<weekday>monday|tuesday|wednesday|thursday|friday|"
            r"saturday|sunday)"
        ),
        weekday,
    ),
    (_alone(r"yesterday"), _yesterday),
    (_alone(r"(?:so far )?today(?: so far)?"), _today),
    (_alone(r"tomorrow"), _tomorrow),
]
