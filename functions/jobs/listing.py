"""Lists of jobs as clients see them."""

from __future__ import annotations

from jobs.job import Summary
from jobs.store import JobStore
from protocol.client_messages import ListJobs
from protocol.job import Owner
from protocol.server_messages import Jobs, JobSummary, Refusal


def jobs_page(store: JobStore, owner: Owner, wanted: ListJobs, operator: bool) -> Jobs:
    """A page of the caller's jobs, or of everybody's for an operator. Raises Refusal, JournalUnavailable."""
    if wanted.all and not operator:
        raise Refusal(
            "unauthorized",
            "Only members of the group `operators` may list the jobs of others: leave out `all` for yours.",
        )
    try:
        page = (
            store.of_everybody(wanted.limit, wanted.cursor)
            if wanted.all
            else store.of_owner(owner.key, wanted.limit, wanted.cursor)
        )
    except ValueError:
        raise Refusal(
            "invalid_request", "The cursor is none that a list of jobs gave: begin again without one."
        ) from None
    return Jobs(jobs=[job_summary(job) for job in page.summaries], cursor=page.cursor)


def job_summary(job: Summary) -> JobSummary:
    """A job as a list shows it."""
    return JobSummary(
        job_id=job.job_id,
        query=job.query,
        status=job.status,
        attempt=job.attempt,
        progress=job.progress,
        last_seq=job.last_seq,
        created_at=job.created_at,
        ended_at=job.ended_at,
        error_code=job.error_code,
        replayable=job.replayable,
    )
