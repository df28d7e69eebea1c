"""EventBridge's "Step Functions Execution Status Change" event.

https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from local.engine.step_functions.execution import Execution

# EventBridge leaves input and output out when the event would grow too large.
_DATA_LIMIT = 248 * 1024


def status_change_event(execution: Execution, now: datetime) -> dict[str, Any]:
    """The event as EventBridge delivers it: `time` in seconds, the detail's dates in epoch milliseconds."""
    _, _, _, region, account, *_ = execution.arn.split(":")
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": account,
        "time": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [execution.arn],
        "detail": _detail(execution, now),
    }


def _detail(execution: Execution, now: datetime) -> dict[str, Any]:
    refusal = execution.redrive_refusal(now)
    size = len(execution.input.encode()) + len((execution.output or "").encode())
    included = size <= _DATA_LIMIT
    has_output = execution.output is not None
    return {
        "executionArn": execution.arn,
        "stateMachineArn": execution.state_machine_arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": _milliseconds(execution.start_date),
        "stopDate": _milliseconds(execution.stop_date),
        "input": execution.input if included else None,
        "inputDetails": {"included": included},
        "output": execution.output if included else None,
        "outputDetails": {"included": included} if has_output else None,
        "stateMachineVersionArn": None,
        "stateMachineAliasArn": None,
        "redriveCount": execution.redrive_count,
        "redriveDate": _milliseconds(execution.redrive_date),
        "redriveStatus": "NOT_REDRIVABLE" if refusal else "REDRIVABLE",
        "redriveStatusReason": refusal,
        "error": execution.error,
        "cause": execution.cause,
    }


def _milliseconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp() * 1000)
