"""A part and the whole it belongs to, in one request where one filter makes the part."""

from decimal import Decimal

from cost.charge_table import Charge, ChargeTable, charge_table, total_of
from cost.filters import selects
from cost.history import Days
from cost.numbers import percent
from cost.question import CostQuestion
from protocol.query_plan import Granularity
from protocol.result import Figure


def asks_share(question: CostQuestion) -> bool:
    """Whether the question asks how large a part is."""
    return question.plan.share_of_whole or question.plan.measure == "share"


def part_of_whole(
    question: CostQuestion, days: Days, granularity: Granularity
) -> tuple[ChargeTable, Decimal]:
    """The charges the filters leave, and the total without those filters (exclusions still hold)."""
    filters = question.plan.filters
    if len(filters) > 1 or not question.has_charge_types:
        part = charge_table(question, days.start, days.end, granularity=granularity)
        whole = charge_table(question, days.start, days.end, without_filters=frozenset(filters))
        return part, _whole_of(question, whole.everything)
    everything = charge_table(
        question,
        days.start,
        days.end,
        group_by=list(filters),
        granularity=granularity,
        without_filters=frozenset(filters),
    )
    chosen = [charge for charge in everything.everything if _is_part(question, charge)]
    return (
        ChargeTable(everything.spans, [_without_keys(charge) for charge in chosen], everything.charge_types),
        _whole_of(question, everything.everything),
    )


def share_figures(question: CostQuestion, part: Decimal, whole: Decimal) -> list[Figure]:
    """The part as a percentage of the whole, and the whole; no percentage of a whole of zero."""
    currency = question.catalog.currency
    figures = [Figure(id="whole", label=f"Everything in {question.period.label}", value=whole, unit=currency)]
    value = percent(part, whole)
    if value is None:
        question.note("no_share", "There was no spend to take a share of.")
        return figures
    return [
        Figure(id="share", label=f"Share of everything in {question.period.label}", value=value, unit="%"),
        *figures,
    ]


def _whole_of(question: CostQuestion, charges: list[Charge]) -> Decimal:
    """Of all charge types where one of them is the part, else of those the question asks for."""
    types = question.plan.charge_types
    if types.include:
        return total_of(charges)
    return total_of(
        charge for charge in charges if charge.record_type is None or selects(types, charge.record_type)
    )


def _is_part(question: CostQuestion, charge: Charge) -> bool:
    return all(key in values for key, values in zip(charge.keys, question.plan.filters.values(), strict=True))


def _without_keys(charge: Charge) -> Charge:
    return Charge(charge.span, (), charge.amount, charge.record_type, charge.quantity, charge.unit)
