"""A client of the WebSocket protocol in Python: what `finops ask` and the tests speak through."""

from local.client.errors import ConnectionLost, JobFailed, MessageTooLarge, RequestRefused, ResultGone
from local.client.session import FinOpsSession

__all__ = [
    "ConnectionLost",
    "FinOpsSession",
    "JobFailed",
    "MessageTooLarge",
    "RequestRefused",
    "ResultGone",
]
