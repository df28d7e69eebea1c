"""The error names tasks fail with, which Retry and Catch match.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

import json
from typing import Any

import pytest

from local.engine import FunctionThrottled
from support.engine_under_test import EngineUnderTest
from support.state_machines import event_types, finished, history, one_task, task, two_branches


def raising(error: Exception) -> Any:
    def answer(_: dict[str, Any]) -> Any:
        raise error

    return answer


def test_r29_the_error_is_the_class_name_of_the_exception(aws: EngineUnderTest) -> None:
    aws.lambdas.fail("only", "CostApiUnavailable")

    assert finished(aws.states, aws.start(one_task()))["error"] == "CostApiUnavailable"


@pytest.mark.parametrize("error_type", [None, "Runtime.ExitError"])
def test_r17_a_sandbox_that_died_is_lambda_unknown(aws: EngineUnderTest, error_type: str | None) -> None:
    aws.lambdas.fail("only", error_type, "RequestId: 1 Error: Runtime exited")

    description = finished(aws.states, aws.start(one_task()))

    assert description["error"] == "Lambda.Unknown"
    assert json.loads(description["cause"])["errorMessage"] == "RequestId: 1 Error: Runtime exited"


def test_r17_a_function_beyond_its_timeout_is_sandbox_timedout(aws: EngineUnderTest) -> None:
    aws.lambdas.fail("only", "Sandbox.Timedout", "Task timed out after 3.00 seconds")

    assert finished(aws.states, aws.start(one_task()))["error"] == "Sandbox.Timedout"


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (FunctionThrottled("only"), "Lambda.TooManyRequestsException"),
        (KeyError("only"), "Lambda.ResourceNotFoundException"),
        (OSError("no more processes"), "Lambda.ServiceException"),
    ],
)
def test_r29_a_lambda_that_cannot_be_invoked_fails_by_its_service_error(
    aws: EngineUnderTest, error: Exception, name: str
) -> None:
    aws.lambdas.answer_with("only", raising(error))

    assert finished(aws.states, aws.start(one_task()))["error"] == name


def test_r29_a_task_beyond_its_timeout_fails_with_states_timeout(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("only")
    arn = aws.start(one_task(TimeoutSeconds=1))

    description = finished(aws.states, arn)

    held.release()
    assert (description["status"], description["error"]) == ("FAILED", "States.Timeout")
    assert event_types(history(aws.states, arn))[-2:] == ["TaskTimedOut", "ExecutionFailed"]


def test_r29_a_timeout_in_a_branch_keeps_its_name(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("left")
    definition = two_branches()
    definition["States"]["Both"]["Branches"][0]["States"]["Left"]["TimeoutSeconds"] = 1
    arn = aws.start(definition)

    description = finished(aws.states, arn)

    held.release()
    assert description["error"] == "States.Timeout"


def test_r29_an_execution_beyond_its_timeout_is_timed_out(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("only")
    arn = aws.start({**one_task(), "TimeoutSeconds": 1})

    description = finished(aws.states, arn)

    held.release()
    assert description["status"] == "TIMED_OUT"
    assert description["redriveStatus"] == "REDRIVABLE"
    assert event_types(history(aws.states, arn))[-1] == "ExecutionTimedOut"


def test_r29_retries_wait_longer_each_time_up_to_their_maximum(
    aws: EngineUnderTest, retry_waits: list[float]
) -> None:
    retry = {
        "ErrorEquals": ["Boom"],
        "IntervalSeconds": 2,
        "MaxAttempts": 4,
        "BackoffRate": 3.0,
        "MaxDelaySeconds": 20,
    }
    aws.lambdas.fail_times("only", 4)

    assert finished(aws.states, aws.start(one_task(Retry=[retry])))["status"] == "SUCCEEDED"
    assert retry_waits == [2, 6, 18, 20]


def test_r29_an_error_no_retry_names_is_not_retried(aws: EngineUnderTest, retry_waits: list[float]) -> None:
    retry = {"ErrorEquals": ["Lambda.Unknown"], "IntervalSeconds": 1, "MaxAttempts": 2, "BackoffRate": 2.0}
    aws.lambdas.fail("only", "Boom")

    assert finished(aws.states, aws.start(one_task(Retry=[retry])))["status"] == "FAILED"
    assert aws.lambdas.called == ["only"]


@pytest.mark.parametrize("caught", [["States.ALL"], ["States.TaskFailed"]])
def test_r29_data_limit_exceeded_is_caught_by_no_wildcard(aws: EngineUnderTest, caught: list[str]) -> None:
    catching = task("only", Catch=[{"ErrorEquals": caught, "Next": "Caught"}], End=True)
    aws.lambdas.answer("only", "x" * 300_000)

    description = finished(
        aws.states,
        aws.start({"StartAt": "Only", "States": {"Only": catching, "Caught": {"Type": "Pass", "End": True}}}),
    )

    assert (description["status"], description["error"]) == ("FAILED", "States.DataLimitExceeded")


def test_r29_data_limit_exceeded_is_caught_by_its_name(aws: EngineUnderTest) -> None:
    catch = [{"ErrorEquals": ["States.DataLimitExceeded"], "Next": "Caught", "ResultPath": None}]
    catching = task("only", Catch=catch, End=True)
    aws.lambdas.answer("only", "x" * 300_000)

    description = finished(
        aws.states,
        aws.start({"StartAt": "Only", "States": {"Only": catching, "Caught": {"Type": "Pass", "End": True}}}),
    )

    assert description["status"] == "SUCCEEDED"


def test_r29_states_all_catches_what_a_task_raises(aws: EngineUnderTest) -> None:
    catching = task("only", Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Caught"}], End=True)
    aws.lambdas.fail("only")

    description = finished(
        aws.states,
        aws.start({"StartAt": "Only", "States": {"Only": catching, "Caught": {"Type": "Pass", "End": True}}}),
    )

    assert json.loads(description["output"])["Error"] == "Boom"
