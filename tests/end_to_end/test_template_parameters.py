"""Parameters of the template set otherwise: earlier clients let in by what they claim, and tight limits."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.client.sign_in import id_token, read_config
from local.runtime import Addresses, RuntimeOptions, running
from support.finops_command import finops
from support.focus import focus_rows, write_csv
from support.raw_socket import raw_socket

MESSAGES_PER_MINUTE = 40


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    folder = tmp_path_factory.mktemp("server")
    parameters = {
        "StageName": "trial",
        "AllowClaimedIdentity": "true",
        "MaxMessagesPerMinute": str(MESSAGES_PER_MINUTE),
        "MaxJobsAtOnce": "1",
        "MaxRequestsPerQuestion": "2",
    }
    bill = write_csv(folder / "bill.csv", focus_rows())
    options = RuntimeOptions(port=0, data=bill, log_file=folder / "server.log", parameters=parameters)
    with running(options) as addresses:
        yield addresses


async def test_client_of_the_earlier_system_works_to_the_letter_of_its_guide(server: Addresses) -> None:
    question = "What was my S3 spend in February 2024?"
    async with raw_socket(server.web_socket) as socket:
        welcome = await socket.answer(action="authenticate", userId="user-1", username="Ana")
        assert welcome["type"] == "authenticated"
        assert welcome["message"] == "Welcome Ana! WebSocket connection established."
        assert welcome["userId"] == "user-1"
        assert welcome["connectionId"]
        await socket.say(
            action="finops_query",
            query=question,
            userId="user-1",
            username="Ana",
            timestamp=int(time.time()),
        )
        completed = await socket.first(lambda m: m["type"] in ("job_completed", "job_failed"))
        queued, *updates = [m for m in socket.received if m.get("jobId") and m != completed]
        assert queued["type"] == "job_queued"
        assert (queued["query"], queued["progress"]) == (question, 5)
        assert queued["message"] == "Your FinOps query has been queued for processing..."
        assert {update["type"] for update in updates} == {"progress_update"}
        for update in updates:
            assert update["status"] == "processing"
            assert isinstance(update["message"], str)
            assert 5 < update["progress"] < 100
            assert isinstance(update["timestamp"], int)
        assert completed["type"] == "job_completed"
        result = completed["result"]
        assert result["agent"] == "AWS-FinOps-WebSocket-Supervisor"
        assert result["query"] == question
        assert result["response"].startswith("**$")
        assert {"cost_analysis", "optimization_recommendations"} <= set(result)
        assert {message["jobId"] for message in socket.received[1:]} == {queued["jobId"]}


async def test_claim_reaches_no_job_of_a_user_who_signed_in(server: Addresses) -> None:
    token = await asyncio.to_thread(lambda: id_token(read_config(server.web_socket)))
    async with raw_socket(server.web_socket, token) as socket:
        job_id = await socket.ask("What did we spend in February 2024?")
        await socket.end_of(job_id)
        user_id = socket.received[0]["userId"]
    async with raw_socket(server.web_socket) as socket:
        claimed = await socket.answer(action="authenticate", userId=user_id, username="demo")
        assert (claimed["type"], claimed["userId"]) == ("authenticated", user_id)
        assert (await socket.answer(action="resume", jobId=job_id, after=0))["code"] == "unknown_job"
    async with raw_socket(server.web_socket) as socket:
        refused = await socket.answer(action="authenticate", userId=f"demo#{user_id}")
        assert refused["code"] == "unauthorized"


async def test_r25_flood_is_refused_with_the_time_to_wait_and_others_go_on(server: Addresses) -> None:
    async with raw_socket(server.web_socket) as flood, raw_socket(server.web_socket) as other:
        await flood.answer(action="authenticate", userId="flood")
        await other.answer(action="authenticate", userId="patient")
        # twice the limit and one more: a new minute may begin in between
        for _ in range(2 * MESSAGES_PER_MINUTE + 1):
            await flood.say(action="list_jobs", limit=1)
        limited = await flood.first(lambda m: m.get("code") == "rate_limited")
        assert 0 < limited["retryAfter"] <= 60
        job_id = await other.ask("What did we spend in February 2024?")
        assert (await other.end_of(job_id))["type"] == "job_completed"


async def test_r25_flood_of_questions_is_refused_and_the_jobs_of_others_all_complete(
    server: Addresses,
) -> None:
    questions = [f"What did we spend in February 2024 in part {number}?" for number in range(20)]
    async with raw_socket(server.web_socket) as flood, raw_socket(server.web_socket) as other:
        await flood.answer(action="authenticate", userId="flood-of-questions")
        await other.answer(action="authenticate", userId="patient-too")
        for question in questions:
            await flood.say(action="finops_query", query=question, requestId=question)
        for month in ("January", "February"):
            end = await other.end_of(await other.ask(f"What did we spend in {month} 2024?"))
            assert end["type"] == "job_completed"
        answers = {}
        for question in questions:
            answers[question] = await flood.first(lambda m, sent=question: m.get("requestId") == sent)
        taken = [answer["jobId"] for answer in answers.values() if answer["type"] == "job_queued"]
        refused = [answer for answer in answers.values() if answer["type"] == "error"]
        assert taken
        assert {(answer["code"], answer["retryAfter"] > 0) for answer in refused} == {("rate_limited", True)}
        for job_id in taken:
            assert (await flood.end_of(job_id))["type"] == "job_completed"


async def test_r25_ask_waits_where_it_is_told_to(server: Addresses, tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("Cost by region in February 2024\n" * 3)
    answered = await asyncio.to_thread(
        finops, "ask", "--url", server.web_socket, "--questions", questions, "--json"
    )
    assert answered.returncode == 0, answered.stderr
    results: list[dict[str, Any]] = [json.loads(line) for line in answered.stdout.splitlines()]
    assert [result["interpretation"]["groupBy"] for result in results] == [["REGION"]] * 3


async def test_r19_a_question_past_its_cap_costs_nothing_and_says_what_it_would_take(
    server: Addresses,
) -> None:
    async with raw_socket(server.web_socket) as socket:
        await socket.answer(action="authenticate", userId="thrifty")
        end = await socket.end_of(await socket.ask("Give me a complete FinOps assessment"))
        plain = await socket.end_of(await socket.ask("What did we spend from 3 to 17 January 2024?"))
    basis = end["result"]["basis"]
    assert (basis["requestCount"], basis["queryCostUsd"]) == (0, "0.00")
    assert "paid requests; the cap is 2, so none was sent" in end["result"]["response"].splitlines()[0]
    assert any("raise MaxRequestsPerQuestion to" in part["fix"] for part in basis["degraded"])
    assert plain["result"]["basis"]["requestCount"] == 1
