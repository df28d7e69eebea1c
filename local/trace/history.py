"""From GetExecutionHistory's flat events to a tree of states: no AWS client, so any history can be read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Event = dict[str, Any]
Status = Literal["running", "succeeded", "failed", "timed_out", "aborted"]

TRY_BEGINS = ("TaskScheduled", "LambdaFunctionScheduled")
TRY_ENDS: dict[str, Status] = {
    "TaskSucceeded": "succeeded",
    "TaskFailed": "failed",
    "TaskTimedOut": "timed_out",
    "TaskSubmitFailed": "failed",
    "TaskStartFailed": "failed",
    "LambdaFunctionSucceeded": "succeeded",
    "LambdaFunctionFailed": "failed",
    "LambdaFunctionTimedOut": "timed_out",
}
EXECUTION_ENDS: dict[str, Status] = {
    "ExecutionSucceeded": "succeeded",
    "ExecutionFailed": "failed",
    "ExecutionTimedOut": "timed_out",
    "ExecutionAborted": "aborted",
}


@dataclass
class Try:
    """One try of a Task: a first call, a retry, or the call of a redrive (`redrive` counts from 0)."""

    began: datetime
    redrive: int
    ended: datetime | None = None
    status: Status = "running"
    error: str | None = None
    cause: str | None = None


@dataclass
class StateTrace:
    """What one state did; `children` are the states of its branches, in the order they were entered."""

    name: str
    type: str
    entered: datetime
    input: str | None = None
    output: str | None = None
    exited: datetime | None = None
    status: Status = "running"
    tries: list[Try] = field(default_factory=list)
    children: list["StateTrace"] = field(default_factory=list)

    @property
    def seconds(self) -> float | None:
        """From first entering to leaving (or to the last try's end), None while it runs."""
        ends = [self.exited] if self.exited else [attempt.ended for attempt in self.tries if attempt.ended]
        return (max(end for end in ends if end) - self.entered).total_seconds() if ends else None


@dataclass
class ExecutionTrace:
    """A whole execution: its states, how it stands, how often it was redriven, and why it failed."""

    status: Status = "running"
    redrives: int = 0
    error: str | None = None
    cause: str | None = None
    states: list[StateTrace] = field(default_factory=list)

    def walk(self) -> list[StateTrace]:
        """Every state, parents before their branches' states."""
        found: list[StateTrace] = []
        waiting = list(self.states)
        while waiting:
            state = waiting.pop(0)
            found.append(state)
            waiting = state.children + waiting
        return found

    @property
    def failed_task(self) -> StateTrace | None:
        """The innermost Task that ended badly, the latest of them."""
        failed = [state for state in self.walk() if state.type == "Task" and state.status != "succeeded"]
        return failed[-1] if failed else None


def read_history(events: list[Event]) -> ExecutionTrace:
    """The tree of an execution from its events in the order of their ids (all pages joined)."""
    return _Reader(events).read()


class _Reader:
    def __init__(self, events: list[Event]) -> None:
        self._events = events
        self._trace = ExecutionTrace()
        self._state_of: dict[int, StateTrace | None] = {0: None}
        self._parents: dict[int, StateTrace | None] = {}

    def read(self) -> ExecutionTrace:
        for event in self._events:
            self._state_of[event["id"]] = self._owner_of(event)
            self._note(event)
        self._close_open_states()
        return self._trace

    def _owner_of(self, event: Event) -> StateTrace | None:
        kind: str = event["type"]
        before = self._state_of.get(event.get("previousEventId", 0))
        if kind.endswith("StateEntered"):
            return self._enter(event, before)
        if kind.endswith("StateExited"):
            return self._exit(event)
        if kind.startswith("Execution"):
            return None
        if before is None and kind in TRY_BEGINS:
            # a redrive may schedule the failed Task again without entering it
            return self._trace.failed_task
        return before

    def _enter(self, event: Event, before: StateTrace | None) -> StateTrace:
        details = event["stateEnteredEventDetails"]
        siblings, parent = self._siblings(before)
        again = next((state for state in siblings if state.name == details["name"]), None)
        if again:
            again.exited, again.status = None, "running"
            return again
        state = StateTrace(
            name=details["name"],
            type=event["type"].removesuffix("StateEntered"),
            entered=event["timestamp"],
            input=details.get("input"),
        )
        siblings.append(state)
        self._parents[id(state)] = parent
        return state

    def _siblings(self, before: StateTrace | None) -> tuple[list[StateTrace], StateTrace | None]:
        """Where a state that follows `before` belongs: within an open Parallel or Map, else beside it."""
        if before is None:
            return self._trace.states, None
        if before.type in ("Parallel", "Map") and before.exited is None:
            return before.children, before
        parent = self._parents.get(id(before))
        return (parent.children if parent else self._trace.states), parent

    def _exit(self, event: Event) -> StateTrace | None:
        details = event["stateExitedEventDetails"]
        state = next((s for s in reversed(self._trace.walk()) if s.name == details["name"]), None)
        if state:
            state.exited, state.output, state.status = event["timestamp"], details.get("output"), "succeeded"
        return state

    def _note(self, event: Event) -> None:
        kind: str = event["type"]
        state = self._state_of[event["id"]]
        if kind == "ExecutionRedriven":
            self._trace.redrives += 1
            self._trace.status, self._trace.error, self._trace.cause = "running", None, None
        elif kind in EXECUTION_ENDS:
            self._trace.status = EXECUTION_ENDS[kind]
            self._trace.error, self._trace.cause = _error_and_cause(event)
        elif state and kind in TRY_BEGINS:
            state.tries.append(Try(began=event["timestamp"], redrive=self._trace.redrives))
            state.status = "running"
        elif state and state.tries and kind in TRY_ENDS:
            last = state.tries[-1]
            last.ended, last.status = event["timestamp"], TRY_ENDS[kind]
            last.error, last.cause = _error_and_cause(event)

    def _close_open_states(self) -> None:
        """A state that was never left ended as its last try did, or as the execution did."""
        if self._trace.status in ("running", "succeeded"):
            return
        for state in self._trace.walk():
            if state.exited is None:
                ended_badly = state.tries and state.tries[-1].status in ("failed", "timed_out")
                state.status = state.tries[-1].status if ended_badly else self._trace.status


def _error_and_cause(event: Event) -> tuple[str | None, str | None]:
    for name, details in event.items():
        if name.endswith("EventDetails") and isinstance(details, dict) and "error" in details:
            return details.get("error"), details.get("cause")
    return None, None
