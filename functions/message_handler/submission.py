"""Takes a question: one job and one execution for it, however often it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from aws_lambda_powertools import Logger

from connections.execution_links import NO_LINKS, ExecutionLinks
from jobs.executions import Executions, ExecutionsUnavailable
from jobs.job import Event, Job, seconds_of, timestamp_text
from jobs.metrics import count
from jobs.owner_posts import OwnerPosts
from jobs.store import JobStore
from message_handler.limits import Limits
from protocol.client_messages import FinopsQuery
from protocol.job import Owner
from protocol.server_messages import Refusal

QUEUED_MESSAGE = "Your FinOps query has been queued for processing..."
BUSY_SECONDS = 5
"""How long a client waits before it asks again when too many of its jobs are under way."""
_REQUESTS = uuid.UUID("1d6c1b0e-6d0f-4f43-9d29-0f7f1c0ab5c4")

logger = Logger()


def job_id_of(owner: Owner, request_id: str | None) -> str:
    """The job of a request: the same for the same owner and request id, new without one."""
    return str(uuid.uuid5(_REQUESTS, f"{owner.key}\n{request_id}") if request_id else uuid.uuid4())


class Submission:
    """Makes jobs of questions. `clock` gives epoch seconds, `today` the server's own day."""

    def __init__(
        self,
        store: JobStore,
        executions: Executions,
        posts: OwnerPosts,
        limits: Limits,
        clock: Callable[[], float],
        today: Callable[[], date],
        links: ExecutionLinks = NO_LINKS,
    ) -> None:
        self._store, self._executions, self._posts, self._links = store, executions, posts, links
        self._limits, self._clock, self._today = limits, clock, today

    def submit(
        self, owner: Owner, question: FinopsQuery, trace_header: str | None = None
    ) -> dict[str, Any] | None:
        """Starts the question's job, and tells all the owner's connections that it is queued.

        A question sent again is answered with the returned `job_queued`, marked `duplicate`. Should this
        process end between the job's item and its execution, the sweeper starts it.
        Raises Refusal and JournalUnavailable.
        """
        self._check(question)
        job = self._job(owner, question, trace_header)
        if self._is_busy(owner):
            existing = self._store.read(job.job_id)
            if existing is None:
                raise Refusal(
                    "rate_limited",
                    f"{self._limits.jobs_at_once} of your jobs are under way: wait for one to end.",
                    request_id=question.request_id,
                    retry_after=BUSY_SECONDS,
                )
            return self._duplicate(existing, question)
        if job.conversation_id:
            previous = self._latest_of_conversation(job)
            job = replace(job, previous_job_id=previous if previous != job.job_id else None)
        created = self._store.create(job)
        if not created.done and created.job is not None:
            return self._duplicate(created.job, question)
        logger.set_correlation_id(job.job_id)
        logger.info("job queued")
        count("JobsQueued")
        try:
            self._continue_conversation(job)
        finally:
            # a job that is kept runs, whatever becomes of its conversation: the question sent again mends it
            self._posts.post(owner.key, *self._links.copies(job.messages()[0], job.execution_name))
            self._start(job)
        return None

    def _check(self, question: FinopsQuery) -> None:
        if len(question.query) > self._limits.question_characters:
            raise Refusal(
                "too_large",
                f"A question may have {self._limits.question_characters:,} characters; yours has"
                f" {len(question.query):,}: shorten it.",
                request_id=question.request_id,
            )
        if question.options.today and question.options.today > self._today():
            raise Refusal(
                "invalid_request",
                f"options.today is after the server's own day: give {self._today().isoformat()} or earlier.",
                request_id=question.request_id,
            )

    def _job(self, owner: Owner, question: FinopsQuery, trace_header: str | None) -> Job:
        job_id = job_id_of(owner, question.request_id)
        now = self._clock()
        fields: dict[str, Any] = {"message": QUEUED_MESSAGE, "query": question.query, "progress": 5}
        if question.request_id:
            fields["requestId"] = question.request_id
        return Job(
            job_id=job_id,
            owner=owner,
            query=question.query,
            today=question.options.today or self._today(),
            created_at=timestamp_text(now),
            attempt_keys=[f"{job_id}#0"],
            events=[Event("queued", "job_queued", int(now), fields)],
            requested_today=question.options.today.isoformat() if question.options.today else None,
            request_id=question.request_id,
            conversation_id=question.conversation_id,
            trace_header=trace_header,
        )

    def _is_busy(self, owner: Owner) -> bool:
        return len(self._store.under_way(owner.key)) >= self._limits.jobs_at_once

    def _duplicate(self, job: Job, question: FinopsQuery) -> dict[str, Any]:
        requested = question.options.today.isoformat() if question.options.today else None
        if (job.query, job.requested_today) != (question.query, requested):
            raise Refusal(
                "request_conflict",
                "This requestId was used for another question: send the new one under its own.",
                request_id=question.request_id,
                job_id=job.job_id,
            )
        if job.status == "queued" and self._clock() - seconds_of(job.created_at) > BUSY_SECONDS:
            self._start(job)
        if job.conversation_id and self._latest_of_conversation(job) == job.previous_job_id:
            self._continue_conversation(job)
        return {**job.messages()[0], "duplicate": True}

    def _latest_of_conversation(self, job: Job) -> str | None:
        return self._store.conversation(job.owner.key, job.conversation_id) if job.conversation_id else None

    def _continue_conversation(self, job: Job) -> None:
        if job.conversation_id:
            self._store.continue_conversation(job.owner.key, job.conversation_id, job.job_id)

    def _start(self, job: Job) -> None:
        try:
            self._executions.start(job.execution_name, job.input)
        except ExecutionsUnavailable as error:
            logger.warning("execution not started, left to the sweeper", error=str(error))
