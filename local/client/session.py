"""A signed-in connection that survives drops: asks, follows jobs by `seq`, resumes, joins result parts."""

import asyncio
import json
import uuid
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from websockets.exceptions import ConnectionClosed

from local.client.connection import MESSAGE_TOO_BIG, RECONNECT_SECONDS, Connection, TokenSource, frame_of
from local.client.errors import ConnectionLost, JobFailed, MessageTooLarge, RequestRefused, ResultGone
from local.client.job_stream import ENDS, JobStream, Message

HEARTBEAT_SECONDS = 15.0
ANSWER_TRIES = 3
ANSWER_SECONDS = 30.0

OnMessage = Callable[[Message], None]


class _Job:
    def __init__(self, on_message: OnMessage | None) -> None:
        self.stream = JobStream()
        self.on_message = on_message
        self.ended = _end_to_come()


class FinOpsSession:
    """One user's connection to one server; use it as an async context manager.

    `ask` may be called many times at once. A dropped connection is opened again with growing, jittered
    pauses for `reconnect_seconds`, every unfinished job resumes where it was, and what was not answered is
    sent again under its own id. After that, whatever waits and whatever comes fails with ConnectionLost.

    `token` is an ID token, or what gives one at each connection. `on_outage` is called once a drop, when the
    connection does not come back at the first try.
    """

    def __init__(
        self,
        url: str,
        token: TokenSource,
        *,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        reconnect_seconds: float = RECONNECT_SECONDS,
        on_outage: Callable[[], None] = lambda: None,
    ) -> None:
        self._heartbeat_seconds = heartbeat_seconds
        self._connection = Connection(
            url, token, on_message=self._take, on_outage=on_outage, reconnect_seconds=reconnect_seconds
        )
        self._over: Exception | None = None
        self._jobs: dict[str, _Job] = {}
        self._waiting: dict[str, asyncio.Future[Message]] = {}
        self._unanswered: dict[asyncio.Future[Message], Message] = {}
        self._early: dict[str, list[Message]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def authenticated(self) -> Message:
        """What the server said at the latest sign-in."""
        return self._connection.authenticated

    async def __aenter__(self) -> Self:
        await self._connection.open()
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._beat())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._connection.close()

    async def ask(
        self,
        question: str,
        *,
        today: str | None = None,
        conversation_id: str | None = None,
        on_message: OnMessage | None = None,
    ) -> dict[str, Any]:
        """The job's whole `result`.

        Raises JobFailed, ResultGone, RequestRefused, MessageTooLarge, or ConnectionError.
        """
        request_id = str(uuid.uuid4())
        query: Message = {"action": "finops_query", "query": question, "requestId": request_id}
        if today:
            query["options"] = {"today": today}
        if conversation_id:
            query["conversationId"] = conversation_id
        queued = await self._exchange(query, request_id)
        return await self.follow(queued["jobId"], on_message=on_message)

    async def follow(
        self, job_id: str, *, after: int = 0, on_message: OnMessage | None = None
    ) -> dict[str, Any]:
        """Wait for a job's end and return its whole `result`; messages up to `after` are not repeated.

        Raises JobFailed, ResultGone, RequestRefused, or ConnectionError.
        """
        job = self._jobs.get(job_id)
        if job is None or job.stream.last_seq < after:
            job = self._jobs[job_id] = _Job(on_message)
            job.stream.last_seq = after
        job.on_message = on_message or job.on_message
        for message in self._early.pop(job_id, []):
            self._take(message)
        if self._over and not job.ended.done():
            raise self._over
        end = await job.ended
        if end["type"] == "job_failed":
            raise JobFailed(end)
        if end.get("result") is None:
            raise ResultGone("The job completed, but its answer is no longer kept: ask the question again.")
        return await self._whole_result(job_id, end["result"])

    async def end_of(self, job_id: str, *, on_message: OnMessage | None = None) -> Message | None:
        """The message with which a job of before ended, None while it runs; `follow` then has its result.

        `on_message` takes what comes from then on. Raises RequestRefused when there is no such job, and
        ConnectionError.
        """
        job = self._jobs.setdefault(job_id, _Job(None))
        await self._exchange({"action": "resume", "jobId": job_id, "after": 0}, f"resumed:{job_id}")
        job.on_message = on_message
        return job.stream.end

    async def request(self, message: Message, answer_key: str) -> Message:
        """Send a message and wait for its answer, known by `answer_key` (`jobs`, `job_replayed:ID`).

        Raises RequestRefused when the server answers `error`, ConnectionError when it does not answer.
        """
        return await self._exchange(message, answer_key)

    async def send(self, message: Message) -> None:
        """Send one message, as far as there is a connection. Raises MessageTooLarge."""
        await self._connection.send(message)

    async def _exchange(self, message: Message, answer_key: str) -> Message:
        frame_of(message)
        if self._over:
            raise self._over
        keys = {answer_key, str(message.get("requestId", answer_key)), str(message.get("jobId", answer_key))}
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting.update(dict.fromkeys(keys, future))
        self._unanswered[future] = message
        tries = 0
        try:
            while tries < ANSWER_TRIES:
                # without a connection it only waits: the reader sends it once there is one
                if self._connection.is_open:
                    tries += 1
                    await self.send(message)
                try:
                    return await asyncio.wait_for(asyncio.shield(future), ANSWER_SECONDS)
                except TimeoutError:
                    continue
            raise ConnectionError(f"No answer to `{message['action']}` after {ANSWER_TRIES} tries.")
        finally:
            del self._unanswered[future]
            for key in keys:
                self._waiting.pop(key, None)

    async def _whole_result(self, job_id: str, result: dict[str, Any]) -> dict[str, Any]:
        if result.get("complete", True):
            return result
        text = ""
        for part in range(1, int(result["parts"]) + 1):
            answer = await self._exchange(
                {"action": "get_result", "jobId": job_id, "part": part}, f"part:{job_id}:{part}"
            )
            text += answer["data"]
        whole: dict[str, Any] = json.loads(text)
        return whole

    async def _read(self) -> None:
        try:
            while True:
                try:
                    self._take(await self._connection.receive())
                except ConnectionClosed as closed:
                    if closed.rcvd and closed.rcvd.code == MESSAGE_TOO_BIG:
                        self._refuse_largest()
                    await self._reopen()
        except (ConnectionLost, RequestRefused) as error:
            self._fail_all(error)

    async def _reopen(self) -> None:
        await self._connection.reopen()
        # a request that was lost with the connection is harmless to repeat
        for message in list(self._unanswered.values()):
            await self.send(message)
        await self._resume_unfinished()

    def _refuse_largest(self) -> None:
        """A server that takes less than API Gateway names no message: it was the largest that waits."""
        sizes = {future: len(frame_of(message)) for future, message in self._unanswered.items()}
        largest = max((future for future in sizes if not future.done()), key=sizes.__getitem__, default=None)
        if largest:
            largest.set_exception(
                MessageTooLarge(
                    f"The server takes no message of {sizes[largest]:,} bytes and closed the connection "
                    f"({MESSAGE_TOO_BIG}). Shorten it."
                )
            )

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._heartbeat_seconds)
            await self.send({"action": "ping"})
            await self._resume_unfinished()

    async def _resume_unfinished(self) -> None:
        for job_id, job in list(self._jobs.items()):
            if not job.ended.done():
                await self.send({"action": "resume", "jobId": job_id, "after": job.stream.last_seq})

    def _take(self, message: Message) -> None:
        kind, job_id = message.get("type"), message.get("jobId")
        if "seq" in message and job_id:
            self._take_job_message(str(job_id), message)
        elif kind == "error" and message.get("code") == "unknown_job":
            self._forget(str(job_id), RequestRefused(message))
        if (key := _answer_key(message)) and (future := self._waiting.get(key)) and not future.done():
            if kind == "error":
                future.set_exception(RequestRefused(message))
            else:
                future.set_result(message)

    def _take_job_message(self, job_id: str, message: Message) -> None:
        job = self._jobs.get(job_id)
        if job is None:
            self._early.setdefault(job_id, []).append(message)
            return
        for ready in job.stream.feed(message):
            if job.on_message:
                job.on_message(ready)
            if ready["type"] == "job_replayed" and job.ended.done():
                job.ended = _end_to_come()
            elif ready["type"] in ENDS and not job.ended.done():
                job.ended.set_result(ready)
        if job.stream.has_gap:
            gap = {"action": "resume", "jobId": job_id, "after": job.stream.last_seq}
            self._tasks.append(asyncio.create_task(self.send(gap)))

    def _forget(self, job_id: str, error: Exception) -> None:
        job = self._jobs.pop(job_id, None)
        if job and not job.ended.done():
            job.ended.set_exception(error)

    def _fail_all(self, error: Exception) -> None:
        self._over = error
        for future in [*self._waiting.values(), *(job.ended for job in self._jobs.values())]:
            if not future.done():
                future.set_exception(error)


def _end_to_come() -> asyncio.Future[Message]:
    end: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
    # a job that nobody follows may fail without anybody told
    end.add_done_callback(lambda ended: None if ended.cancelled() else ended.exception())
    return end


def _answer_key(message: Message) -> str | None:
    match message.get("type"):
        case "job_queued":
            return message.get("requestId")
        case "job_result_part":
            return f"part:{message['jobId']}:{message['part']}"
        case "job_replayed" | "resumed":
            return f"{message['type']}:{message['jobId']}"
        case "jobs":
            return "jobs"
        case "error":
            return message.get("requestId") or message.get("jobId")
    return None
