"""The steps of a question as Lambda functions that find nothing: only their messages and outputs are real."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from jobs import step_run
from protocol.query_plan import Interpretation, Needs, QueryPlan
from protocol.result import Basis, CostAnalysis, Result
from protocol.step import CostFindings, InterpretationOutput

Message = dict[str, Any]


def _interpret(event: Message, response: str) -> Message:
    with step_run.start_step(event, "InterpretQuery") as run:
        run.progress(10, "Reading the question")
        needs = Needs(cost=True)
        return run.output(InterpretationOutput(plan=QueryPlan(intent="spend"), needs=needs), needs=needs)


def _analyse(event: Message, response: str) -> Message:
    with step_run.start_step(event, "AnalyzeCost") as run:
        run.progress(30, "Asking Cost Explorer")
        assert run.load(InterpretationOutput, event["interpretation"]).plan.intent == "spend"
        return run.output(CostFindings(analysis=CostAnalysis()))


def _synthesize(event: Message, response: str) -> Message:
    with step_run.start_step(event, "SynthesizeAnswer") as run:
        run.progress(85, "Writing the answer")
        return run.complete(
            Result(
                query=run.job.query,
                response=response,
                interpretation=Interpretation(intent="spend"),
                basis=Basis(query_cost_usd=Decimal(0)),
            )
        )


STEPS: dict[str, Callable[[Message, str], Message]] = {
    "Interpreter": _interpret,
    "Cost": _analyse,
    "Synthesis": _synthesize,
}
