"""The messages of a job's journal, as a client reads them; each has a place in it (`seq`)."""

from typing import Any, Literal

from protocol.result import Result
from protocol.server_messages import JobErrorCode
from protocol.values import WireModel

ReplayMode = Literal["redrive", "restart"]


class JobMessage(WireModel):
    """`seq` counts from 1 over all attempts, without gaps; `timestamp` is in epoch seconds."""

    type: str
    job_id: str
    seq: int
    attempt: int
    timestamp: int


class JobQueued(JobMessage):
    """A question was taken; `duplicate` when it had been sent before.

    `execution_url` is where the execution is shown, in the copies of operators.
    """

    type: Literal["job_queued"] = "job_queued"
    message: str
    query: str
    progress: int
    request_id: str | None = None
    duplicate: bool | None = None
    execution_url: str | None = None


class ProgressUpdate(JobMessage):
    """A step says how far it is; `detail` is what it found so far."""

    type: Literal["progress_update"] = "progress_update"
    status: Literal["processing"] = "processing"
    step: str
    message: str
    progress: int
    detail: dict[str, Any] | None = None


class JobCompleted(JobMessage):
    """The end of an attempt that has its answer; `result` is null when it is no longer kept."""

    type: Literal["job_completed"] = "job_completed"
    progress: Literal[100] = 100
    result: Result | None = None


class JobFailed(JobMessage):
    """The end of an attempt that has none; `failed_step` is null when the job was cancelled.

    `execution_url` is where the execution is shown, in the copies of operators.
    """

    type: Literal["job_failed"] = "job_failed"
    error: str
    error_code: JobErrorCode
    failed_step: str | None = None
    replayable: bool
    execution_url: str | None = None


class JobReplayed(JobMessage):
    """The beginning of another attempt."""

    type: Literal["job_replayed"] = "job_replayed"
    mode: ReplayMode
    reason: str | None = None
