"""The complete assessment: the last full month, its change, and what is to come; at most 12 paid requests."""

from cost.anomalies import anomalies_of
from cost.budgets import budgets_of, recommended_budget
from cost.commitments import commitments_of
from cost.comparison import compare_amounts
from cost.drivers import change_figures, drivers_of
from cost.forecast import forecast_of, rest_of_month
from cost.groups import breakdown_groups
from cost.history import days_in_history, note_data_end
from cost.question import ONE_DAY, CostQuestion
from cost.two_periods import change_tables, two_tables
from protocol.query_plan import Period
from protocol.result import CostAnalysis, Figure, Money, ReconciliationLine

MOST_SHOWN = 10  # services, and drivers
MOST_RESERVED_SERVICES = 2


def analyse_assessment(question: CostQuestion) -> CostAnalysis:
    """Spend and its change with drivers, forecast, budgets, anomalies and commitments.

    Paid requests: 2 for the months, 2 for the forecast, 1 for a recommended budget, 2 for anomalies, 2 for
    Savings Plans, 3 for reservations. Each part that cannot be had is left out, with its reason.
    """
    analysis = _last_month(question)
    month = rest_of_month(question)
    analysis.forecast, figures = forecast_of(question, month)
    analysis.figures += figures
    analysis.budgets = budgets_of(question)
    if analysis.budgets == []:
        analysis.budgets, figures = recommended_budget(question, analysis.forecast)
        analysis.figures += figures
    period = question.plan.period or question.last_full_month()
    analysis.anomalies = anomalies_of(question, None)
    analysis.commitments = [
        *commitments_of(question, period, ["savings_plans"], "all", 0),
        *commitments_of(question, period, ["reservations"], "utilization", MOST_RESERVED_SERVICES),
    ]
    return analysis


def _last_month(question: CostQuestion) -> CostAnalysis:
    period = question.plan.period or question.last_full_month()
    previous = question.plan.compare_period or _month_before(period)
    days, before = days_in_history(question, period), days_in_history(question, previous)
    if days is None:
        return CostAnalysis()
    before_or_same = before or days
    charges, usage = change_tables(question, days, before_or_same, ["SERVICE"])
    if not note_data_end(question, days, charges.current):
        return CostAnalysis()
    currency = question.catalog.currency
    split = charges if charges.current.tells_charge_types else two_tables(question, days, before_or_same, [])
    analysis = CostAnalysis(
        total=Money(amount=charges.current.total, currency=currency),
        groups=breakdown_groups(charges.current.by_keys(1), MOST_SHOWN),
        reconciliation=[
            ReconciliationLine(charge_type=name, amount=amount)
            for name, amount in sorted(
                split.current.by_charge_type().items(), key=lambda item: (-item[1], item[0])
            )
        ],
    )
    if before is not None:
        changes = drivers_of(charges, usage, depth=1)
        analysis.comparison = compare_amounts(charges.current.total, charges.previous.total)
        analysis.drivers = changes.listed(MOST_SHOWN)
        analysis.figures = change_figures(changes, currency)
    credited = split.current.total - split.current.without(("Credit", "Refund")).total
    if credited:
        value = split.current.total - credited
        analysis.figures.append(
            Figure(id="before_credits", label="Before credits and refunds", value=value, unit=currency)
        )
    return analysis


def _month_before(period: Period) -> Period:
    start = (period.start - ONE_DAY).replace(day=1)
    return Period(start=start, end=period.start, label=f"{start:%B %Y}")
