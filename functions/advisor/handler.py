"""The AdviseSavings step."""

from typing import Any

from advisor.advise import advise
from billing.metered_apis import free_apis_for
from jobs.step_run import start_step
from protocol.step import InterpretationOutput


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Asks the savings sources for what the plan wants, and hands the findings on."""
    with start_step(event, "AdviseSavings") as run:
        run.progress(40, "Asking Cost Optimization Hub and Trusted Advisor")
        plan = run.load(InterpretationOutput, event["interpretation"]).plan
        findings = advise(plan, run.job.today, free_apis_for(run.job.owner, run.job.today))
        run.progress(75, "Savings are known", detail={"recommendations": len(findings.recommendations.items)})
        return run.output(findings)
