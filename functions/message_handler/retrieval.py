"""Brings back what a client missed: messages, and results in parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from connections.execution_links import NO_LINKS, ExecutionLinks
from jobs.job import Job, Message
from jobs.result_message import completed_message, part_span, part_text
from jobs.results import ResultStore, result_key
from protocol.client_messages import GetResult
from protocol.server_messages import JobResultPart, Refusal, Resumed


def resumed(
    job: Job,
    after: int,
    results: ResultStore,
    links: ExecutionLinks = NO_LINKS,
    *,
    operator: bool = False,
) -> Iterator[dict[str, Any]]:
    """Every message with a higher `seq` in order, then `resumed`; `operator` says who reads them.

    A cursor beyond the last message names no place: `recovered` is False, and every message comes. So it is
    when a result is no longer kept: its `job_completed` comes with `result` null.
    Raises ResultStoreUnavailable.
    """
    recovered = after <= len(job.events)
    for message in job.messages(after if recovered else 0):
        if message["type"] == "job_completed":
            message, kept = _with_result(message, results)
            recovered = recovered and kept
        yield links.copy(message, job.execution_of(message), operator=operator)
    yield Resumed(job_id=job.job_id, recovered=recovered, last_seq=len(job.events)).to_wire()


def _with_result(message: Message, results: ResultStore) -> tuple[Message, bool]:
    stored = results.read(result_key(message["jobId"], message["attempt"]))
    if stored is None:
        return {**{name: value for name, value in message.items() if name != "parts"}, "result": None}, False
    return completed_message(message, stored), True


def result_part(job: Job, wanted: GetResult, results: ResultStore) -> dict[str, Any]:
    """One part of the job's latest result. Raises Refusal, ResultStoreUnavailable."""
    completed = [message for message in job.messages() if message["type"] == "job_completed"]
    if not completed:
        raise Refusal(
            "invalid_request", "The job has no result yet: wait for its `job_completed`.", job_id=job.job_id
        )
    parts = completed[-1]["parts"]
    if wanted.part > parts:
        raise Refusal(
            "invalid_request",
            f"The result has {parts} parts: ask for one from 1 to {parts}.",
            job_id=job.job_id,
        )
    span = results.read(result_key(job.job_id, completed[-1]["attempt"]), *part_span(wanted.part))
    if span is None:
        raise Refusal(
            "unknown_job", "The result is no longer kept: ask the question again.", job_id=job.job_id
        )
    return JobResultPart(
        job_id=job.job_id, part=wanted.part, parts=parts, data=part_text(span, wanted.part)
    ).to_wire()
