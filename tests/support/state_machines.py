"""Small state machine definitions, and what tests read from executions."""

import time
from typing import Any

ROLE = "arn:aws:iam::123456789012:role/states"
TERMINAL = {"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"}


def task(function: str, **fields: Any) -> dict[str, Any]:
    """A Lambda task that passes its input and the execution on, and keeps its result under its name."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {
            "FunctionName": f"arn:aws:lambda:us-east-1:123456789012:function:{function}",
            "Payload": {"input.$": "$", "execution.$": "$$.Execution"},
        },
        "ResultSelector": {"payload.$": "$.Payload"},
        "ResultPath": f"$.{function}",
        **fields,
    }


def one_task(**fields: Any) -> dict[str, Any]:
    """`Only` calls the function `only`."""
    return {"StartAt": "Only", "States": {"Only": task("only", End=True, **fields)}}


def two_branches(**parallel: Any) -> dict[str, Any]:
    """First, then Left beside RightOne → RightTwo, then Last; functions first, left, right_one, …"""
    left = {"StartAt": "Left", "States": {"Left": task("left", End=True)}}
    right = {
        "StartAt": "RightOne",
        "States": {"RightOne": task("right_one", Next="RightTwo"), "RightTwo": task("right_two", End=True)},
    }
    return {
        "StartAt": "First",
        "States": {
            "First": task("first", Next="Both"),
            "Both": {
                "Type": "Parallel",
                "Branches": [left, right],
                "ResultSelector": {"left.$": "$[0].left.payload", "right.$": "$[1].right_two.payload"},
                "ResultPath": "$.both",
                "Next": "Last",
                **parallel,
            },
            "Last": task("last", End=True),
        },
    }


def finished(states: Any, execution_arn: str) -> dict[str, Any]:
    """What DescribeExecution says once the execution has ended."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        description: dict[str, Any] = states.describe_execution(executionArn=execution_arn)
        if description["status"] in TERMINAL:
            return description
        time.sleep(0.005)
    raise AssertionError(f"still {description['status']}: {execution_arn}")


def history(states: Any, execution_arn: str) -> list[dict[str, Any]]:
    """All events, read page by page."""
    pages = states.get_paginator("get_execution_history").paginate(executionArn=execution_arn)
    return [event for page in pages for event in page["events"]]


def wait_for_exit(states: Any, execution_arn: str, state: str) -> None:
    """Until the history shows that the execution has left the state."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for event in history(states, execution_arn):
            if event.get("stateExitedEventDetails", {}).get("name") == state:
                return
        time.sleep(0.005)
    raise AssertionError(f"{state} was not left")


def event_types(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]
