"""Spend, breakdown and trend: one request's charges as a total, groups, and a series."""

from cost.charge_table import MOST_GROUPS, ChargeTable, charge_table
from cost.credits import before_credits_figures
from cost.groups import breakdown_groups, first_named
from cost.history import Days, days_in_history, note_data_end, note_estimates, note_nearest_charge
from cost.measures import granularity_for, measure_figures
from cost.question import CostQuestion
from cost.series import series_points, with_series
from cost.share import Whole, asks_share, part_of_whole, share_figures, shares_over_time
from cost.steps import granularity_of, in_steps
from cost.without_region import edges_instead
from protocol.query_plan import Granularity
from protocol.result import CostAnalysis, Figure, Group, Money

_COARSENESS: dict[Granularity, int] = {"HOURLY": 0, "DAILY": 1, "MONTHLY": 2}


def analyse_spend(question: CostQuestion) -> CostAnalysis:
    """The charges of the period: `total` null where there is no data, groups and series where asked for."""
    plan = question.plan
    days = days_in_history(question, question.period)
    if days is None:
        return CostAnalysis()
    group_by = groups_asked(question)
    wholes: list[Whole] = []
    if asks_share(question) and not plan.group_by:
        table, wholes = part_of_whole(question, days, granularity(question, days))
    else:
        table = spend_table(question, days, group_by)
    if not note_data_end(question, days, table):
        return CostAnalysis()
    note_estimates(question, table)
    edges: list[Figure] | None = None
    if not table.total and not any(charge.amount for charge in table.charges):
        edges = edges_instead(question, days)
        if edges is None:
            note_nearest_charge(question, days)
    return CostAnalysis(
        total=Money(amount=table.total, currency=question.catalog.currency),
        groups=_groups(question, days, table) if group_by else None,
        series=series_points(question, days, in_steps(table, plan.step)) if shows_series(question) else None,
        figures=[
            *(edges or []),
            *measure_figures(question, days, table),
            *(_first_named(question, table) if len(group_by) == 1 else []),
            *(share_figures(question, table.total, wholes) if wholes else []),
            *(shares_over_time(question, table, wholes[0]) if wholes else []),
            *before_credits_figures(question, days, table),
        ],
    )


def _groups(question: CostQuestion, days: Days, table: ChargeTable) -> list[Group]:
    plan = question.plan
    groups = breakdown_groups(table.by_keys(), plan.limit, ascending=plan.ascending)
    if plan.intent != "trend":
        return groups
    return with_series(question, days, in_steps(table, plan.step), groups)


def _first_named(question: CostQuestion, table: ChargeTable) -> list[Figure]:
    """For the one part asked for: who leads what has a value, where what has none (no tag) comes first."""
    plan = question.plan
    named = first_named(table.by_keys(), ascending=plan.ascending) if plan.limit == 1 else None
    if named is None:
        return []
    key, amount = named
    title = f"{'Smallest' if plan.ascending else 'Largest'} that has a value: {key}"
    return [Figure(id="first_named", label=title, value=amount, unit=question.catalog.currency, of=key)]


def groups_asked(question: CostQuestion) -> list[str]:
    """The dimensions to group by: the plan's, or services where a breakdown or a count names none."""
    plan = question.plan
    if plan.group_by:
        return plan.group_by[:MOST_GROUPS]
    return ["SERVICE"] if plan.intent == "breakdown" or plan.measure == "count" else []


def granularity(question: CostQuestion, days: Days) -> Granularity:
    """The finer of what the question shows over time and what its measure needs."""
    needed = granularity_for(question, days)
    if question.plan.per:  # a share over time
        needed = min(needed, granularity_of(question.plan.per), key=_COARSENESS.__getitem__)
    if not shows_series(question):
        return needed
    return min(needed, question.plan.granularity, key=_COARSENESS.__getitem__)


def shows_series(question: CostQuestion) -> bool:
    """Whether the answer shows amounts over time."""
    return question.plan.intent == "trend" or question.plan.measure in (
        "dearest_day",
        "cheapest_day",
        "dearest_month",
        "cheapest_month",
    )


def spend_table(question: CostQuestion, days: Days, group_by: list[str]) -> ChargeTable:
    """The period's charges; by day where AWS keeps no hours of it."""
    wanted = granularity(question, days)
    if wanted == "HOURLY":
        hourly = question.attempt(
            "Hourly figures",
            lambda: charge_table(question, days.start, days.end, group_by=group_by, granularity="HOURLY"),
        )
        if hourly is not None:
            return hourly
        question.note("by_day", "Hourly figures cannot be had, so these are by day.")
        wanted = "DAILY"
    return charge_table(question, days.start, days.end, group_by=group_by, granularity=wanted)
