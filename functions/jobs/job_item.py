"""A job as the attributes of its item."""

from __future__ import annotations

import zlib
from datetime import date
from typing import Any, cast

from jobs.job import Event, Job, Status, Summary
from jobs.store import Ending
from protocol.job import Owner

Item = dict[str, Any]

SHARDS = 4


def job_key(job_id: str) -> Item:
    """The key of a job's item."""
    return {"S": f"JOB#{job_id}"}


def shard_of(key: str) -> str:
    """The part of an index over all jobs that a key stands in, so that no one part takes every write.

    In `everybody` that is a job's id. In `unfinished` it is the owner's key: one part has all of an owner's.
    """
    return str(zlib.crc32(key.encode()) % SHARDS)


def number(value: float) -> Item:
    """A whole number as an attribute."""
    return {"N": str(int(value))}


def ending_attributes(ending: Ending) -> Item:
    """The attributes that an attempt's end sets."""
    attributes: Item = {"endedAt": {"S": ending.ended_at}}
    if ending.error_code is not None:
        attributes["errorCode"] = {"S": ending.error_code}
    if ending.replayable is not None:
        attributes["replayable"] = {"BOOL": ending.replayable}
    return attributes


_OPTIONAL_TEXTS = {
    "requestedToday": "requested_today",
    "requestId": "request_id",
    "conversationId": "conversation_id",
    "previousJobId": "previous_job_id",
    "traceHeader": "trace_header",
    "endedAt": "ended_at",
    "errorCode": "error_code",
    "restartReason": "restart_reason",
}


def item_of(job: Job) -> Item:
    """A job as its item."""
    item: Item = {
        "pk": job_key(job.job_id),
        "shard": {"S": shard_of(job.job_id)},
        "jobId": {"S": job.job_id},
        "owner": {"S": job.owner.key},
        "tenant": {"S": job.owner.tenant},
        "userId": {"S": job.owner.user_id},
        "query": {"S": job.query},
        "today": {"S": job.today.isoformat()},
        "createdAt": {"S": job.created_at},
        "status": {"S": job.status},
        "progress": {"N": str(job.progress)},
        "attempt": {"N": str(job.attempt)},
        "attemptKey": {"S": job.attempt_key},
        "attemptKeys": {"L": [{"S": key} for key in job.attempt_keys]},
        "executionName": {"S": job.execution_name},
        "events": {"L": [{"S": event.to_json()} for event in job.events]},
        "eventIds": {"SS": sorted(job.event_ids)},
        "lastSeq": {"N": str(len(job.events))},
        "detailBytes": {"N": "0"},
    }
    if job.ended_at is None:
        item["unfinishedShard"] = {"S": shard_of(job.owner.key)}
    for attribute, name in _OPTIONAL_TEXTS.items():
        value = getattr(job, name)
        if value is not None:
            item[attribute] = {"S": value}
    return item


def job_of(answer: Any) -> Job | None:
    """The job of an answer's `Item`, or of a refusal's; None without one."""
    item = answer.get("Item")
    if not item:
        return None
    return Job(
        job_id=item["jobId"]["S"],
        owner=Owner(tenant=item["tenant"]["S"], user_id=item["userId"]["S"]),
        query=item["query"]["S"],
        today=date.fromisoformat(item["today"]["S"]),
        created_at=item["createdAt"]["S"],
        attempt_keys=[key["S"] for key in item["attemptKeys"]["L"]],
        events=[Event.from_json(event["S"]) for event in item["events"]["L"]],
        status=cast(Status, item["status"]["S"]),
        progress=int(item["progress"]["N"]),
        event_ids=frozenset(item["eventIds"]["SS"]),
        replayable=item["replayable"]["BOOL"] if "replayable" in item else None,
        **{name: item[attribute]["S"] for attribute, name in _OPTIONAL_TEXTS.items() if attribute in item},
    )


def summary_of(item: Any) -> Summary:
    """A job as the indexes project it."""
    return Summary(
        job_id=item["jobId"]["S"],
        owner_key=item["owner"]["S"],
        query=item["query"]["S"],
        status=cast(Status, item["status"]["S"]),
        attempt=int(item["attempt"]["N"]),
        progress=int(item["progress"]["N"]),
        last_seq=int(item["lastSeq"]["N"]),
        created_at=item["createdAt"]["S"],
        execution_name=item["executionName"]["S"],
        ended_at=item["endedAt"]["S"] if "endedAt" in item else None,
        error_code=item["errorCode"]["S"] if "errorCode" in item else None,
        replayable=item["replayable"]["BOOL"] if "replayable" in item else None,
    )
