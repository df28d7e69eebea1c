"""What an invocation gives back, and the errors that Lambda itself reports."""

import json
from dataclasses import dataclass

UNHANDLED = "Unhandled"
"""The function error Lambda reports for everything a handler does not catch."""


@dataclass(frozen=True)
class Invocation:
    """A function's answer: its payload, and `Unhandled` when the payload describes an error."""

    payload: bytes
    function_error: str | None = None


def failed(error_type: str, message: str) -> Invocation:
    """An error in the form in which Lambda reports its own."""
    payload = json.dumps({"errorType": error_type, "errorMessage": message}).encode()
    return Invocation(payload, UNHANDLED)


def timed_out(request_id: str, seconds: int) -> Invocation:
    """The function ran longer than its timeout.

    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    """
    return failed(
        "Sandbox.Timedout", f"RequestId: {request_id} Error: Task timed out after {seconds:.2f} seconds"
    )


def exited(request_id: str, exit_status: int) -> Invocation:
    """The function's process ended before it answered: it was killed, or ended itself."""
    if exit_status == 0:
        reason = "Runtime exited without providing a reason"
    elif exit_status < 0:
        reason = f"Runtime exited with error: signal: {-exit_status}"
    else:
        reason = f"Runtime exited with error: exit status {exit_status}"
    return failed("Runtime.ExitError", f"RequestId: {request_id} Error: {reason}")


def response_too_large(size: int, limit: int) -> Invocation:
    """The answer is larger than a synchronous invocation may return."""
    return failed(
        "Function.ResponseSizeTooLarge",
        f"Response payload size ({size} bytes) exceeded maximum allowed payload size ({limit} bytes).",
    )
