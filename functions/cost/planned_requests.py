"""What an answer takes of paid requests, from its plan alone: known before the first is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from billing.catalog import Catalog
from cost.anomalies import DAYS_KEPT
from cost.assessment import MOST_RESERVED_SERVICES as MOST_RESERVED_SERVICES_ASSESSED
from cost.commitments import MOST_RESERVED_SERVICES
from cost.comparison import compared_periods
from cost.credits import CREDITS
from cost.forecast import rest_of_month
from cost.history import Days, days_in_history
from cost.question import ONE_DAY, CostQuestion
from cost.share import asks_share, tells_part_by_groups
from cost.spend import groups_asked
from cost.two_periods import shared_granularity, takes_usage_apart, tells_charge_types, with_usage_type
from cost.without_region import asks_a_region
from protocol.query_plan import CommitmentMeasure, Intent, Period, QueryPlan
from protocol.result import RequestMade

RECORD_TYPE = "RECORD_TYPE"
RESERVABLE = ("elastic compute cloud", "relational database", "elasticache", "redshift", "opensearch",
              "elasticsearch", "dynamodb", "memorydb")  # fmt: skip
"""Parts of the names of the services AWS sells reservations of."""


@dataclass(frozen=True)
class PlannedRequests:
    """Paid requests, a page each.

    `needed` are those of the figures asked for, at most; `otherwise` those made only where the answers to
    these are empty or refused (the day of the nearest charge, the pace in place of a forecast).
    """

    needed: int
    otherwise: int = 0

    def __add__(self, other: "PlannedRequests") -> "PlannedRequests":
        return PlannedRequests(self.needed + other.needed, self.otherwise + other.otherwise)


NONE = PlannedRequests(0)


def planned_requests(plan: QueryPlan, today: date, catalog: Catalog) -> PlannedRequests:
    """What AnalyzeCost will ask Cost Explorer for. AdviseSavings asks free APIs alone."""
    if catalog.first_day is None:
        return NONE
    planned = _usage if plan.asks_usage else _PLANNED[plan.intent]
    return planned(CostQuestion(plan, today, catalog, _NoApis()))


def _usage(question: CostQuestion) -> PlannedRequests:
    if days_in_history(question, question.period) is None:
        return NONE
    return PlannedRequests(1 + (question.plan.compare_period is not None), 1)


def _spend(question: CostQuestion) -> PlannedRequests:
    if days_in_history(question, question.period) is None:
        return NONE
    groups = groups_asked(question)
    needed = 1
    if asks_share(question) and not question.plan.group_by:
        if not tells_part_by_groups(question):
            needed += 1
        else:
            groups = [*question.plan.filters, *question.plan.exclude]
    needed += _credits_apart(question, groups)
    # the nearest charge where there is none; days where there are no hours
    otherwise = 1 + (question.plan.granularity == "HOURLY") + asks_a_region(question)
    return PlannedRequests(needed, otherwise)


def _charges(question: CostQuestion) -> PlannedRequests:
    if days_in_history(question, question.period) is None:
        return NONE
    return PlannedRequests(1 + (not tells_charge_types(question, question.plan.group_by)), 1)


def _unit_cost(question: CostQuestion) -> PlannedRequests:
    if days_in_history(question, question.period) is None:
        return NONE
    unit = question.plan.unit
    groups = question.plan.group_by if unit and unit.count is not None else ["USAGE_TYPE"]
    return PlannedRequests(1 + _credits_apart(question, groups), 1)


def _comparison(question: CostQuestion) -> PlannedRequests:
    current, previous = compared_periods(question)
    days, before = days_in_history(question, current), days_in_history(question, previous)
    if days is None:
        return NONE
    explains = question.plan.intent == "explain"
    groups = groups_asked(question) or (["SERVICE"] if explains else [])
    if before is None:
        return PlannedRequests(1)
    needed = _both_periods(question, days, before, grouped=bool(groups)) + (question.plan.per is not None)
    if explains:
        finer = with_usage_type(question, groups)
        apart = takes_usage_apart(question, finer)
        needed += apart * _both_periods(question, days, before, grouped=True)
        groups = groups if apart else finer
    if _credits_apart(question, groups):
        needed += _both_periods(question, days, before, grouped=False)
    return PlannedRequests(needed, 1 + asks_a_region(question))


def _adoption(question: CostQuestion) -> PlannedRequests:
    return NONE if days_in_history(question, question.period) is None else PlannedRequests(2)


def _forecast(question: CostQuestion) -> PlannedRequests:
    return _forecast_of(question, question.plan.period or rest_of_month(question))


def _forecast_of(question: CostQuestion, period: Period) -> PlannedRequests:
    past = Period(start=period.start, end=min(period.end, question.today), label=period.label)
    spent = period.start < question.today and days_in_history(question, past) is not None
    expected = period.end > question.today
    return PlannedRequests(int(spent) + int(expected), int(expected))


def _budget(question: CostQuestion) -> PlannedRequests:
    """The budgets are free; where there is none, one is recommended from the past and the forecast."""
    forecast = _forecast_of(question, rest_of_month(question))
    return PlannedRequests(0, 1 + forecast.needed + forecast.otherwise)


def _anomaly(question: CostQuestion) -> PlannedRequests:
    period = question.plan.period
    kept_since = question.today - timedelta(days=DAYS_KEPT)
    if period and (period.end <= kept_since or period.start >= question.tomorrow):
        return NONE
    return PlannedRequests(1, 1)


def _commitment(question: CostQuestion) -> PlannedRequests:
    plan = question.plan
    period = plan.period or question.last_full_month()
    if period.start >= min(period.end, question.today - ONE_DAY):
        return NONE
    needed = 0
    if plan.commitment_focus != "reservations":
        needed += _measures(plan.commitment_measure)
    if plan.commitment_focus != "savings_plans":
        reserved = min(MOST_RESERVED_SERVICES, _reservable(question))
        needed += 1 + reserved * _measures(plan.commitment_measure)
    return PlannedRequests(needed)


def _assessment(question: CostQuestion) -> PlannedRequests:
    month = _forecast_of(question, rest_of_month(question))
    reserved = min(MOST_RESERVED_SERVICES_ASSESSED, _reservable(question))
    # anomalies, two of Savings Plans, and which services have reservations; else monitors and a budget
    others = PlannedRequests(1 + 2 + 1 + reserved, 2 + month.needed)
    return _last_month(question) + month + others


def _last_month(question: CostQuestion) -> PlannedRequests:
    current, previous = compared_periods(question)
    days = days_in_history(question, current)
    if days is None:
        return NONE
    before = days_in_history(question, previous) or days
    first = _both_periods(question, days, before, grouped=True)
    finer = with_usage_type(question, ["SERVICE"])
    if takes_usage_apart(question, finer):
        return PlannedRequests(2 * first)
    if tells_charge_types(question, finer):
        return PlannedRequests(first)
    return PlannedRequests(first + _both_periods(question, days, before, grouped=False))


def _both_periods(question: CostQuestion, days: Days, before: Days, *, grouped: bool) -> int:
    return 2 if shared_granularity(question, days, before, grouped=grouped) is None else 1


def _credits_apart(question: CostQuestion, groups: list[str]) -> int:
    """1 where the total before credits and refunds takes a request of its own."""
    types = question.plan.charge_types
    has_credits = set(CREDITS) & set(question.catalog.charge_types)
    if types.include or not question.has_charge_types or not has_credits:
        return 0
    return 0 if tells_charge_types(question, groups) else 1


def _measures(measure: CommitmentMeasure) -> int:
    return 2 if measure == "all" else 1


def _reservable(question: CostQuestion) -> int:
    """How many of the account's services can have reservations."""
    names = [service.lower() for service in question.catalog.services]
    return sum(any(part in name for part in RESERVABLE) for name in names)


class _NoApis:
    """A plan is looked at, and nothing asked."""

    requests: list[RequestMade] = []  # noqa: RUF012

    def ask(self, api: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Never called: which requests are to be made follows from the plan."""
        raise AssertionError(f"{api} was asked for while planning")


_PLANNED: dict[Intent, Callable[[CostQuestion], PlannedRequests]] = {
    "spend": _spend,
    "breakdown": _spend,
    "trend": _spend,
    "savings": _spend,
    "compare": _comparison,
    "explain": _comparison,
    "adoption": _adoption,
    "forecast": _forecast,
    "budget": _budget,
    "anomaly": _anomaly,
    "commitment": _commitment,
    "charges": _charges,
    "unit_cost": _unit_cost,
    "assessment": _assessment,
    "clarify": lambda question: NONE,
}
