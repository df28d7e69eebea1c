"""A plan's analysis: one function an intent, each on the cost APIs alone."""

from collections.abc import Callable
from datetime import date
from decimal import localcontext

from billing.catalog import Catalog
from billing.errors import SourceUnavailable
from billing.ports import CostApis
from cost.adoption import analyse_adoption
from cost.anomalies import analyse_anomalies
from cost.assessment import analyse_assessment
from cost.budgets import analyse_budgets
from cost.charges import analyse_charges
from cost.commitments import analyse_commitments
from cost.comparison import analyse_comparison
from cost.forecast import analyse_forecast
from cost.numbers import EXACT
from cost.question import CostQuestion
from cost.spend import analyse_spend
from cost.unit_cost import analyse_unit_cost
from cost.usage import analyse_usage
from protocol.query_plan import Intent, QueryPlan
from protocol.result import CostAnalysis, Degraded
from protocol.step import CostFindings

ANALYSES: dict[Intent, Callable[[CostQuestion], CostAnalysis]] = {
    "spend": analyse_spend,
    "breakdown": analyse_spend,
    "trend": analyse_spend,
    "compare": analyse_comparison,
    "explain": analyse_comparison,
    "adoption": analyse_adoption,
    "forecast": analyse_forecast,
    "budget": analyse_budgets,
    "anomaly": analyse_anomalies,
    "commitment": analyse_commitments,
    "charges": analyse_charges,
    "unit_cost": analyse_unit_cost,
    "assessment": analyse_assessment,
    "savings": analyse_spend,
    "clarify": lambda question: CostAnalysis(),
}


def analyse(plan: QueryPlan, today: date, catalog: Catalog, apis: CostApis) -> CostFindings:
    """The figures the plan asks for, exact, with what must be said of them.

    A source that cannot answer leaves its part out, with the reason and the fix in `degraded`.
    Raises billing.errors.CostApiUnavailable for what a retry may mend.
    """
    question = CostQuestion(plan, today, catalog, apis)
    before = len(apis.requests)
    with localcontext(EXACT):
        try:
            analysis = analyse_usage(question) if plan.asks_usage else ANALYSES[plan.intent](question)
        except SourceUnavailable as refused:
            question.degraded.append(
                Degraded(what="The cost figures", reason=refused.reason, fix=refused.fix)
            )
            analysis = CostAnalysis()
    analysis.currency = catalog.currency
    return CostFindings(
        analysis=analysis,
        notes=question.notes,
        requests=apis.requests[before:],
        degraded=question.degraded,
        account_names=_names_of_accounts(analysis, plan, catalog),
        last_charge=catalog.last_day,
    )


def _names_of_accounts(analysis: CostAnalysis, plan: QueryPlan, catalog: Catalog) -> dict[str, str]:
    """The names of the accounts the answer names."""
    mentioned = {
        key
        for rows in (analysis.groups, analysis.drivers, analysis.adopted)
        for row in rows or []
        for key in row.keys
    }
    mentioned |= {
        value for chosen in (plan.filters, plan.exclude) for value in chosen.get("LINKED_ACCOUNT", [])
    }
    mentioned |= {
        cause.account_id or "" for anomaly in analysis.anomalies or [] for cause in anomaly.root_causes
    }
    return {identity: name for identity, name in catalog.account_names().items() if identity in mentioned}
