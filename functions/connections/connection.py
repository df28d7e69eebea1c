"""A WebSocket connection and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from protocol.job import Owner

MAX_CONNECTION_SECONDS = 2 * 3600
"""API Gateway cuts every connection after two hours; a row older than that counts for nothing."""
AUTHENTICATION_SECONDS = 30
"""A connection that has not authenticated by then is closed."""


@dataclass(frozen=True)
class Connection:
    """An open connection; times are epoch seconds.

    `owner` is None until it authenticates, and `authenticated_until` is when its token expires.
    """

    connection_id: str
    connected_at: int
    owner: Owner | None = None
    authenticated_until: int = 0
    operator: bool = False

    def is_live(self, now: float) -> bool:
        """Whether it may send questions and be posted to."""
        return (
            self.owner is not None
            and now < self.authenticated_until
            and now < self.connected_at + MAX_CONNECTION_SECONDS
        )

    def never_signed_in(self, now: float) -> bool:
        """Whether it had its time to authenticate, and did not: nothing is sent to it any more."""
        return self.owner is None and now >= self.deadline

    @property
    def deadline(self) -> int:
        """When it is to be closed."""
        if self.owner is None:
            return self.connected_at + AUTHENTICATION_SECONDS
        return min(self.authenticated_until, self.connected_at + MAX_CONNECTION_SECONDS)
