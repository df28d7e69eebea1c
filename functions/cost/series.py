"""Amounts over time: clipped to the days there is data for, and summing to the total."""

from cost.charge_table import ChargeTable
from cost.groups import OTHER
from cost.history import Days
from cost.question import CostQuestion
from protocol.result import Group, SeriesPoint

MOST_GROUP_POINTS = 1000


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


def with_series(question: CostQuestion, days: Days, table: ChargeTable, groups: list[Group]) -> list[Group]:
    """The groups over time, each summing to its amount; as they are where that would be very much."""
    if len(groups) * len(table.spans) > MOST_GROUP_POINTS:
        return groups
    listed = {tuple(group.keys) for group in groups}
    return [
        group.model_copy(update={"series": series_points(question, days, _part(table, group, listed))})
        for group in groups
    ]


def _part(table: ChargeTable, group: Group, listed: set[tuple[str, ...]]) -> ChargeTable:
    """The charges of one group; for the one of what is left, those of no other."""
    keys = tuple(group.keys)
    chosen = [charge for charge in table.charges if charge.keys == keys]
    if not chosen and set(keys) == {OTHER}:
        chosen = [charge for charge in table.charges if charge.keys not in listed]
    return ChargeTable(table.spans, chosen)
