"""The charges of two periods, in as few requests as can tell them apart, and their usage alone."""

from dataclasses import dataclass
from datetime import date

from cost.charge_table import MOST_GROUPS, ChargeTable, charge_table
from cost.dimension_keys import matches
from cost.filters import RECORD_TYPE, Expression, selects
from cost.history import Days
from cost.question import ONE_DAY, CostQuestion
from protocol.query_plan import Granularity

LONGEST_SHARED_MONTHS = 14  # one monthly request over both periods, however far apart they lie
LONGEST_SHARED_DAYS = 100  # one daily request, where only charge types are grouped
USAGE_TYPES_OF_CHARGE = ("Usage", "DiscountedUsage", "SavingsPlanCoveredUsage")
"""The charge types whose amount is a quantity at a price."""


@dataclass(frozen=True)
class TwoPeriods:
    """The charges of the later period and of the earlier."""

    current: ChargeTable
    previous: ChargeTable


def change_tables(
    question: CostQuestion, days: Days, before: Days, group_by: list[str]
) -> tuple[TwoPeriods, TwoPeriods | None]:
    """All charges by group, and those of usage with quantities, finer; None where usage is not to be had.

    A refund or a tax has the usage type it was for: among usage it would look like a change of its price.
    """
    finer = with_usage_type(question, group_by)
    if not takes_usage_apart(question, finer):
        tables = two_tables(question, days, before, finer, with_usage=True)
        return tables, tables
    tables = two_tables(question, days, before, group_by)
    usage = matches(RECORD_TYPE, [name for name in USAGE_TYPES_OF_CHARGE if _is_asked(question, name)])
    return tables, question.attempt(
        "What is due to usage and what to prices",
        lambda: two_tables(question, days, before, finer, with_usage=True, only=usage),
    )


def takes_usage_apart(question: CostQuestion, finer: list[str]) -> bool:
    """Whether usage takes a request of its own: no group is left to tell it from other charges asked for."""
    asked = [name for name in question.catalog.charge_types if _is_asked(question, name)]
    is_mixed = bool(set(asked) & set(USAGE_TYPES_OF_CHARGE)) and bool(set(asked) - set(USAGE_TYPES_OF_CHARGE))
    return is_mixed and not tells_charge_types(question, finer)


def tells_charge_types(question: CostQuestion, groups: list[str]) -> bool:
    """Whether a request with these groups has room to tell charge types apart."""
    grouped = groups[:MOST_GROUPS]
    return RECORD_TYPE in grouped or (question.has_charge_types and len(grouped) < MOST_GROUPS)


def two_tables(
    question: CostQuestion,
    days: Days,
    before: Days,
    group_by: list[str],
    *,
    with_usage: bool = False,
    only: Expression | None = None,
) -> TwoPeriods:
    """Both periods' charges: in one request where one granularity can tell them apart, else in two."""

    def table(start: date, end: date, granularity: Granularity = "MONTHLY") -> ChargeTable:
        return charge_table(
            question, start, end, group_by=group_by, granularity=granularity, with_usage=with_usage, only=only
        )

    granularity = shared_granularity(question, days, before, grouped=bool(group_by))
    if granularity is None:
        return TwoPeriods(table(days.start, days.end), table(before.start, before.end))
    both = table(min(days.start, before.start), max(days.end, before.end), granularity)
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


def with_usage_type(question: CostQuestion, group_by: list[str]) -> list[str]:
    """The grouping with usage types beside it: only within one of them do quantities have one unit."""
    usable = len(group_by) == 1 and "USAGE_TYPE" not in [*group_by, *question.catalog.unavailable]
    return [*group_by, "USAGE_TYPE"] if usable else group_by


def _is_asked(question: CostQuestion, record_type: str) -> bool:
    return selects(question.plan.charge_types, record_type)


def _ends_months(question: CostQuestion, days: Days) -> bool:
    """Whether monthly sums give the days: they begin and end with months, or with the history."""
    begins = days.start.day == 1 or days.start == question.catalog.first_day
    return begins and days.end.day == 1


def _months(start: date, end: date) -> int:
    last = end - ONE_DAY
    return (last.year - start.year) * 12 + last.month - start.month + 1
