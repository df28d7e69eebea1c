"""The connections table: a row by connection id, and one by owner, both read consistently.

An index would lag behind and miss a tab just opened; only closing connections, which is hygiene, uses one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from aws.errors import error_code
from connections.connection import MAX_CONNECTION_SECONDS, Connection
from connections.errors import ConnectionsUnavailable
from protocol.job import Owner

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]

_DEADLINES = "connections"
"""The one partition of the index `deadlines`: it holds open connections only."""
_RATE_SECONDS = 60


class ConnectionStore(Protocol):
    """The open connections."""

    def open(self, connection: Connection) -> None:
        """Keeps a connection just opened."""
        ...

    def authenticate(self, connection: Connection) -> bool:
        """Keeps whose a connection is and until when; False when it is gone or another's already."""
        ...

    def find(self, connection_id: str) -> Connection | None:
        """The connection of that id."""
        ...

    def forget(self, connection_id: str, owner_key: str | None = None) -> None:
        """Removes a connection, and its owner's row; without an owner it looks it up."""
        ...

    def of_owner(self, owner_key: str) -> list[Connection]:
        """All the owner's connections, also those that are over."""
        ...

    def overdue(self, now: float) -> list[Connection]:
        """Connections past their deadline; may lag a moment behind the writes."""
        ...

    def count_message(self, owner_key: str, now: float) -> int:
        """Counts a message of the owner; answers how many it is within this minute."""
        ...

    def seen(self, owner_key: str, now: float) -> float | None:
        """Notes that the owner is here; answers when it was here the time before (epoch seconds)."""
        ...


@contextmanager
def _connection_errors() -> Iterator[None]:
    """AWS's own text names the account and the role: only its code goes on, and into logs."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise ConnectionsUnavailable(f"The connections table did not answer: {error_code(error)}") from error


class DynamoDbConnectionStore:
    """The connections table. Every method raises ConnectionsUnavailable when it does not answer."""

    def __init__(self, client: Callable[[], DynamoDBClient], table: str) -> None:
        self._client = client
        self._table = table

    @_connection_errors()
    def open(self, connection: Connection) -> None:
        """See ConnectionStore."""
        self._client().put_item(TableName=self._table, Item=_item_of(connection))

    @_connection_errors()
    def authenticate(self, connection: Connection) -> bool:
        """See ConnectionStore."""
        assert connection.owner is not None
        client = self._client()
        try:
            client.put_item(
                TableName=self._table,
                Item=_item_of(connection),
                ConditionExpression=(
                    "attribute_exists(pk) AND (attribute_not_exists(#owner) OR #owner = :owner)"
                ),
                ExpressionAttributeNames={"#owner": "owner"},
                ExpressionAttributeValues={":owner": {"S": connection.owner.key}},
            )
        except client.exceptions.ConditionalCheckFailedException:
            return False
        row = _item_of(connection)
        row.update(_owner_key(connection.owner.key, connection.connection_id))
        del row["deadlineShard"]
        client.put_item(TableName=self._table, Item=row)
        return True

    @_connection_errors()
    def find(self, connection_id: str) -> Connection | None:
        """See ConnectionStore."""
        answer = self._client().get_item(
            TableName=self._table, Key=_connection_key(connection_id), ConsistentRead=True
        )
        return _connection_of(answer["Item"]) if "Item" in answer else None

    @_connection_errors()
    def forget(self, connection_id: str, owner_key: str | None = None) -> None:
        """See ConnectionStore."""
        client = self._client()
        if owner_key is None:
            connection = self.find(connection_id)
            owner_key = connection.owner.key if connection and connection.owner else None
        if owner_key is not None:
            client.delete_item(TableName=self._table, Key=_owner_key(owner_key, connection_id))
        client.delete_item(TableName=self._table, Key=_connection_key(connection_id))

    @_connection_errors()
    def of_owner(self, owner_key: str) -> list[Connection]:
        """See ConnectionStore."""
        answer = self._client().query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
            ExpressionAttributeValues={":pk": {"S": f"OWNER#{owner_key}"}, ":sk": {"S": "CONNECTION#"}},
            ConsistentRead=True,
        )
        return [_connection_of(item) for item in answer["Items"]]

    @_connection_errors()
    def overdue(self, now: float) -> list[Connection]:
        """See ConnectionStore."""
        pages = (
            self._client()
            .get_paginator("query")
            .paginate(
                TableName=self._table,
                IndexName="deadlines",
                KeyConditionExpression="deadlineShard = :shard AND deadline <= :now",
                ExpressionAttributeValues={":shard": {"S": _DEADLINES}, ":now": {"N": str(int(now))}},
            )
        )
        items: Iterable[Item] = (item for page in pages for item in page["Items"])
        return [_connection_of(item) for item in items]

    @_connection_errors()
    def count_message(self, owner_key: str, now: float) -> int:
        """See ConnectionStore."""
        minute = int(now) // _RATE_SECONDS
        answer = self._client().update_item(
            TableName=self._table,
            Key={"pk": {"S": f"OWNER#{owner_key}"}, "sk": {"S": f"MINUTE#{minute}"}},
            UpdateExpression="ADD messages :one SET expiresAt = :expires",
            ExpressionAttributeValues={
                ":one": {"N": "1"},
                ":expires": {"N": str((minute + 2) * _RATE_SECONDS)},
            },
            ReturnValues="UPDATED_NEW",
        )
        return int(answer["Attributes"]["messages"]["N"])

    @_connection_errors()
    def seen(self, owner_key: str, now: float) -> float | None:
        """See ConnectionStore."""
        answer = self._client().update_item(
            TableName=self._table,
            Key={"pk": {"S": f"OWNER#{owner_key}"}, "sk": {"S": "SEEN"}},
            UpdateExpression="SET seenAt = :now, expiresAt = :expires",
            ExpressionAttributeValues={
                ":now": {"N": repr(now)},
                ":expires": {"N": str(int(now) + 90 * 24 * 3600)},
            },
            ReturnValues="UPDATED_OLD",
        )
        before = answer.get("Attributes", {}).get("seenAt")
        return float(before["N"]) if before else None


def _connection_key(connection_id: str) -> Item:
    return {"pk": {"S": f"CONNECTION#{connection_id}"}, "sk": {"S": "CONNECTION"}}


def _owner_key(owner_key: str, connection_id: str) -> Item:
    return {"pk": {"S": f"OWNER#{owner_key}"}, "sk": {"S": f"CONNECTION#{connection_id}"}}


def _item_of(connection: Connection) -> Item:
    item: Item = {
        **_connection_key(connection.connection_id),
        "connectionId": {"S": connection.connection_id},
        "connectedAt": {"N": str(connection.connected_at)},
        "authenticatedUntil": {"N": str(connection.authenticated_until)},
        "operator": {"BOOL": connection.operator},
        "deadline": {"N": str(connection.deadline)},
        "deadlineShard": {"S": _DEADLINES},
        "expiresAt": {"N": str(connection.connected_at + MAX_CONNECTION_SECONDS + 600)},
    }
    if connection.owner is not None:
        item["owner"] = {"S": connection.owner.key}
        item["tenant"] = {"S": connection.owner.tenant}
        item["userId"] = {"S": connection.owner.user_id}
    return item


def _connection_of(item: Any) -> Connection:
    owner = None
    if "owner" in item:
        owner = Owner(tenant=item["tenant"]["S"], user_id=item["userId"]["S"])
    return Connection(
        connection_id=item["connectionId"]["S"],
        connected_at=int(item["connectedAt"]["N"]),
        owner=owner,
        authenticated_until=int(item["authenticatedUntil"]["N"]),
        operator=item["operator"]["BOOL"],
    )
