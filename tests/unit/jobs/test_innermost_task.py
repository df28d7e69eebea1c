"""Which step ended an execution, from its history read backwards."""

from __future__ import annotations

from typing import Any

from jobs.executions import innermost_task


def history(*events: tuple[int, int, str, str]) -> Any:
    """Events (id, previous id, type, state's name or nothing), newest first."""
    return iter(
        [
            {
                "id": number,
                "previousEventId": previous,
                "type": kind,
                **({"stateEnteredEventDetails": {"name": name}} if kind.endswith("StateEntered") else {}),
                **({"stateExitedEventDetails": {"name": name}} if kind.endswith("StateExited") else {}),
            }
            for number, previous, kind, name in sorted(events, reverse=True)
        ]
    )


def test_the_branch_that_failed_is_told_from_the_one_that_was_aborted() -> None:
    events = history(
        (1, 0, "ExecutionStarted", ""),
        (2, 1, "ParallelStateEntered", "Investigate"),
        (3, 2, "TaskStateEntered", "AnalyzeCost"),
        (4, 2, "TaskStateEntered", "AdviseSavings"),
        (5, 3, "TaskScheduled", ""),
        (6, 4, "TaskScheduled", ""),
        (7, 5, "TaskFailed", ""),
        (8, 6, "TaskStateAborted", ""),
        (9, 7, "ParallelStateFailed", ""),
        (10, 9, "ExecutionFailed", ""),
    )
    assert innermost_task(events, "FAILED") == "AnalyzeCost"


def test_a_failure_that_was_retried_is_not_the_one() -> None:
    events = history(
        (1, 0, "TaskStateEntered", "InterpretQuery"),
        (2, 1, "TaskScheduled", ""),
        (3, 2, "TaskFailed", ""),
        (4, 3, "TaskScheduled", ""),
        (5, 4, "TaskSucceeded", ""),
        (6, 5, "TaskStateExited", "InterpretQuery"),
        (7, 6, "TaskStateEntered", "SynthesizeAnswer"),
        (8, 7, "ExecutionTimedOut", ""),
    )
    assert innermost_task(events, "TIMED_OUT") == "SynthesizeAnswer"


def test_an_execution_that_ended_before_any_task_has_none() -> None:
    assert (
        innermost_task(history((1, 0, "ExecutionStarted", ""), (2, 1, "ExecutionFailed", "")), "FAILED")
        is None
    )
