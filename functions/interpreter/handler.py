"""InterpretQuery: reads the question into a plan."""

import os
from typing import Any

from billing.catalog import Catalog
from billing.catalog_loader import load_catalog
from billing.errors import SourceUnavailable
from billing.metered_apis import cost_apis_for
from interpreter.conversation import previous_of, remember
from interpreter.describe import describe
from interpreter.interpret import ProposePlan, clarify, interpret
from jobs.step_run import result_store, start_step
from protocol.query_plan import Clarification, QueryPlan
from protocol.result import Degraded
from protocol.step import InterpretationOutput


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The InterpretQuery task.

    Raises CostApiUnavailable, JournalUnavailable and ResultStoreUnavailable, which are retried.
    """
    with start_step(event, "InterpretQuery") as run:
        propose = _language_model()
        if propose is not None:
            # the code alone has read the question before this could be told
            run.progress(10, "Reading the question")
        apis = cost_apis_for(run.job.owner, run.job.today)
        catalog, refused = Catalog(), None
        try:
            catalog = load_catalog(apis, run.job.today)
        except SourceUnavailable as error:
            refused = error
        previous = previous_of(run.job, result_store())
        plan = interpret(run.job.query, run.job.today, catalog, previous, propose)
        degraded: list[Degraded] = []
        if refused is not None and plan.intent != "savings":
            # without the bill's values no question about costs can be read safely
            plan = clarify(Clarification(message=f"The bill cannot be read: {refused.reason} {refused.fix}"))
            degraded = [Degraded(what="The bill's values", reason=refused.reason, fix=refused.fix)]
        elif catalog.unread is not None:
            unread = catalog.unread
            degraded = [Degraded(what="Some of the bill's values", reason=unread.reason, fix=unread.fix)]
        remember(run.job, plan, result_store())
        run.progress(25, describe(plan), detail={"interpretation": _shown(plan)})
        output = InterpretationOutput(
            plan=plan,
            needs=plan.needs,
            requests=apis.requests,
            degraded=degraded,
            scope=apis.scope.mark,
            account_names=catalog.account_names() if plan.needs.advisor else {},
        )
        return run.output(output, plan.needs)


def _shown(plan: QueryPlan) -> dict[str, Any]:
    return plan.interpretation().model_dump(mode="json", by_alias=True, exclude_none=True)


def _language_model() -> ProposePlan | None:
    """What may read a question the code cannot; nothing is imported for it where none is configured."""
    if not os.environ.get("BEDROCK_MODEL_ID"):
        return None
    from language_model.propose_plan import propose_plan

    return propose_plan
