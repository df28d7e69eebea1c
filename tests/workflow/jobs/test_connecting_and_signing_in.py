"""Who gets a connection, and who is signed in on it."""

from __future__ import annotations

import os
import time

import pytest

import sweeper.handler
from aws import clients
from connection_manager.room import MAX_CONNECTIONS
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


def test_r21_without_the_pools_keys_nobody_is_refused_for_good(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = deployment.sign_in("ann")
    reachable = os.environ["USER_POOL_JWKS_URL"]
    monkeypatch.setenv("USER_POOL_JWKS_URL", "http://127.0.0.1:9/jwks.json")
    forget_singletons()
    deployment.connect("tab")
    answer = deployment.authenticate("tab", token=token)
    assert (answer["type"], answer["code"]) == ("error", "internal_error")
    assert deployment.sockets.closed == []
    assert deployment.connect("other", queryStringParameters={"token": token}) == {"statusCode": 503}
    monkeypatch.setenv("USER_POOL_JWKS_URL", reachable)
    forget_singletons()
    assert deployment.authenticate("tab", token=token)["type"] == "authenticated"


def test_r25_connections_by_token_are_counted_as_messages_and_held_to_a_number(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_MESSAGES_PER_MINUTE", "25")
    forget_singletons()
    opened = time.time() // 60 * 60
    token = deployment.sign_in("ann")
    answers = []
    for number in range(30):
        monkeypatch.setattr(time, "time", lambda now=opened + number: now)
        answers.append(deployment.connect(f"tab-{number}", queryStringParameters={"token": token}))
    assert [answer["statusCode"] for answer in answers] == [200] * 25 + [429] * 5
    assert deployment.sockets.closed == [f"tab-{number}" for number in range(25 - MAX_CONNECTIONS)]
    assert {message["code"] for sent in deployment.sockets.sent.values() for message in sent} == {
        "rate_limited"
    }


def test_r25_one_connection_too_many_closes_the_oldest(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = time.time()
    token = deployment.sign_in("ann")
    for number in range(MAX_CONNECTIONS + 1):
        monkeypatch.setattr(time, "time", lambda now=opened + number: now)
        deployment.connect(f"tab-{number}")
        assert deployment.authenticate(f"tab-{number}", token=token)["type"] == "authenticated"
    assert deployment.sockets.closed == ["tab-0"]
    deployment.send("tab-0", action="list_jobs")
    assert [message["code"] for message in deployment.sockets.sent["tab-0"][1:]] == [
        "rate_limited",
        "unauthenticated",
    ]


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
