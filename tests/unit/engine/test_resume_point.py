"""Where a redrive goes on, read from hand-written histories."""

import json
from typing import Any

from local.engine.step_functions.interpreter import parse_definition
from local.engine.step_functions.resume_point import Finished, NotStarted, Progress, ResumeAt, progress_of
from support.state_machines import two_branches

Step = tuple[str, str, Any]


def events(*steps: Step) -> list[dict[str, Any]]:
    """("enter" or "exit", state, its input or output) as history events."""
    kinds = {"enter": ("stateEnteredEventDetails", "input"), "exit": ("stateExitedEventDetails", "output")}
    return [
        {"id": number, kinds[kind][0]: {"name": state, kinds[kind][1]: json.dumps(data)}}
        for number, (kind, state, data) in enumerate(steps, start=1)
    ]


def progress(*steps: Step, definition: dict[str, Any] | None = None) -> Progress:
    return progress_of(parse_definition(json.dumps(definition or two_branches())), events(*steps))


FIRST = (("enter", "First", {}), ("exit", "First", {"first": 1}))
BOTH = (*FIRST, ("enter", "Both", {"first": 1}))


def test_an_execution_that_entered_nothing_has_not_started() -> None:
    assert progress() == NotStarted()


def test_a_state_that_was_not_left_is_resumed_with_its_input() -> None:
    assert progress(("enter", "First", {"a": 1})) == ResumeAt("First", {"a": 1})


def test_between_two_states_the_next_one_is_resumed_with_the_output() -> None:
    assert progress(*FIRST) == ResumeAt("Both", {"first": 1})


def test_a_last_state_that_was_left_has_finished() -> None:
    assert progress(*FIRST, ("enter", "Last", {}), ("exit", "Last", "answer")) == Finished("answer")


def test_branches_that_entered_nothing_have_not_started() -> None:
    assert progress(*BOTH) == ResumeAt("Both", {"first": 1}, (NotStarted(), NotStarted()))


def test_each_branch_is_resumed_by_itself() -> None:
    left = (("enter", "Left", {"first": 1}), ("exit", "Left", {"left": 2}))
    right = (
        ("enter", "RightOne", {"first": 1}),
        ("exit", "RightOne", {"r": 1}),
        ("enter", "RightTwo", {"r": 1}),
    )

    assert progress(*BOTH, *left, *right) == ResumeAt(
        "Both", {"first": 1}, (Finished({"left": 2}), ResumeAt("RightTwo", {"r": 1}))
    )


def test_a_parallel_state_entered_again_by_a_redrive_keeps_what_finished_before_it() -> None:
    left = (("enter", "Left", 1), ("exit", "Left", 2))

    assert progress(*BOTH, *left, ("enter", "RightOne", 1), ("enter", "Both", {"first": 1})) == ResumeAt(
        "Both", {"first": 1}, (Finished(2), ResumeAt("RightOne", 1))
    )


def test_a_parallel_state_that_is_run_anew_forgets_its_earlier_branches() -> None:
    earlier = (*BOTH, ("enter", "Left", 1), ("exit", "Left", 2), ("exit", "Both", {}))

    assert progress(*earlier, ("enter", "Both", 5)) == ResumeAt("Both", 5, (NotStarted(), NotStarted()))


def test_a_choice_that_was_left_is_decided_again() -> None:
    definition = {
        "StartAt": "Choose",
        "States": {
            "Choose": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.a", "NumericEquals": 1, "Next": "End"}],
                "Default": "End",
            },
            "End": {"Type": "Succeed"},
        },
    }

    found = progress(("enter", "Choose", {"a": 1}), ("exit", "Choose", {"a": 1}), definition=definition)

    assert found == ResumeAt("Choose", {"a": 1})
