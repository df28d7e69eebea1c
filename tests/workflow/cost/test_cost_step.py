"""The AnalyzeCost task: an event in, findings out, progress told."""

from datetime import date
from typing import Any

import pytest

from billing.metered_apis import MeteredCostApis
from billing.pricing import paid_pages
from cost import handler
from protocol.query_plan import Needs, Period, QueryPlan
from protocol.step import CostFindings, InterpretationOutput, StepEvent, StepOutput
from support.asked_bill import AskedBill
from support.simulated_agent import SimulatedAgent

FEBRUARY = Period(start=date(2026, 2, 1), end=date(2026, 3, 1), label="February 2026")


def run_step(agent: SimulatedAgent, event: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> CostFindings:
    runs = []

    def start_step(given: dict[str, Any], step: str) -> Any:
        runs.append(agent.run_of(StepEvent.model_validate(given), step))
        return runs[-1]

    monkeypatch.setattr(handler, "start_step", start_step)
    output = handler.lambda_handler(event, None)
    return runs[-1].load(CostFindings, output)


def event_of(agent: SimulatedAgent, job_id: str, plan: QueryPlan) -> dict[str, Any]:
    output = InterpretationOutput(plan=plan, needs=plan.needs)
    holder = StepOutput(inline=output.model_dump(mode="json", by_alias=True), needs=Needs(cost=True))
    return {
        "job": agent.jobs.jobs[job_id].input.model_dump(mode="json", by_alias=True),
        "execution": {"Id": "arn", "Name": job_id, "RedriveCount": "0"},
        "interpretation": holder.model_dump(mode="json", by_alias=True),
    }


def test_the_step_gives_findings_and_tells_how_it_goes(
    demo: AskedBill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "cost_apis_for", lambda owner, today: MeteredCostApis(today=demo.today))
    agent = SimulatedAgent()
    job_id = agent.ask(agent.connect())
    plan = QueryPlan(intent="breakdown", period=FEBRUARY, group_by=["SERVICE"])
    event = event_of(agent, job_id, plan)
    event["job"]["today"] = demo.today.isoformat()
    findings = run_step(agent, event, monkeypatch)
    expected = demo.findings(plan)
    assert findings.analysis == expected.analysis
    answers = [request for request in findings.requests if request.purpose == "answer"]
    assert paid_pages(answers) == 1
    events = agent.jobs.jobs[job_id].events
    told = [event.fields for event in events if event.fields.get("step") == "AnalyzeCost"]
    assert [message["progress"] for message in told] == [30, 70]
    assert expected.analysis.total is not None
    assert told[-1]["detail"]["total"]["amount"] == str(expected.analysis.total.amount)
