"""RedriveExecution: https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html"""

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.engine_under_test import EngineUnderTest
from support.scripted_lambdas import LambdaFails
from support.state_machines import event_types, finished, history, one_task, task, two_branches, wait_for_exit


def refusal(call: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as raised:
        call(**parameters)
    error = raised.value.response["Error"]
    return error["Code"], error["Message"]


def failed_execution(aws: EngineUnderTest, failing: str = "last") -> str:
    aws.lambdas.fail(failing)
    arn = aws.start(two_branches())
    assert finished(aws.states, arn)["status"] == "FAILED"
    return arn


def redriven(aws: EngineUnderTest, arn: str, **parameters: Any) -> dict[str, Any]:
    aws.lambdas.calls.clear()
    aws.states.redrive_execution(executionArn=arn, **parameters)
    return finished(aws.states, arn)


def test_r04_a_redrive_runs_the_failed_state_and_none_that_finished(aws: EngineUnderTest) -> None:
    arn = failed_execution(aws, "last")
    aws.lambdas.answer("last", "answer")

    description = redriven(aws, arn)

    assert description["status"] == "SUCCEEDED"
    assert aws.lambdas.called == ["last"]
    assert description["executionArn"] == arn


def execution_failed_in_one_branch(aws: EngineUnderTest) -> str:
    """Left has finished, RightTwo failed."""
    held = aws.lambdas.hold("right_two")
    arn = aws.start(two_branches())
    wait_for_exit(aws.states, arn, "Left")
    held.fail()
    assert finished(aws.states, arn)["error"] == "Boom"
    return arn


def test_r29_a_redrive_of_a_parallel_state_runs_only_the_branch_that_failed(aws: EngineUnderTest) -> None:
    arn = execution_failed_in_one_branch(aws)
    aws.lambdas.answer("right_two", "from the right")

    assert redriven(aws, arn)["status"] == "SUCCEEDED"
    assert aws.lambdas.called == ["right_two", "last"]


def test_r29_a_redrive_gives_the_results_of_finished_branches_to_the_next_state(
    aws: EngineUnderTest,
) -> None:
    aws.lambdas.answer("left", "from the left")
    arn = execution_failed_in_one_branch(aws)
    aws.lambdas.answer("right_two", "from the right")

    redriven(aws, arn)

    _, last_event = aws.lambdas.calls[-1]
    assert last_event["input"]["both"] == {"left": "from the left", "right": "from the right"}


def test_r29_a_branch_aborted_by_its_neighbour_goes_on_from_the_state_it_was_in(
    aws: EngineUnderTest,
) -> None:
    held = aws.lambdas.hold("right_two")

    def fail_once_the_neighbour_runs(_: dict[str, Any]) -> Any:
        assert held.reached.wait(10)
        raise LambdaFails("Boom")

    aws.lambdas.answer_with("left", fail_once_the_neighbour_runs)
    arn = aws.start(two_branches())
    finished(aws.states, arn)
    held.release()
    aws.lambdas.answer("left", "left")
    aws.lambdas.answer("right_two", "right")

    redriven(aws, arn)

    assert sorted(aws.lambdas.called[:2]) == ["left", "right_two"]
    assert aws.lambdas.called[2:] == ["last"]


def test_r29_a_redrive_that_fails_can_be_redriven_again(aws: EngineUnderTest) -> None:
    arn = execution_failed_in_one_branch(aws)
    aws.lambdas.fail("right_two")
    assert redriven(aws, arn)["status"] == "FAILED"
    aws.lambdas.answer("right_two", "well")

    description = redriven(aws, arn)

    assert description["status"] == "SUCCEEDED"
    assert description["redriveCount"] == 2
    assert aws.lambdas.called == ["right_two", "last"]


def test_r29_a_state_sees_the_redrive_in_its_context(aws: EngineUnderTest) -> None:
    arn = failed_execution(aws)
    first = aws.lambdas.calls[0][1]["execution"]
    redriven(aws, arn)
    again = aws.lambdas.calls[0][1]["execution"]

    assert first["RedriveCount"] == 0
    assert "RedriveTime" not in first
    assert again["RedriveCount"] == 1
    assert again["RedriveTime"] > first["StartTime"]
    assert again["Id"] == first["Id"] == arn


def test_r29_the_history_goes_on_with_execution_redriven(aws: EngineUnderTest) -> None:
    arn = failed_execution(aws)
    before = history(aws.states, arn)
    aws.lambdas.answer("last", "answer")
    redriven(aws, arn)

    after = history(aws.states, arn)

    assert after[: len(before)] == before
    marker = after[len(before)]
    assert marker["type"] == "ExecutionRedriven"
    assert marker["executionRedrivenEventDetails"] == {"redriveCount": 1}
    assert [event["id"] for event in after] == list(range(1, len(after) + 1))
    assert all(event["previousEventId"] < event["id"] for event in after)
    assert event_types(after)[-1] == "ExecutionSucceeded"


def test_r29_retries_are_counted_afresh_after_a_redrive(
    aws: EngineUnderTest, retry_waits: list[float]
) -> None:
    retry = [{"ErrorEquals": ["Boom"], "IntervalSeconds": 1, "MaxAttempts": 2, "BackoffRate": 2.0}]
    aws.lambdas.fail("only")
    arn = aws.start(one_task(Retry=retry))
    finished(aws.states, arn)
    assert aws.lambdas.called == ["only"] * 3

    redriven(aws, arn)

    assert aws.lambdas.called == ["only"] * 3
    assert retry_waits == [1, 2, 1, 2]


def test_r29_a_timed_out_execution_is_redriven_with_a_fresh_timeout(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("only")
    arn = aws.start({**one_task(), "TimeoutSeconds": 1})
    assert finished(aws.states, arn)["status"] == "TIMED_OUT"
    held.release()
    aws.lambdas.answer("only", "in time")

    # each redrive has a second of its own, which a busy machine may miss
    assert "SUCCEEDED" in (redriven(aws, arn)["status"] for _ in range(20))


def test_r29_an_aborted_execution_is_redriven_from_the_state_it_was_in(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("last")
    arn = aws.start(two_branches())
    assert held.reached.wait(10)
    aws.states.stop_execution(executionArn=arn)
    held.release()
    aws.lambdas.answer("last", "answer")

    assert redriven(aws, arn)["status"] == "SUCCEEDED"
    assert aws.lambdas.called == ["last"]


def test_r29_a_fail_state_fails_again(aws: EngineUnderTest) -> None:
    definition = {
        "StartAt": "First",
        "States": {
            "First": task("first", Next="GiveUp"),
            "GiveUp": {"Type": "Fail", "Error": "GivenUp", "Cause": "as told"},
        },
    }
    arn = aws.start(definition)
    finished(aws.states, arn)

    description = redriven(aws, arn)

    assert (description["status"], description["error"]) == ("FAILED", "GivenUp")
    assert aws.lambdas.called == []


def test_r29_after_data_limit_exceeded_all_branches_run_again(aws: EngineUnderTest) -> None:
    aws.lambdas.answer("right_two", "x" * 300_000)
    arn = aws.start(two_branches())
    assert finished(aws.states, arn)["error"] == "States.DataLimitExceeded"
    aws.lambdas.answer("right_two", "short")

    assert redriven(aws, arn)["status"] == "SUCCEEDED"
    assert sorted(aws.lambdas.called) == ["last", "left", "right_one", "right_two"]


def test_r06_a_redrive_is_counted_once_for_one_client_token(aws: EngineUnderTest) -> None:
    arn = failed_execution(aws)
    held = aws.lambdas.hold("last")
    dates = [
        aws.states.redrive_execution(executionArn=arn, clientToken="job-1-1")["redriveDate"] for _ in range(2)
    ]
    held.release()

    description = finished(aws.states, arn)

    assert dates[0] == dates[1]
    assert description["redriveCount"] == 1
    assert event_types(history(aws.states, arn)).count("ExecutionRedriven") == 1


def test_r06_a_client_token_is_forgotten_after_fifteen_minutes(aws: EngineUnderTest) -> None:
    arn = failed_execution(aws)
    redriven(aws, arn, clientToken="job-1-1")
    aws.clock.ahead = timedelta(minutes=16)

    assert redriven(aws, arn, clientToken="job-1-1")["redriveCount"] == 2


@pytest.mark.parametrize("days", [0, 13])
def test_r05_an_execution_is_redrivable_for_fourteen_days(aws: EngineUnderTest, days: int) -> None:
    arn = failed_execution(aws)
    aws.clock.ahead = timedelta(days=days)

    assert aws.states.describe_execution(executionArn=arn)["redriveStatus"] == "REDRIVABLE"
    assert redriven(aws, arn)["redriveCount"] == 1


def test_r06_on_day_fifteen_the_redrive_is_refused_by_name(aws: EngineUnderTest) -> None:
    arn = failed_execution(aws)
    aws.clock.ahead = timedelta(days=15)

    code, message = refusal(aws.states.redrive_execution, executionArn=arn)

    assert code == "ExecutionNotRedrivable"
    assert "redrivable period exceeded" in message
    description = aws.states.describe_execution(executionArn=arn)
    assert description["redriveStatus"] == "NOT_REDRIVABLE"
    assert description["redriveStatusReason"] == "Execution redrivable period exceeded"
    assert description["redriveCount"] == 0


def test_r06_a_succeeded_execution_is_refused_by_name(aws: EngineUnderTest) -> None:
    arn = aws.start(one_task())
    finished(aws.states, arn)

    code, message = refusal(aws.states.redrive_execution, executionArn=arn)

    assert code == "ExecutionNotRedrivable"
    assert "Execution is SUCCEEDED and cannot be redriven" in message


def test_r06_a_running_execution_is_refused_by_name(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("only")
    arn = aws.start(one_task())
    assert held.reached.wait(10)

    code, message = refusal(aws.states.redrive_execution, executionArn=arn)

    held.release()
    assert code == "ExecutionNotRedrivable"
    assert "Execution is RUNNING and cannot be redriven" in message


def test_r29_an_unknown_execution_is_refused_by_name(aws: EngineUnderTest) -> None:
    arn = aws.create_state_machine(one_task()).replace("stateMachine", "execution") + ":none"

    assert refusal(aws.states.redrive_execution, executionArn=arn)[0] == "ExecutionDoesNotExist"


def test_a_run_that_ended_while_it_was_redriven_writes_nothing_more(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("only")
    arn = aws.start(one_task())
    assert held.reached.wait(10)
    aws.states.stop_execution(executionArn=arn)
    aws.lambdas.answer("only", "second")
    description = redriven(aws, arn)
    count = len(history(aws.states, arn))

    held.release()

    assert description["output"] == '{"only":{"payload":"second"}}'
    assert len(history(aws.states, arn)) == count
