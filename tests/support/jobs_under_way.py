"""A job while it runs on a server: its execution, and the sandboxes made ready for it."""

import asyncio
from typing import Any

from support.finops_command import FinopsServer
from support.raw_socket import PATIENCE_SECONDS, RawSocket

QUESTION = "Cost by service last month, and where can I save?"


async def warm_up(server: FinopsServer, socket: RawSocket) -> None:
    """Each function has a sandbox with nothing left to do, and the catalog is there."""
    job_id = await socket.ask(QUESTION)
    await socket.end_of(job_id)
    # the answer is posted before its Lambda returns
    async with asyncio.timeout(PATIENCE_SECONDS):
        while describe(server, job_id)["status"] == "RUNNING":
            await asyncio.sleep(0.02)


def history(server: FinopsServer, name: str) -> list[dict[str, Any]]:
    """The events of an execution, none where it has not begun."""
    states = server.client("stepfunctions")
    try:
        arn = describe(server, name)["executionArn"]
    except states.exceptions.ExecutionDoesNotExist:
        return []
    pages = states.get_paginator("get_execution_history").paginate(executionArn=arn)
    return [event for page in pages for event in page["events"]]


def has_entered(server: FinopsServer, name: str, step: str) -> bool:
    entered = [event.get("stateEnteredEventDetails", {}).get("name") for event in history(server, name)]
    return step in entered


def failed_tries(server: FinopsServer, name: str) -> list[str]:
    """The errors of the Tasks that failed in an execution, tried again or not."""
    failed = [event for event in history(server, name) if event["type"] == "TaskFailed"]
    return [event["taskFailedEventDetails"]["error"] for event in failed]


def describe(server: FinopsServer, name: str) -> dict[str, Any]:
    """DescribeExecution of the execution of that name."""
    states = server.client("stepfunctions")
    machine = states.list_state_machines()["stateMachines"][0]["stateMachineArn"]
    arn = f"{machine.replace(':stateMachine:', ':execution:')}:{name}"
    description: dict[str, Any] = states.describe_execution(executionArn=arn)
    return description
