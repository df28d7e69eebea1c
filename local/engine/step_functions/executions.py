"""The executions of all state machines: starting, stopping, redriving, finding them."""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from moto.stepfunctions.exceptions import ExecutionAlreadyExists, ExecutionDoesNotExist

from local.engine.step_functions.errors import ExecutionNotRedrivable
from local.engine.step_functions.execution import Execution, Status
from local.engine.step_functions.limits import check_execution_input, check_execution_name
from local.engine.step_functions.run import Outcome, Run

# "the last 10 client tokens ... valid for up to 15 minutes":
# https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
_TOKENS_KEPT = 10
_TOKEN_LIFE = timedelta(minutes=15)


class StateMachine(Protocol):
    """What an execution takes from the state machine it is started on."""

    arn: str
    name: str
    definition: str
    roleArn: str


class Executions:
    """Safe for many threads. `on_change` is told each new status, in order for one execution."""

    def __init__(self, on_change: Callable[[Execution], None], clock: Callable[[], datetime]) -> None:
        self._on_change = on_change
        self._clock = clock
        self._lock = threading.RLock()
        self._by_arn: dict[str, Execution] = {}
        self._runs: dict[str, Run] = {}
        self._redrive_tokens: dict[str, OrderedDict[str, datetime]] = {}

    def start(
        self, state_machine: StateMachine, name: str | None, input_text: str, trace_header: str | None
    ) -> Execution:
        """Start an execution, or find the running one of that name and input.

        Raises InvalidName, InvalidExecutionInput, and ExecutionAlreadyExists for a name that is taken.
        """
        name = str(uuid.uuid4()) if name is None else name
        check_execution_name(name)
        check_execution_input(input_text)
        arn = f"{state_machine.arn.replace(':stateMachine:', ':execution:')}:{name}"
        with self._lock:
            existing = self._by_arn.get(arn)
            if existing is not None:
                if existing.is_running and existing.input == input_text:
                    return existing
                raise ExecutionAlreadyExists(f"Execution Already Exists: '{arn}'")
            execution = Execution(
                arn=arn,
                name=name,
                state_machine_arn=state_machine.arn,
                state_machine_name=state_machine.name,
                role_arn=state_machine.roleArn,
                definition=state_machine.definition,
                input=input_text,
                start_date=self._clock(),
                trace_header=trace_header,
            )
            self._by_arn[arn] = execution
            self._run(execution)
        return execution

    def now(self) -> datetime:
        return self._clock()

    def find(self, arn: str) -> Execution:
        """Raises ExecutionDoesNotExist."""
        execution = self._by_arn.get(arn)
        if execution is None:
            raise ExecutionDoesNotExist(f"Execution Does Not Exist: '{arn}'")
        return execution

    def of_state_machine(self, state_machine_arn: str, status: Status | None) -> list[Execution]:
        """The executions of a state machine, newest first."""
        with self._lock:
            found = [
                execution
                for execution in self._by_arn.values()
                if execution.state_machine_arn == state_machine_arn
                and (status is None or execution.status == status)
            ]
        return sorted(found, key=lambda execution: execution.start_date, reverse=True)

    def stop(self, arn: str, error: str | None, cause: str | None) -> datetime:
        """Abort a running execution at once; one that has ended stays as it is. Returns when it ended."""
        execution = self.find(arn)
        with self._lock:
            run = self._runs.get(arn)
        if run is not None:
            run.stop(error, cause)
        return execution.stop_date or self._clock()

    def redrive(self, arn: str, client_token: str | None) -> datetime:
        """Go on from the states that did not succeed. Returns the date of the redrive.

        A client token seen in the last 15 minutes changes nothing and gives the date of its redrive.
        Raises ExecutionDoesNotExist, ExecutionNotRedrivable.
        """
        execution = self.find(arn)
        now = self._clock()
        with self._lock:
            tokens = self._redrive_tokens.setdefault(arn, OrderedDict())
            earlier = tokens.get(client_token) if client_token else None
            if earlier is not None and now - earlier <= _TOKEN_LIFE:
                return earlier
            refusal = execution.redrive_refusal(now)
            if refusal is not None:
                raise ExecutionNotRedrivable(f"{refusal}. Execution Arn: '{arn}'")
            self._begin_redrive(execution, now)
            if client_token:
                tokens[client_token] = now
                while len(tokens) > _TOKENS_KEPT:
                    tokens.popitem(last=False)
            return now

    def restore(self, executions: Iterable[Execution]) -> None:
        """Take in executions of an earlier process; those that ran then have been interrupted."""
        with self._lock:
            for execution in executions:
                if execution.is_running:
                    execution.interrupt(self._clock())
                    self._on_change(execution)
                execution.pack()
                self._by_arn.setdefault(execution.arn, execution)

    def abandon(self) -> list[Execution]:
        """Let go of what still runs, because the runtime stops; these change no more."""
        with self._lock:
            running = [self._by_arn[arn] for arn in self._runs]
            self._runs.clear()
        return running

    def _begin_redrive(self, execution: Execution, now: datetime) -> None:
        execution.unpack()
        execution.redrive_count += 1
        execution.redrive_date = now
        execution.status = "RUNNING"
        execution.stop_date = execution.error = execution.cause = None
        self._run(execution)

    def _run(self, execution: Execution) -> None:
        run = Run(execution, lambda ended, outcome: self._finish(execution, ended, outcome))
        self._runs[execution.arn] = run
        self._on_change(execution)
        run.start()

    def _finish(self, execution: Execution, run: Run, outcome: Outcome) -> None:
        with self._lock:
            if self._runs.get(execution.arn) is not run:
                return
            del self._runs[execution.arn]
            execution.output, execution.error, execution.cause = outcome.output, outcome.error, outcome.cause
            execution.stop_date = self._clock()
            execution.status = outcome.status
            self._on_change(execution)
            execution.pack()
