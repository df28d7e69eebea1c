"""The Lambda of EventBridge's "Step Functions Execution Status Change"."""

from __future__ import annotations

import json
import os
import time
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from aws import clients
from connections.execution_links import ExecutionLinks
from connections.poster import connection_poster
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.executions import ExecutionState, StepFunctionsExecutions
from jobs.journal import Journal
from jobs.reconciliation import Reconciliation
from jobs.results import S3ResultStore

logger = Logger()


def lambda_handler(event: dict[str, Any], context: object) -> None:
    """Tells the job's owner what became of its execution. What fails is tried again."""
    detail = event["detail"]
    job_id = _job_id(detail)
    logger.set_correlation_id(job_id)
    state = _state(detail)
    logger.info("execution status", status=state.status, execution=detail["name"])
    _reconciliation().reconcile(job_id, detail["name"], state)


def _job_id(detail: dict[str, Any]) -> str:
    """The job of the execution: in its input, which EventBridge leaves out only when it is very large."""
    if detail.get("input"):
        return str(json.loads(detail["input"])["job"]["jobId"])
    described = clients.step_functions().describe_execution(executionArn=detail["executionArn"])
    return str(json.loads(described["input"])["job"]["jobId"])


def _state(detail: dict[str, Any]) -> ExecutionState:
    """The state the event tells; without a redrive count it does not say which attempt's, so AWS is asked."""
    if detail.get("redriveCount") is not None:
        return ExecutionState(detail["status"], int(detail["redriveCount"]), detail.get("error"))
    return _executions().describe(detail["name"]) or ExecutionState(detail["status"], 0, detail.get("error"))


@cache
def _executions() -> StepFunctionsExecutions:
    return StepFunctionsExecutions(clients.step_functions, os.environ["STATE_MACHINE_ARN"])


@cache
def _reconciliation() -> Reconciliation:
    journal = Journal(DynamoDbJobStore(clients.dynamodb, os.environ["JOBS_TABLE"], time.time), time.time)
    results = S3ResultStore(clients.s3, os.environ["RESULTS_BUCKET"])
    links = ExecutionLinks.from_environment()
    return Reconciliation(journal, _executions(), results, connection_poster(), links)
