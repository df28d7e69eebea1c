"""The AWS services of one machine: Step Functions, DynamoDB, S3 and Cognito by moto, in this process."""

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from moto.core.config import default_user_config
from moto.moto_api._internal.models import moto_api_backend

from local.engine.dynamodb.api import DynamoDb
from local.engine.dynamodb.expressions import mend_expressions
from local.engine.dynamodb.http import DynamoDbShortcut
from local.engine.dynamodb.tables import mend_tables
from local.engine.http_server import HttpServer, aws_application
from local.engine.instances import forget_instances
from local.engine.origin_guard import OriginGuard
from local.engine.persistence.objects import KeptObjects, restore_objects
from local.engine.persistence.store import StateStore
from local.engine.step_functions.api import serve_executions
from local.engine.step_functions.execution import Execution
from local.engine.step_functions.executions import Executions
from local.engine.step_functions.interpreter import mend_interpreter
from local.engine.step_functions.lambda_invocation import InvokeLambda, LambdaClient
from local.engine.step_functions.status_change import status_change_event
from local.engine.wsgi import WsgiApplication

OnStatusChange = Callable[[dict[str, Any]], None]

# Step Functions keeps a closed execution, and its name taken, for 90 days:
# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
_EXECUTIONS_KEPT = timedelta(days=90)
_EXPIRY_INTERVAL_SECONDS = 60.0


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Engine:
    """Emulated AWS services behind one loopback endpoint. One started engine a process.

    `invoke_lambda(name_or_arn, event)` runs a Lambda and returns its payload and function error
    (`"Unhandled"`, or None when it succeeded); it raises KeyError for a function there is not, and
    FunctionThrottled where Lambda would refuse for its concurrency. It is called from many threads at once.
    `on_status_change(event)` is given each "Step Functions Execution Status Change" event as EventBridge
    would deliver it; it is called while the execution waits and must return at once.
    `state_dir` is where items, objects and executions are kept; None keeps nothing. Raises StateInUse when
    another process has it.
    `allowed_origins` are web origins that may call the AWS API; none may unless told.
    """

    def __init__(
        self,
        invoke_lambda: InvokeLambda,
        on_status_change: OnStatusChange,
        state_dir: Path | None = None,
        allowed_origins: Iterable[str] = (),
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._invoke_lambda = invoke_lambda
        self._on_status_change = on_status_change
        self._clock = clock
        self._store = None if state_dir is None else StateStore(state_dir)
        self._executions = Executions(self._execution_changed, clock)
        self._dynamodb = DynamoDb(self._store)
        self._application = self._build_application(allowed_origins)
        self._server: HttpServer | None = None
        self._stopping = threading.Event()

    @property
    def endpoint(self) -> str:
        """`http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL`; known once started."""
        if self._server is None:
            raise RuntimeError("The engine has not been started.")
        return self._server.endpoint

    @property
    def application(self) -> WsgiApplication:
        """The same services as a WSGI application: what comes in elsewhere can be answered without HTTP."""
        return self._application

    def start(self) -> None:
        """Begin to answer AWS API requests, with no resources.

        Create the tables, buckets and state machines next (under the same names each time), then call
        `restore` before anything reads them.
        """
        default_user_config["stepfunctions"]["execute_state_machine"] = True
        moto_api_backend.reset()
        forget_instances()
        mend_interpreter(LambdaClient(self._invoke_lambda))
        mend_tables()
        mend_expressions()
        serve_executions(self._executions)
        self._server = HttpServer(self._application)
        self._server.start()
        threading.Thread(target=self._expire_items, name="time-to-live", daemon=True).start()

    def restore(self) -> None:
        """Bring back what `state_dir` keeps: items and objects whose table or bucket exists, all executions.

        An execution that ran when the earlier process ended is ABORTED now, with a cause that says so, and is
        not redrivable: what its Lambdas had done by then is not known.
        """
        if self._store is None:
            return
        self._dynamodb.restore()
        restore_objects(self._store)
        self._store.forget_executions_stopped_before((self._clock() - _EXECUTIONS_KEPT).timestamp())
        self._executions.restore(Execution.from_json(record) for record in self._store.executions())

    def remove_expired_items(self) -> None:
        """Do now what DynamoDB's time to live does each minute."""
        self._dynamodb.remove_expired_items(self._clock())

    def stop(self) -> None:
        """Stop answering and let go of `state_dir`. What still runs is ABORTED when it is restored."""
        self._stopping.set()
        for execution in self._executions.abandon():
            self._keep_execution(execution)
        if self._server is not None:
            self._server.stop()
            self._server = None
        if self._store is not None:
            self._store.close()

    def _build_application(self, allowed_origins: Iterable[str]) -> WsgiApplication:
        services: WsgiApplication = aws_application()
        if self._store is not None:
            services = KeptObjects(services, self._store)
        return OriginGuard(DynamoDbShortcut(services, self._dynamodb), allowed_origins)

    def _execution_changed(self, execution: Execution) -> None:
        self._keep_execution(execution)
        self._on_status_change(status_change_event(execution, self._clock()))

    def _keep_execution(self, execution: Execution) -> None:
        if self._store is not None:
            stopped = None if execution.stop_date is None else execution.stop_date.timestamp()
            self._store.keep_execution(execution.arn, stopped, execution.to_json())

    def _expire_items(self) -> None:
        while not self._stopping.wait(_EXPIRY_INTERVAL_SECONDS):
            self.remove_expired_items()
