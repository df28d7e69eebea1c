"""A client of the WebSocket protocol in Python: what `finops ask` and the tests speak through."""

from local.client.session import FinOpsSession, JobFailed, RequestRefused, ResultGone

__all__ = ["FinOpsSession", "JobFailed", "RequestRefused", "ResultGone"]
