"""Where a redrive goes on: read from the history of the failed run.

State names are unique in a whole definition, so the last state that a state machine, or a branch of it,
entered is the one that did not succeed, unless the history also shows it left.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from moto.stepfunctions.parser.asl.component.program.program import Program
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel.state_parallel import StateParallel
from moto.stepfunctions.parser.asl.component.state.state import CommonStateField
from moto.stepfunctions.parser.asl.component.state.state_continue_with import (
    ContinueWithEnd,
    ContinueWithNext,
)

from local.engine.step_functions.execution import HistoryEvent


@dataclass(frozen=True)
class NotStarted:
    """Nothing of the branch has run."""


@dataclass(frozen=True)
class Finished:
    """All has run; this is what it returned."""

    output: Any


@dataclass(frozen=True)
class ResumeAt:
    """The state to run (again) and its input; for a Parallel state, how far each branch came."""

    state: str
    input: Any
    branches: tuple[Progress, ...] = ()


Progress = NotStarted | Finished | ResumeAt


def progress_of(program: Program, events: Sequence[HistoryEvent]) -> Progress:
    """How far a state machine, or one branch of a Parallel state, came according to these events."""
    states: dict[str, CommonStateField] = program.states.states
    entered: HistoryEvent | None = None
    exited: HistoryEvent | None = None
    for event in events:
        if "stateEnteredEventDetails" in event and event["stateEnteredEventDetails"]["name"] in states:
            entered, exited = event, None
        elif "stateExitedEventDetails" in event and event["stateExitedEventDetails"]["name"] in states:
            exited = event
    if entered is None:
        return NotStarted()
    state = states[entered["stateEnteredEventDetails"]["name"]]
    state_input = json.loads(entered["stateEnteredEventDetails"]["input"])
    if exited is None:
        return ResumeAt(state.name, state_input, _branches(state, events, entered))
    return _after(state, state_input, json.loads(exited["stateExitedEventDetails"]["output"]))


def _branches(
    state: CommonStateField, events: Sequence[HistoryEvent], entered: HistoryEvent
) -> tuple[Progress, ...]:
    if not isinstance(state, StateParallel):
        return ()
    inside = [event for event in events if event["id"] > _first_entry(state, events, entered)["id"]]
    return tuple(progress_of(branch, inside) for branch in state.branches.programs)


def _first_entry(
    state: CommonStateField, events: Sequence[HistoryEvent], entered: HistoryEvent
) -> HistoryEvent:
    """The entry that this one continues: a redrive enters a state again, but its branches ran before it."""
    first = entered
    for event in reversed(events):
        details = event.get("stateEnteredEventDetails") or event.get("stateExitedEventDetails")
        if details is None or details["name"] != state.name:
            continue
        if "stateExitedEventDetails" in event:
            break
        first = event
    return first


def _after(state: CommonStateField, state_input: Any, output: Any) -> Progress:
    """The run ended between two states."""
    if isinstance(state.continue_with, ContinueWithEnd):
        return Finished(output)
    if isinstance(state.continue_with, ContinueWithNext) and state.continue_with.next_state is not None:
        return ResumeAt(state.continue_with.next_state.name, output)
    # a Choice state: it is decided again, from the same input
    return ResumeAt(state.name, state_input)
