"""The total before credits and refunds, which every spend answer gives where there are any."""

from decimal import Decimal

from cost.charge_table import Charge, ChargeTable, charge_table, total_of
from cost.history import Days
from cost.question import CostQuestion
from protocol.result import Figure

CREDITS = ("Credit", "Refund")


def before_credits_figures(question: CostQuestion, days: Days, table: ChargeTable) -> list[Figure]:
    """The totals before and after credits, whichever the question did not ask for; none where there are none.

    Where both groups are used up, the charge types take a second request, made only where there are credits.
    """
    types = question.plan.charge_types
    if types.include or not question.has_charge_types:
        return []
    if not table.tells_charge_types:
        if not set(CREDITS) & set(question.catalog.charge_types):
            return []
        split = question.attempt(
            "The total before credits and refunds", lambda: charge_table(question, days.start, days.end)
        )
        if split is None:
            return []
        table = split
    credited = [charge for charge in table.everything if charge.record_type in CREDITS]
    if not total_of(credited):
        return []
    return _both_totals(question, table, credited)


def gross_to_net_figures(question: CostQuestion, table: ChargeTable) -> list[Figure]:
    """What credits and refunds take off the gross total, where that difference is asked for."""
    if question.plan.measure != "gross_to_net" or not table.tells_charge_types:
        return []
    credited = total_of(charge for charge in table.everything if charge.record_type in CREDITS)
    label = "Difference between gross and net spend"
    return [_figure("gross_to_net", label, -credited, question.catalog.currency)]


def _both_totals(question: CostQuestion, table: ChargeTable, credited: list[Charge]) -> list[Figure]:
    currency = question.catalog.currency
    excluded = question.plan.charge_types.exclude
    counted = total_of(charge for charge in credited if charge.record_type not in excluded)
    missing = total_of(charge for charge in credited if charge.record_type in excluded)
    figures = [_figure("credits", "Credits and refunds", total_of(credited), currency)]
    if counted:
        figures.insert(
            0, _figure("before_credits", "Before credits and refunds", table.total - counted, currency)
        )
    if missing:
        figures.insert(
            0, _figure("after_credits", "With credits and refunds", table.total + missing, currency)
        )
    return figures


def _figure(identity: str, label: str, value: Decimal, unit: str) -> Figure:
    return Figure(id=identity, label=label, value=value, unit=unit)
