"""Unit cost: spend over a count the question gives, or over the usage of one unit."""

from decimal import Decimal

from cost.charge_table import MIXED_UNITS, MOST_GROUPS, Charge, ChargeTable, charge_table, sums, total_of
from cost.credits import before_credits_figures
from cost.groups import breakdown_groups
from cost.history import Days, days_in_history, note_data_end, note_estimates, note_nearest_charge
from cost.numbers import average
from cost.question import CostQuestion
from protocol.query_plan import UnitOf
from protocol.result import CostAnalysis, Figure, Money

UNIT_NAMES = {
    "gb-mo": "gb-month",
    "gb-months": "gb-month",
    "hrs": "hour",
    "hours": "hour",
    "requests": "request",
}


def analyse_unit_cost(question: CostQuestion) -> CostAnalysis:
    """The total, and what one unit of it cost as the first figure."""
    days = days_in_history(question, question.period)
    unit = question.plan.unit
    if days is None:
        return CostAnalysis()
    by_usage = unit is None or unit.count is None
    group_by = [] if by_usage else question.plan.group_by[:MOST_GROUPS]
    if by_usage:
        table = _by_usage_type(question, days)
    else:
        table = charge_table(question, days.start, days.end, group_by=group_by)
    if not note_data_end(question, days, table):
        return CostAnalysis()
    note_estimates(question, table)
    if not table.charges:
        note_nearest_charge(question, days)
    unit_figures = _per_usage(question, table, unit) if by_usage else _per_count(question, table, unit)
    return CostAnalysis(
        total=Money(amount=table.total, currency=question.catalog.currency),
        groups=breakdown_groups(table.by_keys(), question.plan.limit) if group_by else None,
        figures=[*unit_figures, *before_credits_figures(question, days, table)],
    )


def _by_usage_type(question: CostQuestion, days: Days) -> ChargeTable:
    if question.plan.group_by:
        question.note("unit_cost_ungrouped", "Cost per unit of usage is of all groups together.")
    group_by = [] if "USAGE_TYPE" in question.catalog.unavailable else ["USAGE_TYPE"]
    return charge_table(question, days.start, days.end, group_by=group_by, with_usage=True)


def _per_count(question: CostQuestion, table: ChargeTable, unit: UnitOf | None) -> list[Figure]:
    if unit is None or not unit.count:
        question.note("no_count", "There is nothing to divide by: a count of zero has no unit cost.")
        return []
    value, one = average(table.total, unit.count), _one_of(unit.name)
    currency = question.catalog.currency
    return [
        Figure(id="unit_cost", label=f"Cost per {one}", value=value, unit=f"{currency}/{one}"),
        Figure(id="unit_count", label=f"Number of {unit.name}", value=unit.count, unit="count"),
    ]


def _per_usage(question: CostQuestion, table: ChargeTable, unit: UnitOf | None) -> list[Figure]:
    quantities = sums((charge.unit, charge.quantity) for charge in table.charges if charge.quantity)
    units = [name for name in quantities if name not in MIXED_UNITS]
    wanted = unit.usage_unit if unit else None
    meant = [name for name in units if wanted is None or same_unit(name, wanted)]
    if len(meant) != 1 or not quantities[meant[0]]:
        _note_units(question, units, wanted)
        return []
    measured = _usage_types_measured_in(table, meant[0])
    quantity: Decimal = quantities[meant[0]]
    cost = total_of(measured)
    currency, name = question.catalog.currency, meant[0]
    one = one_unit(name)
    return [
        Figure(
            id="unit_cost", label=f"Cost per {one}", value=average(cost, quantity), unit=f"{currency}/{one}"
        ),
        Figure(id="unit_quantity", label=f"Usage in {name}", value=quantity, unit=name),
        Figure(id="unit_spend", label=f"Cost of the usage measured in {name}", value=cost, unit=currency),
    ]


def one_unit(name: str) -> str:
    """One of a unit of the bill in words: `request` of `Requests`, `hour` of `Hrs`; `GB` stays."""
    if name.lower() in UNIT_NAMES:
        return UNIT_NAMES[name.lower()].replace("gb", "GB")
    is_a_word = name.isalpha() and name[1:].islower()
    return _one_of(name.lower()) if is_a_word else name


def _usage_types_measured_in(table: ChargeTable, unit: str) -> list[Charge]:
    """The charges of the usage types that have this unit, their credits and refunds with them."""
    usage_types = {charge.keys for charge in table.charges if charge.quantity and charge.unit == unit}
    return [
        charge
        for charge in table.charges
        if charge.keys in usage_types and charge.unit in (unit, *MIXED_UNITS)
    ]


def _note_units(question: CostQuestion, units: list[str], wanted: str | None) -> None:
    if not units:
        question.note("no_usage_unit", "The charges have no usage quantity of one unit to divide by.")
    elif wanted is None:
        question.note(
            "units_differ", f"The usage has several units, which cannot be added: {', '.join(sorted(units))}."
        )
    else:
        question.note(
            "no_such_unit", f"No usage is measured in {wanted}; there is {', '.join(sorted(units))}."
        )


def same_unit(name: str, wanted: str) -> bool:
    """Whether a unit of the bill (`Hrs`, `GB-Mo`) is the one a question names (`hours`, `GB-month`)."""
    return _plain(name) == _plain(wanted)


def _plain(unit: str) -> str:
    lowered = unit.lower().strip()
    return UNIT_NAMES.get(lowered, lowered.removesuffix("s"))


def _one_of(name: str) -> str:
    """The singular of what was counted, as far as English is regular."""
    if name.endswith("ies") and len(name) > 4:
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
