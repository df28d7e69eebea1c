"""A Lambda is killed, a job cancelled, an execution stopped in the console: each is told as what it is."""

import asyncio
import sys

import pytest

from support.finops_command import FinopsServer
from support.jobs_under_way import QUESTION, describe, failed_tries, has_entered, warm_up
from support.raw_socket import PATIENCE_SECONDS, raw_socket
from support.sandbox_processes import have_been_given_work, held, kill

LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")


@LINUX_ONLY
@pytest.mark.parametrize(
    ("function", "step"),
    [
        ("InterpreterFunction", "InterpretQuery"),
        ("CostFunction", "AnalyzeCost"),
        ("SynthesisFunction", "SynthesizeAnswer"),
    ],
)
async def test_r17_killed_lambda_is_tried_again(demo: FinopsServer, function: str, step: str) -> None:
    async with raw_socket(demo.web_socket, demo.user_token("r17")) as socket:
        await warm_up(demo, socket)
        with held(demo, function) as pids:
            job_id = await socket.ask(QUESTION)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not (has_entered(demo, job_id, step) and have_been_given_work(pids)):
                    await asyncio.sleep(0.02)
            kill(pids)
        end = await socket.end_of(job_id)
        assert end["type"] == "job_completed"
        messages, _ = await socket.resumed(job_id, 0)
        assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
        assert {message["attempt"] for message in messages} == {1}
        of_steps = [(m.get("step"), m["message"]) for m in messages if m["type"] == "progress_update"]
        assert len(of_steps) == len(set(of_steps))
        assert failed_tries(demo, job_id) == ["Lambda.Unknown"]


@LINUX_ONLY
async def test_cancel_stops_the_execution_and_says_so_once_and_a_replay_completes(
    demo: FinopsServer,
) -> None:
    token = demo.user_token("cancel")
    async with raw_socket(demo.web_socket, token) as socket:
        await warm_up(demo, socket)
        with held(demo, "CostFunction"):
            job_id = await socket.ask(QUESTION)
            await socket.first(lambda m: m.get("jobId") == job_id and m.get("progress") == 25)
            for _ in range(2):
                await socket.say(action="cancel", jobId=job_id)
            end = await socket.end_of(job_id)
            assert (end["errorCode"], end["failedStep"], end["replayable"]) == ("cancelled", None, True)
            execution = describe(demo, job_id)
            assert execution["status"] == "ABORTED"
            await socket.say(action="replay", jobId=job_id)
            assert (await socket.end_of(job_id, attempt=2))["type"] == "job_completed"
        await asyncio.sleep(0.5)
        messages, _ = await socket.resumed(job_id, 0)
        ends = [m for m in messages if m["type"] in ("job_completed", "job_failed")]
        assert [(end["attempt"], end["type"]) for end in ends] == [(1, "job_failed"), (2, "job_completed")]
        refused = await socket.answer(action="cancel", jobId=job_id)
        assert refused["code"] == "not_cancellable"


@LINUX_ONLY
async def test_execution_stopped_in_the_console_is_told_to_its_owner(demo: FinopsServer) -> None:
    async with raw_socket(demo.web_socket, demo.user_token("stopped")) as socket:
        await warm_up(demo, socket)
        with held(demo, "CostFunction"):
            job_id = await socket.ask(QUESTION)
            await socket.first(lambda m: m.get("jobId") == job_id and m.get("progress") == 25)
            arn = describe(demo, job_id)["executionArn"]
            demo.client("stepfunctions").stop_execution(executionArn=arn, error="Console", cause="by hand")
            end = await socket.end_of(job_id)
            assert (end["type"], end["errorCode"]) == ("job_failed", "cancelled")
