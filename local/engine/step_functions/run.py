"""One run of an execution: its first start, or one redrive."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from moto.stepfunctions.parser.api import HistoryEventType
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.evaluation_details import AWSExecutionDetails
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventHistoryContext
from moto.stepfunctions.parser.asl.eval.program_state import (
    ProgramEnded,
    ProgramError,
    ProgramState,
    ProgramTimedOut,
)
from moto.stepfunctions.parser.asl.eval.states import ContextObjectData
from moto.stepfunctions.parser.utils import TMP_THREADS

from local.engine.step_functions.execution import Execution, Status
from local.engine.step_functions.history import RunHistory
from local.engine.step_functions.interpreter import parse_definition
from local.engine.step_functions.resume_point import Finished, NotStarted, ResumeAt, progress_of
from local.engine.step_functions.resumed_program import resumed_program


class Outcome:
    """How a run ended: the status, and the output or the error and its cause."""

    def __init__(
        self, status: Status, output: str | None = None, error: str | None = None, cause: str | None = None
    ) -> None:
        self.status = status
        self.output = output
        self.error = error
        self.cause = cause


OnEnd = Callable[["Run", Outcome], None]


class Run:
    """Evaluates the definition on a thread of its own and reports the outcome once."""

    def __init__(self, execution: Execution, on_end: OnEnd) -> None:
        self._on_end = on_end
        self._history = RunHistory(execution.events)
        self._definition = execution.definition
        self._resume = _resume_point(execution) if execution.redrive_count else None
        self._environment = _environment(execution, self._history)
        self._announce(execution)

    def start(self) -> None:
        threading.Thread(target=self._evaluate, name="execution", daemon=True).start()

    def stop(self, error: str | None, cause: str | None) -> bool:
        """Abort at once; Lambdas that run are left alone, as on AWS. False when the run has already ended."""
        details = {name: value for name, value in (("error", error), ("cause", cause)) if value is not None}
        if not self._history.end("ExecutionAborted", {"executionAbortedEventDetails": details}):
            return False
        self._environment.set_stop(stop_date=datetime.now(UTC), error=error, cause=cause)
        self._on_end(self, Outcome("ABORTED", error=error, cause=cause))
        return True

    def _announce(self, execution: Execution) -> None:
        context = self._environment.event_history_context
        if execution.redrive_count:
            self._history.add_event(
                context,
                HistoryEventType.ExecutionRedriven,
                {"executionRedrivenEventDetails": {"redriveCount": execution.redrive_count}},
            )
            return
        self._history.add_event(
            context,
            HistoryEventType.ExecutionStarted,
            {
                "executionStartedEventDetails": {
                    "input": execution.input,
                    "inputDetails": {"truncated": False},
                    "roleArn": execution.role_arn,
                }
            },
            # the first state is entered from event 0
            update_source_event_id=False,
        )

    def _evaluate(self) -> None:
        if isinstance(self._resume, Finished):
            self._succeed_with(self._resume.output)
        else:
            self._evaluate_program()
        # moto remembers every thread it ever started
        TMP_THREADS.clear()
        outcome = _outcome(self._environment.program_state(), self._environment)
        if outcome is None:
            return
        if outcome.status == "TIMED_OUT":
            self._history.end("ExecutionTimedOut", {"executionTimedOutEventDetails": {}})
        self._on_end(self, outcome)

    def _evaluate_program(self) -> None:
        program = parse_definition(self._definition)
        if isinstance(self._resume, ResumeAt):
            self._environment.states.reset(input_value=self._resume.input)
            program = resumed_program(program, self._resume)
        try:
            program.eval(self._environment)
        except RuntimeError:
            # moto's way to say that it was stopped before it began
            if self._environment.is_running():
                raise

    def _succeed_with(self, output: Any) -> None:
        self._environment.states.reset(input_value=output)
        self._environment.set_ended()
        self._history.add_event(
            self._environment.event_history_context,
            HistoryEventType.ExecutionSucceeded,
            EventDetails(
                executionSucceededEventDetails={
                    "output": _json_text(output),
                    "outputDetails": {"truncated": False},
                }
            ),
        )


def _resume_point(execution: Execution) -> Finished | ResumeAt | None:
    progress = progress_of(parse_definition(execution.definition), execution.events)
    if isinstance(progress, NotStarted):
        return None
    failure = execution.events[-1].get("executionFailedEventDetails", {})
    if isinstance(progress, ResumeAt) and failure.get("error") == "States.DataLimitExceeded":
        # AWS then runs a Parallel state again with all its branches
        return replace(progress, branches=())
    return progress


def _environment(execution: Execution, history: RunHistory) -> Environment:
    _, _, _, region, account, *_ = execution.arn.split(":")
    execution_context: dict[str, Any] = {
        "Id": execution.arn,
        "Input": json.loads(execution.input),
        "Name": execution.name,
        "RoleArn": execution.role_arn,
        "StartTime": _iso(execution.start_date),
        "RedriveCount": execution.redrive_count,
    }
    if execution.redrive_date is not None:
        execution_context["RedriveTime"] = _iso(execution.redrive_date)
    environment = Environment(
        aws_execution_details=AWSExecutionDetails(
            account=account, region=region, role_arn=execution.role_arn
        ),
        execution_type="STANDARD",
        context=ContextObjectData(
            Execution=execution_context,
            StateMachine={"Id": execution.state_machine_arn, "Name": execution.state_machine_name},
        ),
        event_history_context=EventHistoryContext(
            previous_event_id=len(execution.events) if execution.redrive_count else 0
        ),
        cloud_watch_logging_session=None,
        activity_store={},
    )
    environment.event_manager = history
    # only what is under way can be stopped
    environment.next_state_name = ""
    return environment


def _outcome(state: ProgramState, environment: Environment) -> Outcome | None:
    if isinstance(state, ProgramEnded):
        return Outcome("SUCCEEDED", output=_json_text(environment.states.get_input()))
    if isinstance(state, ProgramError):
        failure = state.error or {}
        return Outcome("FAILED", error=failure.get("error"), cause=failure.get("cause"))
    if isinstance(state, ProgramTimedOut):
        return Outcome("TIMED_OUT")
    # stopped: `stop` has told it
    return None


def _json_text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
