"""The savings and synthesis tasks over the journal and stores in memory."""

from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

import advisor.handler
import synthesis.handler
from billing.scope import ScopeChanged
from protocol.query_plan import Needs, QueryPlan
from protocol.result import CostAnalysis, Money
from protocol.step import AdviceFindings, CostFindings, InterpretationOutput, StepEvent, StepOutput
from support.recorded_cost_apis import RecordedCostApis
from support.simulated_agent import SimulatedAgent


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> SimulatedAgent:
    """Runs both handlers against stores in memory, and savings APIs that are all denied."""
    agent = SimulatedAgent()

    def start_step(event: dict[str, Any], step: str) -> Any:
        return agent.run_of(StepEvent.model_validate(event), step)

    monkeypatch.setattr(advisor.handler, "start_step", start_step)
    monkeypatch.setattr(synthesis.handler, "start_step", start_step)
    monkeypatch.setattr(advisor.handler, "free_apis_for", lambda owner, today: RecordedCostApis({}))
    return agent


def event(agent: SimulatedAgent, job_id: str, plan: QueryPlan) -> dict[str, Any]:
    output = InterpretationOutput(plan=plan, needs=plan.needs)
    return {
        "job": agent.jobs.jobs[job_id].input.model_dump(mode="json", by_alias=True),
        "execution": {"Id": "arn", "Name": job_id},
        "interpretation": inline(output),
    }


def inline(output: Any) -> dict[str, Any]:
    return StepOutput(inline=output.model_dump(mode="json", by_alias=True)).model_dump(
        mode="json", by_alias=True
    )


def test_r18_savings_without_any_source_are_handed_on_as_unavailable(agent: SimulatedAgent) -> None:
    client = agent.connect()
    job_id = agent.ask(client)
    plan = QueryPlan(intent="savings", needs=Needs(advisor=True))

    output = advisor.handler.lambda_handler(event(agent, job_id, plan), None)

    findings = AdviceFindings.model_validate(output["inline"])
    assert [gone.source for gone in findings.recommendations.unavailable] == [
        "cost-optimization-hub",
        "trusted-advisor",
    ]


def test_the_answer_is_stored_and_ends_the_attempt(agent: SimulatedAgent) -> None:
    client = agent.connect()
    job_id = agent.ask(client)
    plan = QueryPlan(intent="spend", needs=Needs(cost=True))
    cost = CostFindings(analysis=CostAnalysis(total=Money(amount=Decimal("12.5"), currency="USD")))
    asked = {**event(agent, job_id, plan), "cost": inline(cost), "advice": None}

    output = synthesis.handler.lambda_handler(asked, None)

    stored = agent.results.read(output["stored"]["key"])
    assert stored is not None
    assert b"**$12.50**" in stored
    assert agent.jobs.jobs[job_id].events[-1].type == "job_completed"


@pytest.mark.parametrize("step", [advisor.handler, synthesis.handler])
def test_no_step_goes_on_with_what_was_read_under_another_scope(
    agent: SimulatedAgent, monkeypatch: pytest.MonkeyPatch, step: ModuleType
) -> None:
    job_id = agent.ask(agent.connect())
    plan = QueryPlan(intent="spend", needs=Needs(cost=True))
    cost = CostFindings(analysis=CostAnalysis(total=Money(amount=Decimal("12.5"), currency="USD")))
    monkeypatch.setenv("COST_SCOPE", '{"default": {"accounts": ["222233334444"]}}')

    with pytest.raises(ScopeChanged):
        step.lambda_handler({**event(agent, job_id, plan), "cost": inline(cost), "advice": None}, None)

    assert [message["type"] for message in agent.jobs.jobs[job_id].messages()] == ["job_queued"]
    assert agent.results.objects == {}
