"""What the server says beside a job's own messages, and how it refuses."""

from typing import Any, Literal

from protocol.values import WireModel

ErrorCode = Literal[
    "unauthorized", "unauthenticated", "malformed_message", "unknown_action", "invalid_request",
    "request_conflict", "unknown_job", "not_replayable", "not_cancellable", "rate_limited", "too_large",
    "internal_error",
]  # fmt: skip
JobErrorCode = Literal["step_failed", "timed_out", "cancelled", "never_started"]


class ServerMessage(WireModel):
    """A message without a `seq`."""

    type: str

    def to_wire(self) -> dict[str, Any]:
        """The message as it is sent; what is not there is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class ErrorMessage(ServerMessage):
    """A refusal; `retry_after` is in seconds."""

    type: Literal["error"] = "error"
    code: ErrorCode
    message: str
    request_id: str | None = None
    job_id: str | None = None
    retry_after: int | None = None


class JobSummary(WireModel):
    """A job in a list; times are UTC, ISO 8601."""

    job_id: str
    query: str
    status: Literal["queued", "running", "completed", "failed"]
    attempt: int
    progress: int
    last_seq: int
    created_at: str
    ended_at: str | None = None
    error_code: str | None = None
    replayable: bool | None = None


class Authenticated(ServerMessage):
    """The connection is the user's until `expires_at` (epoch seconds)."""

    type: Literal["authenticated"] = "authenticated"
    message: str
    user_id: str
    connection_id: str
    expires_at: int
    jobs: list[JobSummary]


class Jobs(ServerMessage):
    """A page of jobs, newest first; `cursor` asks for the next."""

    type: Literal["jobs"] = "jobs"
    jobs: list[JobSummary]
    cursor: str | None = None


class Resumed(ServerMessage):
    """The end of a resume; `recovered` is False when the cursor named no place in the journal."""

    type: Literal["resumed"] = "resumed"
    job_id: str
    recovered: bool
    last_seq: int


class JobResultPart(ServerMessage):
    """A slice of the result's JSON text."""

    type: Literal["job_result_part"] = "job_result_part"
    job_id: str
    part: int
    parts: int
    data: str


class Pong(ServerMessage):
    """The answer to a ping, with the ping's own time."""

    type: Literal["pong"] = "pong"
    action: Literal["pong"] = "pong"
    timestamp: float | str | None = None


class Refusal(Exception):
    """A request that is answered with an `error` message."""

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        *,
        request_id: str | None = None,
        job_id: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.error = ErrorMessage(
            code=code, message=message, request_id=request_id, job_id=job_id, retry_after=retry_after
        )
