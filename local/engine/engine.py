"""The AWS services of one machine: Step Functions, DynamoDB, S3 and Cognito by moto, in this process."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from moto.core.config import default_user_config

from local.engine.http_server import HttpServer, aws_application
from local.engine.step_functions.api import serve_executions
from local.engine.step_functions.execution import Execution
from local.engine.step_functions.executions import Executions
from local.engine.step_functions.interpreter import mend_interpreter
from local.engine.step_functions.lambda_invocation import InvokeLambda, LambdaClient
from local.engine.step_functions.status_change import status_change_event

Clock = Callable[[], datetime]
OnStatusChange = Callable[[dict[str, Any]], None]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Engine:
    """Emulated AWS services behind one loopback endpoint. One engine a process.

    `invoke_lambda(name_or_arn, event)` runs a Lambda and returns its payload and function error
    (`"Unhandled"`, or None when it succeeded). It is called from many threads at once.
    `on_status_change(event)` is given each "Step Functions Execution Status Change" event as EventBridge
    would deliver it; it is called on the execution's thread and must return at once.
    `state_dir` is where items, objects and finished executions are kept; None keeps nothing.
    """

    def __init__(
        self,
        invoke_lambda: InvokeLambda,
        on_status_change: OnStatusChange,
        state_dir: Path | None = None,
        allowed_origins: Iterable[str] = (),
        clock: Clock = _utc_now,
    ) -> None:
        self._invoke_lambda = invoke_lambda
        self._clock = clock
        self._executions = Executions(self._execution_changed, clock)
        self._on_status_change = on_status_change
        self._state_dir = state_dir
        self._allowed_origins = tuple(allowed_origins)
        self._server: HttpServer | None = None

    @property
    def endpoint(self) -> str:
        """`http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL`; known once started."""
        if self._server is None:
            raise RuntimeError("The engine has not been started.")
        return self._server.endpoint

    def start(self) -> None:
        """Begin to answer AWS API requests.

        Create the tables, buckets and state machines next, then call `restore`.
        """
        default_user_config["stepfunctions"]["execute_state_machine"] = True
        mend_interpreter(LambdaClient(self._invoke_lambda))
        serve_executions(self._executions)
        self._server = HttpServer(aws_application(), self._allowed_origins)
        self._server.start()

    def restore(self) -> None:
        """Bring back what `state_dir` keeps, into the tables and buckets that exist by now."""

    def _execution_changed(self, execution: Execution) -> None:
        self._on_status_change(status_change_event(execution, self._clock()))

    def stop(self) -> None:
        self._executions.interrupt_all()
        if self._server is not None:
            self._server.stop()
            self._server = None
