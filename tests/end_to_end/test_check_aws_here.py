"""The part of `make check-aws` that needs no AWS, against a server on this machine: nothing differs."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from local.deployment import check_aws
from local.deployment.check_aws import (
    NAME_OF_THE_STEP,
    SPEND_QUESTION,
    STEP_TO_FAIL,
    Deployment,
    ask_twice,
    fail_and_redrive,
)
from local.deployment.dropped_connection import drop_and_resume
from local.deployment.observation import Observation, report
from local.deployment.tenant_in_token import tenant_in_token
from support.finops_command import FinopsServer, finops_up
from support.project import template

TODAY = "2026-03-10"


def differing(observations: list[Observation]) -> list[str]:
    return [each.name for each in observations if each.here and each.differs]


async def test_questions_are_observed_as_they_are_here(demo: FinopsServer) -> None:
    observations = await ask_twice(demo.web_socket, demo.user_token("checker"))
    assert differing(observations) == [], report(observations)


def test_the_tenant_in_a_token_is_that_of_the_pool(
    demo: FinopsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "local")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", demo.http)
    pool = demo.config()["cognito"]
    outputs = {"UserPoolId": pool["userPoolId"], "TenantClaim": pool["tenantClaim"]}
    seen = tenant_in_token(outputs, demo.user_token("of-acme", tenant="acme"))
    assert (seen.here, seen.there) == ("acme", "acme")


async def test_a_failure_and_its_redrive_are_observed_as_they_are_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here the step fails by `--fail`, on AWS for want of concurrency; all else is the script's own."""
    assert template()["Resources"][STEP_TO_FAIL]["Type"] == "AWS::Serverless::Function"
    monkeypatch.setattr(check_aws, "without_concurrency", lambda _: nullcontext())
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with finops_up(tmp_path, "--today", TODAY, "--ephemeral", "--fail", NAME_OF_THE_STEP) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.http)
        (machine,) = server.client("stepfunctions").list_state_machines()["stateMachines"]
        outputs = {"WebSocketUrl": server.web_socket, "StateMachineArn": machine["stateMachineArn"]}
        deployment = Deployment(outputs, server.user_token("checker"), resource=str)
        observations = await fail_and_redrive(deployment)
    assert len(observations) == 4
    assert differing(observations) == [], report(observations)


async def test_r09_nothing_is_missing_after_a_dropped_connection(demo: FinopsServer) -> None:
    token = demo.user_token("dropper")
    assert await drop_and_resume(demo.web_socket, token, SPEND_QUESTION) == "none"
