"""What a client should not send: answered, refused or closed as the protocol says, while jobs go on."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from support.finops_command import FinopsServer
from support.raw_socket import raw_socket

QUESTION = "What was my AWS spend last month?"


@pytest.fixture(scope="module")
def token(demo: FinopsServer) -> str:
    return demo.user_token("messages")


BAD_FRAMES = {
    "empty": ("", "malformed_message"),
    "not JSON": ("{", "malformed_message"),
    "a list": ("[1]", "malformed_message"),
    "a number that JSON has not": ('{"action": "ping", "timestamp": NaN}', "malformed_message"),
    "nested beyond reading": ("[" * 20_000, "malformed_message"),
    "half a character": ('{"action": "finops_query", "query": "\\ud800"}', "malformed_message"),
    "no action": ("{}", "unknown_action"),
    "an unknown action": ('{"action": "drop_tables"}', "unknown_action"),
    "the name of a route": ('{"action": "$default"}', "unknown_action"),
    "an action that is no text": ('{"action": ["ping"]}', "unknown_action"),
    "an empty question": ('{"action": "finops_query", "query": " "}', "invalid_request"),
    "no question": ('{"action": "finops_query"}', "invalid_request"),
    "a question of a wrong type": ('{"action": "finops_query", "query": 7}', "invalid_request"),
    "a cursor of a wrong type": ('{"action": "resume", "jobId": "j", "after": "1"}', "invalid_request"),
    "a day to come": (
        '{"action": "finops_query", "query": "spend?", "options": {"today": "2999-01-01"}}',
        "invalid_request",
    ),
    "a question of 10,000 characters": (
        json.dumps({"action": "finops_query", "query": "spend " * 1667}),
        "too_large",
    ),
    "a job that never was": ('{"action": "resume", "jobId": "j", "after": 0}', "unknown_job"),
    "a part of no job": ('{"action": "get_result", "jobId": "j", "part": 1}', "unknown_job"),
    "a replay of no job": ('{"action": "replay", "jobId": "j"}', "unknown_job"),
    "a cancel of no job": ('{"action": "cancel", "jobId": "j"}', "unknown_job"),
}


async def test_what_cannot_be_read_is_answered_and_the_jobs_of_the_connection_go_on(
    demo: FinopsServer, token: str
) -> None:
    async with raw_socket(demo.web_socket, token) as socket:
        job_id = await socket.ask(QUESTION)
        for frame, _ in BAD_FRAMES.values():
            await socket.send(frame)
        end = await socket.end_of(job_id)
        assert end["type"] == "job_completed"
        await _errors(socket.received, len(BAD_FRAMES), socket)
        codes = sorted(m["code"] for m in socket.received if m["type"] == "error")
        assert codes == sorted(code for _, code in BAD_FRAMES.values())
        assert (await socket.answer(action="ping", timestamp=1))["type"] == "pong"


async def _errors(received: list[dict[str, Any]], count: int, socket: Any) -> None:
    await socket.first(lambda _: sum(m["type"] == "error" for m in received) == count)


@pytest.mark.parametrize(("frame", "code"), list(BAD_FRAMES.values()), ids=list(BAD_FRAMES))
async def test_each_bad_frame_has_its_own_error(demo: FinopsServer, frame: str, code: str) -> None:
    async with raw_socket(demo.web_socket, demo.user_token(f"frames-{code}")) as socket:
        error = await socket.answer_to(frame)
        assert (error["type"], error["code"]) == ("error", code)
        assert error["message"].endswith(".")
        assert "Traceback" not in json.dumps(error)
        if code == "unknown_action":
            assert "finops_query" in error["message"]


@pytest.mark.parametrize(
    ("frame", "code"),
    [(b"\x00\xff", 1003), ("x" * (32 * 1024 + 1), 1009), ("x" * 200 * 1024, 1009)],
    ids=["binary", "over 32 KB", "200 KB"],
)
async def test_frame_that_closes_a_connection_loses_no_job(
    demo: FinopsServer, token: str, frame: str | bytes, code: int
) -> None:
    async with raw_socket(demo.web_socket, token) as socket:
        job_id = await socket.ask(QUESTION)
        await socket.send(frame)
        assert await socket.close_code() == code
    async with raw_socket(demo.web_socket, token) as again:
        await again.say(action="resume", jobId=job_id, after=0)
        assert (await again.end_of(job_id))["type"] == "job_completed"


async def test_r23_nothing_but_a_ping_is_answered_before_authentication(demo: FinopsServer) -> None:
    async with raw_socket(demo.web_socket) as socket:
        assert (await socket.answer(action="ping"))["type"] == "pong"
        for action in ("finops_query", "list_jobs"):
            error = await socket.answer(action=action, query=QUESTION)
            assert error["code"] == "unauthenticated"
        error = await socket.answer(action="resume", jobId="any", after=0)
        assert error["code"] == "unauthenticated"


@pytest.mark.parametrize("credentials", [{}, {"token": "a.b.c"}, {"userId": "u-1", "username": "eve"}])
async def test_who_cannot_prove_who_they_are_is_told_and_closed(
    demo: FinopsServer, credentials: dict[str, str]
) -> None:
    async with raw_socket(demo.web_socket) as socket:
        error = await socket.answer(action="authenticate", **credentials)
        assert error["code"] == "unauthorized"
        assert await socket.close_code() in (1000, 1008)


async def test_another_users_token_on_an_authenticated_connection_is_refused(
    demo: FinopsServer, token: str
) -> None:
    async with raw_socket(demo.web_socket, token) as socket:
        error = await socket.answer(action="authenticate", token=demo.user_token("somebody-else"))
        assert error["code"] == "unauthorized"
        renewed = await socket.answer(action="authenticate", token=token)
        assert renewed["type"] == "authenticated"


async def test_r22_page_of_another_site_gets_403(demo: FinopsServer) -> None:
    for origin in ("https://evil.example", "null", f"{demo.http}.evil.example"):
        with pytest.raises(InvalidStatus) as refused:
            await connect(demo.web_socket, origin=origin)  # type: ignore[arg-type]
        assert refused.value.response.status_code == 403


async def test_r22_page_of_this_server_may_connect(demo: FinopsServer, token: str) -> None:
    async with raw_socket(demo.web_socket, token, origin=demo.http) as socket:
        assert socket.received[0]["type"] == "authenticated"


async def test_r24_anothers_job_is_answered_as_one_that_never_was(demo: FinopsServer, token: str) -> None:
    async with raw_socket(demo.web_socket, token) as socket:
        job_id = await socket.ask(QUESTION)
        await socket.end_of(job_id)
    async with raw_socket(demo.web_socket, demo.user_token("curious")) as other:
        for message in (
            {"action": "resume", "after": 0},
            {"action": "get_result", "part": 1},
            {"action": "replay"},
            {"action": "cancel"},
        ):
            mine = await other.answer(jobId=job_id, **message)
            unknown = await other.answer(jobId="0" * len(job_id), **message)
            assert mine["code"] == "unknown_job"
            assert {**mine, "jobId": ""} == {**unknown, "jobId": ""}


def test_log_has_neither_questions_nor_tokens(demo: FinopsServer, token: str) -> None:
    canary = "zanzibar-quokka"

    async def ask() -> None:
        async with raw_socket(demo.web_socket, token) as socket:
            await socket.end_of(await socket.ask(f"What did we spend on {canary} last month?"))
            await socket.answer_to(f'{{"action": "{canary}"}}')

    asyncio.run(ask())
    log = demo.log_file.read_text()
    assert "job queued" in log
    for secret in (canary, token, token.split(".")[1], demo.password):
        assert secret not in log
