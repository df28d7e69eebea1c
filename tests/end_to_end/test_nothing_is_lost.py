"""Connections come and go; a job's messages reach its owner once each, in order, whatever happens."""

import asyncio
import contextlib
import json
import random
import sys
import uuid
from typing import Any

import pytest

from local.client import FinOpsSession
from local.client.job_stream import JobStream, Message
from support.finops_command import FinopsServer
from support.jobs_under_way import QUESTION, warm_up
from support.raw_socket import RawSocket, raw_socket
from support.sandbox_processes import held, sandboxes

MOST_DROPS = 20
LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")


def sequence(messages: list[Message]) -> list[int]:
    return [message["seq"] for message in messages]


async def test_r01_fifty_identical_submits_at_once_are_one_execution(demo: FinopsServer) -> None:
    token, request_id = demo.user_token("r01"), str(uuid.uuid4())
    async with contextlib.AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(raw_socket(demo.web_socket, token)) for _ in range(5)]
        submit = {"action": "finops_query", "query": QUESTION, "requestId": request_id}
        await asyncio.gather(*(socket.say(**submit) for socket in sockets for _ in range(10)))
        await sockets[0].first(lambda m: m["type"] == "job_completed")
        duplicates = 0
        for socket in sockets:
            await socket.first(lambda m: m["type"] == "job_completed")
        async with asyncio.timeout(60):
            while duplicates < 49:
                await asyncio.sleep(0.05)
                duplicates = sum(bool(m.get("duplicate")) for s in sockets for m in s.received)
        queued = [m for s in sockets for m in s.received if m["type"] == "job_queued"]
        assert {(m["jobId"], m["requestId"], m["seq"]) for m in queued} == {
            (queued[0]["jobId"], request_id, 1)
        }
        assert not [m for s in sockets for m in s.received if m["type"] == "error"]
        other = await sockets[0].answer(**{**submit, "query": "Cost by region"})
        assert (other["code"], other["requestId"]) == ("request_conflict", request_id)
        jobs = await sockets[0].answer(action="list_jobs")
        assert [job["jobId"] for job in jobs["jobs"]] == [queued[0]["jobId"]]
    executions = demo.client("stepfunctions")
    machine = executions.list_state_machines()["stateMachines"][0]["stateMachineArn"]
    pages = executions.get_paginator("list_executions").paginate(stateMachineArn=machine)
    names = [execution["name"] for page in pages for execution in page["executions"]]
    assert [name for name in names if name.startswith(queued[0]["jobId"])] == [queued[0]["jobId"]]


async def test_all_tabs_of_a_user_get_all_messages_and_other_users_none(demo: FinopsServer) -> None:
    token = demo.user_token("tabs")
    async with (
        raw_socket(demo.web_socket, token) as first,
        raw_socket(demo.web_socket, token) as second,
        raw_socket(demo.web_socket, demo.user_token("stranger")) as stranger,
    ):
        job_id = await first.ask(QUESTION)
        for socket in (first, second):
            await socket.end_of(job_id)
            # said by another function than the end is, which may overtake it
            await socket.first(lambda m: m.get("jobId") == job_id and m["type"] == "job_queued")
        live = [first.of_job(job_id), second.of_job(job_id)]
        brought, _ = await second.resumed(job_id, 0)
        assert live == [brought, brought]
        assert sequence(brought) == list(range(1, len(brought) + 1))
        assert [message["type"] for message in stranger.received] == ["authenticated"]


async def test_r10_resume_brings_what_follows_any_cursor(demo: FinopsServer) -> None:
    async with raw_socket(demo.web_socket, demo.user_token("r10")) as socket:
        job_id = await socket.ask(QUESTION)
        await socket.end_of(job_id)
        whole, _ = await socket.resumed(job_id, 0)
        for after in range(len(whole) + 1):
            brought, end = await socket.resumed(job_id, after)
            assert brought == whole[after:]
            assert (end["recovered"], end["lastSeq"]) == (True, len(whole))
        brought, end = await socket.resumed(job_id, len(whole) + 1)
        assert brought == whole
        assert end["recovered"] is False


async def test_r09_jobs_survive_random_drops_of_their_connection(demo: FinopsServer) -> None:
    """A client of another kind than the product's: it drops at random and resumes by hand."""
    token, rng = demo.user_token("r09"), random.Random(9)
    connections = 0
    for _ in range(8):
        stream, received = JobStream(), []
        request_id, tries = str(uuid.uuid4()), 0
        while stream.end is None:
            connections, tries = connections + 1, tries + 1
            async with raw_socket(demo.web_socket, token) as socket:
                # a resend is harmless, and tells the job's id again
                job_id = await socket.ask(QUESTION, requestId=request_id)
                await socket.say(action="resume", jobId=job_id, after=stream.last_seq)
                with contextlib.suppress(TimeoutError):
                    # longer each time: a resume comes through on a slow machine too
                    async with asyncio.timeout(tries * rng.uniform(0.01, 0.3)):
                        await socket.first(lambda m: m["type"] in ("job_completed", "job_failed"))
                for message in socket.received:
                    if message.get("jobId") == job_id and "seq" in message:
                        received += stream.feed({k: v for k, v in message.items() if k != "duplicate"})
                await socket.drop()
        assert sequence(received) == list(range(1, stream.last_seq + 1))
        assert stream.end["type"] == "job_completed"
        progress = [message["progress"] for message in received if "progress" in message]
        assert progress == sorted(progress)
    assert connections > 8


async def test_r09_questions_of_the_products_client_survive_drops(demo: FinopsServer) -> None:
    rng = random.Random(15)
    seen: dict[str, list[Message]] = {}
    dropped: list[Message] = []

    async def drop_often(session: FinOpsSession) -> None:
        """Drops connections some time after they were authenticated, but not for ever."""
        while len(dropped) < MOST_DROPS:
            await asyncio.sleep(rng.uniform(0.05, 0.5))
            if session._connection._socket and session.authenticated not in dropped:
                dropped.append(session.authenticated)
                session._connection._socket.transport.abort()

    async with FinOpsSession(demo.web_socket, demo.user_token("client")) as session:
        dropping = asyncio.create_task(drop_often(session))
        results = await asyncio.gather(
            *(
                session.ask(QUESTION, on_message=lambda m: seen.setdefault(m["jobId"], []).append(m))
                for _ in range(6)
            )
        )
        dropping.cancel()
    assert dropped
    assert len({json.dumps(result["cost_analysis"]) for result in results}) == 1
    assert len(seen) == 6
    for messages in seen.values():
        assert sequence(messages) == list(range(1, len(messages) + 1))
        assert messages[-1]["type"] == "job_completed"


def welcome(socket: RawSocket) -> dict[str, Any]:
    """The `authenticated` of a socket; messages of jobs that run may come before it."""
    return next(message for message in socket.received if message["type"] == "authenticated")


@LINUX_ONLY
async def test_newcomer_is_told_of_unfinished_jobs_and_of_those_that_ended_while_away(
    demo: FinopsServer,
) -> None:
    token = demo.user_token("newcomer")
    async with raw_socket(demo.web_socket, token) as socket:
        await warm_up(demo, socket)
        with held(demo, "CostFunction"):
            job_id = await socket.ask(QUESTION)
            await socket.first(lambda m: m.get("jobId") == job_id and m.get("step") == "InterpretQuery")
            async with raw_socket(demo.web_socket, token) as second:
                told = {job["jobId"]: job["status"] for job in welcome(second)["jobs"]}
                assert told[job_id] in ("queued", "running")
            await socket.drop()
    async with raw_socket(demo.web_socket, token) as again:
        # under way still, or ended since: news either way
        assert job_id in [job["jobId"] for job in welcome(again)["jobs"]]
        await again.say(action="resume", jobId=job_id, after=0)
        await again.end_of(job_id)


async def test_r13_r14_sandboxes_go_on_when_every_connection_is_gone(demo: FinopsServer) -> None:
    """What is posted to nobody fails no step: the answer waits in the journal."""
    token = demo.user_token("r14")
    async with raw_socket(demo.web_socket, token) as socket:
        job_id = await socket.ask(QUESTION)
        await socket.drop()
    async with raw_socket(demo.web_socket, token) as again:
        await again.say(action="resume", jobId=job_id, after=0)
        assert (await again.end_of(job_id))["type"] == "job_completed"
    assert sandboxes(demo) or sys.platform != "linux"


@pytest.mark.parametrize("size", [32_767, 32_768, 32_769, 131_071, 131_072, 131_073, 1 << 20, 10 << 20])
async def test_r12_result_of_any_size_arrives_whole(demo: FinopsServer, size: int) -> None:
    """A stored result made that large reaches both a raw socket, in parts, and the product's client."""
    token = demo.user_token(f"r12-{size}")
    async with raw_socket(demo.web_socket, token) as socket:
        job_id = await socket.ask("Cost by service last month")
        await socket.end_of(job_id)
        stored = _enlarge(demo, job_id, size)
        brought, _ = await socket.resumed(job_id, 0)
        result = brought[-1]["result"]
        if result.get("complete", True):
            assert result == json.loads(stored)
            assert len(json.dumps(brought[-1], ensure_ascii=False, separators=(",", ":"))) <= 131_072
        else:
            text = ""
            for part in range(1, result["parts"] + 1):
                text += (await socket.answer(action="get_result", jobId=job_id, part=part))["data"]
            assert text == stored
            beyond = await socket.answer(action="get_result", jobId=job_id, part=result["parts"] + 1)
            assert beyond["code"] == "invalid_request"
    async with FinOpsSession(demo.web_socket, token) as session:
        await session.send({"action": "resume", "jobId": job_id, "after": 0})
        assert await session.follow(job_id) == json.loads(stored)


def _enlarge(server: FinopsServer, job_id: str, size: int) -> str:
    """Makes the job's stored result exactly `size` bytes long, as if the step had stored it; its text."""
    storage, tables = server.client("s3"), server.client("dynamodb")
    bucket = storage.list_buckets()["Buckets"][0]["Name"]
    (key,) = [
        entry["Key"]
        for entry in storage.list_objects_v2(Bucket=bucket, Prefix=f"jobs/{job_id}/")["Contents"]
        if "result" in entry["Key"]
    ]
    result: dict[str, Any] = json.loads(storage.get_object(Bucket=bucket, Key=key)["Body"].read())
    # three bytes each: no part may be cut within a character
    room = size - len(_encoded(result))
    assert room > 0
    result["response"] += "€" * (room // 3) + "x" * (room % 3)
    body = _encoded(result)
    assert len(body) == size
    storage.put_object(Bucket=bucket, Key=key, Body=body)
    job_key = {"pk": {"S": f"JOB#{job_id}"}}
    item = tables.get_item(TableName="JobsTable", Key=job_key)["Item"]
    end = json.loads(item["events"]["L"][-1]["S"])
    end[3]["parts"] = -(-size // 60_000)
    tables.update_item(
        TableName="JobsTable",
        Key=job_key,
        UpdateExpression=f"SET events[{len(item['events']['L']) - 1}] = :end",
        ExpressionAttributeValues={":end": {"S": json.dumps(end)}},
    )
    return body.decode()


def _encoded(result: dict[str, Any]) -> bytes:
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode()
