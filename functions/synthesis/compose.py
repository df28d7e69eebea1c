"""The answer: the steps' findings as Markdown and as the structured result."""

from collections.abc import Callable
from dataclasses import replace

from protocol.query_plan import ChargeTypes, Intent
from protocol.result import Result
from protocol.step import AdviceFindings, CostFindings, InterpretationOutput, JobInput
from synthesis.answer import Answer, answer_of
from synthesis.basis import basis_of, rests_on
from synthesis.intents.assessment import write_assessment
from synthesis.intents.change import write_adoption, write_compare, write_explain
from synthesis.intents.clarify import write_clarify
from synthesis.intents.outlook import (
    asked_in_vain,
    write_anomaly,
    write_budget,
    write_commitment,
    write_forecast,
)
from synthesis.intents.savings import write_savings
from synthesis.intents.spend import write_breakdown, write_charges, write_spend, write_unit_cost
from synthesis.intents.usage import write_usage
from synthesis.markdown import joined

_WRITERS: dict[Intent, Callable[[Answer], str]] = {
    "spend": write_spend,
    "breakdown": write_breakdown,
    "trend": write_spend,
    "compare": write_compare,
    "explain": write_explain,
    "adoption": write_adoption,
    "forecast": write_forecast,
    "budget": write_budget,
    "anomaly": write_anomaly,
    "commitment": write_commitment,
    "savings": write_savings,
    "charges": write_charges,
    "unit_cost": write_unit_cost,
    "assessment": write_assessment,
    "clarify": write_clarify,
}


def compose(
    job: JobInput,
    interpretation: InterpretationOutput,
    cost: CostFindings | None,
    advice: AdviceFindings | None,
) -> Result:
    """The result of a job: `response` for people, the figures behind it, and what it rests on.

    `cost` and `advice` are None where the question needed no such step.
    """
    answer = answer_of(interpretation, cost, advice)
    basis = basis_of(interpretation, cost, advice)
    body = write_usage(answer) if answer.plan.asks_usage else _WRITERS[answer.plan.intent](answer)
    answer = _as_answered(answer)
    return Result(
        query=job.query,
        response=joined([body, "" if answer.plan.intent == "clarify" else rests_on(answer, basis)]),
        interpretation=answer.plan.interpretation(),
        cost_analysis=cost.analysis if cost else None,
        optimization_recommendations=advice.recommendations if advice else None,
        basis=basis,
        account_names=_named_accounts(interpretation, cost, advice) or None,
    )


def _as_answered(answer: Answer) -> Answer:
    """The answer whose plan claims no filter that no budget has."""
    if not asked_in_vain(answer):
        return answer
    unfiltered = {"filters": {}, "exclude": {}, "charge_types": ChargeTypes()}
    return replace(answer, plan=answer.plan.model_copy(update=unfiltered))


def _named_accounts(
    interpretation: InterpretationOutput, cost: CostFindings | None, advice: AdviceFindings | None
) -> dict[str, str]:
    """The names of the accounts that the result names; AnalyzeCost's own are no others."""
    plan = interpretation.plan
    named = {
        account for chosen in (plan.filters, plan.exclude) for account in chosen.get("LINKED_ACCOUNT", [])
    }
    named |= {item.account_id for item in advice.recommendations.items} if advice else set()
    others = {account: name for account, name in interpretation.account_names.items() if account in named}
    return {**others, **(cost.account_names if cost else {})}
