"""One port serves the page, its configuration and AWS's APIs, to this machine's own clients only."""

import http.client
import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from local.runtime import Addresses
from support.tiny_server import STAGE, client, tiny_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    with tiny_server(tmp_path_factory.mktemp("server")) as addresses:
        yield addresses


def answer(
    server: Addresses, method: str, path: str, headers: dict[str, str] | None = None
) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request(method, path, headers=headers or {})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body, {name.lower(): value for name, value in response.getheaders()}


def test_configuration_names_this_port(server: Addresses) -> None:
    _, body, _ = answer(server, "GET", "/config.json")
    config = json.loads(body)
    assert config["webSocketUrl"] == server.web_socket
    assert config["cognito"]["endpoint"] == server.http
    assert config["bill"].startswith("bill.csv: 1 row, 1 September 2024")
    assert config["demo"] == {"username": server.username, "password": server.password}


def test_page_that_is_not_built_says_how(server: Addresses) -> None:
    status, body, _ = answer(server, "GET", "/")
    assert (status, "make install" in body) == (200, True)


def test_demo_user_signs_in_with_their_tenant(server: Addresses) -> None:
    _, body, _ = answer(server, "GET", "/config.json")
    tokens = client("cognito-idp", server.http).initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=json.loads(body)["cognito"]["clientId"],
        AuthParameters={"USERNAME": server.username, "PASSWORD": server.password},
    )
    assert tokens["AuthenticationResult"]["IdToken"]


def test_cost_apis_answer_from_the_bill(server: Addresses) -> None:
    total = client("ce", server.http).get_cost_and_usage(
        TimePeriod={"Start": "2024-09-01", "End": "2024-10-01"},
        Granularity="MONTHLY",
        Metrics=["UnblendedCost"],
    )
    assert total["ResultsByTime"][0]["Total"]["UnblendedCost"]["Amount"] == "1.25"


def test_engine_answers_for_the_other_services(server: Addresses) -> None:
    assert client("dynamodb", server.http).list_tables()["TableNames"] == ["Events"]
    assert client("stepfunctions", server.http).list_state_machines()["stateMachines"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/config.json", f"/{STAGE}"])
def test_r22_pages_elsewhere_get_nothing(server: Addresses, path: str, headers: dict[str, str]) -> None:
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    status, body, answered = answer(
        server, "GET", path, {**upgrade, "Sec-WebSocket-Key": "x" * 22 + "==", **headers}
    )
    assert status == 403
    assert server.password not in body
    assert "access-control-allow-origin" not in answered


def test_r29_unsigned_post_is_forbidden(server: Addresses) -> None:
    status, _, headers = answer(server, "POST", f"/{STAGE}/@connections/{quote('abc=')}")
    assert (status, headers["x-amzn-errortype"]) == (403, "ForbiddenException")


def test_page_cannot_be_left_for_other_files(server: Addresses) -> None:
    status, body, _ = answer(server, "GET", "/../../../../etc/passwd")
    assert "root:" not in body
    assert status in (200, 404)
