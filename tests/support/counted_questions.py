"""What one question of each kind makes AWS do, counted at a running application."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from local.client import FinOpsSession
from local.client.sign_in import id_token, read_config
from local.runtime import Addresses, RuntimeOptions, running
from support.recorded_calls import Recorded, recording
from support.tiny_server import client

TODAY = date(2026, 3, 10)
WARM_UP = "What did we spend in November 2025?"
QUESTIONS = {
    "spend": "What did we spend in February 2026?",
    "breakdown": "What were our costs by service in January 2026?",
    "explain": "Why did our costs change in December 2025?",
    "savings": "How can we save money?",
    "repeat": "What did we spend in February 2026?",
}
_WRITES = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"}
_READS = {"dynamodb:GetItem", "dynamodb:Query"}
_BACKGROUND = {"SweeperFunction"}
_OF_A_CONNECTION = "ConnectionManagerFunction", 2
# the watcher is told of an execution's end, after the answer
_LAST_OF_A_QUESTION = "ExecutionWatcherFunction", 1
PATIENCE_SECONDS = 120


def count_questions(folder: Path) -> dict[str, Any]:
    """The counts of a question by kind, and of opening a connection; what is due once a day left out."""
    options = RuntimeOptions(port=0, today=TODAY, log_file=folder / "server.log")
    with recording() as recorded, running(options) as addresses:
        return asyncio.run(_count(addresses, recorded))


async def _count(addresses: Addresses, recorded: Recorded) -> dict[str, Any]:
    token = id_token(read_config(addresses.web_socket))
    recorded.clear()
    async with FinOpsSession(addresses.web_socket, token, heartbeat_seconds=3600) as session:
        counted = {"connection": await _counts(recorded, *_OF_A_CONNECTION)}
        await session.ask(WARM_UP)
        catalog = await _counts(recorded, *_LAST_OF_A_QUESTION)
        for kind, question in QUESTIONS.items():
            await session.ask(question)
            counted[kind] = await _counts(recorded, *_LAST_OF_A_QUESTION)
            counted[kind]["transitions"] = _transitions(addresses)
    first, usual = catalog["cost explorer requests"], counted["spend"]["cost explorer requests"]
    counted["catalog of a day"] = {"cost explorer requests": first - usual}
    return counted


async def _counts(recorded: Recorded, last: str, times: int) -> dict[str, Any]:
    """What was recorded since the last time, once a function was invoked that often and none runs."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while _ended(recorded)[last] < times or set(recorded.under_way) - _BACKGROUND:
            await asyncio.sleep(0.01)
    calls = [call for call in recorded.calls if call.function not in _BACKGROUND]
    invocations = _ended(recorded)
    recorded.clear()
    actions = Counter(call.action for call in calls)
    return {
        "invocations": dict(sorted(invocations.items())),
        "write units": sum(call.units for call in calls if call.action in _WRITES),
        "read units": sum(call.units for call in calls if call.action in _READS),
        "objects written": actions["s3:PutObject"],
        "objects read": actions["s3:GetObject"],
        "messages posted": actions["execute-api:ManageConnections"],
        "cost explorer requests": sum(
            number for action, number in actions.items() if action.startswith("ce:")
        ),
    }


def _ended(recorded: Recorded) -> Counter[str]:
    return Counter(name for name, _ in recorded.invocations if name not in _BACKGROUND)


def _transitions(addresses: Addresses) -> int:
    """The states entered by the execution that began last."""
    states = client("stepfunctions", addresses.http)
    (machine,) = states.list_state_machines()["stateMachines"]
    executions = states.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]
    latest = max(executions, key=lambda each: each["startDate"])
    events = states.get_execution_history(executionArn=latest["executionArn"], maxResults=1000)["events"]
    return sum(event["type"].endswith("StateEntered") for event in events)
