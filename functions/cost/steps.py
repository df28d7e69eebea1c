"""Weeks, quarters and years: Cost Explorer has only hours, days and months, which are added up to them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from cost.charge_table import ChargeTable, Span
from protocol.query_plan import Step

_BEGINNINGS: dict[Step, Callable[[date], date]] = {
    "week": lambda day: day - timedelta(days=day.weekday()),
    "quarter": lambda day: date(day.year, day.month - (day.month - 1) % 3, 1),
    "year": lambda day: date(day.year, 1, 1),
}


def in_steps(table: ChargeTable, step: Step | None) -> ChargeTable:
    """The same charges over coarser spans; weeks run Monday to Sunday. The first and the last span reach no
    further than the table's own.
    """
    if step is None or any("T" in span.start for span in table.spans):
        return table
    begins = _BEGINNINGS[step]
    coarser: dict[date, Span] = {}
    for span in table.spans:
        beginning = begins(date.fromisoformat(span.start))
        known = coarser.get(beginning, span)
        coarser[beginning] = Span(known.start, span.end, known.estimated or span.estimated)
    charges = [
        replace(charge, span=coarser[begins(date.fromisoformat(charge.span.start))])
        for charge in table.everything
    ]
    return ChargeTable(list(coarser.values()), charges, table.charge_types)
