"""An engine with scripted Lambdas, and boto3 clients that speak to it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3

from local.engine import Engine
from local.engine.step_functions.lambda_invocation import InvokeLambda
from support.scripted_lambdas import ScriptedLambdas
from support.state_machines import ROLE

PATIENCE_SECONDS = 20


class Clock:
    """The time of day, which a test may move."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class EngineUnderTest:
    """A started engine; `status_events` are the EventBridge events so far.

    `invoke_lambda` answers its Lambdas: `lambdas`, unless a test sets another.
    """

    def __init__(self, state_dir: Path | None = None, **options: Any) -> None:
        self.lambdas = ScriptedLambdas()
        self.status_events: list[dict[str, Any]] = []
        self.clock = Clock()
        self.invoke_lambda: InvokeLambda = self.lambdas
        self.engine = Engine(self._invoke, self.status_events.append, state_dir, clock=self.clock, **options)
        self.engine.start()
        self.states = self.client("stepfunctions")

    def told(self, count: int) -> list[dict[str, Any]]:
        """The status events, once there are so many: an execution has ended a moment before it is told."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(self.status_events) < count and time.monotonic() < deadline:
            time.sleep(0.005)
        return list(self.status_events)

    def _invoke(self, function: str, payload: bytes) -> tuple[bytes, str | None]:
        return self.invoke_lambda(function, payload)

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.engine.endpoint,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    def create_state_machine(self, definition: dict[str, Any], name: str = "machine") -> str:
        created = self.states.create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE)
        arn: str = created["stateMachineArn"]
        return arn

    def start(self, definition: dict[str, Any], name: str = "job-1", payload: Any = None) -> str:
        """Create the state machine and start an execution of it."""
        started = self.states.start_execution(
            stateMachineArn=self.create_state_machine(definition),
            name=name,
            input=json.dumps({} if payload is None else payload),
        )
        arn: str = started["executionArn"]
        return arn


@contextmanager
def running_engine(state_dir: Path | None = None, **options: Any) -> Iterator[EngineUnderTest]:
    engine = EngineUnderTest(state_dir, **options)
    try:
        yield engine
    finally:
        engine.engine.stop()
