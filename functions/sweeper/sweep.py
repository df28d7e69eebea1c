"""What nobody else does in time: starts orphaned jobs, ends lost ones, closes overdue connections."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from aws_lambda_powertools import Logger

from aws.errors import error_code
from connections.connection import Connection
from connections.store import ConnectionStore
from jobs.executions import Executions
from jobs.job import Job, seconds_of
from jobs.metrics import count
from jobs.reconciliation import Reconciliation
from jobs.store import JobStore

ORPHAN_SECONDS = 15
"""A job without an execution after that is an orphan; coming each minute, the sweeper starts it in 120 s."""
HOPELESS_SECONDS = 3600
"""A job that could not be started for so long ends as `never_started`."""
CLOSED_AT_ONCE = 10
"""As many HTTP connections as a boto3 client keeps."""

logger = Logger()


class Closing(Protocol):
    """Closes connections."""

    def close(self, connection_id: str) -> None:
        """Closes a connection, if it is still there."""
        ...


class SweepFailed(Exception):
    """A part of the sweep could not be done; the text names no more than AWS's error codes."""


def sweep(parts: Mapping[str, Callable[[], None]]) -> None:
    """Does each part, also after one that failed. Raises SweepFailed in the end, so that an alarm sees it."""
    failed = {name: code for name, part in parts.items() if (code := _failure(part)) is not None}
    if failed:
        raise SweepFailed("Not swept: " + ", ".join(f"{name} ({code})" for name, code in failed.items()))


def _failure(part: Callable[[], None]) -> str | None:
    try:
        part()
    except Exception as error:
        # the stores' own errors stand for one of AWS
        code = error_code(error.__cause__ if isinstance(error.__cause__, Exception) else error)
        logger.error("part of the sweep failed", error=code)
        return code
    return None


def sweep_jobs(
    store: JobStore, executions: Executions, reconciliation: Reconciliation, clock: Callable[[], float]
) -> None:
    """Looks after every job that has no end; one that cannot be helped now does not hold up the others."""
    for summary in store.unfinished():
        if clock() - seconds_of(summary.created_at) < ORPHAN_SECONDS:
            continue
        try:
            job = store.read(summary.job_id)
            if job is not None and job.ended_at is None:
                _look_after(job, executions, reconciliation, clock())
        except Exception as error:
            logger.warning("job not looked after", job_id=summary.job_id, error=type(error).__name__)


def _look_after(job: Job, executions: Executions, reconciliation: Reconciliation, now: float) -> None:
    state = executions.describe(job.execution_name)
    if state is not None:
        reconciliation.reconcile(job.job_id, job.execution_name, state)
    elif job.status != "queued":
        if now - job.events[-1].timestamp < ORPHAN_SECONDS:
            # an execution just started may not show yet: DescribeExecution is eventually consistent
            return
        reconciliation.fail(
            job.job_id,
            job.attempt_key,
            "The execution of the job was lost. Replay the job: it begins anew.",
            "step_failed",
        )
    elif now - seconds_of(job.created_at) > HOPELESS_SECONDS:
        reconciliation.fail(
            job.job_id,
            job.attempt_key,
            "The job could not be started for an hour. Replay it, or ask again.",
            "never_started",
        )
    else:
        executions.start(job.execution_name, job.input)
        count("OrphansStarted")


def sweep_connections(
    connections: ConnectionStore, sockets: Closing, clock: Callable[[], float], until: float = math.inf
) -> None:
    """Closes connections that did not authenticate in time, or whose token or two hours are over.

    Several at once; those not begun at `until` (epoch seconds) are left to the next run, and so is one
    that cannot be closed now.
    """
    now = clock()

    def close(overdue: Connection) -> bool:
        if clock() >= until:
            return False
        try:
            return _close(overdue, connections, sockets, now)
        except Exception as error:
            logger.warning("connection not closed", error=error_code(error))
            return False

    with ThreadPoolExecutor(max_workers=CLOSED_AT_ONCE, thread_name_prefix="closing") as threads:
        closed = sum(threads.map(close, connections.overdue(now)))
    if closed:
        count("OverdueConnectionsClosed", closed)


def _close(overdue: Connection, connections: ConnectionStore, sockets: Closing, now: float) -> bool:
    # the index may lag behind a token just renewed
    connection = connections.find(overdue.connection_id)
    if connection is not None and connection.deadline > now:
        return False
    sockets.close(overdue.connection_id)
    connections.forget(overdue.connection_id, overdue.owner.key if overdue.owner else None)
    return True
