"""Starting, stopping, listing and reading executions.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html and its neighbours.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.engine_under_test import EngineUnderTest
from support.state_machines import event_types, finished, history, one_task, task, two_branches


def refusal(call: Any, **parameters: Any) -> str:
    with pytest.raises(ClientError) as raised:
        call(**parameters)
    code: str = raised.value.response["Error"]["Code"]
    return code


def test_r29_the_same_name_and_input_while_it_runs_is_the_same_execution(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("only")
    machine = aws.create_state_machine(one_task())
    first = aws.states.start_execution(stateMachineArn=machine, name="job-1", input='{"a":1}')
    assert held.reached.wait(10)

    again = aws.states.start_execution(stateMachineArn=machine, name="job-1", input='{"a":1}')

    held.release()
    assert again["executionArn"] == first["executionArn"]
    assert again["startDate"] == first["startDate"]
    finished(aws.states, first["executionArn"])
    assert aws.lambdas.called == ["only"]


def test_r01_fifty_starts_at_once_under_one_name_are_one_execution(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("only")
    machine = aws.create_state_machine(one_task())

    def start(_: int) -> str:
        started = aws.states.start_execution(stateMachineArn=machine, name="job-1", input="{}")
        return str(started["executionArn"])

    with ThreadPoolExecutor(10) as threads:
        arns = set(threads.map(start, range(50)))
    held.release()

    assert len(arns) == 1
    finished(aws.states, arns.pop())
    assert aws.lambdas.called == ["only"]


def test_r29_another_input_under_a_running_name_is_refused(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("only")
    machine = aws.create_state_machine(one_task())
    aws.states.start_execution(stateMachineArn=machine, name="job-1", input='{"a":1}')

    code = refusal(aws.states.start_execution, stateMachineArn=machine, name="job-1", input='{"a":2}')

    held.release()
    assert code == "ExecutionAlreadyExists"


def test_r29_a_name_stays_taken_once_its_execution_has_closed(aws: EngineUnderTest) -> None:
    finished(aws.states, aws.start(one_task()))
    machine = aws.create_state_machine(one_task())

    assert (
        refusal(aws.states.start_execution, stateMachineArn=machine, name="job-1", input="{}")
        == "ExecutionAlreadyExists"
    )


def test_r29_an_execution_without_a_name_gets_one(aws: EngineUnderTest) -> None:
    machine = aws.create_state_machine(one_task())
    arns = {aws.states.start_execution(stateMachineArn=machine)["executionArn"] for _ in range(3)}

    assert len(arns) == 3
    assert all(finished(aws.states, arn)["status"] == "SUCCEEDED" for arn in arns)


@pytest.mark.parametrize("name", ["with space", "semi;colon", "a/b", "star*", "tab\t", 'quote"', "é\u0085"])
def test_r29_a_name_with_forbidden_characters_is_refused(aws: EngineUnderTest, name: str) -> None:
    machine = aws.create_state_machine(one_task())

    assert refusal(aws.states.start_execution, stateMachineArn=machine, name=name) == "InvalidName"


def test_r29_a_name_has_at_most_eighty_characters(aws: EngineUnderTest) -> None:
    machine = aws.create_state_machine(one_task())
    aws.states.start_execution(stateMachineArn=machine, name="n" * 80)

    assert (
        refusal(aws.states.start_execution, stateMachineArn=machine, name="n" * 81) == "ValidationException"
    )


@pytest.mark.parametrize("text", ["", "{", "{'a': 1}"])
def test_r29_an_input_that_is_not_json_is_refused(aws: EngineUnderTest, text: str) -> None:
    machine = aws.create_state_machine(one_task())

    assert refusal(aws.states.start_execution, stateMachineArn=machine, input=text) == "InvalidExecutionInput"


def test_r29_an_unknown_state_machine_is_refused(aws: EngineUnderTest) -> None:
    machine = aws.create_state_machine(one_task()) + "-gone"

    assert refusal(aws.states.start_execution, stateMachineArn=machine) == "StateMachineDoesNotExist"


def test_r29_a_stopped_execution_is_aborted_at_once_with_error_and_cause(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("only")
    arn = aws.start(one_task())
    assert held.reached.wait(10)

    stop_date = aws.states.stop_execution(executionArn=arn, error="Cancelled", cause="by its owner")[
        "stopDate"
    ]
    description = aws.states.describe_execution(executionArn=arn)

    assert description["status"] == "ABORTED"
    assert (description["error"], description["cause"]) == ("Cancelled", "by its owner")
    assert description["stopDate"] == stop_date
    assert "output" not in description
    held.release()


def test_r29_the_terminal_event_is_the_last_of_the_history(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("right_one")
    arn = aws.start(two_branches())
    assert held.reached.wait(10)
    aws.states.stop_execution(executionArn=arn, error="Cancelled", cause="by its owner")
    before = history(aws.states, arn)

    held.release()
    # the abandoned branch is through once another execution has run the same function
    aws.lambdas.answer("right_one", "next")
    other = aws.states.start_execution(
        stateMachineArn=aws.create_state_machine(two_branches()), name="job-2", input="{}"
    )
    finished(aws.states, other["executionArn"])

    assert history(aws.states, arn) == before
    assert before[-1]["type"] == "ExecutionAborted"
    assert before[-1]["executionAbortedEventDetails"] == {"error": "Cancelled", "cause": "by its owner"}


def test_r29_stopping_what_has_ended_changes_nothing(aws: EngineUnderTest) -> None:
    arn = aws.start(one_task())
    ended = finished(aws.states, arn)

    stop_date = aws.states.stop_execution(executionArn=arn)["stopDate"]

    assert stop_date == ended["stopDate"]
    assert finished(aws.states, arn)["status"] == "SUCCEEDED"


def test_describe_execution_tells_all_of_an_execution(aws: EngineUnderTest) -> None:
    machine = aws.create_state_machine(one_task())
    header = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
    arn = aws.states.start_execution(
        stateMachineArn=machine, name="job-1", input='{"q": "ü"}', traceHeader=header
    )["executionArn"]

    description = finished(aws.states, arn)

    assert description["executionArn"] == arn
    assert description["stateMachineArn"] == machine
    assert description["name"] == "job-1"
    assert description["input"] == '{"q": "ü"}'
    assert json.loads(description["output"]) == {"q": "ü", "only": {"payload": {"ok": True}}}
    assert description["traceHeader"] == header
    assert description["redriveCount"] == 0
    assert description["redriveStatus"] == "NOT_REDRIVABLE"
    assert description["redriveStatusReason"] == "Execution is SUCCEEDED and cannot be redriven"
    assert description["startDate"] <= description["stopDate"]


def test_r29_a_failed_execution_tells_error_and_cause(aws: EngineUnderTest) -> None:
    aws.lambdas.fail("only", "JournalUnavailable", "no table")
    arn = aws.start(one_task())

    description = finished(aws.states, arn)

    assert description["status"] == "FAILED"
    assert description["error"] == "JournalUnavailable"
    assert json.loads(description["cause"])["errorMessage"] == "no table"
    assert event_types(history(aws.states, arn))[-2:] == ["TaskFailed", "ExecutionFailed"]


def test_executions_are_listed_newest_first_by_status_and_in_pages(aws: EngineUnderTest) -> None:
    machine = aws.create_state_machine(one_task())
    for number in range(5):
        aws.clock.ahead = timedelta(seconds=number)
        if number == 3:
            aws.lambdas.fail("only")
        arn = aws.states.start_execution(stateMachineArn=machine, name=f"job-{number}")["executionArn"]
        finished(aws.states, arn)

    def names(**parameters: Any) -> list[str]:
        pages = aws.states.get_paginator("list_executions").paginate(stateMachineArn=machine, **parameters)
        return [execution["name"] for page in pages for execution in page["executions"]]

    assert names(PaginationConfig={"PageSize": 2}) == ["job-4", "job-3", "job-2", "job-1", "job-0"]
    assert names(statusFilter="FAILED") == ["job-4", "job-3"]
    assert names(statusFilter="RUNNING") == []
    listed = aws.states.list_executions(stateMachineArn=machine, maxResults=1)["executions"][0]
    assert listed["status"] == "FAILED"
    assert listed["stopDate"] >= listed["startDate"]


def test_r29_the_history_is_read_in_pages_and_backwards(aws: EngineUnderTest) -> None:
    arn = aws.start(two_branches())
    finished(aws.states, arn)
    whole = history(aws.states, arn)
    pages = aws.states.get_paginator("get_execution_history").paginate(
        executionArn=arn, reverseOrder=True, PaginationConfig={"PageSize": 4}
    )

    backwards = [event for page in pages for event in page["events"]]

    assert [event["id"] for event in backwards] == list(range(len(whole), 0, -1))
    assert backwards[0]["type"] == "ExecutionSucceeded"
    last = aws.states.get_execution_history(executionArn=arn, reverseOrder=True, maxResults=1)
    assert last["events"] == [whole[-1]]
    assert "nextToken" in last


def test_r29_a_page_token_of_no_page_is_refused(aws: EngineUnderTest) -> None:
    arn = aws.start(one_task())

    assert (
        refusal(aws.states.get_execution_history, executionArn=arn, nextToken="bm9uc2Vuc2U=")
        == "InvalidToken"
    )


def test_the_history_can_be_read_without_data(aws: EngineUnderTest) -> None:
    arn = aws.start(one_task(), payload={"question": "secret"})
    finished(aws.states, arn)

    events = aws.states.get_execution_history(executionArn=arn, includeExecutionData=False)["events"]

    assert "secret" not in json.dumps(events, default=str)
    assert event_types(events) == event_types(history(aws.states, arn))


def test_r29_each_event_names_the_one_before_it(aws: EngineUnderTest) -> None:
    arn = aws.start(two_branches())
    finished(aws.states, arn)
    events = {event["id"]: event for event in history(aws.states, arn)}
    started = next(event for event in events.values() if event["type"] == "ParallelStateStarted")

    first_of_branches = [event for event in events.values() if event["previousEventId"] == started["id"]]

    assert {event["stateEnteredEventDetails"]["name"] for event in first_of_branches} == {"Left", "RightOne"}
    for event in events.values():
        if event["type"] == "TaskStarted":
            assert events[event["previousEventId"]]["type"] == "TaskScheduled"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.list[0].a", 1),
        ("$.list[0]", {"a": 1}),
        ("$.list[*].a", [1, 2]),
        ("$.list[0:1]", [{"a": 1}]),
        ("$.list[?(@.a > 1)]", [{"a": 2}]),
        ("$..a", [1, 2]),
        ("$['list'][1]['a']", 2),
        ("$.none[*]", []),
    ],
)
def test_r29_a_definite_path_gives_its_value_and_an_indefinite_one_a_list(
    aws: EngineUnderTest, path: str, expected: Any
) -> None:
    passing = {"Type": "Pass", "Parameters": {"found.$": path}, "End": True}
    arn = aws.start(
        {"StartAt": "P", "States": {"P": passing}}, payload={"list": [{"a": 1}, {"a": 2}], "none": []}
    )

    assert json.loads(finished(aws.states, arn)["output"]) == {"found": expected}


def test_r29_a_path_to_nothing_fails_the_state_beyond_retry_and_catch(aws: EngineUnderTest) -> None:
    catching = task("only", Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Caught"}], End=True)
    catching["Parameters"]["Payload"] = {"gone.$": "$.gone[0].a"}
    arn = aws.start(
        {"StartAt": "Only", "States": {"Only": catching, "Caught": {"Type": "Pass", "End": True}}}
    )

    assert finished(aws.states, arn)["error"] == "States.Runtime"


def test_an_execution_can_be_asked_for_its_definition(aws: EngineUnderTest) -> None:
    arn = aws.start(one_task())

    answer = aws.states.describe_state_machine_for_execution(executionArn=arn)

    assert json.loads(answer["definition"]) == one_task()


def test_a_definition_can_be_validated(aws: EngineUnderTest) -> None:
    validate = aws.states.validate_state_machine_definition

    assert validate(definition=json.dumps(one_task()))["result"] == "OK"
    assert validate(definition='{"StartAt": "A"}')["result"] == "FAIL"
