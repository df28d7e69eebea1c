"""No web page reaches the AWS API of this machine."""

import http.client
from typing import Any

import pytest

from support.engine_under_test import EngineUnderTest, running_engine

LIST_TABLES = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Target": "DynamoDB_20120810.ListTables",
    "Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, Signature=s",
}


def ask(aws: EngineUnderTest, method: str = "POST", **headers: str) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection(aws.engine.endpoint.removeprefix("http://"), timeout=5)
    connection.request(method, "/", b"{}", {**LIST_TABLES, **headers})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}


def test_a_client_that_is_no_browser_is_answered(aws: EngineUnderTest) -> None:
    assert ask(aws)[0] == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", ""])
def test_r22_a_request_of_a_web_page_is_refused(aws: EngineUnderTest, origin: str) -> None:
    status, headers = ask(aws, Origin=origin)

    assert status == 403
    assert not any(name.startswith("access-control") for name in headers)


def test_r22_a_preflight_is_refused_without_cors_headers(aws: EngineUnderTest) -> None:
    status, headers = ask(
        aws, "OPTIONS", Origin="https://evil.example", **{"Access-Control-Request-Method": "POST"}
    )

    assert status == 403
    assert not any(name.startswith("access-control") for name in headers)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example:1", "0.0.0.0"],
)
def test_r22_a_name_rebound_to_this_machine_is_refused(aws: EngineUnderTest, host: str) -> None:
    assert ask(aws, Host=host)[0] == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:80"])
def test_the_names_of_this_machine_are_answered(aws: EngineUnderTest, host: str) -> None:
    assert ask(aws, Host=host)[0] == 200


def test_an_allowed_origin_is_answered_and_only_that() -> None:
    with running_engine(allowed_origins=["http://127.0.0.1:8787"]) as aws:
        assert ask(aws, Origin="http://127.0.0.1:8787")[0] == 200
        assert ask(aws, Origin="http://127.0.0.1:8788")[0] == 403


def test_no_answer_allows_other_origins_by_cors(aws: EngineUnderTest) -> None:
    assert not any(name.startswith("access-control") for name in ask(aws)[1])
