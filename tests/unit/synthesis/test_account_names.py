"""The names of accounts beside the ids that the figures have."""

from datetime import date
from decimal import Decimal

from protocol.query_plan import Needs, QueryPlan
from protocol.result import CostAnalysis, Group, Result
from protocol.step import AdviceFindings, CostFindings, InterpretationOutput, JobInput, Owner
from support.answers import FEBRUARY, STOP, advice
from synthesis.compose import compose

JOB = JobInput(
    job_id="job", owner=Owner(tenant="t", user_id="u"), query="What did we spend?", today=date(2026, 3, 10)
)
NAMES = {"111111111111": "shop-prod", "222222222222": "shop-test", "333333333333": "shop-data"}


def result(plan: QueryPlan, cost: CostFindings | None = None, saving: AdviceFindings | None = None) -> Result:
    interpretation = InterpretationOutput(plan=plan, needs=plan.needs, account_names=NAMES)
    return compose(JOB, interpretation, cost, saving)


def test_savings_name_the_accounts_of_their_recommendations_and_filters_alone() -> None:
    plan = QueryPlan(
        intent="savings", exclude={"LINKED_ACCOUNT": ["222222222222"]}, needs=Needs(advisor=True)
    )

    named = result(plan, saving=advice(STOP, total="90"))

    assert named.account_names == {"111111111111": "shop-prod", "222222222222": "shop-test"}
    assert Result.model_validate_json(named.model_dump_json(by_alias=True)) == named


def test_costs_name_the_accounts_that_analyze_cost_names() -> None:
    plan = QueryPlan(intent="breakdown", period=FEBRUARY, group_by=["LINKED_ACCOUNT"], needs=Needs(cost=True))
    analysis = CostAnalysis(groups=[Group(keys=["333333333333"], amount=Decimal(5))])
    cost = CostFindings(analysis=analysis, account_names={"333333333333": "shop-data"})

    document = result(plan, cost=cost).model_dump(mode="json", by_alias=True)

    assert document["accountNames"] == {"333333333333": "shop-data"}


def test_a_result_without_accounts_has_no_names() -> None:
    plan = QueryPlan(intent="savings", needs=Needs(advisor=True))

    document = result(plan, saving=advice(total="0")).model_dump(mode="json", by_alias=True)

    assert "accountNames" not in document
