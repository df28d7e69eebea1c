"""The record of an execution, and what may be done with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.engine.step_functions.execution import Execution
from local.engine.step_functions.status_change import status_change_event

STARTED = datetime(2026, 3, 1, 12, 0, 0, 123000, tzinfo=UTC)


def execution(**changes: Any) -> Execution:
    values: dict[str, Any] = {
        "arn": "arn:aws:states:us-east-1:123456789012:execution:machine:job-1",
        "name": "job-1",
        "state_machine_arn": "arn:aws:states:us-east-1:123456789012:stateMachine:machine",
        "state_machine_name": "machine",
        "role_arn": "arn:aws:iam::123456789012:role/states",
        "definition": "{}",
        "input": "{}",
        "start_date": STARTED,
    }
    return Execution(**{**values, **changes})


def ended(status: str, **changes: Any) -> Execution:
    return execution(status=status, stop_date=STARTED + timedelta(minutes=1), **changes)


def test_a_record_is_read_as_it_was_written() -> None:
    written = ended("FAILED", error="E", redrive_count=2, redrive_date=STARTED, events=[{"id": 1}])

    assert Execution.from_json(written.to_json()) == written


def test_what_a_newer_version_added_to_a_record_is_left_out() -> None:
    text = execution().to_json().replace('"name":', '"added":1,"name":')

    assert Execution.from_json(text) == execution()


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_r06_the_redrivable_period_is_fourteen_days_to_the_second(status: str) -> None:
    subject = ended(status)
    assert subject.stop_date is not None
    last = subject.stop_date + timedelta(days=14)

    assert subject.redrive_refusal(last) is None
    assert subject.redrive_refusal(last + timedelta(seconds=1)) == "Execution redrivable period exceeded"


def test_a_history_that_is_full_is_not_redriven() -> None:
    full = ended("FAILED", events=[{}] * 24_999)

    assert full.redrive_refusal(STARTED) == "Execution history event limit exceeded"
    assert ended("FAILED", events=[{}] * 24_998).redrive_refusal(STARTED) is None


def test_an_interrupted_execution_is_aborted_and_not_redriven() -> None:
    subject = execution(events=[{"id": 1}])

    subject.interrupt(STARTED)

    assert subject.status == "ABORTED"
    assert subject.events[-1]["type"] == "ExecutionAborted"
    assert subject.events[-1]["id"] == 2
    assert subject.redrive_refusal(STARTED) is not None


def test_an_event_leaves_data_out_that_would_make_it_too_large() -> None:
    large = '"' + "x" * 130_000 + '"'
    detail = status_change_event(ended("SUCCEEDED", input=large, output=large), STARTED)["detail"]

    assert detail["input"] is None
    assert detail["output"] is None
    assert detail["inputDetails"] == detail["outputDetails"] == {"included": False}


def test_an_event_has_its_dates_in_milliseconds() -> None:
    event = status_change_event(ended("SUCCEEDED"), STARTED)

    assert event["time"] == "2026-03-01T12:00:00Z"
    assert event["detail"]["startDate"] == 1772366400123
    assert event["detail"]["stopDate"] == 1772366460123
    assert event["account"] == "123456789012"
    assert event["region"] == "us-east-1"
