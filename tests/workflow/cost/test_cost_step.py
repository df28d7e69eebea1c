"""The AnalyzeCost task: an event in, findings out, progress told."""

from datetime import date

import pytest

from billing.metered_apis import MeteredCostApis
from billing.pricing import paid_pages
from cost import handler
from protocol.query_plan import Period, QueryPlan
from support.asked_bill import AskedBill
from support.simulated_agent import SimulatedAgent
from support.steps import event_of, run_step

FEBRUARY = Period(start=date(2026, 2, 1), end=date(2026, 3, 1), label="February 2026")


def test_the_step_gives_findings_and_tells_how_it_goes(
    demo: AskedBill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "cost_apis_for", lambda owner, today: MeteredCostApis(today=demo.today))
    agent = SimulatedAgent()
    job_id = agent.ask(agent.connect())
    plan = QueryPlan(intent="breakdown", period=FEBRUARY, group_by=["SERVICE"])
    event = event_of(agent, job_id, plan)
    event["job"]["today"] = demo.today.isoformat()
    findings = run_step(handler, agent, event, monkeypatch)
    expected = demo.findings(plan)
    assert findings.analysis == expected.analysis
    answers = [request for request in findings.requests if request.purpose == "answer"]
    assert paid_pages(answers) == 1
    events = agent.jobs.jobs[job_id].events
    told = [event.fields for event in events if event.fields.get("step") == "AnalyzeCost"]
    assert [message["progress"] for message in told] == [30, 70]
    assert expected.analysis.total is not None
    assert told[-1]["detail"]["total"]["amount"] == str(expected.analysis.total.amount)
