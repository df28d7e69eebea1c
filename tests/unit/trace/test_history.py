"""A history read as a tree: branches under their Parallel, tries under their Task, redrives kept apart."""

from datetime import UTC, datetime, timedelta
from typing import Any

from local.trace.history import read_history

START = datetime(2026, 3, 10, tzinfo=UTC)


class History:
    """Builds events as GetExecutionHistory returns them, each naming the one before it."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def add(self, kind: str, before: int, **details: Any) -> int:
        number = len(self.events) + 1
        event = {
            "id": number,
            "previousEventId": before,
            "type": kind,
            "timestamp": START + timedelta(seconds=number),
        }
        self.events.append(event | details)
        return number

    def enter(self, kind: str, name: str, before: int) -> int:
        return self.add(f"{kind}StateEntered", before, stateEnteredEventDetails={"name": name, "input": "{}"})

    def leave(self, kind: str, name: str, before: int) -> int:
        return self.add(f"{kind}StateExited", before, stateExitedEventDetails={"name": name, "output": "{}"})

    def fail(self, before: int) -> int:
        return self.add("TaskFailed", before, taskFailedEventDetails={"error": "Boom", "cause": "no reason"})


def failed_in_a_branch() -> History:
    history = History()
    parallel = history.enter("Parallel", "Investigate", history.add("ExecutionStarted", 0))
    started = history.add("ParallelStateStarted", parallel)
    cost = history.enter("Task", "AnalyzeCost", started)
    advice = history.enter("Task", "AdviseSavings", started)
    retried = history.fail(history.add("TaskScheduled", cost))
    succeeded = history.add("TaskSucceeded", history.add("TaskScheduled", advice))
    history.leave("Task", "AdviseSavings", succeeded)
    last = history.fail(history.add("TaskScheduled", retried))
    history.add("ExecutionFailed", last, executionFailedEventDetails={"error": "Boom", "cause": "no reason"})
    return history


def test_a_failed_branch_is_found_with_its_tries_under_its_parallel() -> None:
    trace = read_history(failed_in_a_branch().events)
    (parallel,) = trace.states
    assert [child.name for child in parallel.children] == ["AnalyzeCost", "AdviseSavings"]
    assert [child.status for child in parallel.children] == ["failed", "succeeded"]
    assert [attempt.status for attempt in parallel.children[0].tries] == ["failed", "failed"]
    assert trace.failed_task is parallel.children[0]
    assert (trace.status, trace.error) == ("failed", "Boom")


def test_a_redrive_adds_tries_to_the_states_there_are() -> None:
    history = failed_in_a_branch()
    redriven = history.add(
        "ExecutionRedriven", len(history.events), executionRedrivenEventDetails={"redriveCount": 1}
    )
    parallel = history.enter("Parallel", "Investigate", redriven)
    cost = history.enter("Task", "AnalyzeCost", history.add("ParallelStateStarted", parallel))
    succeeded = history.add("TaskSucceeded", history.add("TaskScheduled", cost))
    left = history.leave("Parallel", "Investigate", history.leave("Task", "AnalyzeCost", succeeded))
    synthesis = history.enter("Task", "SynthesizeAnswer", left)
    done = history.leave("Task", "SynthesizeAnswer", synthesis)
    history.add("ExecutionSucceeded", done, executionSucceededEventDetails={"output": "{}"})

    trace = read_history(history.events)

    assert (trace.status, trace.redrives, trace.failed_task) == ("succeeded", 1, None)
    assert [state.name for state in trace.states] == ["Investigate", "SynthesizeAnswer"]
    assert [attempt.redrive for attempt in trace.states[0].children[0].tries] == [0, 0, 1]


def test_an_aborted_execution_leaves_its_open_states_aborted() -> None:
    history = History()
    task = history.enter("Task", "InterpretQuery", history.add("ExecutionStarted", 0))
    scheduled = history.add("TaskScheduled", task)
    history.add("ExecutionAborted", scheduled, executionAbortedEventDetails={"error": "User", "cause": "x"})
    trace = read_history(history.events)
    assert trace.failed_task is not None
    assert trace.failed_task.status == "aborted"
