"""A sandbox knows its services on this machine and nothing of the user's AWS account."""

from datetime import date
from pathlib import Path

import pytest

from local.lambdas.environment import sandbox_environment
from local.runtime.function_environment import FunctionEnvironment, public_addresses
from local.template.application import FunctionResource

FUNCTION = FunctionResource(
    "Steps",
    "arn:steps",
    "steps.handler",
    Path("/code"),
    29,
    512,
    {
        "CONNECTIONS_ENDPOINT": "https://Api.execute-api.us-east-1.amazonaws.com/prod",
        "JWKS": "https://cognito-idp.us-east-1.amazonaws.com/pool/.well-known/jwks.json",
        "OTHER": "as it is",
    },
)


def test_nothing_of_the_users_aws_account_is_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://real")
    environment = sandbox_environment(FUNCTION, "127.0.0.1:1", {"OWN": "x"})
    assert "AWS_PROFILE" not in environment
    assert "AWS_ENDPOINT_URL_S3" not in environment
    assert environment["AWS_SECRET_ACCESS_KEY"] == "local"
    assert environment["AWS_SHARED_CREDENTIALS_FILE"] == "/dev/null"
    assert environment["OWN"] == "x"
    assert environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "512"


def test_public_addresses_become_local() -> None:
    addresses = public_addresses("Api", "http://gateway", "http://engine")
    environment = FunctionEnvironment("http://engine", "http://gateway", addresses, "bill", None).of(FUNCTION)
    assert environment["CONNECTIONS_ENDPOINT"] == "http://gateway/prod"
    assert environment["JWKS"] == "http://engine/pool/.well-known/jwks.json"
    assert environment["OTHER"] == "as it is"
    assert environment["AWS_ENDPOINT_URL"] == "http://engine"
    assert environment["AWS_ENDPOINT_URL_COST_EXPLORER"] == "http://gateway"
    assert environment["BILL_ID"] == "bill"
    assert "TODAY" not in environment


def test_a_day_that_was_given_is_told() -> None:
    environment = FunctionEnvironment("e", "g", {}, "bill", date(2024, 10, 1)).of(FUNCTION)
    assert environment["TODAY"] == "2024-10-01"
