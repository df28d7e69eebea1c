"""How many messages a user may send a minute: what is over it is refused, and costs nothing."""

from __future__ import annotations

import os
from collections.abc import Callable

from connections.connection import Connection
from connections.store import ConnectionStore
from protocol.server_messages import Refusal

MINUTE = 60
MESSAGES_PER_MINUTE = 600


class MessageRate:
    """Counts every user's messages, of all its connections together. `clock` gives epoch seconds."""

    def __init__(self, connections: ConnectionStore, per_minute: int, clock: Callable[[], float]) -> None:
        self._connections, self._per_minute, self._clock = connections, per_minute, clock
        self._flooding: set[str] = set()
        self._flooding_minute = 0

    def count(self, connection: Connection) -> None:
        """Counts a message of the connection's owner. Raises Refusal when it is over the limit."""
        assert connection.owner is not None
        now = self._clock()
        if self._connections.count_message(connection.owner.key, now) > self._per_minute:
            self._flooding.add(connection.connection_id)
            raise self._too_many(now)

    def refuse_flood(self, connection_id: str) -> None:
        """Raises Refusal for a connection that passed the limit in this minute, without counting it again."""
        now = self._clock()
        minute = int(now) // MINUTE
        if minute != self._flooding_minute:
            self._flooding_minute, self._flooding = minute, set()
        if connection_id in self._flooding:
            raise self._too_many(now)

    def _too_many(self, now: float) -> Refusal:
        seconds = MINUTE - int(now) % MINUTE
        return Refusal(
            "rate_limited",
            f"You may send {self._per_minute} messages a minute: wait {seconds} seconds.",
            retry_after=seconds,
        )


def configured_messages_per_minute() -> int:
    """That of MAX_MESSAGES_PER_MINUTE."""
    return int(os.environ.get("MAX_MESSAGES_PER_MINUTE") or MESSAGES_PER_MINUTE)
