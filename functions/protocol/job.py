"""A job as everybody knows it: its owner, and the input its execution is given."""

from datetime import date

from protocol.values import WireModel


class Owner(WireModel):
    """Who a job belongs to: a user within a tenant, both from the verified token (neither holds a `#`)."""

    tenant: str
    user_id: str

    @property
    def key(self) -> str:
        """The owner as one string, for keys of stores and caches."""
        return f"{self.tenant}#{self.user_id}"


class JobInput(WireModel):
    """The execution's input (`$.job`): the job and its owner, never a connection.

    `today` is fixed when the question arrives, so that a replay answers the same question.
    `previous_job_id` is the conversation's job before this one.
    """

    job_id: str
    owner: Owner
    query: str
    today: date
    conversation_id: str | None = None
    previous_job_id: str | None = None
    trace_header: str | None = None
