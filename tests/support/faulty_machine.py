"""A running server, what a schedule of faults does to it, and the client that has to bear it."""

import asyncio
import json
import random
import uuid
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local.client.job_stream import ENDS, JobStream, Message
from local.client.sign_in import id_token, read_config
from support.finops_command import FinopsServer, finops_up
from support.raw_socket import RawSocket, raw_socket
from support.sandbox_processes import kill, sandboxes

QUESTIONS = (
    "Cost by service last month",
    "What did we spend last month, and where can I save?",
    "Cost by region last month",
)
PATIENCE_SECONDS = 150
UNDER_WAY = ("queued", "running")


class Machine:
    """`finops up` with kept state, which may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, 0
        self._running = ExitStack()
        self.server: FinopsServer
        self.start()

    def start(self) -> None:
        """Starts it on what the earlier one kept, at the port it had."""
        options = ("--today", "2026-03-10", "--state", self._folder / "state")
        self.server = self._running.enter_context(finops_up(self._folder, *options, port=self._port))
        self._port = self.server.port

    def die_and_start(self) -> None:
        """What a power cut and its owner do."""
        self.server.kill()
        self.stop()
        self.start()

    def stop(self) -> None:
        """Ends it."""
        self._running.close()

    def executions(self) -> list[str]:
        """The names of all executions there are."""
        states = self.server.client("stepfunctions")
        machine = states.list_state_machines()["stateMachines"][0]["stateMachineArn"]
        pages = states.get_paginator("list_executions").paginate(stateMachineArn=machine)
        return [execution["name"] for page in pages for execution in page["executions"]]

    def stop_execution(self, name: str) -> None:
        """The console's Stop; it may come too late."""
        states = self.server.client("stepfunctions")
        machine = states.list_state_machines()["stateMachines"][0]["stateMachineArn"]
        arn = f"{machine.replace(':stateMachine:', ':execution:')}:{name}"
        try:
            states.stop_execution(executionArn=arn)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionDoesNotExist":
                raise

    def stored_result(self, job_id: str, attempt: int) -> bytes:
        """The bytes of a result as the last step stored them."""
        storage = self.server.client("s3")
        bucket = storage.list_buckets()["Buckets"][0]["Name"]
        prefix = f"jobs/{job_id}/{attempt}/"
        for entry in storage.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]:
            if "result" in entry["Key"]:
                body: bytes = storage.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
                return body
        raise AssertionError(f"no result under {prefix}")


class ScheduleClient:
    """A frontend that drops, resumes and repeats; keeps each job's messages in order."""

    def __init__(self, machine: Machine, rng: random.Random) -> None:
        self.machine, self.rng = machine, rng
        self.asked: dict[str, str] = {}
        self.jobs: dict[str, str] = {}
        self.streams: dict[str, JobStream] = {}
        self.received: dict[str, list[Message]] = {}
        self._stack = AsyncExitStack()
        self._socket: RawSocket | None = None
        self._read = 0

    async def connect(self) -> None:
        """Opens a connection and resumes every job."""
        url = self.machine.server.web_socket
        token = await asyncio.to_thread(lambda: id_token(read_config(url)))
        self._socket = await self._stack.enter_async_context(raw_socket(url, token))
        self._read = 0
        await self.resume()

    async def drop(self) -> None:
        """Loses the connection without a word."""
        if self._socket is not None:
            await self._socket.drop()
            self.take()
            self._socket = None
        await self._stack.aclose()

    async def say(self, **message: Any) -> None:
        """Sends a message, if there is a connection."""
        if self._socket is not None:
            await self._socket.say(**message)

    async def ask(self, request_id: str | None = None) -> None:
        """A new question, or an earlier one again."""
        request_id = request_id or str(uuid.UUID(int=self.rng.getrandbits(128)))
        question = self.asked.setdefault(request_id, self.rng.choice(QUESTIONS))
        await self.say(action="finops_query", query=question, requestId=request_id)

    async def resume(self) -> None:
        """Asks for what is missing of each job."""
        self.take()
        for job_id, stream in self.streams.items():
            await self.say(action="resume", jobId=job_id, after=stream.last_seq)

    def take(self) -> None:
        """Reads what has come."""
        if self._socket is None:
            return
        new, self._read = self._socket.received[self._read :], len(self._socket.received)
        for message in new:
            if "seq" in message and "jobId" in message:
                self._take(message["jobId"], {k: v for k, v in message.items() if k != "duplicate"})

    def _take(self, job_id: str, message: Message) -> None:
        if message["type"] == "job_queued" and message.get("requestId") in self.asked:
            self.jobs[message["requestId"]] = job_id
        if job_id in self.jobs.values():
            stream = self.streams.setdefault(job_id, JobStream())
            self.received.setdefault(job_id, []).extend(stream.feed(message))

    def unfinished(self) -> list[str]:
        """The requests whose job is not known, or has no end."""
        return [
            request_id
            for request_id in self.asked
            if request_id not in self.jobs
            or self.jobs[request_id] not in self.streams
            or self.streams[self.jobs[request_id]].end is None
        ]

    async def settle(self) -> None:
        """Waits for every job's end, as a patient user does: resume, ask again, replay what the cut ended."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self.unfinished() or await self._is_any_under_way():
                await asyncio.sleep(0.5)
                await self.resume()
                for request_id in self.unfinished():
                    if request_id not in self.jobs or not self.received[self.jobs[request_id]][1:]:
                        await self.ask(request_id)
                    elif self.rng.random() < 0.5:
                        await self.say(action="replay", jobId=self.jobs[request_id])

    async def _is_any_under_way(self) -> bool:
        """Whether what was said last set a job going again: the list is made after it was handled."""
        assert self._socket is not None
        place = len(self._socket.received)
        await self.say(action="list_jobs", limit=50)
        # a killed function's "Internal server error" has no type, and leaves it open
        listed = await self._socket.first(lambda m: m.get("type") in ("jobs", None), after=place)
        own = set(self.jobs.values())
        return "jobs" not in listed or any(
            job["jobId"] in own and job["status"] in UNDER_WAY for job in listed["jobs"]
        )


async def settled_journals(machine: Machine, job_ids: list[str]) -> list[list[Message]]:
    """The whole of each job's messages for a newcomer, once all have ended and nothing changes any more."""
    url = machine.server.web_socket
    token = await asyncio.to_thread(lambda: id_token(read_config(url)))
    before: list[list[Message]] = []
    async with asyncio.timeout(PATIENCE_SECONDS), raw_socket(url, token) as socket:
        while True:
            for job_id in job_ids:
                await socket.resumed(job_id, 0)
            now = [socket.of_job(job_id) for job_id in job_ids]
            if now == before and all(journal and journal[-1]["type"] in ENDS for journal in now):
                return now
            before = now
            await asyncio.sleep(0.5)


async def random_fault(machine: Machine, client: ScheduleClient, rng: random.Random) -> None:
    """One step of a schedule."""
    jobs = list(client.jobs.values())
    match rng.randrange(8):
        case 0 | 1:
            pids = sandboxes(machine.server)
            kill(rng.sample(pids, min(len(pids), rng.randint(1, 3))))
        case 2:
            await client.drop()
            await client.connect()
        case 3 if jobs:
            await asyncio.to_thread(machine.stop_execution, rng.choice(jobs))
        case 4 if jobs:
            await client.say(action=rng.choice(["replay", "cancel"]), jobId=rng.choice(jobs))
        case 5 if client.asked:
            await client.ask(rng.choice(list(client.asked)))
        case 6:
            await client.ask()
        case _:
            await client.resume()


def encoded(result: dict[str, Any]) -> bytes:
    """A result as the last step stores it."""
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode()
