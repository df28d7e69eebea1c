"""Who gets a connection, and who is signed in on it."""

from __future__ import annotations

import time

import pytest

import sweeper.handler
from aws import clients
from support.deployed_functions import Deployment, completed, forget_singletons


def test_r22_another_origin_gets_no_connection_and_writes_nothing(deployment: Deployment) -> None:
    for origin in (
        "null",
        "https://finops.example.com.evil.com",
        "https://evil-finops.example.com",
        "http://finops.example.com",
        "https://finops.example.com:8443",
        "https://finops.example.com/",
        "https://FINOPS.example.com",
        "",
        "https://finops.example.com,https://other.example.com",
    ):
        for headers in ({"headers": {"Origin": origin}}, {"multiValueHeaders": {"origin": [origin]}}):
            assert deployment.connect("tab", **headers) == {"statusCode": 403}
    assert clients.dynamodb().scan(TableName="connections")["Count"] == 0


def test_r22_two_origins_are_both_looked_at(deployment: Deployment) -> None:
    origins = ["https://finops.example.com", "https://evil.example.com"]
    assert deployment.connect("tab", multiValueHeaders={"Origin": origins}) == {"statusCode": 403}


def test_an_allowed_origin_or_none_may_connect(deployment: Deployment) -> None:
    for headers in ({}, {"Origin": "https://finops.example.com"}):
        assert deployment.connect("tab", headers=headers) == {"statusCode": 200}


def test_r13_connect_posts_nothing_even_with_a_token(deployment: Deployment) -> None:
    token = deployment.sign_in("ann")
    assert deployment.connect("by-query", queryStringParameters={"token": token}) == {"statusCode": 200}
    answer = deployment.connect("by-protocol", headers={"Sec-WebSocket-Protocol": f"finops, {token}"})
    assert answer == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "finops"}}
    assert deployment.sockets.sent == {}
    for connection in ("by-query", "by-protocol"):
        assert deployment.authenticate(connection)["type"] == "authenticated"


def test_r21_a_bad_token_at_connect_writes_nothing(deployment: Deployment) -> None:
    token = deployment.sign_in("ann")[:-5] + "AAAAA"
    assert deployment.connect("tab", queryStringParameters={"token": token}) == {"statusCode": 401}
    assert clients.dynamodb().scan(TableName="connections")["Count"] == 0


def test_r21_a_bad_token_closes_the_connection(deployment: Deployment) -> None:
    deployment.connect("tab")
    answer = deployment.authenticate("tab", token="a.b.c", userId="ann")
    assert (answer["type"], answer["code"]) == ("error", "unauthorized")
    assert deployment.sockets.closed == ["tab"]
    deployment.send("tab", action="list_jobs")
    assert deployment.sockets.sent["tab"][-1]["code"] == "unauthenticated"


def test_another_user_on_the_same_connection_is_refused(deployment: Deployment, tab: str) -> None:
    answer = deployment.authenticate(tab, token=deployment.sign_in("bob"))
    assert answer["code"] == "unauthorized"
    assert deployment.authenticate(tab)["message"].startswith("Welcome")


def test_a_client_of_the_earlier_guide_gets_in_only_where_claims_are_allowed(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment.connect("old")
    assert deployment.authenticate("old", userId="u-1", username="Ann")["code"] == "unauthorized"
    monkeypatch.setenv("ALLOW_CLAIMED_IDENTITY", "true")
    deployment.connect("old")
    answer = deployment.authenticate("old", userId="u-1", username="Ann")
    assert (answer["type"], answer["userId"], answer["connectionId"]) == ("authenticated", "u-1", "old")
    deployment.send(
        "old",
        action="finops_query",
        query="What was my S3 spend in May?",
        userId="u-1",
        username="Ann",
        timestamp=1749612773,
    )
    messages = deployment.until("old", completed)
    assert [message["type"] for message in messages[-2:]] == ["progress_update", "job_completed"]


def test_r23_a_socket_that_never_authenticated_is_closed(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = time.time()
    monkeypatch.setattr(time, "time", lambda: opened)
    forget_singletons()
    deployment.connect("silent")
    sweeper.handler.lambda_handler({}, None)
    assert deployment.sockets.closed == []
    monkeypatch.setattr(time, "time", lambda: opened + 31)
    forget_singletons()
    sweeper.handler.lambda_handler({}, None)
    assert deployment.sockets.closed == ["silent"]
    assert clients.dynamodb().scan(TableName="connections")["Count"] == 0


def test_r23_signing_in_after_30_seconds_gets_nothing_and_ends_the_connection(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = deployment.sign_in("ann")
    deployment.connect("late")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 31)
    deployment.send_authenticate("late", token=token)
    assert deployment.sockets.sent.get("late", []) == []
    assert deployment.sockets.closed == ["late"]
