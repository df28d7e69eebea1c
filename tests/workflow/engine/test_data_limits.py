"""262,144 bytes: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"""

import json

import pytest
from botocore.exceptions import ClientError

from support.engine_under_test import EngineUnderTest
from support.state_machines import finished, one_task

LIMIT = 262_144


LENGTHENED = {
    "StartAt": "Pass",
    "States": {"Pass": {"Type": "Pass", "Parameters": {"longer.$": "$.text"}, "End": True}},
}


def lengthened_to(size: int, character: str) -> dict[str, str]:
    """What LENGTHENED, which adds two bytes, returns with this many bytes of compact JSON."""
    characters, rest = divmod(size - len('{"longer":""}'), len(character.encode()))
    return {"text": character * characters + "x" * rest}


@pytest.mark.parametrize("character", ["x", "ü", "€"])
@pytest.mark.parametrize(
    ("size", "error"),
    [(LIMIT - 1, None), (LIMIT, None), (LIMIT + 1, "States.DataLimitExceeded")],
)
def test_r07_a_state_returns_at_most_262144_bytes(
    aws: EngineUnderTest, size: int, error: str | None, character: str
) -> None:
    machine = aws.create_state_machine(LENGTHENED)
    text = json.dumps(lengthened_to(size, character), ensure_ascii=False, separators=(",", ":"))
    started = aws.states.start_execution(stateMachineArn=machine, input=text)
    description = finished(aws.states, started["executionArn"])

    assert description["status"] == ("FAILED" if error else "SUCCEEDED")
    assert description.get("error") == error


def test_r07_a_task_of_two_megabytes_fails_by_name(aws: EngineUnderTest) -> None:
    aws.lambdas.answer("only", "x" * 2_000_000)

    assert finished(aws.states, aws.start(one_task()))["error"] == "States.DataLimitExceeded"


@pytest.mark.parametrize(("size", "accepted"), [(LIMIT - 1, True), (LIMIT, True), (LIMIT + 1, False)])
def test_r07_an_execution_takes_at_most_262144_bytes(aws: EngineUnderTest, size: int, accepted: bool) -> None:
    machine = aws.create_state_machine(
        {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "Result": 1, "End": True}}}
    )
    text = json.dumps("x" * (size - 2))
    if accepted:
        started = aws.states.start_execution(stateMachineArn=machine, input=text)
        assert finished(aws.states, started["executionArn"])["status"] == "SUCCEEDED"
        return
    with pytest.raises(ClientError) as raised:
        aws.states.start_execution(stateMachineArn=machine, input=text)
    assert raised.value.response["Error"]["Code"] == "InvalidExecutionInput"
