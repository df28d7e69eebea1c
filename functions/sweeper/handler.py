"""The Lambda that comes every minute."""

from __future__ import annotations

import os
import time
from functools import cache
from typing import Any

from aws import clients
from connections.execution_links import ExecutionLinks
from connections.poster import ApiGatewaySockets, Poster
from connections.store import DynamoDbConnectionStore
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.executions import StepFunctionsExecutions
from jobs.journal import Journal
from jobs.reconciliation import Reconciliation
from jobs.results import S3ResultStore
from sweeper.sweep import sweep, sweep_connections, sweep_jobs

CLOSING_ENDS_SECONDS = 35
"""After that in a run no closing begins: what has begun still ends within the function's timeout."""


def lambda_handler(event: dict[str, Any], context: object) -> None:
    """Looks after unfinished jobs, then closes overdue connections in what is left of the time.

    Raises SweepFailed when a part failed; the other is done nevertheless.
    """
    until = time.time() + CLOSING_ENDS_SECONDS
    sockets = ApiGatewaySockets(clients.connections_api)
    executions = StepFunctionsExecutions(clients.step_functions, os.environ["STATE_MACHINE_ARN"])
    journal = Journal(_jobs(), time.time)
    results = S3ResultStore(clients.s3, os.environ["RESULTS_BUCKET"])
    poster = Poster(_connections(), sockets)
    links = ExecutionLinks.from_environment()
    reconciliation = Reconciliation(journal, executions, results, poster, links)
    sweep(
        {
            "jobs": lambda: sweep_jobs(_jobs(), executions, reconciliation, time.time),
            "connections": lambda: sweep_connections(_connections(), sockets, time.time, until),
        }
    )


@cache
def _connections() -> DynamoDbConnectionStore:
    return DynamoDbConnectionStore(clients.dynamodb, os.environ["CONNECTIONS_TABLE"])


@cache
def _jobs() -> DynamoDbJobStore:
    return DynamoDbJobStore(clients.dynamodb, os.environ["JOBS_TABLE"], time.time)
