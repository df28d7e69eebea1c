"""The executions of a job, read through the Step Functions API: on AWS, or at a `finops up` port."""

from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from local.trace.history import Event

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

ATTEMPTS_AT_MOST = 20


class UnknownExecution(Exception):
    """No execution of that job is kept; the message says what to check."""


class Executions:
    """The executions of one state machine, found by job id.

    A job's first execution has the job id as its name, one restarted as attempt N has `{jobId}-{N}`.
    """

    def __init__(self, client: "SFNClient", state_machine_arn: str | None = None) -> None:
        self._client = client
        self._prefix = (state_machine_arn or self._only_state_machine()).replace(
            ":stateMachine:", ":execution:"
        )

    @classmethod
    def at(cls, endpoint: str) -> "Executions":
        """Those of a `finops up` at this http address, which takes any credentials."""
        client: SFNClient = boto3.client(
            "stepfunctions",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )
        return cls(client)

    @classmethod
    def on_aws(cls, state_machine_arn: str) -> "Executions":
        """Those of a deployed stack, with the credentials boto3 finds. Raises UnknownExecution."""
        parts = state_machine_arn.split(":")
        if len(parts) != 7 or parts[2] != "states" or not parts[3]:
            raise UnknownExecution(
                f'"{state_machine_arn}" is no state machine\'s ARN: the stack shows it as StateMachineArn.'
            )
        region = parts[3]
        return cls(boto3.client("stepfunctions", region_name=region), state_machine_arn)

    def of_job(self, job_id: str) -> list[dict[str, Any]]:
        """DescribeExecution of each execution of a job, the first one first. Raises UnknownExecution."""
        names = [job_id, *(f"{job_id}-{attempt}" for attempt in range(2, ATTEMPTS_AT_MOST + 1))]
        found = [description for name in names if (description := self._describe(name))]
        if not found:
            raise UnknownExecution(
                f"No execution of job {job_id} is kept here. `finops jobs` lists the jobs there are."
            )
        return found

    def events(self, execution_arn: str) -> list[Event]:
        """The whole history, in the order of its ids."""
        pages = self._client.get_paginator("get_execution_history").paginate(executionArn=execution_arn)
        return [dict(event) for page in pages for event in page["events"]]

    def _describe(self, name: str) -> dict[str, Any] | None:
        try:
            return dict(self._client.describe_execution(executionArn=f"{self._prefix}:{name}"))
        except ClientError as error:
            if error.response["Error"]["Code"] in ("ExecutionDoesNotExist", "InvalidArn"):
                return None
            raise

    def _only_state_machine(self) -> str:
        machines = self._client.list_state_machines()["stateMachines"]
        if not machines:
            raise UnknownExecution("No state machine is there: check --url, or give --state-machine.")
        return machines[0]["stateMachineArn"]
