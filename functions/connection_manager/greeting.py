"""Makes a connection a user's, and tells the user which of its jobs it may have missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from connections.connection import Connection
from connections.message_rate import MessageRate
from connections.store import ConnectionStore
from identity.token import Identity
from jobs.job import Summary, seconds_of
from jobs.listing import job_summary
from jobs.store import JobStore
from protocol.server_messages import Authenticated, Refusal

MAX_JOBS = 50


class Greeting:
    """Answers `authenticate`. `clock` gives epoch seconds."""

    def __init__(
        self, connections: ConnectionStore, jobs: JobStore, rate: MessageRate, clock: Callable[[], float]
    ) -> None:
        self._connections, self._jobs, self._rate, self._clock = connections, jobs, rate, clock

    def authenticate(self, connection: Connection, identity: Identity) -> Authenticated:
        """Keeps whose the connection is, or until when it is now.

        Raises Refusal for another's connection, and for a user over the messages a minute.
        """
        self._rate.refuse_flood(connection.connection_id)
        connection = replace(
            connection,
            owner=identity.owner,
            authenticated_until=identity.expires_at,
            operator=identity.operator,
        )
        self._rate.count(connection)
        if not self._connections.authenticate(connection):
            raise Refusal("unauthorized", "This connection is another user's: open a new one.")
        return self._welcome(connection, identity.name)

    def _welcome(self, connection: Connection, name: str) -> Authenticated:
        assert connection.owner is not None
        before = self._connections.seen(connection.owner.key, self._clock())
        recent = self._jobs.of_owner(connection.owner.key, MAX_JOBS).summaries
        return Authenticated(
            message=f"Welcome {name}! WebSocket connection established.",
            user_id=connection.owner.user_id,
            connection_id=connection.connection_id,
            expires_at=connection.authenticated_until,
            jobs=[job_summary(job) for job in recent if _is_news(job, before)],
        )


def _is_news(job: Summary, seen_before: float | None) -> bool:
    """Whether a job is under way, or ended since its owner's last connection began."""
    return job.ended_at is None or (seen_before is not None and seconds_of(job.ended_at) > seen_before)
