"""Weeks, quarters and years: Cost Explorer has only hours, days and months, which are added up to them."""

from dataclasses import replace
from datetime import date

from billing.calendar import start_of
from cost.charge_table import ChargeTable, Span
from protocol.query_plan import Granularity, Step, TimeStep

LONGER: tuple[Step, ...] = ("week", "quarter", "year")


def granularity_of(step: TimeStep) -> Granularity:
    """Cost Explorer's granularity that makes up a step (a day where hours are asked for)."""
    return "DAILY" if step in ("hour", "day", "week") else "MONTHLY"


def longer(step: TimeStep | None) -> Step | None:
    """The step where days or months must be added up to it; None where they are the step."""
    return next((one for one in LONGER if one == step), None)


def in_steps(table: ChargeTable, step: Step | None) -> ChargeTable:
    """The same charges over coarser spans; weeks run Monday to Sunday. The first and the last span reach no
    further than the table's own.
    """
    if step is None or any("T" in span.start for span in table.spans):
        return table
    coarser: dict[date, Span] = {}
    for span in table.spans:
        beginning = start_of(step, date.fromisoformat(span.start))
        known = coarser.get(beginning, span)
        coarser[beginning] = Span(known.start, span.end, known.estimated or span.estimated)
    charges = [
        replace(charge, span=coarser[start_of(step, date.fromisoformat(charge.span.start))])
        for charge in table.everything
    ]
    return ChargeTable(list(coarser.values()), charges, table.charge_types)
