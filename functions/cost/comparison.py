"""Compare and explain: two periods' charges, their difference, and what drove it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cost.charge_table import ChargeTable, charge_table
from cost.credits import CREDITS
from cost.drivers import change_figures, drivers_of
from cost.groups import breakdown_groups
from cost.history import Days, days_in_history, note_data_end, note_estimates, note_nearest_charge
from cost.numbers import percent
from cost.question import ONE_DAY, CostQuestion
from cost.spend import groups_asked
from protocol.query_plan import Granularity, Period
from protocol.result import Comparison, CostAnalysis, Figure, Group, Money

LONGEST_SHARED_MONTHS = 14  # one monthly request over both periods, however far apart they lie
LONGEST_SHARED_DAYS = 100  # one daily request, where only charge types are grouped


@dataclass(frozen=True)
class TwoPeriods:
    """The charges of the later period and of the earlier."""

    current: ChargeTable
    previous: ChargeTable


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
    finer = with_usage_type(question, group_by) if explains else group_by
    tables = two_tables(question, days, days_before, finer, with_usage=explains)
    if not note_data_end(question, days, tables.current):
        return CostAnalysis()
    _note_unequal_days(question, days)
    note_estimates(question, tables.current)
    if not any(charge.amount for table in (tables.current, tables.previous) for charge in table.charges):
        note_nearest_charge(question, days)
    comparison = compare_amounts(tables.current.total, tables.previous.total)
    drivers = drivers_of(tables.current, tables.previous, len(group_by)) if group_by else None
    return CostAnalysis(
        total=Money(amount=comparison.current, currency=question.catalog.currency),
        comparison=comparison,
        groups=_groups(question, tables.current, len(group_by)),
        drivers=drivers.listed(question.plan.limit) if drivers is not None else None,
        figures=[
            *(change_figures(drivers, question.catalog.currency) if drivers and explains else []),
            *_before_credits(question, days, days_before, tables),
        ],
    )


def compare_amounts(current: Decimal, previous: Decimal) -> Comparison:
    """The difference, and what it is of the earlier amount in percent (null of zero)."""
    delta = current - previous
    return Comparison(
        current=current,
        previous=previous,
        delta=delta,
        delta_percent=percent(delta, previous),
    )


def two_tables(
    question: CostQuestion, days: Days, before: Days, group_by: list[str], *, with_usage: bool = False
) -> TwoPeriods:
    """Both periods' charges: in one request where one granularity can tell them apart, else in two."""
    start, end = min(days.start, before.start), max(days.end, before.end)
    granularity = shared_granularity(question, days, before, grouped=bool(group_by))
    if granularity is None:
        return TwoPeriods(
            charge_table(question, days.start, days.end, group_by=group_by, with_usage=with_usage),
            charge_table(question, before.start, before.end, group_by=group_by, with_usage=with_usage),
        )
    both = charge_table(
        question, start, end, group_by=group_by, granularity=granularity, with_usage=with_usage
    )
    return TwoPeriods(both.between(days.start, days.end), both.between(before.start, before.end))


def shared_granularity(
    question: CostQuestion, days: Days, before: Days, *, grouped: bool
) -> Granularity | None:
    """At which one request tells both periods apart; None where each takes its own."""
    start, end = min(days.start, before.start), max(days.end, before.end)
    by_month = _ends_months(question, days) and _ends_months(question, before)
    if by_month and _months(start, end) <= LONGEST_SHARED_MONTHS:
        return "MONTHLY"
    return "DAILY" if not grouped and (end - start).days <= LONGEST_SHARED_DAYS else None


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


def with_usage_type(question: CostQuestion, group_by: list[str]) -> list[str]:
    """The grouping with usage types beside it: only within one of them do quantities have one unit."""
    usable = len(group_by) == 1 and "USAGE_TYPE" not in [*group_by, *question.catalog.unavailable]
    return [*group_by, "USAGE_TYPE"] if usable else group_by


def _groups(question: CostQuestion, table: ChargeTable, depth: int) -> list[Group] | None:
    if not question.plan.group_by:
        return None
    plan = question.plan
    return breakdown_groups(table.by_keys(depth), plan.limit, ascending=plan.ascending)


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


def _ends_months(question: CostQuestion, days: Days) -> bool:
    """Whether monthly sums give the days: they begin and end with months, or with the history."""
    begins = days.start.day == 1 or days.start == question.catalog.first_day
    return begins and days.end.day == 1


def _months(start: date, end: date) -> int:
    last = end - ONE_DAY
    return (last.year - start.year) * 12 + last.month - start.month + 1
