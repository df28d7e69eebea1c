"""Charges: usage, tax, fees, credits, refunds and discounts, which together are the bill."""

from decimal import Decimal

from cost.charge_table import MOST_GROUPS, ZERO, ChargeTable, charge_table, total_of
from cost.credits import before_credits_figures, gross_to_net_figures
from cost.groups import breakdown_groups
from cost.history import days_in_history, note_data_end, note_estimates, note_nearest_charge
from cost.numbers import percent
from cost.question import CostQuestion
from cost.share import asks_share
from protocol.result import CostAnalysis, Figure, Money, ReconciliationLine


def analyse_charges(question: CostQuestion) -> CostAnalysis:
    """The total of the charge types asked for, line by line; the lines sum to it exactly.

    Where the question names charge types, the whole and their share of it are figures.
    """
    days = days_in_history(question, question.period)
    if days is None:
        return CostAnalysis()
    plan = question.plan
    group_by = plan.group_by[:MOST_GROUPS]
    table = charge_table(question, days.start, days.end, group_by=group_by)
    if not note_data_end(question, days, table):
        return CostAnalysis()
    note_estimates(question, table)
    if not table.charges:
        note_nearest_charge(question, days)
    # two other dimensions leave no group for the charge types
    split = table if table.tells_charge_types else charge_table(question, days.start, days.end)
    return CostAnalysis(
        total=Money(amount=table.total, currency=question.catalog.currency),
        groups=breakdown_groups(table.by_keys(), plan.limit, ascending=plan.ascending) if group_by else None,
        reconciliation=_lines(question, split),
        figures=[
            *gross_to_net_figures(question, split),
            *_of_the_whole(question, split),
            *before_credits_figures(question, days, split),
        ],
    )


def _lines(question: CostQuestion, table: ChargeTable) -> list[ReconciliationLine]:
    """One line a charge type, largest first, ties by name; those asked for and not there are 0."""
    amounts: dict[str, Decimal] = dict.fromkeys(question.plan.charge_types.include, ZERO)
    amounts.update(table.by_charge_type())
    ordered = sorted(amounts.items(), key=lambda item: (-item[1], item[0]))
    return [ReconciliationLine(charge_type=name, amount=amount) for name, amount in ordered]


def _of_the_whole(question: CostQuestion, table: ChargeTable) -> list[Figure]:
    if not question.plan.charge_types.include:
        return _before_tax(question, table)
    whole = total_of(table.everything)
    currency = question.catalog.currency
    figures = [Figure(id="whole", label=f"All charges {question.when}", value=whole, unit=currency)]
    value = percent(table.total, whole)
    if value is not None:
        share = Figure(id="share", label=f"Share of all charges {question.when}", value=value, unit="%")
        figures.insert(0 if asks_share(question) else 1, share)
    return figures


def _before_tax(question: CostQuestion, table: ChargeTable) -> list[Figure]:
    """What an invoice may be held against: the net without its taxes, where there are any."""
    taxes = table.by_charge_type().get("Tax", ZERO)
    if not taxes:
        return []
    value = table.total - taxes
    return [Figure(id="before_tax", label="Before tax", value=value, unit=question.catalog.currency)]
