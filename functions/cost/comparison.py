"""Compare and explain: two periods' charges, their difference, and what drove it."""

from decimal import Decimal

from cost.charge_table import ChargeTable, charge_table
from cost.credits import CREDITS
from cost.drivers import Changes, change_figures, drivers_of
from cost.groups import breakdown_groups, chosen_groups
from cost.history import Days, days_in_history, note_data_end, note_estimates, note_nearest_charge
from cost.numbers import percent
from cost.question import ONE_DAY, CostQuestion
from cost.series import series_points
from cost.spend import groups_asked
from cost.steps import granularity_of, in_steps, longer
from cost.two_periods import TwoPeriods, change_tables, two_tables
from cost.without_region import edges_instead
from protocol.query_plan import Period
from protocol.result import Comparison, CostAnalysis, Driver, Figure, Group, Money, SeriesPoint


def analyse_comparison(question: CostQuestion) -> CostAnalysis:
    """Later minus earlier; with groups, what each of them changed; for explain, split into usage and price.

    Where one of the periods has no data, the other's total stands alone and `comparison` is null.
    """
    current, previous = compared_periods(question)
    days, days_before = days_in_history(question, current), days_in_history(question, previous)
    explains = question.plan.intent == "explain"
    group_by = groups_asked(question) or (["SERVICE"] if explains else [])
    if days is None or days_before is None:
        return _one_period_alone(question, days, group_by)
    if explains:
        tables, usage = change_tables(question, days, days_before, group_by)
    else:
        tables, usage = two_tables(question, days, days_before, group_by), None
    if not note_data_end(question, days, tables.current):
        return CostAnalysis()
    _note_unequal_days(question, days)
    note_estimates(question, tables.current)
    edges: list[Figure] | None = None
    if not any(charge.amount for table in (tables.current, tables.previous) for charge in table.charges):
        edges = edges_instead(question, days)
        if edges is None:
            note_nearest_charge(question, days)
    comparison = compare_amounts(tables.current.total, tables.previous.total)
    changes = drivers_of(tables, usage, len(group_by)) if group_by else None
    drivers = None if changes is None else _listed(question, changes, comparison)
    return CostAnalysis(
        total=Money(amount=comparison.current, currency=question.catalog.currency),
        comparison=comparison,
        groups=_groups(question, tables.current, len(group_by), drivers),
        series=_later_over_time(question, days) if question.plan.per else None,
        drivers=drivers,
        figures=[
            *(edges or []),
            *(change_figures(changes, question.catalog.currency) if changes and explains else []),
            *_before_credits(question, days, days_before, tables),
        ],
    )


def _later_over_time(question: CostQuestion, days: Days) -> list[SeriesPoint] | None:
    """The later period by the step asked for, in one request more; there is no room for the earlier one."""
    step = question.plan.per
    if step is None:
        return None
    table = question.attempt(
        f"The later period by {step}",
        lambda: charge_table(question, days.start, days.end, granularity=granularity_of(step)),
    )
    if table is None:
        return None
    told = "day" if step == "hour" else step
    question.note(
        "later_over_time",
        f"Only the later period is told by {told}: for the earlier one, ask for its trend by {told}.",
    )
    return series_points(question, days, in_steps(table, longer(step)))


def _listed(question: CostQuestion, changes: Changes, comparison: Comparison) -> list[Driver]:
    """The changes the plan asks for: of those that moved its way, or that made what is claimed and true."""
    plan = question.plan
    happened = "up" if comparison.delta > 0 else "down"
    true_claim = plan.direction_claimed if plan.direction_claimed == happened else None
    return changes.listed(plan.limit, plan.moved or true_claim, ascending=plan.ascending)


def compare_amounts(current: Decimal, previous: Decimal) -> Comparison:
    """The difference, and what it is of the earlier amount in percent (null of zero or less)."""
    delta = current - previous
    return Comparison(
        current=current,
        previous=previous,
        delta=delta,
        # of a negative amount (a month of credits) a rise would read as a fall
        delta_percent=percent(delta, previous) if previous > 0 else None,
    )


def compared_periods(question: CostQuestion) -> tuple[Period, Period]:
    """The later period, and the earlier: the month before it where the plan names none."""
    current = question.plan.period or question.last_full_month()
    if question.plan.compare_period is not None:
        return current, question.plan.compare_period
    end = current.start
    start = (end - ONE_DAY).replace(day=1)
    return current, Period(start=start, end=end, label=f"{start:%B %Y}")


def _one_period_alone(question: CostQuestion, days: Days | None, group_by: list[str]) -> CostAnalysis:
    if days is None:
        return CostAnalysis()
    table = charge_table(question, days.start, days.end, group_by=group_by)
    if not note_data_end(question, days, table):
        return CostAnalysis()
    return CostAnalysis(
        total=Money(amount=table.total, currency=question.catalog.currency),
        groups=_groups(question, table, len(group_by)),
    )


def _note_unequal_days(question: CostQuestion, days: Days) -> None:
    """Where the data ends within the later period, a fall may be nothing but missing days."""
    last = question.catalog.last_day
    end = min(days.end, question.today)
    if last is None or last + ONE_DAY >= end:
        return
    missing, count = (end - max(last + ONE_DAY, days.start)).days, (end - days.start).days
    have = "has" if missing == 1 else "have"
    question.note(
        "unequal_days",
        f"{missing} of the {count} days of the later period {have} no data yet: it is too low.",
    )


def _groups(
    question: CostQuestion, table: ChargeTable, depth: int, drivers: list[Driver] | None = None
) -> list[Group] | None:
    plan = question.plan
    if not plan.group_by:
        return None
    amounts = table.by_keys(depth)
    moved = [tuple(one.keys) for one in drivers or [] if tuple(one.keys) in amounts] if plan.moved else []
    if moved:  # the rows whose change is asked for, not those that cost most
        return chosen_groups(amounts, moved)
    return breakdown_groups(amounts, plan.limit, ascending=plan.ascending)


def _before_credits(question: CostQuestion, days: Days, before: Days, tables: TwoPeriods) -> list[Figure]:
    """Both totals and their difference before credits and refunds, where there are any."""
    types = question.plan.charge_types
    credits_asked = not types.include and not set(CREDITS) <= set(types.exclude)
    if not credits_asked or not set(CREDITS) & set(question.catalog.charge_types):
        return []
    split: TwoPeriods | None = tables
    if not tables.current.tells_charge_types or not tables.previous.tells_charge_types:
        split = question.attempt(
            "The figures before credits and refunds", lambda: two_tables(question, days, before, [])
        )
    if split is None:
        return []
    current, previous = split.current.without(CREDITS).total, split.previous.without(CREDITS).total
    if (current, previous) == (split.current.total, split.previous.total):
        return []
    named = (
        ("before_credits", "Before credits and refunds", current),
        ("before_credits_previous", "Before credits and refunds, the period before", previous),
        ("before_credits_delta", "Change before credits and refunds", current - previous),
    )
    currency = question.catalog.currency
    return [Figure(id=identity, label=label, value=value, unit=currency) for identity, label, value in named]
