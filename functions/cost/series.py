"""Amounts over time: clipped to the days there is data for, and summing to the total."""

from cost.charge_table import ChargeTable
from cost.history import Days
from cost.question import CostQuestion
from protocol.result import SeriesPoint


def series_points(question: CostQuestion, days: Days, table: ChargeTable) -> list[SeriesPoint]:
    """One point a span, empty ones 0, those after the bill's last charge left out."""
    last = question.catalog.last_day
    amounts = table.by_span()
    return [
        SeriesPoint(
            start=max(span.start, days.start.isoformat()),
            end=min(span.end, days.end.isoformat()) if "T" not in span.end else span.end,
            amount=amounts[span.start],
            estimated=span.estimated,
        )
        for span in table.spans
        if amounts[span.start] or last is None or span.start[:10] <= last.isoformat()
    ]
