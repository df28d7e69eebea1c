"""A connection that breaks in the middle of a job, and what `resume` brings back."""

import asyncio
import json
import uuid
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from local.client.job_stream import ENDS

Message = dict[str, Any]

_PAUSE_SECONDS = 0.5


async def drop_and_resume(url: str, token: str, question: str) -> str:
    """Asks, breaks the connection after the job's first message, and resumes on a new one.

    The numbers of the messages that never came, as text; `none` where all did.
    """
    async with connect(url) as socket:
        await _authenticate(socket, token)
        query = {"action": "finops_query", "query": question, "requestId": str(uuid.uuid4())}
        await socket.send(json.dumps(query))
        first = await _until(socket, "job_queued")
        socket.transport.abort()
    async with connect(url) as socket:
        await _authenticate(socket, token)
        return missing({first["seq"]} | await _resumed_until_the_end(socket, first))


async def _resumed_until_the_end(socket: ClientConnection, first: Message) -> set[int]:
    """The numbers that came, live or resumed, once a resume was answered that covers the job's end."""
    seen: set[int] = set()
    end = None
    await _resume(socket, first)
    while True:
        message: Message = json.loads(await socket.recv())
        if message["type"] == "error":
            raise ConnectionError(str(message["message"]))
        if message.get("jobId") != first["jobId"]:
            continue
        if "seq" in message:
            seen.add(message["seq"])
            end = message["seq"] if message["type"] in ENDS else end
        elif message["type"] == "resumed":
            # a live end can overtake the answer to a resume that was read before it: that one may lack some
            if end is not None and message["lastSeq"] >= end:
                return seen
            await asyncio.sleep(_PAUSE_SECONDS)
            await _resume(socket, first)


def missing(seqs: set[int]) -> str:
    """The numbers from 1 up to the highest that are not there, as text."""
    gaps = sorted(set(range(1, max(seqs) + 1)) - seqs)
    return ", ".join(map(str, gaps)) or "none"


async def _authenticate(socket: ClientConnection, token: str) -> None:
    await socket.send(json.dumps({"action": "authenticate", "token": token}))
    await _until(socket, "authenticated")


async def _resume(socket: ClientConnection, first: Message) -> None:
    resume = {"action": "resume", "jobId": first["jobId"], "after": first["seq"]}
    await socket.send(json.dumps(resume))


async def _until(socket: ClientConnection, kind: str) -> Message:
    while True:
        message: Message = json.loads(await socket.recv())
        if message["type"] == kind:
            return message
        if message["type"] == "error":
            raise ConnectionError(str(message["message"]))
