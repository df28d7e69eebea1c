"""The AdviseSavings step."""

from typing import Any

from advisor.advise import advise
from billing.metered_apis import free_apis_for
from billing.scope import hold_scope
from jobs.step_run import start_step
from protocol.step import InterpretationOutput


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Asks the savings sources for what the plan wants, and hands the findings on. Raises ScopeChanged."""
    with start_step(event, "AdviseSavings") as run:
        interpretation = run.load(InterpretationOutput, event["interpretation"])
        hold_scope(interpretation.scope, run.job.owner.tenant)
        run.progress(40, "Asking Cost Optimization Hub and Trusted Advisor")
        plan = interpretation.plan
        findings = advise(plan, run.job.today, free_apis_for(run.job.owner, run.job.today))
        run.progress(75, "Savings are known", detail={"recommendations": len(findings.recommendations.items)})
        return run.output(findings)
