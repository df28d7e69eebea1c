"""Remembers how a question was understood, for the one that follows it in a conversation."""

import json

from pydantic import ValidationError

from interpreter.previous import Previous
from interpreter.wording.references import points_at_row
from jobs.job import MAX_ATTEMPTS
from jobs.results import ResultStore, result_key
from protocol.job import JobInput
from protocol.query_plan import QueryPlan
from protocol.values import WireModel


class _Remembered(WireModel):
    owner: str
    job_id: str
    question: str
    plan: QueryPlan


def remember(job: JobInput, plan: QueryPlan, store: ResultStore) -> None:
    """Stores the plan beside the job's result. Raises ResultStoreUnavailable.

    A question asked back is remembered as the one before it, so that its correction still follows on.
    """
    if job.conversation_id is None:
        return
    kept = _Remembered(owner=job.owner.key, job_id=job.job_id, question=job.query, plan=plan)
    if plan.intent == "clarify" and (earlier := _read(job, job.previous_job_id, store)) is not None:
        kept = earlier
    store.write(_key(job.job_id), kept.model_dump_json(by_alias=True).encode())


def previous_of(job: JobInput, store: ResultStore) -> Previous | None:
    """The question before this one in its conversation, if any. Raises ResultStoreUnavailable."""
    kept = _read(job, job.previous_job_id, store)
    if kept is None:
        return None
    groups = _groups(kept.job_id, store) if points_at_row(job.query) else []
    return Previous(question=kept.question, plan=kept.plan, groups=groups)


def _key(job_id: str) -> str:
    return f"jobs/{job_id}/plan.json"


def _read(job: JobInput, job_id: str | None, store: ResultStore) -> _Remembered | None:
    body = store.read(_key(job_id)) if job_id else None
    if body is None:
        return None
    try:
        kept = _Remembered.model_validate_json(body)
    except ValidationError:
        # written by an older release: the conversation begins anew
        return None
    return kept if kept.owner == job.owner.key else None


def _groups(job_id: str, store: ResultStore) -> list[list[str]]:
    """The keys of the rows of the job's answer, from the first attempt that has one."""
    for attempt in range(1, MAX_ATTEMPTS + 1):
        body = store.read(result_key(job_id, attempt))
        if body is not None:
            analysis = json.loads(body).get("cost_analysis") or {}
            return [group["keys"] for group in analysis.get("groups") or []]
    return []
