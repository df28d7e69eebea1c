"""How many connections a user may hold: each gets every message of the user's jobs, so each costs a post."""

from __future__ import annotations

from collections.abc import Callable

from aws_lambda_powertools import Logger

from connections.connection import Connection
from connections.errors import ConnectionsUnavailable
from connections.poster import MAX_DELAY_SECONDS, Poster
from connections.store import ConnectionStore
from protocol.server_messages import ErrorMessage

MAX_CONNECTIONS = 20
"""Live connections of one user: one more closes the oldest."""
MAX_CLOSED_AT_ONCE = 5
"""So that one sign-in does not wait for many posts, nor longer than for one; the next one goes on."""
SECONDS_UNTIL_RECONNECT = 60

logger = Logger()


class Room:
    """Keeps a user within MAX_CONNECTIONS. `clock` gives epoch seconds."""

    def __init__(self, connections: ConnectionStore, poster: Poster, clock: Callable[[], float]) -> None:
        self._connections, self._poster, self._clock = connections, poster, clock

    def make_for(self, newcomer: Connection) -> None:
        """Closes the oldest connections of the newcomer's owner where there are too many, and tells them.

        Raises nothing: the newcomer has signed in already.
        """
        assert newcomer.owner is not None
        try:
            held = self._connections.of_owner(newcomer.owner.key)
        except ConnectionsUnavailable as error:
            logger.warning("connections not counted", error=str(error))
            return
        now = self._clock()
        others = [each for each in held if each.connection_id != newcomer.connection_id and each.is_live(now)]
        too_many = len(others) + 1 - MAX_CONNECTIONS
        if too_many <= 0:
            return
        oldest_first = sorted(others, key=lambda each: (each.connected_at, each.connection_id))
        for connection in oldest_first[: min(too_many, MAX_CLOSED_AT_ONCE)]:
            if self._clock() - now < MAX_DELAY_SECONDS:
                self._close(connection)

    def _close(self, connection: Connection) -> None:
        assert connection.owner is not None
        logger.info("one connection too many", closed=connection.connection_id)
        self._poster.post_to(connection.connection_id, _TOLD.to_wire())
        self._poster.close(connection.connection_id)
        try:
            self._connections.forget(connection.connection_id, connection.owner.key)
        except ConnectionsUnavailable as error:
            logger.warning("connection not forgotten", error=str(error))


_TOLD = ErrorMessage(
    code="rate_limited",
    message=(
        f"You have more than {MAX_CONNECTIONS} connections open, so this one, the oldest, is closed: close "
        "pages that you do not use before you connect again."
    ),
    retry_after=SECONDS_UNTIL_RECONNECT,
)
