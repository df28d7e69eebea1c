"""The figure a question asks for when it is no total: an average, the dearest days, a count."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from billing.calendar import add_months
from cost.charge_table import ZERO, ChargeTable
from cost.history import Days
from cost.numbers import average
from cost.question import ONE_DAY, CostQuestion
from protocol.query_plan import Granularity, Measure
from protocol.result import Figure

DAYS_A_WEEK = 7
_BY_SPAN: dict[Measure, tuple[str, Granularity, bool]] = {
    "dearest_day": ("Most expensive day", "DAILY", True),
    "cheapest_day": ("Cheapest day", "DAILY", False),
    "dearest_month": ("Most expensive month", "MONTHLY", True),
    "cheapest_month": ("Cheapest month", "MONTHLY", False),
}
_PLURALS = {
    "SERVICE": "services",
    "LINKED_ACCOUNT": "accounts",
    "REGION": "regions",
    "USAGE_TYPE": "usage types",
    "RECORD_TYPE": "charge types",
}


def granularity_for(question: CostQuestion, days: Days) -> Granularity:
    """The coarsest granularity that holds the figure asked for."""
    asked = [question.plan.measure, *question.plan.also]
    if any(measure in _BY_SPAN and _BY_SPAN[measure][1] == "DAILY" for measure in asked):
        return "DAILY"
    if {"average_daily", "average_weekly"} & set(asked) and days.end > question.today:
        return "DAILY"  # today's charges are in the total, and in no average
    return "MONTHLY"


def measure_figures(question: CostQuestion, days: Days, table: ChargeTable) -> list[Figure]:
    """The figures of the plan's measure, then of those asked for beside it; none for a plain total."""
    return [
        figure
        for measure in (question.plan.measure, *question.plan.also)
        for figure in _figures_of(measure, question, days, table)
    ]


def _figures_of(measure: Measure, question: CostQuestion, days: Days, table: ChargeTable) -> list[Figure]:
    if measure in _BY_SPAN:
        return _extreme(measure, question, days, table)
    averages: dict[Measure, Callable[[CostQuestion, Days, ChargeTable], list[Figure]]] = {
        "average_daily": _average_daily,
        "average_weekly": _average_weekly,
        "average_monthly": _average_monthly,
        "count": _count,
    }
    return averages[measure](question, days, table) if measure in averages else []


def days_with_data(question: CostQuestion, days: Days) -> Days:
    """The whole days among them that have data: neither today nor what lies after the last charge."""
    last = question.catalog.last_day
    end = min(days.end, question.today, last + ONE_DAY if last else days.end)
    return Days(days.start, max(days.start, end))


def _average_daily(question: CostQuestion, days: Days, table: ChargeTable) -> list[Figure]:
    whole = days_with_data(question, days)
    count = (whole.end - whole.start).days
    if not count:
        return _no_whole(question, "day")
    return _averages(
        question, "day", table.between(whole.start, whole.end), Decimal(count), f"{count} whole days"
    )


def _average_weekly(question: CostQuestion, days: Days, table: ChargeTable) -> list[Figure]:
    whole = days_with_data(question, days)
    count = (whole.end - whole.start).days
    if not count:
        return _no_whole(question, "day")
    weeks = Decimal(count) / DAYS_A_WEEK
    return _averages(question, "week", table.between(whole.start, whole.end), weeks, f"{count} whole days")


def _average_monthly(question: CostQuestion, days: Days, table: ChargeTable) -> list[Figure]:
    whole = days_with_data(question, days)
    months = _whole_months(whole)
    if not months:
        return _no_whole(question, "month")
    part = table.between(months[0], add_months(months[-1], 1))
    return _averages(question, "month", part, Decimal(len(months)), f"{len(months)} whole months")


def _averages(
    question: CostQuestion, unit: str, part: ChargeTable, count: Decimal, over: str
) -> list[Figure]:
    """The average of all, then that of each group, where groups were asked for."""
    identity = {"day": "average_daily", "week": "average_weekly", "month": "average_monthly"}[unit]
    per = f"{question.catalog.currency}/{unit}"
    label = f"Average per {unit} over {over}"
    figures = [Figure(id=identity, label=label, value=average(part.total, count), unit=per)]
    for keys, amount in sorted(part.by_keys().items(), key=lambda item: (-item[1], item[0])):
        if keys:
            name = " / ".join(key or "(none)" for key in keys)
            figures.append(
                Figure(
                    id=f"{identity}:{name}", label=f"{label}: {name}", value=average(amount, count), unit=per
                )
            )
    return figures


def _extreme(measure: Measure, question: CostQuestion, days: Days, table: ChargeTable) -> list[Figure]:
    label, granularity, dearest = _BY_SPAN[measure]
    whole = days_with_data(question, days)
    # a day under way is dear already, but cheap only so far
    end = days.end if dearest else whole.end
    part = table.between(days.start, end)
    amounts = part.by_span() if granularity == "DAILY" else _by_month(part)
    last = question.catalog.last_day
    known = {
        start: amount for start, amount in amounts.items() if amount or not last or start <= last.isoformat()
    }
    if not known:
        return _no_whole(question, "day" if granularity == "DAILY" else "month")
    ordered = sorted(known.items(), key=lambda item: (-item[1] if dearest else item[1], item[0]))
    currency = question.catalog.currency
    # the one of a later place that is asked for leads
    first = measure == question.plan.measure
    asked = (question.plan.place if first else None) or 1
    most = (question.plan.limit if first else None) or 1
    figures: list[Figure] = []
    for number, (start, amount) in enumerate(ordered[:most], start=1):
        when = start[:10] if granularity == "DAILY" else start[:7]
        suffix = "" if number == asked else f":{number}"
        place = f", number {number}" if number > 1 else ""
        title = f"{label}{place}: {when}"
        figure = Figure(id=f"{measure}{suffix}", label=title, value=amount, unit=currency, of=when)
        figures.insert(0 if number == asked else len(figures), figure)
    return figures


def _by_month(table: ChargeTable) -> dict[str, Decimal]:
    """The amount of each month by the start of its first span, for the days may be told apart."""
    months: dict[str, str] = {}
    amounts: dict[str, Decimal] = {}
    for start, amount in table.by_span().items():
        first = months.setdefault(start[:7], start)
        amounts[first] = amounts.get(first, ZERO) + amount
    return amounts


def _count(question: CostQuestion, days: Days, table: ChargeTable) -> list[Figure]:
    present = [keys for keys in table.by_keys() if any(keys)]
    counted = " and ".join(_PLURALS.get(name, f"values of {name}") for name in question.plan.group_by)
    label = f"Number of {counted or _PLURALS['SERVICE']} with charges"
    return [Figure(id="count", label=label, value=Decimal(len(present)), unit="count")]


def _no_whole(question: CostQuestion, unit: str) -> list[Figure]:
    question.note(f"no_whole_{unit}", f"There is no whole {unit} in the period yet, so there is no average.")
    return []


def _whole_months(days: Days) -> list[date]:
    """The first days of the calendar months that lie wholly within the days."""
    first = days.start if days.start.day == 1 else add_months(days.start, 1)
    months = []
    while add_months(first, 1) <= days.end:
        months.append(first)
        first = add_months(first, 1)
    return months
