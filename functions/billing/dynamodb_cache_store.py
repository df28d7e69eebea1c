"""The cache's entries in DynamoDB; bodies too large for an item in S3 beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aws import clients
from aws.errors import error_code
from billing.answer_cache import CacheStore, CacheUnavailable, Entry

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

LARGEST_ITEM_BODY = 300_000  # bytes; an item may hold 400 KB
S3_PREFIX = "cost-cache/"


class DynamoDbCacheStore:
    """Items `{pk, body | bodyKey, madeAt, expiresAt}` of the cost cache table; a lease has neither body."""

    def __init__(self, table: str, bucket: str) -> None:
        self._table, self._bucket = table, bucket

    def read(self, key: str) -> Entry | None:
        """The entry of a key, live or not. Raises CacheUnavailable."""
        with _store_errors():
            item = (
                clients.dynamodb()
                .get_item(TableName=self._table, Key=_key(key), ConsistentRead=True)
                .get("Item")
            )
            if item is None:
                return None
            body = item["body"]["S"] if "body" in item else None
            if "bodyKey" in item:
                stored = clients.s3().get_object(Bucket=self._bucket, Key=item["bodyKey"]["S"])
                body = stored["Body"].read().decode()
        return Entry(body, float(item["madeAt"]["N"]), float(item["expiresAt"]["N"]))

    def lease(self, key: str, now: float, until: float) -> bool:
        """Takes the key unless a live entry holds it; whether it was taken. Raises CacheUnavailable."""
        dynamodb = clients.dynamodb()
        with _store_errors():
            try:
                dynamodb.put_item(
                    TableName=self._table,
                    Item={**_key(key), "madeAt": _number(now), "expiresAt": _number(until)},
                    ConditionExpression="attribute_not_exists(pk) OR expiresAt <= :now",
                    ExpressionAttributeValues={":now": _number(now)},
                )
            except dynamodb.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def write(self, key: str, entry: Entry) -> None:
        """Stores an answer. Raises CacheUnavailable."""
        body = entry.body or ""
        item = {**_key(key), "madeAt": _number(entry.made_at), "expiresAt": _number(entry.expires_at)}
        with _store_errors():
            if len(body.encode()) <= LARGEST_ITEM_BODY:
                item["body"] = {"S": body}
            else:
                object_key = f"{S3_PREFIX}{key}.json"
                clients.s3().put_object(Bucket=self._bucket, Key=object_key, Body=body.encode())
                item["bodyKey"] = {"S": object_key}
            clients.dynamodb().put_item(TableName=self._table, Item=item)

    def release(self, key: str) -> None:
        """Gives up a lease. Raises CacheUnavailable."""
        with _store_errors():
            clients.dynamodb().delete_item(TableName=self._table, Key=_key(key))


def configured_store() -> CacheStore | None:
    """The store the environment names; None where it names no table."""
    table = os.environ.get("COST_CACHE_TABLE", "")
    return DynamoDbCacheStore(table, os.environ.get("RESULTS_BUCKET", "")) if table else None


@contextmanager
def _store_errors() -> Iterator[None]:
    """Whatever AWS's client raises as CacheUnavailable."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise CacheUnavailable(error_code(error)) from error


def _key(key: str) -> dict[str, AttributeValueTypeDef]:
    return {"pk": {"S": key}}


def _number(value: float) -> AttributeValueTypeDef:
    return {"N": f"{value:.3f}"}
