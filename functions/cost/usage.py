"""Usage instead of cost: how much was used, in the units the bill measures it in. No amount of money."""

from dataclasses import dataclass, replace
from decimal import Decimal

from cost.charge_table import MIXED_UNITS, MOST_GROUPS, ZERO, ChargeTable, charge_table
from cost.history import Days, days_in_history, note_data_end, note_estimates, note_nearest_charge
from cost.question import CostQuestion
from cost.unit_cost import same_unit
from protocol.query_plan import Period, QueryPlan
from protocol.result import CostAnalysis, Figure

NORMALIZED_UNIT = "normalized units"
MOST_FIGURES = 50
Place = tuple[str, ...]


@dataclass(frozen=True)
class Quantity:
    """How much was used in one unit, at one value of what is grouped by and in one span; and what it cost."""

    place: Place
    unit: str
    amount: Decimal
    cost: Decimal


def analyse_usage(question: CostQuestion) -> CostAnalysis:
    """A figure for each unit, the one asked for first, then what cost most; no unit is added to another.

    Groups, and the months or days of a trend, are figures too; `total` is null, for it would be no money.
    """
    plan = question.plan
    days = days_in_history(question, question.period)
    if days is None:
        return CostAnalysis()
    table = _table(question, days)
    if not note_data_end(question, days, table):
        return CostAnalysis()
    note_estimates(question, table)
    whole = sorted(_quantities(question, table, by_place=False), key=lambda one: not _is_named(question, one))
    if not whole:
        question.note("no_usage_unit", "The charges have no usage quantity with a unit.")
        if not table.charges:
            note_nearest_charge(question, days)
    figures = [_figure(one, question.when) for one in whole]
    if plan.compare_period is not None and plan.intent in ("compare", "explain"):
        figures += _compared(question, whole, plan.compare_period)
    elif plan.group_by or plan.intent == "trend":
        parts = _quantities(question, table, by_place=True)
        figures += [_figure(one, f"of {' / '.join(one.place)}") for one in parts[:MOST_FIGURES]]
        if len(parts) > MOST_FIGURES:
            question.note("usage_left_out", f"{len(parts) - MOST_FIGURES} smaller quantities are left out.")
    return CostAnalysis(figures=figures)


def _table(question: CostQuestion, days: Days) -> ChargeTable:
    """Charges with quantities, within usage types, for only there they have one unit."""
    plan = question.plan
    grouped = _coarser(plan)
    finer = [] if "USAGE_TYPE" in question.catalog.unavailable else ["USAGE_TYPE"]
    by_day = plan.intent == "trend" and plan.granularity != "MONTHLY"
    normalized = plan.metric == "NormalizedUsageAmount"
    priced = plan if normalized else plan.model_copy(update={"metric": "UnblendedCost"})
    return charge_table(
        replace(question, plan=priced),
        days.start,
        days.end,
        group_by=[*grouped, *finer],
        granularity="DAILY" if by_day else "MONTHLY",
        with_usage=not normalized,
    )


def _coarser(plan: QueryPlan) -> list[str]:
    return [name for name in plan.group_by if name != "USAGE_TYPE"][: MOST_GROUPS - 1]


def _quantities(question: CostQuestion, table: ChargeTable, *, by_place: bool) -> list[Quantity]:
    """The quantities of each unit; of each group and span as well, where `by_place`."""
    found: dict[tuple[Place, str], tuple[Decimal, Decimal]] = {}
    normalized = question.plan.metric == "NormalizedUsageAmount"
    for charge in table.charges:
        quantity, unit = (charge.amount, NORMALIZED_UNIT) if normalized else (charge.quantity, charge.unit)
        if not quantity or unit in MIXED_UNITS:
            continue
        place = _place(question, charge.span.start, charge.keys) if by_place else ()
        before, cost = found.get((place, unit), (ZERO, ZERO))
        found[place, unit] = (before + quantity, cost + charge.amount)
    quantities = [Quantity(place, unit, *sums) for (place, unit), sums in found.items()]
    if question.plan.intent == "trend":
        return sorted(quantities, key=lambda one: (one.place, -one.cost, one.unit))
    return sorted(quantities, key=lambda one: (-one.cost, one.place, one.unit))


def _is_named(question: CostQuestion, quantity: Quantity) -> bool:
    """Whether it is in the unit the question names: "how many GB" are GB, and GB-months of storage."""
    unit = question.plan.unit
    wanted = unit.usage_unit if unit else None
    return bool(wanted) and any(
        same_unit(name, str(wanted)) for name in (quantity.unit, quantity.unit.partition("-")[0])
    )


def _place(question: CostQuestion, start: str, keys: Place) -> Place:
    plan = question.plan
    in_time = (start[:7] if plan.granularity == "MONTHLY" else start[:10],) if plan.intent == "trend" else ()
    shown = len(keys) if "USAGE_TYPE" in plan.group_by else len(_coarser(plan))
    named = keys[:shown] if plan.group_by else ()
    return (*in_time, *(key or "(none)" for key in named))


def _figure(quantity: Quantity, of: str) -> Figure:
    suffix = f":{' / '.join(quantity.place)}" if quantity.place else ""
    return Figure(
        id=f"usage:{quantity.unit}{suffix}",
        label=f"Usage in {quantity.unit} {of}",
        value=quantity.amount,
        unit=quantity.unit,
    )


def _compared(question: CostQuestion, current: list[Quantity], earlier: Period) -> list[Figure]:
    """The same units in the earlier period, and the differences."""
    days = days_in_history(question, earlier)
    if days is None:
        return []
    before = {one.unit: one.amount for one in _quantities(question, _table(question, days), by_place=False)}
    now = {one.unit: one.amount for one in current}
    figures = []
    for unit in dict.fromkeys([*now, *before]):
        then, change = before.get(unit, ZERO), now.get(unit, ZERO) - before.get(unit, ZERO)
        label = f"Usage in {unit}, the period before"
        figures.append(Figure(id=f"usage_previous:{unit}", label=label, value=then, unit=unit))
        figures.append(
            Figure(id=f"usage_delta:{unit}", label=f"Change of usage in {unit}", value=change, unit=unit)
        )
    return figures
