"""Brings a job's journal in line with its execution, for the watcher, the sweeper and replays."""

from __future__ import annotations

from aws_lambda_powertools import Logger

from connections.execution_links import NO_LINKS, ExecutionLinks
from jobs.attempts import attempt_key
from jobs.executions import Executions, ExecutionState
from jobs.job import UNREAD
from jobs.journal import Appended, Journal, TooManyAttempts
from jobs.metrics import count
from jobs.owner_posts import OwnerPosts
from jobs.result_message import completed_message, part_count
from jobs.results import ResultStore, result_key
from protocol.server_messages import JobErrorCode

logger = Logger()

_REASONS = {
    "CostApiUnavailable": "the cost API did not answer after several tries",
    "JournalUnavailable": "the jobs table did not answer after several tries",
    "ResultStoreUnavailable": "the results bucket did not answer after several tries",
    "Lambda.TooManyRequestsException": "too many steps ran at once",
    "Lambda.Unknown": "its function ended without an answer",
    "Sandbox.Timedout": "its function did not answer in time",
    "States.Timeout": "it did not end in time",
}

INTERRUPTED = "LocalRuntime.Stopped"
"""The error of an execution whose machine stopped under it: only the runtime on one machine knows it."""


SCOPE_CHANGED = "ScopeChanged"
"""The error of a step that found another CostScope than its job's first one: a redrive meets it again."""


class Reconciliation:
    """What follows for a job from the state of its execution; says it to the owner once."""

    def __init__(
        self,
        journal: Journal,
        executions: Executions,
        results: ResultStore,
        posts: OwnerPosts,
        links: ExecutionLinks = NO_LINKS,
    ) -> None:
        self._journal, self._executions, self._results = journal, executions, results
        self._posts, self._links = posts, links

    def reconcile(self, job_id: str, execution_name: str, state: ExecutionState) -> None:
        """Registers a replay under way, or ends the attempt as its execution ended.

        What concerns an attempt that is not the latest changes nothing, nor does what is known already.
        Raises JournalUnavailable, ResultStoreUnavailable, ExecutionsUnavailable.
        """
        key = attempt_key(execution_name, state.redrive_count)
        try:
            registered = self._journal.register(job_id, key)
        except TooManyAttempts as refused:
            logger.warning("attempt not followed", reason=str(refused))
            return
        if registered.outcome == "appended":
            count("JobsReplayed")
        self._tell(registered)
        job = registered.job
        if not state.is_over or job is None or registered.outcome == "superseded" or job.ended_at:
            return
        if state.status == "SUCCEEDED":
            self._complete(job_id, key, job.attempt)
        elif state.error == INTERRUPTED:
            sentence = "The machine stopped while the job ran. Replay the job: it begins anew."
            self.fail(job_id, key, sentence, "step_failed")
        elif state.status == "ABORTED":
            self.fail(job_id, key, "The job was cancelled. Replay it to go on where it stopped.", "cancelled")
        else:
            step = self._executions.failed_step(execution_name, state.status)
            self._fail_at(job_id, key, step, state)

    def fail(
        self,
        job_id: str,
        key: str,
        error: str,
        code: JobErrorCode,
        failed_step: str | None = None,
    ) -> bool:
        """Ends an attempt with `job_failed`; False when it had its end already, or is not the latest."""
        ended = self._journal.fail(job_id, key, error, code, failed_step)
        if ended.outcome == "appended":
            count("JobsEnded", outcome=code, intent=ended.job.intent if ended.job else UNREAD)
        self._tell(ended)
        return ended.outcome == "appended"

    def _fail_at(self, job_id: str, key: str, step: str | None, state: ExecutionState) -> None:
        timed_out = state.status == "TIMED_OUT" or state.error == "States.Timeout"
        where = f"The step {step}" if step else "The job"
        if state.error == SCOPE_CHANGED:
            sentence = (
                "What you may see of the bill has changed since this question was asked: replay it from the "
                "beginning, or ask it again."
            )
        elif timed_out:
            sentence = f"{where} did not end in time. Replay the job to go on from there."
        else:
            reason = _REASONS.get(
                state.error or "", f"it met an unexpected error, {state.error or 'unnamed'}"
            )
            sentence = f"{where} failed: {reason}. Replay the job to go on from there."
        self.fail(job_id, key, sentence, "timed_out" if timed_out else "step_failed", step)

    def _complete(self, job_id: str, key: str, attempt: int) -> None:
        """Ends an attempt whose execution succeeded: with its result, when that was stored."""
        body = self._results.read(result_key(job_id, attempt))
        if body is None:
            self.fail(
                job_id,
                key,
                "The execution ended without an answer. Replay the job with mode `restart`.",
                "step_failed",
            )
            return
        ended = self._journal.complete(job_id, key, part_count(len(body)))
        if ended.outcome == "appended":
            count("JobsEnded", outcome="completed", intent=ended.job.intent if ended.job else UNREAD)
        self._tell(ended, body)

    def _tell(self, appended: Appended, result: bytes | None = None) -> None:
        if appended.outcome != "appended" or appended.job is None:
            return
        for message in appended.messages:
            if message["type"] == "job_completed" and result is not None:
                message = completed_message(message, result)
            execution = appended.job.execution_of(message)
            self._posts.post(appended.job.owner.key, *self._links.copies(message, execution))
