"""The AWS calls of `make check-aws`, held against botocore's models: parameters, and the answers read."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from local.client import JobFailed
from local.deployment import check_aws
from local.deployment.check_aws import Deployment, Observation
from local.deployment.stores import NoSuchStack

OUTPUTS = {"WebSocketUrl": "wss://x", "UserPoolClientId": "client", "JobsTableName": "jobs"}
Call = tuple[str, dict[str, Any], dict[str, Any]]
Answer = Callable[..., None]


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Says what a service answers to which calls; each is to be made, in that order."""
    real = boto3.client
    clients: dict[str, Any] = {}
    monkeypatch.setattr(boto3, "client", lambda service: clients[service])
    with ExitStack() as stubs:

        def answer(service: str, *calls: Call) -> None:
            clients[service] = real(
                service,  # type: ignore[call-overload]
                region_name="us-east-1",
                aws_access_key_id="testing",
                aws_secret_access_key="testing",
            )
            stub = stubs.enter_context(Stubber(clients[service]))
            stubs.callback(stub.assert_no_pending_responses)
            for operation, parameters, answer in calls:
                stub.add_response(operation, answer, parameters)

        yield answer


def stack_with(outputs: dict[str, str]) -> Call:
    stack = {
        "StackName": "finops",
        "CreationTime": datetime(2026, 1, 1, tzinfo=UTC),
        "StackStatus": "CREATE_COMPLETE",
        "Outputs": [{"OutputKey": name, "OutputValue": value} for name, value in outputs.items()],
    }
    return ("describe_stacks", {"StackName": "finops"}, {"Stacks": [stack]})


def test_signs_in_at_the_pool_of_the_stack_and_finds_its_functions(answered: Answer) -> None:
    detail = {
        "LogicalResourceId": "AdvisorFunction",
        "PhysicalResourceId": "finops-Advisor",
        "ResourceType": "AWS::Lambda::Function",
        "LastUpdatedTimestamp": datetime(2026, 1, 1, tzinfo=UTC),
        "ResourceStatus": "CREATE_COMPLETE",
    }
    asked = {"StackName": "finops", "LogicalResourceId": "AdvisorFunction"}
    resource = ("describe_stack_resource", asked, {"StackResourceDetail": detail})
    answered("cloudformation", stack_with(OUTPUTS), resource)
    sign_in = {
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": "client",
        "AuthParameters": {"USERNAME": "me", "PASSWORD": "secret"},
    }
    answered("cognito-idp", ("initiate_auth", sign_in, {"AuthenticationResult": {"IdToken": "token"}}))
    deployment = check_aws.sign_in("finops", "me", "secret")
    assert (deployment.url, deployment.token) == ("wss://x", "token")
    assert deployment.resource("AdvisorFunction") == "finops-Advisor"


def test_a_stack_of_something_else_is_refused(answered: Answer) -> None:
    answered("cloudformation", stack_with({"BucketName": "x"}))
    with pytest.raises(NoSuchStack, match="no output JobsTableName"):
        check_aws.sign_in("finops", "me", "secret")


@pytest.mark.parametrize(("reserved", "restores"), [(None, "delete"), (7, "put")])
def test_concurrency_is_restored_also_after_a_failure(
    answered: Answer, reserved: int | None, restores: str
) -> None:
    function = {"FunctionName": "finops-Advisor"}
    before = {} if reserved is None else {"ReservedConcurrentExecutions": reserved}
    restored: Call = (
        ("delete_function_concurrency", function, {})
        if restores == "delete"
        else ("put_function_concurrency", {**function, **before}, before)
    )
    answered(
        "lambda",
        ("get_function_concurrency", function, before),
        ("put_function_concurrency", {**function, "ReservedConcurrentExecutions": 0}, {}),
        restored,
    )
    with pytest.raises(LookupError), check_aws.without_concurrency("finops-Advisor"):
        raise LookupError


def test_metrics_are_looked_for_until_they_show(answered: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    metric = '{FinOpsAgent,intent,outcome,service} MetricName="JobsEnded" service="finops"'
    asked = {
        "MetricDataQueries": [{"Id": "ended", "Expression": f"SEARCH('{metric}', 'Sum', 60)"}],
        "StartTime": ANY,
        "EndTime": ANY,
    }
    nothing: Call = ("get_metric_data", asked, {"MetricDataResults": []})
    two: Call = ("get_metric_data", asked, {"MetricDataResults": [{"Values": [1.0]}, {"Values": [1.0]}]})
    answered("cloudwatch", nothing, two)
    assert check_aws.metrics("finops", datetime.now(UTC)) == [
        Observation("JobsEnded is counted", "True", "True")
    ]


async def test_a_check_that_comes_to_no_end_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(*_: object) -> list[Observation]:
        raise JobFailed({"type": "job_failed", "jobId": "j", "error": "It broke."})

    async def dropped(*_: object) -> str:
        return "none"

    monkeypatch.setattr(check_aws, "ask_twice", failing)
    monkeypatch.setattr(check_aws, "drop_and_resume", dropped)
    seen = await check_aws._socket_observations(Deployment(OUTPUTS, "token", str), fail=False)
    assert [(each.name, each.differs) for each in seen] == [
        ("questions", True),
        ("messages missing after a dropped connection", False),
    ]
