"""AnalyzeCost: asks the cost APIs and computes the figures."""

from typing import Any

from billing.catalog_loader import load_catalog
from billing.errors import SourceUnavailable
from billing.metered_apis import cost_apis_for
from billing.pricing import paid_pages, price_usd
from billing.scope import hold_scope
from cost.analyse import analyse
from cost.planned_requests import planned_requests
from jobs.step_run import start_step
from protocol.result import CostAnalysis, Degraded
from protocol.step import CostFindings, InterpretationOutput


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The AnalyzeCost task.

    Raises CostApiUnavailable and JournalUnavailable, which are retried, and ScopeChanged, which is not.
    """
    with start_step(event, "AnalyzeCost") as run:
        interpretation = run.load(InterpretationOutput, event["interpretation"])
        hold_scope(interpretation.scope, run.job.owner.tenant)
        run.progress(30, "Asking Cost Explorer")
        apis = cost_apis_for(run.job.owner, run.job.today)
        try:
            catalog = load_catalog(apis, run.job.today)
            planned = planned_requests(interpretation.plan, run.job.today, catalog)
            apis.hold_room_for(planned.needed)
            findings = analyse(interpretation.plan, run.job.today, catalog, apis)
        except SourceUnavailable as refused:
            lost = Degraded(what="The cost figures", reason=refused.reason, fix=refused.fix)
            findings = CostFindings(analysis=CostAnalysis(), degraded=[lost])
        findings.requests = apis.requests
        run.progress(70, "Costs analysed", detail=_first_findings(findings))
        return run.output(findings)


def _first_findings(findings: CostFindings) -> dict[str, Any]:
    """What the step found, small enough for a progress message."""
    total = findings.analysis.total
    return {
        "requests": paid_pages(findings.requests),
        "priceUsd": str(price_usd(findings.requests)),
        **({"total": total.model_dump(mode="json")} if total else {}),
    }
