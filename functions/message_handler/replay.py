"""Replays a failed job: from the step that failed, or from its beginning; and stops one that runs."""

from __future__ import annotations

from jobs.attempts import attempt_key
from jobs.executions import Executions, NotRedrivable
from jobs.job import MAX_ATTEMPTS, Job
from jobs.journal import Journal
from jobs.owner_posts import OwnerPosts
from jobs.reconciliation import SCOPE_CHANGED, Reconciliation
from jobs.store import JobStore
from protocol.client_messages import Replay
from protocol.server_messages import Refusal

CANCELLED = "The job was cancelled. Replay it to go on where it stopped."


class Replays:
    """What a user does with a job that is there."""

    def __init__(
        self,
        store: JobStore,
        journal: Journal,
        executions: Executions,
        reconciliation: Reconciliation,
        posts: OwnerPosts,
    ) -> None:
        self._store, self._journal, self._executions = store, journal, executions
        self._reconciliation, self._posts = reconciliation, posts

    def replay(self, job: Job, wanted: Replay) -> None:
        """Begins a new attempt; its `job_replayed` goes to the owner.

        A second click finds the first one's attempt under way, or asks for the same once more: both come to
        one. Raises Refusal, JournalUnavailable, and ExecutionsUnavailable.
        """
        job = self._ended(job)
        if job.attempt >= MAX_ATTEMPTS:
            raise Refusal(
                "not_replayable",
                f"The job was tried {MAX_ATTEMPTS} times: ask the question again.",
                job_id=job.job_id,
            )
        if wanted.mode == "restart":
            self._restart(job, None)
            return
        state = self._executions.describe(job.execution_name)
        if state is not None and state.error == SCOPE_CHANGED:
            self._restart(job, "What you may see of the bill has changed, so the job begins anew.")
            return
        try:
            self._executions.redrive(job.execution_name, client_token=f"{job.job_id}-{job.attempt}")
        except NotRedrivable as refused:
            self._restart(job, f"AWS does not redrive the execution ({refused}), so the job begins anew.")
            return
        # only AWS knows which redrive this was; should it not tell yet, the first step says it
        self._catch_up(job, job.execution_name)

    def cancel(self, job: Job) -> None:
        """Stops the job's execution and ends its attempt as cancelled. Raises Refusal as `replay` does."""
        if job.ended_at:
            raise Refusal(
                "not_cancellable",
                f"The job has {job.status} already: nothing is left to cancel.",
                job_id=job.job_id,
            )
        self._executions.stop(job.execution_name)
        if not self._reconciliation.fail(job.job_id, job.attempt_key, CANCELLED, "cancelled"):
            current = self._store.read(job.job_id)
            if current is None or current.error_code != "cancelled":
                raise Refusal(
                    "not_cancellable", "The job ended just before: `resume` says how.", job_id=job.job_id
                )

    def _ended(self, job: Job) -> Job:
        """The job, once its latest attempt has failed: also where only its execution knows so far."""
        if not job.ended_at:
            state = self._executions.describe(job.execution_name)
            if state is not None and state.is_over:
                self._reconciliation.reconcile(job.job_id, job.execution_name, state)
                job = self._store.read(job.job_id) or job
            elif state is not None or job.status == "queued":
                raise Refusal(
                    "not_replayable",
                    "The job is still under way: wait for its end, or cancel it first.",
                    job_id=job.job_id,
                )
        if job.status == "completed":
            raise Refusal(
                "not_replayable",
                "The job has completed: `resume` brings its answer; to compute anew, ask the question again.",
                job_id=job.job_id,
            )
        return job

    def _restart(self, job: Job, reason: str | None) -> None:
        if reason != job.restart_reason:
            # before the start: a quick first step makes the attempt known before this call does
            self._store.explain_restart(job, reason)
        name = f"{job.job_id}-{job.attempt + 1}"
        if not self._executions.start(name, job.input):
            # begun before, and over before anybody heard of it
            self._catch_up(job, name)
            return
        registered = self._journal.register(job.job_id, attempt_key(name, 0))
        if registered.outcome == "appended":
            self._posts.post(job.owner.key, registered.messages[0])

    def _catch_up(self, job: Job, execution_name: str) -> None:
        state = self._executions.describe(execution_name)
        if state is not None:
            self._reconciliation.reconcile(job.job_id, execution_name, state)
