"""Links from a job's messages to its execution, for those who look after the jobs.

The journal holds none: a link is made when a message is sent, for the connection it goes to.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]

LINKED = frozenset({"job_queued", "job_failed"})
_CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}


@dataclass(frozen=True)
class ExecutionLinks:
    """An address is `prefix` and the execution's name; without a prefix there are no links."""

    prefix: str = ""
    for_everybody: bool = False

    def copy(self, message: Message, execution_name: str, *, operator: bool) -> Message:
        """The copy of a message for one connection: with `executionUrl` where it may have one."""
        if not self.prefix or message["type"] not in LINKED or not (operator or self.for_everybody):
            return message
        return {**message, "executionUrl": f"{self.prefix}{execution_name}"}

    def copies(self, message: Message, execution_name: str) -> tuple[Message, Message]:
        """The copy of end users' connections, and that of operators'."""
        return (
            self.copy(message, execution_name, operator=False),
            self.copy(message, execution_name, operator=True),
        )

    @classmethod
    def from_environment(cls) -> ExecutionLinks:
        """To EXECUTION_PAGE where it is set, else to the Step Functions console of STATE_MACHINE_ARN.

        EXECUTION_LINKS says for whom: `operators`, or `everybody`.
        """
        prefix = os.environ.get("EXECUTION_PAGE") or console_page(os.environ["STATE_MACHINE_ARN"])
        return cls(prefix, for_everybody=os.environ.get("EXECUTION_LINKS") == "everybody")


NO_LINKS = ExecutionLinks()


def console_page(state_machine_arn: str) -> str:
    """Where the console shows a state machine's executions; empty where a partition has no public one."""
    _, partition, _, region, *_ = state_machine_arn.split(":")
    if partition not in _CONSOLES:
        return ""
    executions = state_machine_arn.replace(":stateMachine:", ":execution:")
    console = f"https://{region}.{_CONSOLES[partition]}/states/home?region={region}"
    return f"{console}#/v2/executions/details/{executions}:"
