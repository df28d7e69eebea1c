"""Answers one message of one connection: who sends it, whether it may, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from connections.connection import Connection
from connections.execution_links import NO_LINKS, ExecutionLinks
from connections.message_rate import MessageRate
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
        self._clock, self._links = clock, links
        self._rate = MessageRate(connections, limits.messages_per_minute, clock)

    def answer(
        self, connection_id: str, body: Any, *, is_base64: bool = False, trace_header: str | None = None
    ) -> Iterator[dict[str, Any]]:
        """The answers to a frame, in order, for the connection it came from.

        A connection that has not signed in in time gets none: it is about to be closed. Raises Refusal, and
        what the stores raise when they do not answer.
        """
        self._rate.refuse_flood(connection_id)
        sender = self._connections.find(connection_id)
        if sender is None:
            raise _unauthenticated()
        now = self._clock()
        if sender.never_signed_in(now):
            return
        if sender.is_live(now):
            self._rate.count(sender)
        message = parse_client_message(body, is_base64=is_base64)
        if isinstance(message, Ping) and now < sender.deadline:
            yield Pong(timestamp=message.timestamp).to_wire()
        elif sender.is_live(now):
            yield from self._answer(sender, message, trace_header)
        else:
            raise _unauthenticated()

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


def _unauthenticated() -> Refusal:
    return Refusal(
        "unauthenticated",
        "This connection is not signed in, or its token expired: send `authenticate` with a token.",
    )
