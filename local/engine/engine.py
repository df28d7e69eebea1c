"""The AWS services of one machine: Step Functions, DynamoDB, S3 and Cognito by moto, in this process."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from moto.core.config import default_user_config

from local.engine.http_server import HttpServer, aws_application

InvokeLambda = Callable[[str, bytes], tuple[bytes, str | None]]
OnStatusChange = Callable[[dict[str, Any]], None]


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
    ) -> None:
        self._invoke_lambda = invoke_lambda
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
        # moto logs failed tasks with their input, which holds people's questions.
        logging.getLogger("moto").setLevel(logging.CRITICAL)
        self._server = HttpServer(aws_application(), self._allowed_origins)
        self._server.start()

    def restore(self) -> None:
        """Bring back what `state_dir` keeps, into the tables and buckets that exist by now."""

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None
