"""`--fail` fails a step's first calls, and no others."""

import json

import pytest

from local.lambdas.failure_injection import FailureInjection, StepFailure, UnknownStep
from local.lambdas.invocation import UNHANDLED
from local.runtime.options import StartRefused, parse_failures

DEFINITION = {
    "States": {
        "Read": {
            "Type": "Task",
            "Parameters": {"FunctionName": "arn:aws:lambda:us-east-1:1:function:Reader"},
        },
        "Look": {
            "Type": "Parallel",
            "Branches": [
                {"States": {"Count": {"Type": "Task", "Parameters": {"FunctionName": "a:function:Counter"}}}}
            ],
        },
    }
}


def test_first_calls_fail_and_later_ones_run() -> None:
    failures = FailureInjection([StepFailure("Count", 2)], [DEFINITION])
    assert failures.take("Reader") is None
    for _ in range(2):
        failed = failures.take("Counter")
        assert failed is not None
        assert failed.function_error == UNHANDLED
        assert json.loads(failed.payload)["errorType"] == "InjectedFailure"
    assert failures.take("Counter") is None


def test_unknown_step_is_refused_with_the_steps_there_are() -> None:
    with pytest.raises(UnknownStep, match=r"--fail Nope.*Read, Count"):
        FailureInjection([StepFailure("Nope")], [DEFINITION])


def test_values_of_the_option() -> None:
    assert parse_failures(["Read", "Count=3"]) == (StepFailure("Read", 1), StepFailure("Count", 3))


@pytest.mark.parametrize("value", ["", "Read=", "Read=0", "Read=-1", "Read=x", "=2", "a b"])
def test_bad_values_are_refused(value: str) -> None:
    with pytest.raises(StartRefused, match="--fail"):
        parse_failures([value])
