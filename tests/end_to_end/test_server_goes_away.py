"""A server that goes away under a client: back soon, back late, back without its jobs, or never."""

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection

from local.client import ConnectionLost, FinOpsSession, MessageTooLarge, RequestRefused
from support.finops_command import FINOPS, PATIENCE_SECONDS, finops, finops_up
from support.project import ROOT
from support.scripted_socket_server import Message, ScriptedSocketServer, job_message

QUESTION = "What did we spend?"
RESULT = {"response": "**$1.00**", "complete": True}


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ScriptedSocketServer]:
    monkeypatch.setattr("local.client.connection.FIRST_PAUSE_SECONDS", 0.02)
    monkeypatch.setattr("local.client.connection.LONGEST_PAUSE_SECONDS", 0.1)
    started = ScriptedSocketServer()
    await started.start()
    yield started
    await started.stop()


async def heard(server: ScriptedSocketServer, action: str, count: int = 1) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(server.heard_of(action)) < count:
            await asyncio.sleep(0.01)


async def queue(message: Message, socket: ServerConnection) -> None:
    """Takes every question, and ends none."""
    if message["action"] == "finops_query":
        await socket.send(job_message("job_queued", 1, requestId=message["requestId"]))


async def end(message: Message, socket: ServerConnection) -> None:
    """Takes every question, and ends each job when it is resumed."""
    await queue(message, socket)
    if message["action"] == "resume":
        await socket.send(job_message("job_completed", 2, result=RESULT))


async def test_long_outage_is_told_once_then_what_was_asked_is_resumed_or_sent_again(
    server: ScriptedSocketServer,
) -> None:
    outages: list[str] = []

    async def take_the_first(message: Message, socket: ServerConnection) -> None:
        if message.get("query") == "first":
            await queue(message, socket)

    server.answer = take_the_first
    async with FinOpsSession(server.url, "token", on_outage=lambda: outages.append("told")) as session:
        first = asyncio.create_task(session.ask("first"))
        await heard(server, "finops_query")
        second = asyncio.create_task(session.ask("second"))
        await heard(server, "finops_query", 2)
        await server.stop()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not outages:
                await asyncio.sleep(0.01)
        # long enough for more tries than a person would wait for
        await asyncio.sleep(1)

        async def answer_both(message: Message, socket: ServerConnection) -> None:
            if message["action"] == "resume":
                await socket.send(job_message("job_completed", 2, message["jobId"], result=RESULT))
            elif message["action"] == "finops_query":
                await socket.send(job_message("job_queued", 1, "job-2", requestId=message["requestId"]))
                await socket.send(job_message("job_completed", 2, "job-2", result=RESULT))

        server.answer = answer_both
        await server.start()
        assert await asyncio.gather(first, second) == [RESULT, RESULT]
    asked = [(message["query"], message["requestId"]) for message in server.heard_of("finops_query")]
    assert len(asked) == 3
    assert asked[1] == asked[2]
    assert outages == ["told"]
    assert {message["jobId"] for message in server.heard_of("resume")} == {"job-1"}


async def test_everything_fails_at_once_when_the_server_stays_away(server: ScriptedSocketServer) -> None:
    server.answer = queue
    seen: list[Message] = []
    async with FinOpsSession(server.url, "token", reconnect_seconds=0.2) as session:
        follows = asyncio.create_task(session.ask(QUESTION, on_message=seen.append))
        lists = asyncio.create_task(session.request({"action": "list_jobs"}, "jobs"))
        await heard(server, "list_jobs")
        await server.stop()
        ended = await asyncio.gather(follows, lists, return_exceptions=True)
        assert [type(error) for error in ended] == [ConnectionLost, ConnectionLost]
        assert [message["jobId"] for message in seen] == ["job-1"]
        for later in (session.ask(QUESTION), session.follow("job-7")):
            with pytest.raises(ConnectionLost):
                await asyncio.wait_for(later, 5)


async def test_job_that_the_server_lost_is_not_waited_for(server: ScriptedSocketServer) -> None:
    server.answer = queue
    async with FinOpsSession(server.url, "token") as session:
        asked = asyncio.create_task(session.ask(QUESTION))
        await heard(server, "finops_query")
        await server.stop()

        async def know_nothing(message: Message, socket: ServerConnection) -> None:
            await socket.send(f'{{"type": "error", "code": "unknown_job", "jobId": "{message["jobId"]}"}}')

        server.answer = know_nothing
        await server.start()
        with pytest.raises(RequestRefused) as refused:
            await asyncio.wait_for(asked, PATIENCE_SECONDS)
    assert refused.value.code == "unknown_job"


async def test_message_too_large_for_a_frame_is_not_sent(server: ScriptedSocketServer) -> None:
    server.answer = end
    async with FinOpsSession(server.url, "token") as session:
        with pytest.raises(MessageTooLarge, match="32,768"):
            await session.ask("x" * 32_768)
        assert server.heard_of("finops_query") == []
        # characters count as they travel: 30,000 bytes, and not twice as many escaped
        await heard(server, "authenticate")
        asked = asyncio.create_task(session.ask("€" * 10_000))
        await heard(server, "finops_query")
        asked.cancel()


async def test_close_for_a_message_too_big_is_that_requests_error_and_no_reason_to_repeat_it(
    server: ScriptedSocketServer,
) -> None:
    async def take_small_ones(message: Message, socket: ServerConnection) -> None:
        if len(message.get("query", "")) > 1_000:
            await socket.close(1009)
        elif message["action"] == "list_jobs" and len(server.heard_of("authenticate")) > 1:
            await socket.send('{"type": "jobs", "jobs": []}')

    server.answer = take_small_ones
    async with FinOpsSession(server.url, "token") as session:
        lists = asyncio.create_task(session.request({"action": "list_jobs"}, "jobs"))
        await heard(server, "list_jobs")
        with pytest.raises(MessageTooLarge, match="1009"):
            await asyncio.wait_for(session.ask("x" * 2_000), PATIENCE_SECONDS)
        assert (await asyncio.wait_for(lists, PATIENCE_SECONDS))["jobs"] == []
    assert len(server.heard_of("finops_query")) == 1


def test_question_too_large_for_a_frame_is_refused_in_words(tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("x" * 40_000 + "\nWhat did we spend last month?\n")
    answered = finops("ask", "--questions", questions)
    assert answered.returncode == 1
    (refused,) = [line for line in answered.stderr.splitlines() if "No answer" in line]
    assert "32,768" in refused
    assert len(refused) < 300
    assert "$" in answered.stdout


def test_questions_outlast_the_restart_of_their_server(tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("".join(f"What was my S3 spend in the last {days} days?\n" for days in range(2, 26)))
    options = ("--today", "2026-03-10", "--state", tmp_path / "state")
    with finops_up(tmp_path, *options) as first:
        asking = subprocess.Popen(
            [FINOPS, "ask", "--url", first.web_socket, "--questions", questions],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert asking.stderr is not None
        assert asking.stderr.readline().startswith("[")
        first.stop()
    said = ""
    while "trying to connect again" not in said:
        said = asking.stderr.readline()
        assert said or asking.poll() is None
    time.sleep(1)
    with finops_up(tmp_path, *options, port=first.port) as second:
        out, err = asking.communicate(timeout=PATIENCE_SECONDS)
        assert "trying to connect again" not in err
        lost = [line for line in err.splitlines() if "No answer" in line]
        # a step that the stop broke is replayed by the command that is named
        for line in lost:
            assert f"--url {second.web_socket}` goes on from there" in line, err
        assert out.count("── [") + len(lost) == 24, out + err
