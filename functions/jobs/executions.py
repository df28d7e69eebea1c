"""The executions of jobs in Step Functions: begin, redrive, stop, and find out how they fare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from aws.errors import error_code, without_account
from protocol.job import JobInput

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient
    from mypy_boto3_stepfunctions.type_defs import HistoryEventTypeDef

ExecutionStatus = Literal["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]

_TASK_FAILURES = {"TaskFailed", "TaskTimedOut", "TaskSubmitFailed", "TaskStartFailed"}


class ExecutionsUnavailable(Exception):
    """Step Functions refused or did not answer; the same request may pass later."""


class NotRedrivable(Exception):
    """AWS does not redrive this execution (any longer); a new one can be started."""


@dataclass(frozen=True)
class ExecutionState:
    """How an execution fares. `error` is the name of the error it failed with."""

    status: ExecutionStatus
    redrive_count: int = 0
    error: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.status not in ("RUNNING", "PENDING_REDRIVE")


class Executions(Protocol):
    """Executions by name. Every method raises ExecutionsUnavailable for what a retry may mend."""

    def start(self, name: str, job: JobInput) -> bool:
        """Begins an execution; once, however often it is asked while it runs. False when it has ended."""
        ...

    def redrive(self, name: str, client_token: str) -> None:
        """Goes on where an execution broke; once for one token. Raises NotRedrivable."""
        ...

    def stop(self, name: str) -> bool:
        """Stops an execution; False when there is none of that name."""
        ...

    def describe(self, name: str) -> ExecutionState | None:
        """How an execution fares; None when there is none of that name."""
        ...

    def failed_step(self, name: str, status: ExecutionStatus) -> str | None:
        """The innermost Task that failed, or that was under way when the execution was ended."""
        ...


class StepFunctionsExecutions:
    """The executions of one state machine."""

    def __init__(self, client: Callable[[], SFNClient], state_machine_arn: str) -> None:
        self._client = client
        self._state_machine_arn = state_machine_arn

    def start(self, name: str, job: JobInput) -> bool:
        """See Executions."""
        client = self._client()
        trace = {"traceHeader": job.trace_header} if job.trace_header else {}
        with _execution_errors():
            try:
                client.start_execution(
                    stateMachineArn=self._state_machine_arn,
                    name=name,
                    input=f'{{"job":{job.model_dump_json(by_alias=True)}}}',
                    **trace,
                )
            except client.exceptions.ExecutionAlreadyExists:
                return False
        return True

    def redrive(self, name: str, client_token: str) -> None:
        """See Executions."""
        client = self._client()
        with _execution_errors():
            try:
                client.redrive_execution(executionArn=self._arn(name), clientToken=client_token)
            except client.exceptions.ExecutionNotRedrivable as error:
                raise NotRedrivable(without_account(error.response["Error"].get("Message", ""))) from error
            except client.exceptions.ExecutionDoesNotExist as error:
                raise NotRedrivable("The execution is not kept any longer.") from error

    def stop(self, name: str) -> bool:
        """See Executions."""
        client = self._client()
        with _execution_errors():
            try:
                client.stop_execution(
                    executionArn=self._arn(name), error="Cancelled", cause="Cancelled by its user."
                )
            except client.exceptions.ExecutionDoesNotExist:
                return False
        return True

    def describe(self, name: str) -> ExecutionState | None:
        """See Executions."""
        client = self._client()
        with _execution_errors():
            try:
                answer = client.describe_execution(executionArn=self._arn(name))
            except client.exceptions.ExecutionDoesNotExist:
                return None
        return ExecutionState(answer["status"], int(answer.get("redriveCount", 0)), answer.get("error"))

    def failed_step(self, name: str, status: ExecutionStatus) -> str | None:
        """See Executions."""
        client = self._client()
        with _execution_errors():
            pages = client.get_paginator("get_execution_history").paginate(
                executionArn=self._arn(name), reverseOrder=True, includeExecutionData=False
            )
            return innermost_task((event for page in pages for event in page["events"]), status)

    def _arn(self, name: str) -> str:
        return f"{self._state_machine_arn.replace(':stateMachine:', ':execution:')}:{name}"


def innermost_task(newest_first: Iterator[HistoryEventTypeDef], status: ExecutionStatus) -> str | None:
    """The Task that ended an execution, from its history read backwards.

    A FAILED execution was ended by its latest Task failure, which its chain of previous events leads to; a
    timed out or stopped one by none: there it is the latest Task that was entered and not left.
    """
    left: set[str] = set()
    sought: int | None = None
    under_way: str | None = None
    for event in newest_first:
        name = event.get("stateEnteredEventDetails", {}).get("name")
        if event["type"] == "TaskStateExited":
            left.add(event.get("stateExitedEventDetails", {}).get("name", ""))
        elif event["type"] == "TaskStateEntered" and name and name not in left:
            under_way = under_way or name
            if sought == event["id"] or status != "FAILED":
                return name
        if (sought is None and event["type"] in _TASK_FAILURES) or sought == event["id"]:
            sought = event.get("previousEventId")
    return under_way


@contextmanager
def _execution_errors() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise ExecutionsUnavailable(f"Step Functions did not answer: {error_code(error)}") from error
