"""A step's handler run against stores in memory."""

from types import ModuleType
from typing import Any

import pytest

from protocol.query_plan import Needs, QueryPlan
from protocol.step import CostFindings, InterpretationOutput, StepEvent, StepOutput
from support.simulated_agent import SimulatedAgent


def run_step(
    handler: ModuleType, agent: SimulatedAgent, event: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> CostFindings:
    """What AnalyzeCost hands on."""
    runs = []

    def start_step(given: dict[str, Any], step: str) -> Any:
        runs.append(agent.run_of(StepEvent.model_validate(given), step))
        return runs[-1]

    monkeypatch.setattr(handler, "start_step", start_step)
    output = handler.lambda_handler(event, None)
    return runs[-1].load(CostFindings, output)


def event_of(agent: SimulatedAgent, job_id: str, plan: QueryPlan) -> dict[str, Any]:
    """AnalyzeCost's event for a plan."""
    output = InterpretationOutput(plan=plan, needs=plan.needs)
    holder = StepOutput(inline=output.model_dump(mode="json", by_alias=True), needs=Needs(cost=True))
    return {
        "job": agent.jobs.jobs[job_id].input.model_dump(mode="json", by_alias=True),
        "execution": {"Id": "arn", "Name": job_id, "RedriveCount": "0"},
        "interpretation": holder.model_dump(mode="json", by_alias=True),
    }
