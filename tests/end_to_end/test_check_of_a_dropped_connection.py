"""What `make check-aws` finds missing after a dropped connection: what never comes, not what comes late."""

import json
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.server import ServerConnection

from local.deployment import dropped_connection
from local.deployment.dropped_connection import drop_and_resume
from support.scripted_socket_server import Message, ScriptedSocketServer, job_message

JOURNAL = ["job_queued", "progress_update", "progress_update", "progress_update", "job_completed"]
END = len(JOURNAL)


class Journal:
    """Answers resumes from a job's journal; the first is answered only after the job's end came live."""

    def __init__(self, *, lost: set[int]) -> None:
        self._lost = lost
        self._resumes = 0

    async def answer(self, message: Message, socket: ServerConnection) -> None:
        """As a server whose first resume was read when two messages were kept."""
        if message["action"] == "finops_query":
            await socket.send(job_message("job_queued", 1))
        elif message["action"] == "resume":
            self._resumes += 1
            await self._resumed(2 if self._resumes == 1 else END, socket)

    async def _resumed(self, kept: int, socket: ServerConnection) -> None:
        if kept < END:
            await socket.send(job_message(JOURNAL[-1], END))
        for seq in range(2, kept + 1):
            if seq not in self._lost:
                await socket.send(job_message(JOURNAL[seq - 1], seq))
        ended = {"type": "resumed", "jobId": "job-1", "recovered": True, "lastSeq": kept}
        await socket.send(json.dumps(ended))


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ScriptedSocketServer]:
    monkeypatch.setattr(dropped_connection, "_PAUSE_SECONDS", 0.01)
    server = ScriptedSocketServer()
    await server.start()
    yield server
    await server.stop()


@pytest.mark.parametrize(("lost", "missing"), [(set[int](), "none"), ({3}, "3"), ({2, 4}, "2, 4")])
async def test_only_what_no_resume_brings_is_missing(
    server: ScriptedSocketServer, lost: set[int], missing: str
) -> None:
    server.answer = Journal(lost=lost).answer
    assert await drop_and_resume(server.url, "token", "What did I spend?") == missing
