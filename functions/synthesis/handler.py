"""The SynthesizeAnswer step."""

import os
from typing import Any

from billing.scope import hold_scope
from jobs.step_run import start_step
from protocol.result import Result
from protocol.step import AdviceFindings, CostFindings, InterpretationOutput
from synthesis.compose import compose


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Composes the answer from what the steps found, stores it and ends the attempt. Raises ScopeChanged."""
    with start_step(event, "SynthesizeAnswer") as run:
        interpretation = run.load(InterpretationOutput, event["interpretation"])
        hold_scope(interpretation.scope, run.job.owner.tenant)
        run.progress(85, "Writing the answer")
        # null where the question did not need the step
        cost = run.load(CostFindings, event["cost"]) if event.get("cost") else None
        advice = run.load(AdviceFindings, event["advice"]) if event.get("advice") else None
        return run.complete(_worded(compose(run.job, interpretation, cost, advice)))


def _worded(result: Result) -> Result:
    """In a language model's words where one is configured; without, none of its code is imported."""
    if not os.environ.get("BEDROCK_MODEL_ID"):
        return result
    from synthesis.phrasing import phrased

    return phrased(result)
