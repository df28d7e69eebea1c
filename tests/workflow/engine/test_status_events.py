"""EventBridge's status change events.

https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
"""

from typing import Any

from support.engine_under_test import EngineUnderTest
from support.state_machines import finished, one_task


def statuses(events: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(event["detail"]["status"], event["detail"]["redriveCount"]) for event in events]


def epoch_milliseconds(moment: Any) -> int:
    return round(moment.timestamp() * 1000)


def test_a_status_event_is_sent_at_each_change(aws: EngineUnderTest) -> None:
    arn = aws.start(one_task(), payload={"a": 1})
    description = finished(aws.states, arn)
    started, ended = aws.told(2)

    assert started["detail-type"] == "Step Functions Execution Status Change"
    assert started["source"] == "aws.states"
    assert started["resources"] == [arn]
    assert started["detail"]["status"] == "RUNNING"
    assert started["detail"]["stopDate"] is None
    assert ended["detail"]["status"] == "SUCCEEDED"
    assert ended["detail"]["input"] == '{"a": 1}'
    assert ended["detail"]["output"] == description["output"]
    assert abs(ended["detail"]["stopDate"] - epoch_milliseconds(description["stopDate"])) <= 1
    assert ended["id"] != started["id"]


def test_a_failed_execution_tells_error_and_that_it_is_redrivable(aws: EngineUnderTest) -> None:
    aws.lambdas.fail("only", "Boom")
    finished(aws.states, aws.start(one_task()))

    detail = aws.told(2)[-1]["detail"]

    assert (detail["status"], detail["error"]) == ("FAILED", "Boom")
    assert detail["redriveStatus"] == "REDRIVABLE"
    assert detail["output"] is None


def test_a_redrive_is_running_again_without_the_old_error(aws: EngineUnderTest) -> None:
    aws.lambdas.fail("only")
    arn = aws.start(one_task())
    finished(aws.states, arn)
    aws.lambdas.answer("only", 1)
    aws.states.redrive_execution(executionArn=arn)
    finished(aws.states, arn)

    events = aws.told(4)
    assert statuses(events) == [("RUNNING", 0), ("FAILED", 0), ("RUNNING", 1), ("SUCCEEDED", 1)]
    assert events[2]["detail"]["error"] is None
    assert events[2]["detail"]["redriveDate"] is not None


def test_an_aborted_and_a_timed_out_execution_are_told(aws: EngineUnderTest) -> None:
    held = aws.lambdas.hold("only")
    arn = aws.start({**one_task(), "TimeoutSeconds": 1})
    assert finished(aws.states, arn)["status"] == "TIMED_OUT"
    other = aws.states.start_execution(
        stateMachineArn=aws.create_state_machine(one_task()), name="job-2", input="{}"
    )["executionArn"]
    aws.states.stop_execution(executionArn=other, error="Cancelled", cause="c")
    held.release()

    events = aws.told(4)
    assert statuses(events) == [("RUNNING", 0), ("TIMED_OUT", 0), ("RUNNING", 0), ("ABORTED", 0)]
    assert events[-1]["detail"]["error"] == "Cancelled"
