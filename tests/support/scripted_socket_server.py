"""A real WebSocket server on a port of its own that can go away and come back; a test scripts its answers."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve

from support.finops_command import free_port

Message = dict[str, Any]
Answer = Callable[[Message, ServerConnection], Awaitable[None]]


class ScriptedSocketServer:
    """Signs everybody in, notes what it hears, and leaves the rest to `answer`."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"ws://127.0.0.1:{self.port}/prod"
        self.heard: list[Message] = []
        self.answer: Answer = ignore
        self._server: Server | None = None

    async def start(self) -> None:
        """Listen, for the first time or again."""
        self._server = await serve(self._connection, "127.0.0.1", self.port)

    async def stop(self) -> None:
        """Go away: every connection closes, and nobody listens."""
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    def heard_of(self, action: str) -> list[Message]:
        """The messages of this action, in order."""
        return [message for message in self.heard if message["action"] == action]

    async def _connection(self, socket: ServerConnection) -> None:
        async for frame in socket:
            message = json.loads(frame)
            self.heard.append(message)
            if message["action"] == "authenticate":
                await socket.send(json.dumps({"type": "authenticated", "connectionId": "c", "jobs": []}))
            else:
                await self.answer(message, socket)


async def ignore(_message: Message, _socket: ServerConnection) -> None:
    """Nothing is answered."""


def job_message(kind: str, seq: int, job_id: str = "job-1", **fields: Any) -> str:
    """A message of a job's journal, as a frame."""
    message = {"type": kind, "jobId": job_id, "seq": seq, "attempt": 1, "timestamp": 1_700_000_000 + seq}
    return json.dumps({**message, **fields})
