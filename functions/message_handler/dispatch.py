"""Answers one message of one connection: who sends it, whether it may, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from connections.connection import Connection
from connections.execution_links import NO_LINKS, ExecutionLinks
from connections.store import ConnectionStore
from jobs.job import Job
from jobs.listing import jobs_page
from jobs.results import ResultStore
from jobs.store import JobStore
from message_handler.limits import Limits
from message_handler.replay import Replays
from message_handler.retrieval import result_part, resumed
from message_handler.submission import Submission
from protocol.client_messages import (
    Cancel,
    ClientMessage,
    FinopsQuery,
    GetResult,
    ListJobs,
    Ping,
    Replay,
    Resume,
    parse_client_message,
)
from protocol.job import Owner
from protocol.server_messages import Pong, Refusal

MINUTE = 60


class Dispatch:
    """The messages of clients. `clock` gives epoch seconds."""

    def __init__(
        self,
        connections: ConnectionStore,
        jobs: JobStore,
        results: ResultStore,
        submission: Submission,
        replays: Replays,
        limits: Limits,
        clock: Callable[[], float],
        links: ExecutionLinks = NO_LINKS,
    ) -> None:
        self._connections, self._jobs, self._results = connections, jobs, results
        self._submission, self._replays = submission, replays
        self._limits, self._clock, self._links = limits, clock, links
        self._flooding: set[str] = set()
        self._flooding_minute = 0

    def answer(
        self, connection_id: str, body: Any, *, is_base64: bool = False, trace_header: str | None = None
    ) -> Iterator[dict[str, Any]]:
        """The answers to a frame, in order, for the connection it came from.

        Raises Refusal, and what the stores raise when they do not answer.
        """
        message = parse_client_message(body, is_base64=is_base64)
        if isinstance(message, Ping):
            yield Pong(timestamp=message.timestamp).to_wire()
            return
        sender = self._sender(connection_id)
        yield from self._answer(sender, message, trace_header)

    def _sender(self, connection_id: str) -> Connection:
        now = self._clock()
        if self._is_flooding(connection_id, now):
            raise self._too_many_messages(now)
        connection = self._connections.find(connection_id)
        if connection is None or connection.owner is None or not connection.is_live(now):
            raise Refusal(
                "unauthenticated",
                "This connection is not signed in, or its token expired: send `authenticate` with a token.",
            )
        if self._connections.count_message(connection.owner.key, now) > self._limits.messages_per_minute:
            self._flooding.add(connection_id)
            raise self._too_many_messages(now)
        return connection

    def _is_flooding(self, connection_id: str, now: float) -> bool:
        """Whether a connection passed the limit in this minute: its flood is refused at no cost."""
        minute = int(now) // MINUTE
        if minute != self._flooding_minute:
            self._flooding_minute, self._flooding = minute, set()
        return connection_id in self._flooding

    def _too_many_messages(self, now: float) -> Refusal:
        seconds = MINUTE - int(now) % MINUTE
        return Refusal(
            "rate_limited",
            f"You may send {self._limits.messages_per_minute} messages a minute: wait {seconds} seconds.",
            retry_after=seconds,
        )

    def _answer(
        self, sender: Connection, message: ClientMessage, trace_header: str | None
    ) -> Iterator[dict[str, Any]]:
        assert sender.owner is not None
        match message:
            case FinopsQuery():
                duplicate = self._submission.submit(sender.owner, message, trace_header)
                if duplicate:
                    # a job's first execution has the job's name
                    yield self._links.copy(duplicate, duplicate["jobId"], operator=sender.operator)
            case Resume():
                job = self._job(sender.owner, message.job_id)
                yield from resumed(job, message.after, self._results, self._links, operator=sender.operator)
            case GetResult():
                yield result_part(self._job(sender.owner, message.job_id), message, self._results)
            case ListJobs():
                yield jobs_page(self._jobs, sender.owner, message, sender.operator).to_wire()
            case Replay():
                job = self._job(sender.owner, message.job_id, sender.operator)
                self._replays.replay(job, message)
                if job.owner != sender.owner:
                    yield from self._replayed(job)
            case Cancel():
                self._replays.cancel(self._job(sender.owner, message.job_id))
            case _:
                raise Refusal(
                    "unknown_action", "Send `authenticate` in a text frame: it has a route of its own."
                )

    def _job(self, owner: Owner, job_id: str, operator: bool = False) -> Job:
        """The sender's job. Another's is answered as one that never was."""
        job = self._jobs.read(job_id)
        if job is None or not (job.owner == owner or operator):
            raise Refusal(
                "unknown_job",
                "There is no such job of yours: `list_jobs` names those there are.",
                job_id=job_id,
            )
        return job

    def _replayed(self, before: Job) -> Iterator[dict[str, Any]]:
        """The `job_replayed` that went to another owner, for the operator who asked for it."""
        now = self._jobs.read(before.job_id)
        replayed = now.message_of("replayed") if now and now.attempt > before.attempt else None
        if replayed:
            yield replayed
