"""What a step does around its logic: take its input, tell the owner how it goes, hand its output on."""

from __future__ import annotations

import os
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from functools import cache
from typing import Any, Self, TypeVar

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from aws import clients
from connections.poster import Poster, connection_poster
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.journal import Appended, Journal
from jobs.metrics import count, milliseconds
from jobs.owner_posts import OwnerPosts
from jobs.result_message import completed_message, part_count, result_document
from jobs.results import ResultStore, S3ResultStore, output_key, result_key
from protocol.frames import encode
from protocol.query_plan import Needs
from protocol.result import Result
from protocol.step import JobInput, StepEvent, StepOutput, Stored

Output = TypeVar("Output", bound=BaseModel)

MAX_INLINE_BYTES = 64 * 1024
"""A larger output goes by reference: the state as a whole may hold 262,144 bytes."""

logger = Logger()


class StepRun:
    """One run of one step. Messages and outputs are kept once, however often the Lambda is retried.

    Progress is kept and posted beside the step's work, in its order, on `beside`: a slow connection keeps no
    step waiting. As a context it ends when all is told, since a Lambda stands still once it has answered; it
    raises what could not be kept.
    """

    def __init__(
        self,
        event: StepEvent,
        step: str,
        journal: Journal,
        posts: OwnerPosts,
        results: ResultStore,
        beside: Executor,
    ) -> None:
        self.job: JobInput = event.job
        self.step = step
        self._key = event.execution.attempt_key
        self._journal, self._posts, self._results = journal, posts, results
        self._beside = beside
        self._telling: list[Future[None]] = []
        self._messages_sent = 0
        self._began = time.monotonic()
        self._registered: Appended | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None:
            self._all_told()
        else:
            wait(self._telling)

    @property
    def attempt(self) -> int:
        """The number of this attempt, from 1; registers it when nobody has."""
        job = self._known().job
        if job is None or self._key not in job.attempt_keys:
            return 0
        return job.attempt_keys.index(self._key) + 1

    @property
    def superseded(self) -> bool:
        """Whether a newer attempt is under way, or the job is gone: what this run says is dropped."""
        return self._known().outcome in ("superseded", "unknown")

    def progress(self, percent: int, message: str, detail: dict[str, Any] | None = None) -> None:
        """Tells the owner how far the job is and what was found (`detail`, JSON values, at most 4 KB).

        The n-th message of a step is kept once an attempt, so a retried Lambda repeats nothing. The context
        raises JournalUnavailable, which the state machine retries; a post that fails is only logged.
        """
        self._messages_sent += 1
        fields: dict[str, Any] = {"step": self.step, "message": message, "progress": percent}
        if detail:
            fields["detail"] = detail
        event_id = f"{self.step}:{self._messages_sent}"
        self._telling.append(self._beside.submit(self._tell_progress, event_id, fields))

    def load(self, model: type[Output], output: dict[str, Any]) -> Output:
        """The output of an earlier step, whether it came inline or by reference.

        Raises ResultStoreUnavailable, also when the stored output is gone.
        """
        from jobs.errors import ResultStoreUnavailable

        holder = StepOutput.model_validate(output)
        if holder.stored is None:
            return model.model_validate(holder.inline)
        body = self._results.read(holder.stored.key)
        if body is None:
            raise ResultStoreUnavailable(f"The output {holder.stored.key} is not there.")
        return model.model_validate_json(body)

    def output(self, model: BaseModel, needs: Needs | None = None) -> dict[str, Any]:
        """What the task returns: the output inline, or over 64 KB where it is stored.

        `needs` stays inline in any case, for the state machine's choices.
        """
        body = model.model_dump_json(by_alias=True).encode()
        if len(body) <= MAX_INLINE_BYTES:
            held = StepOutput(inline=model.model_dump(mode="json", by_alias=True), needs=needs)
        else:
            key = output_key(self.job.job_id, self.attempt, self.step)
            self._results.write(key, body)
            held = StepOutput(stored=Stored(bucket=self._results.bucket, key=key), needs=needs)
        return self._handed_on(held)

    def complete(self, result: Result) -> dict[str, Any]:
        """Stores the result, ends the attempt with `job_completed`, and sends it to the owner.

        What a first, killed run stored stands. Returns the task's output: the reference to the result.
        """
        key = result_key(self.job.job_id, self.attempt)
        stored = Stored(bucket=self._results.bucket, key=key)
        if not self.superseded:
            body = self._results.write_once(key, encode(result_document(result)))
            ended = self._journal.complete(self.job.job_id, self._key, part_count(len(body)))
            if ended.outcome == "appended":
                count("JobsEnded", outcome="completed", intent=result.interpretation.intent)
                if result.basis.degraded:
                    count("AnswersDegraded", intent=result.interpretation.intent)
            self._tell(ended, result=body)
        return self._handed_on(StepOutput(stored=stored))

    def _handed_on(self, output: StepOutput) -> dict[str, Any]:
        milliseconds("StepDuration", 1000 * (time.monotonic() - self._began), step=self.step)
        return output.model_dump(mode="json", by_alias=True)

    def _tell_progress(self, event_id: str, fields: dict[str, Any]) -> None:
        self._tell(self._journal.progress(self.job.job_id, self._key, event_id, fields))

    def _all_told(self) -> None:
        told, self._telling = self._telling, []
        wait(told)
        for one in told:
            one.result()

    def _known(self) -> Appended:
        self._all_told()
        if self._registered is None:
            self._tell(self._journal.register(self.job.job_id, self._key))
        assert self._registered is not None
        return self._registered

    def _tell(self, appended: Appended, result: bytes | None = None) -> None:
        self._registered = appended
        if appended.outcome in ("superseded", "ended", "unknown"):
            logger.info("message dropped", outcome=appended.outcome, step=self.step)
        for message in appended.messages:
            if message["type"] == "job_completed" and result is not None:
                message = completed_message(message, result)
            self._posts.post(self.job.owner.key, message)


def start_step(event: dict[str, Any], step: str) -> StepRun:
    """The run of a step (`step` is the state's name) for the event its task was given.

    Raises pydantic.ValidationError for an event that is none, which fails the step.
    """
    parsed = StepEvent.model_validate(event)
    logger.set_correlation_id(parsed.job.job_id)
    logger.append_keys(step=step, execution=parsed.execution.name)
    logger.debug("step begun", question=parsed.job.query)
    return StepRun(parsed, step, job_journal(), _poster(), result_store(), _one_thread())


@cache
def job_journal() -> Journal:
    """The journal over the jobs table."""
    return Journal(DynamoDbJobStore(clients.dynamodb, os.environ["JOBS_TABLE"], time.time), time.time)


@cache
def result_store() -> S3ResultStore:
    """The results bucket."""
    return S3ResultStore(clients.s3, os.environ["RESULTS_BUCKET"])


@cache
def _poster() -> Poster:
    return connection_poster()


@cache
def _one_thread() -> Executor:
    # one, so that posts keep their order
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="posts")
