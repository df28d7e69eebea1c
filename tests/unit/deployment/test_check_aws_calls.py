"""The AWS calls of `make check-aws`, held against botocore's models: parameters, and the answers read."""

import base64
import io
import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import NoCredentialsError, NoRegionError, ProfileNotFound
from botocore.stub import ANY, Stubber

from local.client import JobFailed
from local.deployment import check_aws
from local.deployment.check_aws import Deployment
from local.deployment.observation import Observation
from local.deployment.stores import NoSuchStack, stack_outputs
from local.deployment.tenant_in_token import tenant_in_token

OUTPUTS = {"WebSocketUrl": "wss://x", "UserPoolClientId": "client", "JobsTableName": "jobs"}
SIGN_IN = {
    "AuthFlow": "USER_PASSWORD_AUTH",
    "ClientId": "client",
    "AuthParameters": {"USERNAME": "me", "PASSWORD": "secret"},
}
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
    answered("cognito-idp", ("initiate_auth", SIGN_IN, {"AuthenticationResult": {"IdToken": "token"}}))
    deployment = check_aws.sign_in("finops", stack_outputs("finops"), "me", "secret")
    assert (deployment.url, deployment.token) == ("wss://x", "token")
    assert deployment.resource("AdvisorFunction") == "finops-Advisor"


def test_a_stack_of_something_else_is_refused(answered: Answer) -> None:
    answered("cloudformation", stack_with({"BucketName": "x"}))
    with pytest.raises(NoSuchStack, match="no output JobsTableName"):
        stack_outputs("finops")


@pytest.mark.parametrize(
    ("variables", "asked_for"),
    [({}, True), ({"FINOPS_USER": "me"}, True), ({"FINOPS_USER": "me", "FINOPS_PASSWORD": "secret"}, False)],
)
def test_without_a_terminal_the_user_comes_from_the_environment(
    answered: Answer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    asked_for: bool,
) -> None:
    monkeypatch.delenv("FINOPS_USER", raising=False)
    monkeypatch.delenv("FINOPS_PASSWORD", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    answered("cloudformation", stack_with(OUTPUTS))
    challenge = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "x" * 20}
    answered("cognito-idp", *([] if asked_for else [("initiate_auth", SIGN_IN, challenge)]))
    assert check_aws.main(["finops"]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    if asked_for:
        assert said.endswith("give FINOPS_USER and FINOPS_PASSWORD in the environment.")
    else:
        assert "(NEW_PASSWORD_REQUIRED)" in said
        assert "admin-set-user-password --permanent" in said


def test_wrong_password_is_told_with_what_to_check(monkeypatch: pytest.MonkeyPatch) -> None:
    cognito = boto3.client(
        "cognito-idp",
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    monkeypatch.setattr(boto3, "client", lambda _: cognito)
    with Stubber(cognito) as refusing:
        refusing.add_client_error(
            "initiate_auth", "NotAuthorizedException", "Incorrect username or password."
        )
        with pytest.raises(check_aws.CannotSignIn) as refused:
            check_aws.sign_in("finops", OUTPUTS, "me", "secret")
    assert str(refused.value) == (
        "The pool refuses the user me: Incorrect username or password. "
        "Check FINOPS_USER and FINOPS_PASSWORD, or what was typed."
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoCredentialsError(), "Unable to locate credentials. Sign in to AWS first, such as with `aws sso"),
        (ProfileNotFound(profile="x"), "The config profile (x) could not be found. Sign in to AWS first"),
        (
            NoSuchStack("The stack finops cannot be read: no."),
            "cannot be read: no. Check the name, AWS_PROFILE",
        ),
        (NoRegionError(), "You must specify a region. Set AWS_DEFAULT_REGION"),
    ],
)
def test_nobody_is_asked_for_a_password_before_the_stack_is_found(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_stack(_: str) -> dict[str, str]:
        raise error

    monkeypatch.setattr(check_aws, "stack_outputs", no_stack)
    monkeypatch.setattr(check_aws, "credentials", lambda: pytest.fail("asked for a password"))
    assert check_aws.main(["finops"]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert words in said


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


@pytest.mark.parametrize(
    ("in_pool", "in_token", "told"),
    [
        ("acme", {"custom:tenant": "acme"}, ("acme", "acme")),
        ("acme", {}, ("acme", "default")),
        ("", {"custom:tenant": "triggers"}, ("", "triggers; the pool has no custom:tenant of this user")),
        ("", {}, ("", "default; the pool has no custom:tenant of this user")),
    ],
)
def test_the_tenant_in_the_token_is_held_against_that_of_the_pool(
    answered: Answer, in_pool: str, in_token: dict[str, str], told: tuple[str, str]
) -> None:
    claims = json.dumps({"cognito:username": "me", **in_token}).encode()
    token = f"header.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.signature"
    attributes = [{"Name": "custom:tenant", "Value": in_pool}] if in_pool else []
    user = {"Username": "me", "UserAttributes": attributes}
    answered("cognito-idp", ("admin_get_user", {"UserPoolId": "us-east-1_pool", "Username": "me"}, user))
    outputs = {**OUTPUTS, "UserPoolId": "us-east-1_pool", "TenantClaim": "custom:tenant"}
    seen = tenant_in_token(outputs, token)
    assert (seen.here, seen.there.removesuffix(" to compare with")) == told


def test_without_tenants_no_token_is_looked_at() -> None:
    assert tenant_in_token(OUTPUTS, "token").there == "there are no tenants"


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
