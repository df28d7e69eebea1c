"""A WebSocket client that hides nothing: every message as it came, gaps and duplicates too."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE_SECONDS = 60
Message = dict[str, Any]


class RawSocket:
    """An open socket and all it has received."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.received: list[Message] = []
        self._taken = 0
        self._arrived = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    async def say(self, **message: Any) -> None:
        """Send one message."""
        await self.connection.send(json.dumps(message))

    async def send(self, frame: str | bytes) -> None:
        """Send a frame as it is."""
        await self.connection.send(frame)

    async def first(self, wanted: Callable[[Message], bool], *, after: int = 0) -> Message:
        """The first message, from place `after` on, that is wanted; waits for it."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._arrived:
            while True:
                for message in self.received[after:]:
                    if wanted(message):
                        return message
                if self._reader.done():
                    raise AssertionError(f"closed with {self.connection.close_code}: {self.received}")
                await self._arrived.wait()

    async def answer(self, **message: Any) -> Message:
        """Send a message and give the next message that comes."""
        return await self.answer_to(json.dumps(message))

    async def answer_to(self, frame: str) -> Message:
        """Send a frame and give the next message that comes."""
        place = len(self.received)
        await self.send(frame)
        return await self.first(lambda _: True, after=place)

    async def ask(self, question: str, **fields: Any) -> str:
        """Ask a question; the job's id, once it is queued."""
        place = len(self.received)
        await self.say(action="finops_query", query=question, **fields)
        queued = await self.first(lambda m: m.get("type") in ("job_queued", "error"), after=place)
        assert queued["type"] == "job_queued", queued
        return str(queued["jobId"])

    async def end_of(self, job_id: str, attempt: int = 1) -> Message:
        """How an attempt of a job ended, once it has."""
        return await self.first(
            lambda m: (
                m.get("jobId") == job_id
                and m.get("attempt") == attempt
                and m.get("type") in ("job_completed", "job_failed")
            )
        )

    async def resumed(self, job_id: str, after: int) -> tuple[list[Message], Message]:
        """The messages a `resume` brings, and the `resumed` that ends them."""
        place = len(self.received)
        await self.say(action="resume", jobId=job_id, after=after)
        end = await self.first(
            lambda m: m.get("jobId") == job_id and m.get("type") in ("resumed", "error"), after=place
        )
        assert end["type"] == "resumed", end
        brought = self.received[place : self.received.index(end, place)]
        return [message for message in brought if message.get("jobId") == job_id], end

    def of_job(self, job_id: str) -> list[Message]:
        """The job's messages, each `seq` once, in order."""
        by_seq = {
            m["seq"]: {k: v for k, v in m.items() if k != "duplicate"}
            for m in self.received
            if m.get("jobId") == job_id and "seq" in m
        }
        return [by_seq[seq] for seq in sorted(by_seq)]

    async def close_code(self) -> int | None:
        """The code with which the server closes, once it has."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.connection.wait_closed()
        return self.connection.close_code

    async def aclose(self) -> None:
        """Close the socket."""
        await self.connection.close()
        await self._reader

    async def drop(self) -> None:
        """Vanish without a word."""
        self.connection.transport.abort()
        await self._reader

    async def _read(self) -> None:
        try:
            async for frame in self.connection:
                await self._take(json.loads(frame))
        except ConnectionClosed:
            pass
        async with self._arrived:
            self._arrived.notify_all()

    async def _take(self, message: Message) -> None:
        async with self._arrived:
            self.received.append(message)
            self._arrived.notify_all()


@asynccontextmanager
async def raw_socket(url: str, token: str | None = None, **options: Any) -> AsyncIterator[RawSocket]:
    """A socket, authenticated with `token` where one is given."""
    async with connect(url, max_size=131_072, compression=None, **options) as connection:
        socket = RawSocket(connection)
        try:
            if token is not None:
                await socket.say(action="authenticate", token=token)
                # messages of a job that runs may come before it
                welcome = await socket.first(lambda m: m.get("type") in ("authenticated", "error"))
                assert welcome["type"] == "authenticated", welcome
            yield socket
        finally:
            await socket.aclose()
