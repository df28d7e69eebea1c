"""What clients send, and what becomes of what they should not send."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocol.client_messages import (
    ACTIONS,
    Authenticate,
    Cancel,
    FinopsQuery,
    GetResult,
    ListJobs,
    Ping,
    Replay,
    Resume,
    parse_client_message,
)
from protocol.frames import MAX_MESSAGE_BYTES, encode
from protocol.server_messages import ErrorMessage, Pong, Refusal


def refused(body: Any, **options: Any) -> ErrorMessage:
    """The error a frame is answered with."""
    with pytest.raises(Refusal) as refusal:
        parse_client_message(body, **options)
    assert len(encode(refusal.value.error.to_wire())) < 2000
    return refusal.value.error


def test_every_action_is_read() -> None:
    messages: dict[str, tuple[dict[str, Any], Any]] = {
        "authenticate": ({"token": "t"}, Authenticate(token="t")),
        "finops_query": ({"query": " q? "}, FinopsQuery(query="q?")),
        "resume": ({"jobId": "j", "after": 0}, Resume(job_id="j", after=0)),
        "get_result": ({"jobId": "j", "part": 1}, GetResult(job_id="j", part=1)),
        "list_jobs": ({}, ListJobs()),
        "replay": ({"jobId": "j"}, Replay(job_id="j", mode="redrive")),
        "cancel": ({"jobId": "j"}, Cancel(job_id="j")),
        "ping": ({"timestamp": 1.5}, Ping(timestamp=1.5)),
    }
    assert set(messages) == set(ACTIONS)
    for action, (fields, message) in messages.items():
        assert parse_client_message(json.dumps({"action": action, "more": [], **fields})) == message


def test_the_earlier_guides_question_is_read() -> None:
    body = {
        "action": "finops_query",
        "query": "What was my S3 spend in May?",
        "userId": "string",
        "username": "string",
        "timestamp": 1749612773,
    }
    assert parse_client_message(json.dumps(body)) == FinopsQuery(query="What was my S3 spend in May?")


def test_today_is_a_day() -> None:
    body = {"action": "finops_query", "query": "q", "options": {"today": "2024-10-01"}}
    message = parse_client_message(json.dumps(body))
    assert isinstance(message, FinopsQuery)
    assert message.options.today == date(2024, 10, 1)


def test_a_day_before_all_bills_is_told_the_earliest() -> None:
    error = refused('{"action":"finops_query","query":"q","options":{"today":"0001-01-01"},"requestId":"r"}')
    assert "2006-01-01" in error.message
    assert error.request_id == "r"


@pytest.mark.parametrize("timestamp", [17, 17.5, "NaN", "Infinity", "1e999", "17", None])
def test_a_pings_time_comes_back_as_it_was_sent_and_as_json(timestamp: float | str | None) -> None:
    ping = parse_client_message(json.dumps({"action": "ping", "timestamp": timestamp}))
    assert isinstance(ping, Ping)
    sent = json.loads(
        encode(Pong(timestamp=ping.timestamp).to_wire()), parse_constant=lambda name: pytest.fail(name)
    )
    assert sent.get("timestamp") == timestamp


def test_a_binary_frame_that_holds_json_is_read() -> None:
    body = base64.b64encode(b'{"action":"ping"}').decode()
    assert parse_client_message(body, is_base64=True) == Ping()


@pytest.mark.parametrize(
    ("body", "is_base64"),
    [
        ("", False),
        (None, False),
        ("{", False),
        ("[]", False),
        ("null", False),
        ("1", False),
        ('"ping"', False),
        ("[" * 100_000, False),
        ('{"action":' * 5000, False),
        ("1" * 5000, False),
        ('{"action":"ping","timestamp":NaN}', False),
        ('{"action":"ping","timestamp":Infinity}', False),
        ('{"action":"ping","timestamp":1e999}', False),
        ('{"action":"ping","timestamp":-1e999}', False),
        ('{"action":"finops_query","query":"q","more":[{"x":1e400}]}', False),
        ('{"action":"ping","x":"\\ud800"}', False),
        ("\ud800", False),
        ("!!!", True),
        (base64.b64encode(b"\xff\xfe\x00").decode(), True),
    ],
)
def test_what_is_no_json_object_is_malformed(body: Any, is_base64: bool) -> None:
    assert refused(body, is_base64=is_base64).code == "malformed_message"


def test_a_body_over_the_limit_is_too_large() -> None:
    assert refused("x" * (MAX_MESSAGE_BYTES + 1)).code == "too_large"


@pytest.mark.parametrize("action", ["", "Ping", "finops-query", None, 1, [], {}, "__class__"])
def test_an_unknown_action_is_told_the_actions_there_are(action: Any) -> None:
    error = refused(json.dumps({"action": action}))
    assert error.code == "unknown_action"
    assert all(name in error.message for name in ACTIONS)


@pytest.mark.parametrize(
    ("action", "fields", "named"),
    [
        ("finops_query", {}, "query"),
        ("finops_query", {"query": ""}, "query"),
        ("finops_query", {"query": "  \n"}, "query"),
        ("finops_query", {"query": 1}, "query"),
        ("finops_query", {"query": ["q"]}, "query"),
        ("finops_query", {"query": "q", "requestId": 7}, "requestId"),
        ("finops_query", {"query": "q", "requestId": "x" * 201}, "requestId"),
        ("finops_query", {"query": "q", "conversationId": {}}, "conversationId"),
        ("finops_query", {"query": "q", "options": "today"}, "options"),
        ("finops_query", {"query": "q", "options": {"today": "yesterday"}}, "options.today"),
        ("finops_query", {"query": "q", "options": {"today": "0001-01-01"}}, "options.today"),
        ("finops_query", {"query": "q", "options": {"today": "0003-05-01"}}, "options.today"),
        ("finops_query", {"query": "q", "options": {"today": "2005-12-31"}}, "options.today"),
        ("resume", {"jobId": "j"}, "after"),
        ("resume", {"jobId": "j", "after": -1}, "after"),
        ("resume", {"jobId": "j", "after": "1"}, "after"),
        ("resume", {"jobId": "j", "after": True}, "after"),
        ("resume", {"jobId": "j", "after": 1.5}, "after"),
        ("resume", {"after": 1}, "jobId"),
        ("get_result", {"jobId": "j", "part": 0}, "part"),
        ("list_jobs", {"limit": 0}, "limit"),
        ("list_jobs", {"limit": 101}, "limit"),
        ("list_jobs", {"all": "yes"}, "all"),
        ("replay", {"jobId": "j", "mode": "again"}, "mode"),
        ("cancel", {"jobId": None}, "jobId"),
        ("authenticate", {"token": 5}, "token"),
        ("authenticate", {"token": "x" * 20_000}, "token"),
    ],
)
def test_a_wrong_field_is_named_and_its_value_is_not(action: str, fields: dict[str, Any], named: str) -> None:
    error = refused(json.dumps({"action": action, "secret": "canary", **fields}))
    assert error.code == "invalid_request"
    assert f"{named}:" in error.message
    assert "canary" not in error.message


def test_an_invalid_question_keeps_its_request_id() -> None:
    assert refused('{"action":"finops_query","query":"","requestId":"r-1"}').request_id == "r-1"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_read_or_refused(body: str) -> None:
    _read_or_refuse(body)


def _read_or_refuse(body: str) -> None:
    for is_base64 in (False, True):
        try:
            parse_client_message(body, is_base64=is_base64)
        except Refusal as refusal:
            encode(refusal.error.to_wire())
