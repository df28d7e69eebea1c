"""Which days a forecast is of: all of a period, or what is still to come of it."""

from datetime import date

from interpreter.periods.choose import forecast_period
from interpreter.periods.span import Span, unit_span
from interpreter.reading import Reading
from interpreter.text.pattern import Pattern
from interpreter.unclear import Unclear
from protocol.query_plan import Period

_PAST = Pattern(r"\b(?:was|were|did|had)\b")
_ESTIMATED = Pattern(r"\b(?:estimated?|projected|expected|anticipated)\b")
_FORETELLS = Pattern(
    r"\b(?:will|would|shall|going to|gonna|forecast\w*|predict\w*|project(?:ion\w*)?|outlook|next|coming|"
    r"upcoming|expect|anticipate)\b"
)


def forecast_of(reading: Reading, span: Span | None, today: date) -> tuple[Period, list[str]]:
    """The period to forecast for a reading that names `span`, and what was assumed.

    Raises Unclear for a period that is over, and for a forecast set against another period.
    """
    if "how_much_more" in reading.markers:
        return _still_to_come(reading, span, today)
    just_estimated = bool(_ESTIMATED.search(reading.text)) and not _FORETELLS.search(reading.text)
    return forecast_period(
        span, today, looks_back=bool(_PAST.search(reading.text)), just_estimated=just_estimated
    )


def _still_to_come(reading: Reading, span: Span | None, today: date) -> tuple[Period, list[str]]:
    """ "How much more will we spend this year" asks for what is still to come of it."""
    if "compare" in reading.markers:
        raise Unclear(
            "What is still to come can be forecast, but not compared.",
            ["Forecast for this month", "How much more will we spend this year?"],
        )
    span = span or unit_span("month", today)
    if span.start <= today < span.end and not span.since:
        span = Span(today, span.end, to_come=True)
    period, notes = forecast_period(span, today)
    return period, [*notes, f"More: what is still to come, {period.label}."]
