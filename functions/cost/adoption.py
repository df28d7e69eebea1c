"""Adoption: what was first charged within a period."""

from datetime import date
from decimal import Decimal

from cost.charge_table import ZERO, ChargeTable, charge_table, sums
from cost.dimension_keys import matches
from cost.history import days_in_history, note_data_end, note_estimates
from cost.question import CostQuestion
from protocol.result import Adopted, CostAnalysis, Figure, Money


def analyse_adoption(question: CostQuestion) -> CostAnalysis:
    """The values whose first charge in the history falls in the period, earliest first, ties by key.

    What is charged on the history's own first day is not new by that. One monthly request finds the
    candidates, and a daily one of those alone their first days.
    """
    days = days_in_history(question, question.period)
    first_day = question.catalog.first_day
    if days is None or first_day is None:
        return CostAnalysis()
    dimension = (question.plan.group_by or ["SERVICE"])[0]
    history = charge_table(question, first_day, days.end, group_by=[dimension])
    if not note_data_end(question, days, history):
        return CostAnalysis()
    month = max(days.start.replace(day=1), first_day)
    known = {charge.keys for charge in history.charges if charge.span.start < month.isoformat()}
    candidates = sorted({charge.keys[0] for charge in history.charges if charge.keys not in known} - {""})
    adopted = _first_charges(question, dimension, candidates, month, days.end) if candidates else []
    new = [one for one in adopted if one.first_seen >= days.start and one.first_seen > first_day]
    if not new:
        _note_known(question, history)
    note_estimates(question, history)
    total = sum((one.amount for one in new), ZERO)
    currency = question.catalog.currency
    return CostAnalysis(
        total=Money(amount=total, currency=currency),
        adopted=sorted(new, key=lambda one: (one.first_seen, one.keys)),
        figures=[
            Figure(
                id="adopted_count",
                label=f"New {question.when}",
                value=Decimal(len(new)),
                unit="count",
            )
        ],
    )


def _note_known(question: CostQuestion, history: ChargeTable) -> None:
    """For a value asked for by name that is not new: the month of its first charge."""
    months = sorted(charge.span.start for charge in history.charges)
    first_day = question.catalog.first_day
    if not question.plan.filters or not months or first_day is None:
        return
    first = max(date.fromisoformat(months[0]), first_day)
    where = ", where the history begins" if first == first_day else ""
    question.note("known_before", f"It was charged before: first in {first:%B %Y}{where}.")


def _first_charges(
    question: CostQuestion, dimension: str, candidates: list[str], start: date, end: date
) -> list[Adopted]:
    """Each candidate's first day and amount from `start` on."""
    table = charge_table(
        question,
        start,
        end,
        group_by=[dimension],
        granularity="DAILY",
        only=matches(dimension, candidates),
    )
    amounts = sums((charge.keys, charge.amount) for charge in table.charges)
    first: dict[tuple[str, ...], str] = {}
    for charge in table.charges:
        first[charge.keys] = min(charge.span.start, first.get(charge.keys, charge.span.start))
    return [
        Adopted(keys=list(keys), first_seen=date.fromisoformat(first[keys]), amount=amount)
        for keys, amount in amounts.items()
    ]
