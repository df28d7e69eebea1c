"""What can become of a request or a job, other than its answer."""

from local.client.job_stream import Message


class RequestRefused(Exception):
    """The server answered `error`: `code`, and `retry_after` seconds when it says so."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.get("message", "The server refused the request."))
        self.code = str(message.get("code"))
        self.retry_after = message.get("retryAfter")


class JobFailed(Exception):
    """A job ended as `job_failed`; `message` is that message."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.get("error", "The job failed."))
        self.message = message


class ResultGone(Exception):
    """A completed job whose result the caller cannot have any more."""


class MessageTooLarge(Exception):
    """A request that does not fit a frame: sent once more it would fit no better."""


class ConnectionLost(ConnectionError):
    """The connection was lost for good: nothing is sent or answered in this session any more."""
