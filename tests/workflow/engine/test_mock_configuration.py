"""The real definition, led through every path that statemachine/MockConfigFile.json mocks."""

from typing import Any

import pytest

from support.engine_under_test import EngineUnderTest
from support.mock_configuration import MockConfiguration, MockedLambdas, MockedResponse
from support.project import ROOT, definition, tasks
from support.state_machines import finished, history

MACHINE = "FinOpsQuery"
CONFIGURATION = MockConfiguration(ROOT / "statemachine" / "MockConfigFile.json")
FAILURES = ("FailsUnexpectedly", "StaysThrottled", "SandboxKeepsDying", "JournalStaysAway")
RETRIES = ("AfterThrottling", "AfterServiceErrors", "AfterDeadSandboxes", "AfterTransientErrors")
CASES = CONFIGURATION.test_cases(MACHINE)
TASKS = tasks(definition())


def run(aws: EngineUnderTest, case: str) -> tuple[str, MockedLambdas]:
    """Run a test case to its end."""
    lambdas = MockedLambdas(definition(), CONFIGURATION.mocked_states(MACHINE, case))
    aws.invoke_lambda = lambdas
    arn = aws.start(definition(), name="job-1", payload={"job": {"jobId": "job-1"}})
    finished(aws.states, arn)
    return arn, lambdas


def tries(response: MockedResponse) -> int:
    return 1 + int(list(response)[-1].rpartition("-")[2])


def names(events: list[dict[str, Any]], kind: str) -> list[str]:
    return [event[kind]["name"] for event in events if kind in event]


def test_the_configuration_mocks_every_retry_and_every_failure_of_every_task() -> None:
    expected = {f"{state}{suffix}" for state in TASKS for suffix in (*RETRIES, *FAILURES)}

    assert set(CASES) == expected | {"HappyPath", "CostsOnly", "SavingsOnly"}


@pytest.mark.parametrize("case", [case for case in CASES if not case.endswith(FAILURES)])
def test_a_job_completes_after_the_retries_that_were_mocked(
    aws: EngineUnderTest, retry_waits: list[float], case: str
) -> None:
    arn, lambdas = run(aws, case)

    assert aws.states.describe_execution(executionArn=arn)["status"] == "SUCCEEDED"
    mocked = CONFIGURATION.mocked_states(MACHINE, case)
    assert lambdas.tries == {state: tries(response) for state, response in mocked.items()}
    assert len(retry_waits) == sum(tries(response) - 1 for response in mocked.values())


@pytest.mark.parametrize(
    ("state", "case"), [(task, task + failure) for task in TASKS for failure in FAILURES]
)
def test_r04_a_failed_job_goes_on_from_the_step_that_failed(
    aws: EngineUnderTest, retry_waits: list[float], state: str, case: str
) -> None:
    arn, lambdas = run(aws, case)
    failed_response = CONFIGURATION.mocked_states(MACHINE, case)[state]
    last_try = list(failed_response.values())[-1]["Throw"]
    description = aws.states.describe_execution(executionArn=arn)

    assert (description["status"], description["error"]) == ("FAILED", last_try["Error"])
    assert lambdas.tries[state] == tries(failed_response)
    left = set(names(history(aws.states, arn), "stateExitedEventDetails"))
    assert state not in left

    well = MockedLambdas(definition(), CONFIGURATION.mocked_states(MACHINE, "HappyPath"))
    aws.invoke_lambda = well
    aws.states.redrive_execution(executionArn=arn)

    assert finished(aws.states, arn)["status"] == "SUCCEEDED"
    assert set(well.tries) == set(TASKS) - left
    assert set(well.tries.values()) == {1}


@pytest.mark.parametrize(
    ("suffix", "longest"), [("StaysThrottled", 30), ("JournalStaysAway", 15), ("SandboxKeepsDying", 2)]
)
def test_no_retry_waits_longer_than_its_policy_says(
    aws: EngineUnderTest, retry_waits: list[float], suffix: str, longest: int
) -> None:
    run(aws, f"InterpretQuery{suffix}")

    assert retry_waits
    assert max(retry_waits) <= longest
