"""The Lambda of the route `$default`: every action but `authenticate`."""

from __future__ import annotations

import os
import time
import traceback
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from aws import clients
from connections.execution_links import ExecutionLinks
from connections.poster import Poster, connection_poster
from connections.store import DynamoDbConnectionStore
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.executions import StepFunctionsExecutions
from jobs.journal import Journal
from jobs.reconciliation import Reconciliation
from jobs.results import S3ResultStore
from jobs.server_day import server_today
from message_handler.dispatch import Dispatch
from message_handler.limits import Limits
from message_handler.replay import Replays
from message_handler.submission import Submission
from protocol.server_messages import ErrorMessage, Refusal

logger = Logger()


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers a client's message by posts to its connection; the integration's own answer says nothing."""
    connection_id: str = event["requestContext"]["connectionId"]
    poster = _poster()
    logger.set_correlation_id(None)
    try:
        for answer in _dispatch().answer(
            connection_id,
            event.get("body"),
            is_base64=bool(event.get("isBase64Encoded")),
            trace_header=_trace_header(),
        ):
            if not poster.post_to(connection_id, answer):
                break
    except Refusal as refusal:
        logger.info("message refused", code=refusal.error.code)
        poster.post_to(connection_id, refusal.error.to_wire())
    except Exception as error:
        # the exception's own text may quote what the client sent
        logger.error(
            "message not answered",
            error=type(error).__name__,
            frames=[f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)],
        )
        failed = ErrorMessage(
            code="internal_error", message="The server met an error: send the message again."
        )
        poster.post_to(connection_id, failed.to_wire())
    return {"statusCode": 200}


def _trace_header() -> str | None:
    """This invocation's trace, for the execution to go on with; StartExecution takes 256 characters."""
    header = os.environ.get("_X_AMZN_TRACE_ID", "")
    return header if 0 < len(header) <= 256 else None


@cache
def _connections() -> DynamoDbConnectionStore:
    return DynamoDbConnectionStore(clients.dynamodb, os.environ["CONNECTIONS_TABLE"])


@cache
def _poster() -> Poster:
    return connection_poster()


@cache
def _dispatch() -> Dispatch:
    jobs = DynamoDbJobStore(clients.dynamodb, os.environ["JOBS_TABLE"], time.time)
    results = S3ResultStore(clients.s3, os.environ["RESULTS_BUCKET"])
    executions = StepFunctionsExecutions(clients.step_functions, os.environ["STATE_MACHINE_ARN"])
    journal = Journal(jobs, time.time)
    limits = Limits.from_environment()
    links = ExecutionLinks.from_environment()
    reconciliation = Reconciliation(journal, executions, results, _poster(), links)
    return Dispatch(
        _connections(),
        jobs,
        results,
        Submission(jobs, executions, _poster(), limits, time.time, server_today, links),
        Replays(jobs, journal, executions, reconciliation, _poster()),
        limits,
        time.time,
        links,
    )
