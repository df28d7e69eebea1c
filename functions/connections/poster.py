"""Posts messages to all live connections of an owner. What cannot be delivered is left to `resume`."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, Protocol

from aws_lambda_powertools import Logger

from aws import clients
from connections.connection import Connection
from connections.store import ConnectionStore, DynamoDbConnectionStore
from jobs.metrics import count
from protocol.frames import MAX_MESSAGE_BYTES, encode

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

Delivery = Literal["delivered", "gone", "throttled", "refused"]
Post = tuple[Connection, bytes]

MAX_DELAY_SECONDS = 5.0
"""No post of a message begins later than this; one takes at most as long again (aws.clients)."""

logger = Logger()


class Sockets(Protocol):
    """The `@connections` API."""

    def post(self, connection_id: str, data: bytes) -> Delivery:
        """Sends data to a connection; an error is an outcome, never an exception."""
        ...

    def close(self, connection_id: str) -> None:
        """Closes a connection, if it is still there."""
        ...


class ApiGatewaySockets:
    """`@connections` of this API and stage."""

    def __init__(self, client: Callable[[], ApiGatewayManagementApiClient]) -> None:
        self._client = client

    def post(self, connection_id: str, data: bytes) -> Delivery:
        """See Sockets."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client().post_to_connection(ConnectionId=connection_id, Data=data)
        except ClientError as error:
            code, status = (
                error.response["Error"]["Code"],
                error.response["ResponseMetadata"]["HTTPStatusCode"],
            )
            if code == "GoneException" or status == 410:
                return "gone"
            if code == "LimitExceededException" or status == 429:
                return "throttled"
            logger.warning("post refused", code=code, status=status, bytes=len(data))
            return "refused"
        except BotoCoreError as error:
            logger.warning("post failed", error=type(error).__name__)
            return "refused"
        return "delivered"

    def close(self, connection_id: str) -> None:
        """See Sockets."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client().delete_connection(ConnectionId=connection_id)
        except (BotoCoreError, ClientError) as error:
            logger.info("connection not closed", error=type(error).__name__)


class Poster:
    """Posts to the connections an owner has at this moment. `clock` gives epoch seconds, `sleep` waits."""

    def __init__(
        self,
        store: ConnectionStore,
        sockets: Sockets,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store, self._sockets, self._clock, self._sleep = store, sockets, clock, sleep
        self._gone: set[str] = set()
        self._failed: set[str] = set()

    def post(
        self, owner_key: str, message: dict[str, Any], for_operators: dict[str, Any] | None = None
    ) -> None:
        """Sends one message to each live connection of the owner; `for_operators` is the operators' copy.

        Never raises, and begins no post after 5 s: the journal has the message, `resume` brings it.
        """
        try:
            connections = self._store.of_owner(owner_key)
        except Exception as error:
            logger.warning("connections not read", error=type(error).__name__)
            return
        now = self._clock()
        live = [held for held in connections if held.is_live(now) and held.connection_id not in self._gone]
        plain = encode(message)
        linked = plain if for_operators is None else encode(for_operators)
        # who did not take the last message waits for those who did
        live.sort(key=lambda held: held.connection_id in self._failed)
        posts = [(held, linked if held.operator else plain) for held in live]
        failed = self._deliver(posts, deadline=now + MAX_DELAY_SECONDS)
        if len(live) > len(failed):
            count("MessagesPosted", len(live) - len(failed), type=str(message["type"]))

    def post_to(self, connection_id: str, message: dict[str, Any]) -> bool:
        """Sends one message to one connection; False when it could not be delivered."""
        connection = Connection(connection_id, connected_at=0)
        return not self._deliver([(connection, encode(message))], self._clock() + MAX_DELAY_SECONDS)

    def close(self, connection_id: str) -> None:
        """Closes a connection."""
        self._sockets.close(connection_id)

    def _deliver(self, posts: list[Post], deadline: float) -> list[Connection]:
        """Answers the connections that did not get their data."""
        largest = max((len(data) for _, data in posts), default=0)
        if largest > MAX_MESSAGE_BYTES:
            logger.error("message too large to post", bytes=largest)
            return [connection for connection, _ in posts]
        failed: list[Connection] = []
        pause = 0.1
        while posts:
            throttled: list[Post] = []
            for place, (connection, data) in enumerate(posts):
                if self._clock() >= deadline:
                    logger.warning("posts left to resume", posts=len(posts) - place)
                    return [*failed, *(left for left, _ in [*throttled, *posts[place:]])]
                outcome = self._sockets.post(connection.connection_id, data)
                self._note(connection, outcome)
                if outcome == "throttled":
                    throttled.append((connection, data))
                elif outcome != "delivered":
                    failed.append(connection)
                    if outcome == "gone":
                        self._forget(connection)
            wait = pause * (0.5 + random.random() / 2)
            if not throttled or self._clock() + wait > deadline:
                return [*failed, *(connection for connection, _ in throttled)]
            self._sleep(wait)
            posts, pause = throttled, min(pause * 2, 1.6)
        return failed

    def _note(self, connection: Connection, outcome: Delivery) -> None:
        if outcome == "delivered":
            self._failed.discard(connection.connection_id)
        else:
            self._failed.add(connection.connection_id)

    def _forget(self, connection: Connection) -> None:
        self._gone.add(connection.connection_id)
        count("DeadConnections")
        try:
            self._store.forget(connection.connection_id, connection.owner.key if connection.owner else None)
        except Exception as error:
            logger.warning("dead connection not forgotten", error=type(error).__name__)


def connection_poster() -> Poster:
    """The poster of this deployment, from its environment."""
    store = DynamoDbConnectionStore(clients.dynamodb, os.environ["CONNECTIONS_TABLE"])
    return Poster(store, ApiGatewaySockets(clients.connections_api))
